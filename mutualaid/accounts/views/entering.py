"""The ways in: a password, a code, a password forgotten, an invitation; and the way out."""

from allauth.account.internal.decorators import login_stage_required
from allauth.account.views import LoginView, PasswordResetView
from allauth.mfa.stages import AuthenticateStage
from django.conf import settings
from django.contrib.auth import logout
from django.shortcuts import redirect, render
from django.urls import reverse_lazy
from django.utils import timezone
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from mutualaid.accounts import drafts, keys, seats
from mutualaid.accounts.access import to_sign_in
from mutualaid.accounts.forms import CodeForm, ForgottenForm, NewPasswordForm, SignInForm

KEY = "password_key"  # in the session, so that no page is open at an address that holds it

sign_in = to_sign_in(LoginView.as_view(template_name="accounts/sign_in.html", form_class=SignInForm))
forgotten = to_sign_in(
    PasswordResetView.as_view(
        template_name="accounts/forgotten.html",
        form_class=ForgottenForm,
        success_url=reverse_lazy("accounts:forgotten_sent"),
    )
)


@to_sign_in
@require_safe
def forgotten_sent(request):
    return render(request, "accounts/forgotten_sent.html")


@to_sign_in
@require_http_methods(["GET", "HEAD", "POST"])
@login_stage_required(stage=AuthenticateStage.key, redirect_urlname="accounts:sign_in")
def code(request):
    """The second step of signing in."""
    stage = request._login_stage
    form = CodeForm(request.POST if request.method == "POST" else None, user=stage.login.user)
    if form.is_valid():
        form.save()
        return stage.exit()
    return render(request, "accounts/code.html", {"form": form})


@to_sign_in
@require_http_methods(["GET", "HEAD", "POST"])
@sensitive_post_parameters()
def choose_password(request):
    """Where the link in a mail leads: an invitation, or a password that was forgotten."""
    if "key" in request.GET:
        request.session[KEY] = request.GET["key"]
        return redirect("accounts:choose_password")
    now = timezone.now()
    key = keys.read(request.session.get(KEY, ""), now=now)
    if key is None:
        return _gone(request)
    form = NewPasswordForm(request.POST if request.method == "POST" else None, user=key.user)
    if not form.is_valid():
        told = {"form": form, "is_invited": key.invitation is not None}
        return render(request, "accounts/choose_password.html", told)
    if not keys.use(key, password=form.cleaned_data["password1"], now=now):
        return _gone(request)
    logout(request)
    return redirect("accounts:sign_in")


def _gone(request):
    """Whoever is signed in stays so; of anybody else nothing is kept."""
    request.session.pop(KEY, None)
    if not request.user.is_authenticated:
        request.session.flush()
    return render(request, "accounts/key_gone.html")


@to_sign_in
@require_POST
def sign_out(request):
    """Out, and nothing left behind: no cookie, and nothing that was not saved. Half-way in as well."""
    if request.user.is_authenticated:
        drafts.forget(request.user)
        seats.leave(request)
    logout(request)
    response = redirect(settings.LOGOUT_REDIRECT_URL)
    response.delete_cookie(settings.CSRF_COOKIE_NAME, samesite=settings.CSRF_COOKIE_SAMESITE)
    return response
