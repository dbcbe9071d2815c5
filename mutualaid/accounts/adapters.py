"""Where does signing in differ from how allauth does it? Here, and nowhere else."""

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.internal.httpkit import get_client_ip
from allauth.core.internal.ratelimit import get_ip
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from django.shortcuts import redirect, resolve_url
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from mutualaid.accounts import acts, codes, drafts, mail, proofs, seats, tries
from mutualaid.accounts.permissions import may
from mutualaid.ui.templatetags.page import site


class AccountAdapter(DefaultAccountAdapter):
    """Nobody signs up; a closed account answers like a wrong password; what is said is in our words."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "email_password_mismatch": _(
            "That e-mail address and password do not belong together. Check both and try again."
        ),
        "too_many_login_attempts": _("That was tried too often. Wait five minutes and try again."),
        "rate_limited": _("That was tried too often. Wait five minutes and try again."),
        "incorrect_password": _("That is not your password. Check it and try again."),
        "enter_current_password": _("That is not your password. Check it and try again."),
    }

    def is_open_for_signup(self, request):
        return False

    def is_ajax(self, request):
        """Every answer is a page."""
        return False

    def add_message(self, *args, **kwargs):
        """Nothing: what was done is seen on the page that follows."""

    def get_client_ip(self, request):
        """Where somebody tries from, to count how often: never kept. Behind a socket nobody says."""
        return get_client_ip(request) or tries.NOWHERE

    def _get_login_attempts_cache_key(self, request, **credentials):
        return tries.counted_under(
            super()._get_login_attempts_cache_key(request, **credentials),
            credentials.get("email", ""),
            address=get_ip(request),
            user=request.user,
            session=request.session.session_key,
        )

    def authenticate(self, request, **credentials):
        user = super().authenticate(request, **credentials)
        return user if user and user.is_active else None

    def reauthenticate(self, user, password):
        """The one address of an account is its own."""
        found = self.authenticate(self.request, email=user.email, password=password)
        return found is not None and found.pk == user.pk

    def is_reauthentication_required(self, *, app, **more):
        return not proofs.lately(self.request, now=timezone.now())

    def login(self, request, user):
        super().login(request, user)
        now = timezone.now()
        seats.take(request, user, now=now)
        acts.record("account.signed_in", user, by=user, now=now)

    def post_login(self, request, user, **told):
        """What somebody had not saved when their session ended comes first."""
        if settings.DEMO or proofs.used_second_factor(request):
            tries.came_in(user.email, address=get_ip(request))
        response = super().post_login(request, user, **told)
        return redirect("accounts:not_saved") if drafts.of(user, now=timezone.now()) else response

    def get_login_redirect_url(self, request):
        for permission, page in settings.LANDINGS:
            if may(request.user, permission):
                return reverse(page)
        return resolve_url(settings.LOGIN_REDIRECT_URL)

    def get_reset_password_from_key_url(self, key):
        """Behind the question mark, because logs keep no more than the path."""
        return f"{settings.SITE_ADDRESS}{reverse('accounts:choose_password')}?key={key}"

    def send_password_reset_mail(self, user, email, context):
        mail.send_beside("password_reset", user.email, {"link": context["password_reset_url"]})


class SecondFactorAdapter(DefaultMFAAdapter):
    """What opens an account is sealed to the person it belongs to."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": _("That code is wrong or was used already. Wait for the next one and type it."),
        "cannot_generate_recovery_codes": _("Set up your second factor first: recovery codes stand in for it."),
    }

    def get_totp_issuer(self):
        return site().name

    def encrypt(self, text):
        return codes.seal(text, whose=self._whose())

    def decrypt(self, encrypted_text):
        return codes.unseal(encrypted_text, whose=self._whose())

    def _whose(self):
        """The one signed in, or the one half-way in: allauth seals and opens nothing for anybody else."""
        request = self.request
        return request.user if request.user.is_authenticated else request._login_stage.login.user
