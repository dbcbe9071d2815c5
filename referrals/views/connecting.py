"""Help them engage with a group: which meetings to try, with whom, and who rang whom. One page, saved whole."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext

from directory import following, geocoding
from directory.geocoding import PlaceAmbiguous, PlaceUnknown
from directory.models import Meeting
from mutualaid.accounts.access import needs
from mutualaid.accounts.permissions import Permission
from mutualaid.ui import words
from referrals import next_meetings, pathway, pressure
from referrals.forms.connecting import ConnectForm, LookForm
from referrals.forms.one_option import AnotherForm
from referrals.models import Consent, Setting
from referrals.pathway import NotRecorded
from referrals.pathway.consents import words_of
from referrals.stages import Stage
from referrals.views.one_option import find, recorded, saw
from referrals.views.options import others

MOST_LOOKED_AT = 20  # of what is posted as chosen


@needs(Permission.REFERRAL_MAKE)
def connect(request, pk):
    """Meetings near a place that is typed and not kept, as chips; then everything that was settled."""
    now, referral = timezone.now(), find(request, pk)
    if referral.stage == Stage.ENDED:
        messages.error(request, gettext("Work here has ended: nothing more is planned from this page."))
        return redirect("referrals:option", pk)
    directory = following.directory()
    posted = request.POST if request.method == "POST" else None
    place, trouble = _place(posted)
    kept, near, afar = _offered(referral, posted, place, directory, now)
    form = ConnectForm(
        posted,
        referral=referral,
        now=now,
        offered=[*kept, *near, *afar],
        agreed=Consent.objects.visible_to(request.user).standing(at=now).agreed_contacts(referral.person_id),
    )
    if posted is not None:
        if "look" in posted or trouble:
            form.only_looked(trouble)
        elif recorded(request, form, lambda: _save(request, form, now)):
            messages.success(request, gettext("Saved."))
            return redirect("referrals:option", pk)
    referral = form.referral
    nation = next_meetings.nation_of(referral, place)
    saw(request, "connect.seen", referral, now=now)
    context = {
        "form": form,
        "referral": referral,
        "another": AnotherForm(shown=others(referral)),
        "looked": place,
        "none_near": place is not None and not near,
        "contact": next_meetings.own_contact(referral.programme, nation, directory=directory),
        "consent": words_of(Consent.What.CONTACT),
        "pressed": pressure.WHAT_IS_KNOWN if pressure.is_pressed(referral) else "",
        "is_prison": referral.episode.setting == Setting.PRISON,
        "now": now,
    }
    return render(request, "referrals/connect.html", context, status=422 if form.errors else 200)


def _place(posted):
    """The place that was typed, and what is wrong with it; nothing of it is kept."""
    look = LookForm(posted)
    if not look.is_valid() or not look.cleaned_data["place"]:
        return None, ""
    try:
        return geocoding.locate(look.cleaned_data["place"]), ""
    except PlaceAmbiguous as several:
        named = words.either([place.label for place in several.candidates])
        return None, gettext("There are several: type %(places)s.") % {"places": named}
    except PlaceUnknown as unknown:
        return None, str(unknown)


def _offered(referral, posted, place, directory, now):
    """The meetings to choose among: what was chosen already, what the place has, what can be joined from afar."""
    look = LookForm(posted)
    since = look.cleaned_data.get("not_before") if look.is_valid() else None
    programme = referral.programme
    near, afar = next_meetings.to_try(programme, place, directory=directory, since=since, now=now)
    values = {each.value for each in [*near, *afar]}
    chosen = posted.getlist("meetings")[:MOST_LOOKED_AT] if posted is not None else []
    before = [next_meetings.chosen(value, programme, directory=directory, now=now) for value in chosen]
    return [each for each in before if each and each.value not in values], near, afar


def _save(request, form, now):
    keys = {each.meeting for each in form.chosen}
    meetings = {meeting.pk: meeting for meeting in Meeting.objects.listed().these(*keys)}
    if keys - set(meetings):
        raise NotRecorded(gettext("A meeting has gone from the list meanwhile: choose another."))
    return pathway.connect(
        form.referral,
        plans=form.plans(meetings) if form.is_planned else (),
        called=form.called(),
        by=request.user,
        at=now,
        seen=form.cleaned_data["seen"],
        once=form.this_once,
    )
