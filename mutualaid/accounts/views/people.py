"""Who works with the site: asked, let go, and helped when they lost their telephone."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext

from mutualaid.accounts import invitations, people
from mutualaid.accounts.access import needs
from mutualaid.accounts.forms import InviteForm
from mutualaid.accounts.models import Invitation, User
from mutualaid.accounts.permissions import Permission


@needs(Permission.ACCOUNT_MANAGE)
def everybody(request):
    """Those with a role for the whole site, and those who were asked; the form asks one more."""
    now = timezone.now()
    form = InviteForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and _invited(request, form, now=now):
        return redirect("accounts:people")
    told = {"form": form, "people": people.with_a_site_role(), "asked": people.asked(now=now)}
    return render(request, "accounts/people.html", told)


@needs(Permission.ACCOUNT_MANAGE, methods=("POST",))
def withdraw(request, pk):
    invitation = get_object_or_404(Invitation.objects.unanswered(), pk=pk)
    invitations.withdraw(invitation, by=request.user, now=timezone.now())
    return redirect("accounts:people")


@needs(Permission.ACCOUNT_MANAGE, methods=("POST",))
def close(request, pk):
    try:
        people.close(get_object_or_404(User.objects.open(), pk=pk), by=request.user, now=timezone.now())
        messages.success(request, gettext("Closed. Whoever was signed in to it is out."))
    except people.NotClosed as error:
        messages.error(request, str(error))
    return redirect("accounts:people")


@needs(Permission.ACCOUNT_MANAGE, methods=("POST",))
def forget_second_factor(request, pk):
    people.forget_second_factor(get_object_or_404(User.objects.open(), pk=pk), by=request.user, now=timezone.now())
    messages.success(request, gettext("Taken away. They set up another when they sign in."))
    return redirect("accounts:people")


def _invited(request, form, *, now):
    try:
        invitations.invite(**form.cleaned_data, by=request.user, now=now)
    except invitations.NotInvited as error:
        form.add_error("email", str(error))
        return False
    messages.success(request, gettext("Invited. The link in the mail is good for a week."))
    return True
