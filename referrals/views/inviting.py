"""What does a page say when somebody is asked to work for a service?"""

from django.contrib import messages
from django.utils import timezone
from django.utils.translation import gettext

from referrals import access, staffing


def invited(request, form, *, service, role=""):
    """Was the one in the form asked? It says why not. ``role`` is what they will do where it does not ask."""
    asked = {"role": role} | form.cleaned_data
    try:
        user = staffing.invite(service=service, **asked, by=request.user, at=timezone.now())
    except (staffing.NotStaffed, access.Denied) as error:
        form.add_error("email", str(error))
        return False
    said(request, user)
    return True


def said(request, user):
    """What happens next: they answer first, or have an account already."""
    if user.is_active:
        messages.success(request, gettext("Done. They have an account already, and are told by mail to sign in."))
    else:
        messages.success(request, gettext("Invited. The link in the mail is good for a week."))
