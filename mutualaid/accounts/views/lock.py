"""The locked screen, and what somebody had not saved when it locked."""

from allauth.account.adapter import get_adapter
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from mutualaid.accounts import drafts, proofs, screen_lock
from mutualaid.accounts.access import signed_in
from mutualaid.accounts.forms import PasswordAgainForm


@signed_in(methods=("POST",), half_way=True, when_locked=True)
def lock(request):
    """At once; a script sends what is on the page along, and where it was to go."""
    if to := request.POST.get(drafts.TO):
        drafts.keep(request.user, request.POST, to=to, now=timezone.now(), had_files="_files" in request.POST)
    screen_lock.lock(request.session)
    return redirect("accounts:locked")


@signed_in(half_way=True, when_locked=True)
def locked(request):
    now = timezone.now()
    if not screen_lock.is_locked(request.session, now=now):
        return redirect("accounts:not_saved")
    form = PasswordAgainForm(request.POST if request.method == "POST" else None, user=request.user)
    if form.is_valid():
        proofs.password_given(request, request.user)
        before = screen_lock.unlock(request.session, now=now)
        return redirect("accounts:not_saved" if drafts.of(request.user, now=now) or not before else before)
    return render(request, "accounts/locked.html", {"form": form})


@signed_in(methods=("GET", "HEAD"))
def not_saved(request):
    """Each with one button that posts it again, and one that throws it away."""
    kept = drafts.of(request.user, now=timezone.now())
    if not kept:
        return redirect(get_adapter().get_login_redirect_url(request))
    return render(request, "accounts/not_saved.html", {"drafts": kept})


@signed_in(methods=("POST",))
def throw_away(request, pk):
    drafts.forget(request.user, pk)
    return redirect("accounts:not_saved")


@signed_in(methods=("POST",))
def still_here(request):
    """Somebody types: the lock, which asked for this page first, has written it down."""
    return HttpResponse(status=204)
