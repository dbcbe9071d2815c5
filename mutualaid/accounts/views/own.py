"""Somebody's own account: its password, and where it is signed in."""

from django.contrib.auth import update_session_auth_hash
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.debug import sensitive_post_parameters

from mutualaid.accounts import people, proofs, seats
from mutualaid.accounts.access import signed_in
from mutualaid.accounts.forms import ChangePasswordForm
from mutualaid.accounts.permissions import Permission, may


@signed_in(methods=("GET", "HEAD"))
def home(request):
    told = {
        "manages_accounts": may(request.user, Permission.ACCOUNT_MANAGE),
        "reads_reports": may(request.user, Permission.REPORT_READ),
        "reads_trail": may(request.user, Permission.AUDIT_READ),
        "has_second_factor": proofs.has_second_factor(request.user),
    }
    return render(request, "accounts/home.html", told)


@signed_in()
@sensitive_post_parameters()
def password(request):
    """A new one; everywhere else they are out."""
    form = ChangePasswordForm(request.POST if request.method == "POST" else None, user=request.user)
    if not form.is_valid():
        return render(request, "accounts/password.html", {"form": form})
    people.set_password(request.user, form.cleaned_data["password1"], now=timezone.now())
    update_session_auth_hash(request, request.user)
    seats.take(request, request.user, now=timezone.now())
    return redirect("accounts:sessions")


@signed_in(methods=("GET", "HEAD"))
def sessions(request):
    told = {"seats": seats.of(request.user, now=timezone.now()), "this": request.session.session_key}
    return render(request, "accounts/sessions.html", told)


@signed_in(methods=("POST",))
def end_session(request, pk):
    seats.end_one(request.user, pk)
    return redirect("accounts:sessions")


@signed_in(methods=("POST",))
def end_others(request):
    seats.end_all(request.user, but=request.session.session_key)
    return redirect("accounts:sessions")
