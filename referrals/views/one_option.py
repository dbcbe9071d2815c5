"""What every page of one option does: find it among those one may see, record an act or say why not, tell the trail."""

from django.http import Http404
from django.shortcuts import get_object_or_404

from mutualaid.audit import trail
from referrals import access
from referrals.models import Referral
from referrals.pathway import ChangedMeanwhile, NotRecorded
from referrals.stages import NoSuchStep


def find(request, pk):
    """The option of this key; a 404 where it is of nobody that one works with."""
    return get_object_or_404(Referral.objects.visible_to(request.user).for_pages(), pk=pk)


def recorded(request, form, do):
    """Do what the form says with ``do``; was it recorded? If not, the form says why and keeps what was typed."""
    if not form.is_valid():
        return False
    try:
        do()
    except ChangedMeanwhile as error:
        form.over(find(request, form.referral.pk))
        form.add_error(None, str(error))
    except (NotRecorded, NoSuchStep) as error:
        form.add_error(None, str(error))
    except access.Denied as error:  # handed over to another meanwhile
        raise Http404 from error
    else:
        return True
    return False


def saw(request, what, referral, *, now):
    """They looked at a page of one option: one event."""
    trail.record(
        what,
        actor=request.user.pk,
        at=now,
        service=referral.service_id,
        subjects=[referral.person_id],
        facts={"referral": referral.pk},
    )
