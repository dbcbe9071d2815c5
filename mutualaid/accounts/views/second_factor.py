"""Setting a second factor up, using it, and the recovery codes that stand in for it."""

from allauth.account.adapter import get_adapter as get_account
from allauth.account.utils import get_next_redirect_url
from allauth.mfa.adapter import get_adapter
from allauth.mfa.recovery_codes.internal import flows as recovery
from allauth.mfa.totp.internal import flows as totp
from django.db import IntegrityError
from django.shortcuts import redirect, render
from django.utils import timezone

from mutualaid.accounts import acts, codes, proofs
from mutualaid.accounts.access import proved_lately, signed_in
from mutualaid.accounts.forms import CodeAgainForm, PasswordAgainForm, SetUpForm


@signed_in(half_way=True)
def verify(request):
    """Somebody who has a second factor and has not used it in this session."""
    form = CodeAgainForm(request.POST if request.method == "POST" else None, user=request.user)
    if form.is_valid():
        form.save()
        return _back(request)
    return render(request, "accounts/verify.html", {"form": form, "next": request.GET.get("next", "")})


@signed_in(half_way=True)
def again(request):
    """Somebody who is about to change what opens their account."""
    form = PasswordAgainForm(request.POST if request.method == "POST" else None, user=request.user)
    if form.is_valid():
        proofs.password_given(request, request.user)
        return _back(request)
    return render(request, "accounts/again.html", {"form": form})


@signed_in(half_way=True)
@proved_lately
def set_up(request):
    if proofs.has_second_factor(request.user):
        return redirect("accounts:recovery_codes" if proofs.used_second_factor(request) else "accounts:verify")
    posted = request.method == "POST"
    secret = codes.waiting_secret(request) if posted else codes.fresh_secret(request)
    form = SetUpForm(request.POST if posted else None, user=request.user, secret=secret)
    if form.is_valid():
        return _set_up(request, form)
    address = get_adapter().build_totp_url(request.user, secret)
    told = {"form": form, "picture": codes.drawn(address), "secret": codes.in_groups(secret), "address": address}
    return render(request, "accounts/set_up.html", told)


def _set_up(request, form):
    """Two at once: the first one counts, and the second is asked for its code."""
    try:
        totp.activate_totp(request, form)
    except IntegrityError:
        return redirect("accounts:verify")
    proofs.second_factor_used(request, request.user)
    acts.record("second_factor.set_up", request.user, by=request.user, now=timezone.now())
    return redirect("accounts:recovery_codes")


@signed_in()
@proved_lately
def recovery_codes(request):
    """Made, they are shown once; then only how many are left."""
    if request.method == "POST":
        recovery.generate_recovery_codes(request)
        return redirect("accounts:recovery_codes")
    held, may_be_seen = recovery.view_recovery_codes(request)
    unused = held.get_unused_codes() if held else []
    told = {"codes": unused if may_be_seen else [], "left": len(unused), "is_set_up": held is not None}
    return render(request, "accounts/recovery_codes.html", told)


@signed_in(methods=("POST",))
@proved_lately
def replace(request):
    """Another telephone: the old one opens nothing any more, and the new one is set up at once."""
    proofs.forget_second_factor(request)
    return redirect("accounts:set_up")


def _back(request):
    """To what was asked for, where it is on this site."""
    return redirect(get_next_redirect_url(request) or get_account().get_login_redirect_url(request))
