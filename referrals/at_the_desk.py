"""What is on the page while every option is looked at together, and what of it is to be kept.

Made anew from what was typed, at Show and at Save alike, so that what is kept is what the page shows.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from uuid import UUID

from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext, ngettext

from directory import following, parity, several_places
from directory.following import Directory
from directory.index import Around
from directory.models import Meeting
from directory.options import Option, Options
from directory.places import Place, Point
from directory.search import Search
from directory.several_places import Several
from directory.vocabulary import Who
from referrals import desk
from referrals.desk import Asked, Part
from referrals.forms.introducing import MOST_CARDS, PLACES, CardForm, IntroduceForm, LookForm, SharedForm, TogetherForm
from referrals.models import Episode, Person, Setting
from referrals.pathway import CameUp, Introduced, NotRecorded, Planned, Said, Shown, day_of

# Where nobody has said where to look from, and so there is nothing to show.
NOWHERE = Place("", "", Point(54.0, -2.5), "point", "")


@dataclass(frozen=True, slots=True)
class Looked:
    """Every option for what was asked; nothing where no place is known."""

    directory: Directory
    asked: Asked
    searches: tuple[Search, ...]
    told: Several | None
    parts: tuple[Part, ...]
    now: dt.datetime

    @property
    def options(self) -> Options:
        return self.told.options if self.told else nothing(self.now)

    @property
    def arounds(self) -> tuple[Around, ...]:
        return tuple(parity.look_around(each, directory=self.directory, now=self.now) for each in self.searches)

    @property
    def shown(self) -> Shown:
        """As the offer keeps it."""
        texts = {slug: programme.revision for slug, programme in self.directory.programmes.items()}
        return Shown(self.options, self.directory.revision, texts)

    @property
    def is_for_a_young_person(self) -> bool:
        """Under-18s see the children's lines before anything else."""
        return self.options.search.who == Who.YOUNG_PERSON

    @property
    def is_one_place(self) -> bool:
        return len(self.searches) == 1

    @property
    def heading(self) -> str:
        return desk.heading(self.told) if self.told else gettext("Every kind of group")


def nothing(now: dt.datetime) -> Options:
    """Nothing is on the page yet."""
    blocks: dict[str, tuple[()]] = {"groups": (), "family": (), "community": (), "staff": (), "range": ()}
    return Options(search=Search(place=NOWHERE), now=now, folded=frozenset(), elsewhere=(), **blocks)


def look(form: LookForm, *, now: dt.datetime) -> Looked:
    """``form`` has been cleaned; what it could not understand is left out."""
    given = form.cleaned_data
    asked = Asked(places=tuple(form.places), days=form.days, not_near_home="not" in given.get("near_home", ()))
    problems = frozenset(filter(None, [given.get("problem", "")]))
    searches = tuple(Search(place=place, who=given.get("who", ""), problems=problems) for _name, place in form.places)
    directory = following.directory()
    told = several_places.options(searches, directory=directory, now=now) if searches else None
    parts = desk.parts(told, directory=directory, asked=asked) if told else ()
    return Looked(directory, asked, searches, told, parts, now)


@dataclass(kw_only=True)
class Desk:
    """The form and every option, and what the parts of the template ask of them."""

    form: SharedForm
    looked: Looked
    is_prison: bool = False

    # Whatever could tell a place: not even sealed, while the screen is locked.
    never_kept = (*PLACES, "shown")

    @property
    def is_by_telephone(self) -> bool:
        return bool(self.form["telephone"].value())

    @property
    def turn(self) -> list[dict[str, str]]:
        return [{"value": "yes", "text": gettext("Turn the screen")}]


@dataclass(kw_only=True)
class Together(Desk):
    """Several people's page: nothing is ticked, for what one of them says is recorded later, alone."""

    people: list[Person]
    is_read_only = True
    versions: dict[UUID, int] = field(default_factory=dict)  # of each person, that the page was made from

    @property
    def is_sound(self) -> bool:
        return not self.form.errors

    @property
    def carried(self) -> list[tuple[UUID, str]]:
        """Each person's key, and the same with their version, as the page carries them."""
        return [(person.pk, f"{person.pk}.{self.versions[person.pk]}") for person in self.people]


@dataclass(kw_only=True)
class Page(Desk):
    """One person's page: a card for each option that was ticked."""

    form: IntroduceForm
    person: UUID
    is_read_only = False
    cards: list[CardForm] = field(default_factory=list)
    gone: int = 0  # ticked, and no longer among the options
    seen: int = 0  # the person's version that the page was made from

    @property
    def is_sound(self) -> bool:
        return not self.form.errors and not any(card.errors for card in self.cards)

    @property
    def ticked(self) -> list[str]:
        return self.form.ticked

    @property
    def talked(self) -> list[str]:
        return self.form["talked"].value() or []

    @property
    def to_cards(self) -> dict[str, str]:
        """Back to the cards, not to the top."""
        return {"formaction": "#might-try"}

    @property
    def to_print(self) -> dict[str, str]:
        """Posted, so that no place is in an address; beside this page, so that nothing typed is lost."""
        return {"formaction": reverse("referrals:introduce_print", args=[self.person]), "formtarget": "_blank"}

    def introduced(self) -> Introduced:
        """What was said of all of it. The page is sound."""
        given = self.form.cleaned_data
        of_each = {card.card.slug: self.looked.directory.programmes[card.card.slug] for card in self.cards}
        return Introduced(
            **shared(self.form),
            talked_about=tuple(given["talked"]),
            said=tuple(
                Said(of_each[card.card.slug], said, card.ask_on)
                for card in self.cards
                for said in card.cleaned_data["said"]
            ),
        )

    def came_up(self) -> list[CameUp]:
        """What they may try, with the day they chose. Raises NotRecorded where a meeting has just gone."""
        keys = [_chosen(card)[0] for card in self.cards if card.cleaned_data.get("on")]
        meetings = {each.pk: each for each in Meeting.objects.listed().these(*keys)}
        return [self._came_up(card, meetings) for card in self.cards]

    def _came_up(self, card: CardForm, meetings: dict[UUID, Meeting]) -> CameUp:
        programme, given = self.looked.directory.programmes[card.card.slug], card.cleaned_data
        if not card.has_day:
            return CameUp(programme)
        meeting, on = _chosen(card) if given.get("on") else (None, given["by"])
        if meeting and meeting not in meetings:
            raise NotRecorded(
                gettext("%(name)s: that meeting has just gone. Choose another day.") % {"name": programme}
            )
        return CameUp(
            programme,
            Planned(
                on=on,
                with_whom=given["with_whom"],
                safety=self.form.cleaned_data["safety"],
                meeting=meetings[meeting] if meeting else None,
                words=given["words"],
            ),
        )


def _chosen(card: CardForm) -> tuple[UUID, dt.date]:
    """The meeting and the day of a choice that the form has found among those it offers."""
    meeting, _dot, on = card.cleaned_data["on"].partition(".")
    return UUID(meeting), dt.date.fromisoformat(on)


def shared(form: LookForm) -> dict[str, object]:
    """What an offer says beside what was said of any option."""
    given = form.cleaned_data
    return {
        "state": given["state"],
        "been": given.get("been", ""),
        "idea": given.get("idea", ""),
        "not_yet": given["not_yet"],
        "due_on": given["due_on"],
        "family_offered": bool(given["family_offered"]),
        "by_telephone": bool(given["telephone"]),
        "district": form.places[0][1].authority if form.places else "",
    }


def page(data: QueryDict | None, *, person: Person, once: UUID, now: dt.datetime, saving: bool = False) -> Page:
    """``data`` is what was posted; None opens the page for the first time, and nothing is chosen but for whom."""
    today, is_prison = day_of(now), _any_in_prison([person])
    first = {"who": person.for_whom, "once": once, "seen": person.version}
    form = _read(IntroduceForm(data, initial=first, today=today, saving=saving, is_prison=is_prison))
    looked = look(form, now=now)
    made = Page(person=person.pk, form=form, looked=looked, seen=person.version, is_prison=is_prison)
    if data is not None:
        made.seen = form.cleaned_data.get("seen", person.version)
        _lay_out_cards(made, data, today=today, saving=saving)
    return made


def together(
    data: QueryDict | None, *, people: list[Person], once: UUID, now: dt.datetime, saving: bool = False
) -> Together:
    """The same for several at once."""
    about = {"people": people, "today": day_of(now), "is_prison": _any_in_prison(people)}
    form = _read(TogetherForm(data, initial={"once": once}, saving=saving, **about))
    looked = look(form, now=now)
    return Together(form=form, looked=looked, people=people, versions=form.versions, is_prison=about["is_prison"])


def _any_in_prison(people: list[Person]) -> bool:
    """Is one of them treated in prison? There is no telephone, and where they are is not where they will live."""
    return Episode.objects.open().about(people).filter(setting=Setting.PRISON).exists()


def _read(form: SharedForm) -> SharedForm:
    """What was typed, as far as it can be understood; a form that nobody has filled in yet says nothing."""
    if form.is_bound:
        form.is_valid()
    else:
        form.cleaned_data, form.places = {}, []
    return form


def _lay_out_cards(page: Page, data: QueryDict, *, today: dt.date, saving: bool) -> None:
    shown: dict[str, Option] = {option.slug: option for option in page.looked.options.every}
    ticked = [slug for slug in page.form.ticked if slug in shown]
    page.gone = len(page.form.ticked) - len(ticked)
    arounds = page.looked.arounds if ticked else ()
    for slug in ticked[:MOST_CARDS]:
        card = desk.card(shown[slug], arounds=arounds, asked=page.looked.asked, now=page.looked.now)
        made = CardForm(data, card=card, today=today, saving=saving)
        made.is_valid()
        page.cards.append(made)
    if saving:
        _hold_together(page, ticked)


def _hold_together(page: Page, ticked: list[str]) -> None:
    """What the form and its cards must say of each other before they are kept."""
    form = page.form
    if page.gone and page.looked.told:
        form.add_error(None, _gone(page.gone))
    if len(ticked) > MOST_CARDS:
        form.add_error(None, gettext("Tick %(most)d at most: the others can come up next time.") % {"most": MOST_CARDS})
    if any(card.has_day for card in page.cards) and not form.cleaned_data.get("safety") and "safety" not in form.errors:
        form.add_error("safety", gettext("Ask the safety question before a day is planned."))
    if form.cleaned_data.get("state") == "rather_not" and (page.cards or form.cleaned_data.get("talked")):
        form.add_error(
            "state", gettext("They would rather not look, and yet something is marked: take off one or the other.")
        )


def _gone(number: int) -> str:
    return ngettext(
        "%(number)d option that was ticked is no longer on the page. It is taken off: look again, then save.",
        "%(number)d options that were ticked are no longer on the page. They are taken off: look again, then save.",
        number,
    ) % {"number": number}
