"""One person and one option: where they stand, what was done, what can be done from here; and a card to take away."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext

from directory import following
from directory.models import Programme
from mutualaid.accounts.access import needs
from mutualaid.accounts.permissions import Permission
from referrals import access, case_notes, history, next_meetings, pathway, planned, pressure
from referrals.forms.one_option import AnotherForm, MoveForm
from referrals.models import Safety, Setting
from referrals.pathway import LATER, NotRecorded, day_of
from referrals.stages import NEXT, Act, Stage
from referrals.views.one_option import find, recorded, saw

MOVES = (Act.EXPLAIN, Act.CHOOSE, Act.PUT_OFF, Act.RULE_OUT)
BLOCKS = ("groups", "family", "community", "staff")  # of what they were shown, in the order of the page
# The loop has an arc for each; whoever stands in none of them rests.
ARCS = (Stage.INTRODUCE, Stage.CONNECT, Stage.INTEREST)


@needs(Permission.REFERRAL_MAKE)
def option(request, pk):
    """Where one person stands with one option, and every act that the pathway has from there."""
    now, referral = timezone.now(), find(request, pk)
    posted = request.POST if request.method == "POST" else None
    form = MoveForm(posted, acts=moves(referral), referral=referral, now=now)
    if request.method == "POST" and recorded(request, form, lambda: _move(request, form, now)):
        messages.success(request, gettext("Saved."))
        return redirect("referrals:option", pk)
    referral = form.referral
    form.acts = moves(referral)
    saw(request, "option.seen", referral, now=now)
    context = {"form": form, **shown(referral, to=request.user, now=now)}
    return render(request, "referrals/option.html", context, status=422 if form.errors else 200)


def moves(referral):
    """What the pathway has from here. Whoever has a plan already plans another by Connect."""
    there = [act for act in MOVES if act in NEXT[referral.stage]]
    return [act for act in there if not (act == Act.CHOOSE and referral.stage == Stage.INTEREST)]


def _move(request, form, now):
    about = {"by": request.user, "at": now, "seen": form.cleaned_data["seen"], "once": form.this_once}
    act, referral = form.data["act"], form.referral
    if act == Act.EXPLAIN:  # being told more moves no day that was agreed
        day = referral.due_on if referral.due_on and referral.due_on > day_of(now) else None
        return pathway.explain(referral, due_on=day, **about)
    if act == Act.CHOOSE:
        return pathway.choose(referral, **about)
    if act == Act.PUT_OFF:
        return pathway.put_off(referral, due_on=form.ask_on(LATER), **about)
    return pathway.rule_out(referral, **about)


def shown(referral, *, to, now):
    """What the pages of one option say of it."""
    directory, today = following.directory(), day_of(now)
    told = history.told(referral, to=to)
    visits = planned.visits(told.standing(today), directory=directory, now=now)
    is_pressed = pressure.is_pressed(referral)
    notes = ""
    if visits:
        notes = case_notes.connected(
            referral.programme.name,
            visits,
            [each for each in told.contacts if day_of(each.at) == today],
            ask_on=referral.due_on,
            is_pressed=is_pressed,
            now=now,
        )
    return {
        "referral": referral,
        "told": told,
        "visits": visits,
        "is_unsafe": any(visit.plan.safety == Safety.YES for visit in visits),
        "pressed": pressure.WHAT_IS_KNOWN if is_pressed else "",
        "notes": notes,
        "loop": f"#loop-{referral.stage}" if referral.stage in ARCS else "#loop-rest",
        "can": NEXT[referral.stage],
        "can_connect": referral.stage != Stage.ENDED,
        "is_prison": referral.episode.setting == Setting.PRISON,
        "contact": next_meetings.own_contact(
            referral.programme, next_meetings.nation_of(referral), directory=directory
        ),
        "now": now,
    }


@needs(Permission.REFERRAL_MAKE, methods=("POST",))
def another(request, pk):
    """Another kind to try as well: it comes up and is planned on its own page."""
    now, referral = timezone.now(), find(request, pk)
    form = AnotherForm(request.POST, shown=others(referral))
    if not form.is_valid():
        messages.error(request, " ".join(form.errors["programme"]))
        return redirect("referrals:connect", pk)
    programme = get_object_or_404(Programme.objects.current(), slug=form.cleaned_data["programme"])
    try:
        made = pathway.try_also(referral.person, programme, by=request.user, at=now)
    except NotRecorded as error:
        messages.error(request, str(error))
        return redirect("referrals:connect", pk)
    except access.Denied:  # handed over to another meanwhile
        raise Http404 from None
    return redirect("referrals:connect", made.pk)


def others(referral):
    """(short name, name) of all they were shown, in that order, but for this one; none where nothing was."""
    snapshot = referral.offer.snapshot
    content = snapshot.content if snapshot else {}
    slugs = [each["programme"] for block in BLOCKS for each in content.get(block, ())]
    names = Programme.objects.current().names(slugs)
    return [(slug, names[slug]) for slug in slugs if slug in names and slug != referral.programme.slug]


@needs(Permission.PERSON_SEE, methods=("GET", "HEAD"))
def card(request, pk):
    """What was planned, to take away on paper: the meeting and nobody's name."""
    now, referral = timezone.now(), find(request, pk)
    context = shown(referral, to=request.user, now=now)
    saw(request, "card.seen", referral, now=now)
    return render(request, "referrals/card.html", context)
