"""What does one row of a list say, by its mapping? A meeting, or a problem. Pure.

A row of a spreadsheet or a record of a feed: whatever has cells by column is read here.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import NamedTuple

from directory.importers import cells, said_when, wording
from directory.importers.facts import Said, said_by
from directory.importers.listed import (
    Facts,
    Identity,
    ImportRefused,
    ListedMeeting,
    ListedVenue,
    Problem,
    Rejection,
    Repair,
    Repaired,
    When,
)
from directory.importers.mapping import Mapping, is_short_name
from directory.vocabulary import Answer

MOST = {"name": 200, "venue": 200, "address": 400, "phone": 30, "join_url": 500, "language": 40}  # characters
KEY_AT_MOST = 300
ALSO_ONLINE = "Its list says people can also join online; ask the group how."
NEEDS_PASSCODE = "Its online room asks for a passcode; ask the group for it."


class SheetRefused(ImportRefused):
    """The file is not the sheet its mapping describes, or is damaged."""


class Read(NamedTuple):
    """A row that is a meeting, and what was put right in it."""

    meeting: ListedMeeting
    repairs: tuple[Repaired, ...]


class _Unusable(Exception):
    """This row is not a meeting: which kind of trouble, in which field, and a sentence."""

    def __init__(self, kind: Rejection, field: str, reason: str) -> None:
        super().__init__(reason)
        self.kind, self.field = kind, field


def slot_columns(mapping: Mapping) -> list[str]:
    """The columns that pin a meeting down whatever its title."""
    return [column for column in mapping.identity if column != mapping.columns["name"]]


def identity(mapping: Mapping) -> Identity:
    """One column is a publisher's own number; several are a slot, in which the title may change."""
    return Identity(changeable=len(slot_columns(mapping)) if len(mapping.identity) > 1 else None)


@dataclass(slots=True)
class Row:
    """One row on its way to being a meeting."""

    number: int
    cell: Callable[[str], str]
    mapping: Mapping
    repairs: list[Repaired] = field(default_factory=list)

    def read(self) -> Read | Problem:
        """The meeting it is, or why it is none."""
        try:
            meeting = self._meeting()
        except _Unusable as trouble:
            return self.refused(trouble.kind, str(trouble), trouble.field)
        return Read(meeting, tuple(self.repairs))

    def refused(self, kind: Rejection, reason: str, field: str = "") -> Problem:
        """It is no meeting, for this reason."""
        return Problem(self.number, kind, reason, self._what_it_is(), self.mapping.columns.get(field, ""))

    def _meeting(self) -> ListedMeeting:
        said = self._said()
        programme, when = self._programme(), self._when()
        name = self._name()
        public, private = self._notes()
        words = self._heard(name, when, printable="\n".join(public))
        mode, link, phone = self._way_to_join(said, public, private)
        venue = self._venue() if mode in {"in_person", "hybrid"} else None
        facts = Facts(
            programme=programme,
            name=name,
            mode=mode,
            when=words.when,
            venue=venue.key if venue else "",
            join_url=link,
            phone=phone,
            time_zone=self._time_zone(),
            setting=said.setting,
            openness=said.openness,
            restricted_to=said.restricted_to,
            step_free=said.answer("step_free"),
            hearing_loop=said.answer("hearing_loop"),
            children_welcome=said.answer("children_welcome"),
            newcomers=said.answer("newcomers"),
            language=self._short("language", said.language or self._impersonal(self._text("language"))),
            formats=tuple(kept for word in said.formats if (kept := self._impersonal(word))),
            notes="\n".join(dict.fromkeys(part for part in (*public, *said.notes) if part)),
            private_notes="\n".join(part for part in private if part),
            bank_holidays=said.answer("bank_holidays", otherwise=words.bank_holidays),
            term_time_only=said.answer("term_time_only") == Answer.YES or words.term_time_only,
            breaks=words.breaks,
            says_when=words.says_when,
            says_stopped=words.says_stopped,
        )
        return ListedMeeting(self.number, self._key(programme, when, name), facts, venue, words.outcome)

    # --- One field each -------------------------------------------------------

    def _raw(self, field: str) -> str:
        column = self.mapping.columns.get(field)
        return self.cell(column) if column else ""

    def _text(self, field: str) -> str:
        return wording.tidy(self._raw(field))

    def _programme(self) -> str:
        theirs, words = self._text("programme"), self.mapping.values.get("programme")
        if not theirs:
            ours, says = self.mapping.programme, "It names no programme: say which it is."
        elif words is None:
            ours = theirs if is_short_name(theirs) else ""
            says = f"“{theirs}” is not a programme’s short name: write one like open-door."
        else:
            ours = words.get(theirs, "")
            says = f"“{theirs}” is not a programme in the mapping: add it under [values.programme]."
        if not ours:
            raise _Unusable(Rejection.PROGRAMME, "programme", says)
        return ours

    def _name(self) -> str:
        title = wording.title(self._raw("name"))
        name = self._impersonal(title)
        if not name:
            raise _Unusable(Rejection.NAME, "name", "It has no name: give it one.")
        if title != " ".join(self._raw("name").split()):
            self._repaired(Repair.TITLE, name)
        return self._short("name", name)

    def _when(self) -> tuple[When, ...]:
        """Once a week on each of its days, Monday first."""
        weekdays = sorted({self._weekday(day.strip()) for day in self._text("day").split(",")})
        time = self._text("time")
        starts_at = cells.clock(time)
        if starts_at is None:
            says = f"“{time}” is not a time of day" if time else "It has no time"
            raise _Unusable(Rejection.TIME, "time", f"{says}: write when it starts, such as 19:30.")
        duration = self._text("duration")
        minutes = cells.minutes(duration)
        if duration and minutes is None:
            self._repaired(Repair.DURATION, duration)
        return tuple(When(weekday, starts_at, minutes) for weekday in weekdays)

    def _weekday(self, day: str) -> int:
        weekday = cells.weekday(self.mapping.values.get("day", {}).get(day, day))
        if weekday is None:
            says = f"“{day}” is not a day" if day else "It has no day"
            raise _Unusable(Rejection.DAY, "day", f"{says}: write Monday to Sunday.")
        return weekday

    def _time_zone(self) -> str:
        name = self._text("time_zone") or self.mapping.time_zone
        if not cells.is_time_zone(name):
            raise _Unusable(Rejection.TIME, "time_zone", f"“{name}” is not a time zone: write one like Europe/London.")
        return name

    def _notes(self) -> tuple[list[str], list[str]]:
        raw, joining = self._raw("notes"), wording.without_people(wording.plain(self._raw("how_to_join")))
        if joining:
            self._repaired(Repair.PRIVATE)
        if not raw:
            return [], [joining]
        if wording.has_markup(raw):
            self._repaired(Repair.MARKUP)
        text = self._without_dropped("notes", wording.plain(raw))
        public, private = wording.apart(text, self.mapping.joining_hosts)
        if public != text:
            self._repaired(Repair.PRIVATE)
        return [public], [private, joining]

    def _heard(self, name: str, when: tuple[When, ...], *, printable: str) -> said_when.Heard:
        """What its own words say of when; also those that give a number or a passcode besides, and are not printed."""
        notes = self._without_dropped("notes", wording.plain(self._raw("notes")))
        place = [self._text("venue"), self._text("address")]
        return said_when.heard(name, notes, when, place=place, printable=printable)

    def _way_to_join(self, said: Said, public: list[str], private: list[str]) -> tuple[str, str, str]:
        """(mode, link, telephone number); adds to the notes what somebody needs to know to join."""
        given = self._text("join_url")
        link = wording.without_passcode(given) if given else self._link_in_notes()
        self._short("join_url", link)
        phone = self._phone()
        modes = said.modes or self._own_mode()
        if link and (wording.names_passcode("\n".join((*private, given))) or wording.carries_passcode(given)):
            public.append(NEEDS_PASSCODE)
        if given and given != link:
            private.append(given)
        if modes & {"in_person", "hybrid"}:
            if modes & {"online", "hybrid"} and not link:
                public.append(ALSO_ONLINE)
                self._repaired(Repair.LINK)
            return ("hybrid" if link else "in_person"), link, phone
        if link:
            return "online", link, phone
        if phone:
            return "phone", "", phone
        raise _Unusable(
            Rejection.JOINING_LINK, "join_url", "It is online and gives no joining link: add the link, or its venue."
        )

    def _phone(self) -> str:
        given = self._text("phone")
        number = wording.telephone(given)
        if number != given:
            self._repaired(Repair.PRIVATE)
        return self._short("phone", number)

    def _own_mode(self) -> frozenset[str]:
        theirs = self._text("mode")
        return frozenset({self.mapping.values.get("mode", {}).get(theirs, self.mapping.mode)})

    def _link_in_notes(self) -> str:
        if not self.mapping.joining_hosts:
            return ""
        return wording.joining_link(wording.plain(self._raw("notes")), self.mapping.joining_hosts)

    def _venue(self) -> ListedVenue:
        name, address = self._place_text("venue"), self._place_text("address")
        postcode = cells.postcode(self._raw("postcode"))
        point = cells.point(self._raw("latitude"), self._raw("longitude"))
        nation = self.mapping.values.get("nation", {}).get(self._text("nation"), self.mapping.nation)
        return ListedVenue(cells.venue_key(name, address, postcode, point), name, address, postcode, point, nation)

    def _place_text(self, field: str) -> str:
        text = wording.title(self._raw(field))
        left = self._without_dropped(field, text)
        printed = self._short(field, self._impersonal(left))
        if text != " ".join(self._raw(field).split()):
            self._repaired(Repair.WORDING, printed)
        if left != text:
            self._repaired(Repair.ADDRESS, printed)
        return printed

    def _impersonal(self, text: str) -> str:
        left = wording.impersonal(text)
        if left != text:
            self._repaired(Repair.PRIVATE)
        return left

    def _key(self, programme: str, when: tuple[When, ...], name: str) -> str:
        """How its source knows it, made of what the mapping names."""
        understood = {
            "programme": programme,
            "postcode": cells.postcode(self._raw("postcode")),
            "day": ",".join(str(one.weekday) for one in when),
            "time": f"{when[0].starts_at:%H:%M}",
            "name": name,
        }
        ours = {column: understood[field] for field, column in self.mapping.columns.items() if field in understood}
        if len(self.mapping.identity) == 1:
            return self._own_number(ours)
        slot = slot_columns(self.mapping)
        parts = [cells.folded(ours.get(column) or self.cell(column)) for column in slot]
        key = "|".join([*parts, cells.folded(name)])
        if len(key) > KEY_AT_MOST:
            reason = f"What tells it from others has {len(key)} characters; shorten it to {KEY_AT_MOST}."
            raise _Unusable(Rejection.TOO_LONG, "name", reason)
        return key

    def _own_number(self, ours: dict[str, str]) -> str:
        (column,) = self.mapping.identity
        number = cells.folded(ours.get(column) or self.cell(column))
        if not number.strip("0-{} "):
            raise SheetRefused(
                f"Row {self.number} has “{number}” under “{column}”, which tells no meeting from another: "
                "name more columns under “identity” in the mapping, such as the programme, postcode, day and time."
            )
        if len(number) > KEY_AT_MOST:
            raise _Unusable(
                Rejection.TOO_LONG, "", f"Its “{column}” is over {KEY_AT_MOST} characters long: shorten it."
            )
        return number

    # --- What all of them need ------------------------------------------------

    def _said(self) -> Said:
        said = said_by(self.cell, self.mapping)
        for word in said.contradictions:
            self._repaired(Repair.CONTRADICTION, word)
        return said

    def _short(self, field: str, text: str) -> str:
        if len(text) > MOST[field]:
            column = self.mapping.columns.get(field, field)
            raise _Unusable(
                Rejection.TOO_LONG, field, f"Its “{column}” has {len(text)} characters; shorten it to {MOST[field]}."
            )
        return text

    def _without_dropped(self, field: str, text: str) -> str:
        for phrase in self.mapping.drop.get(field, ()):
            pattern = re.escape(phrase).replace(r"\#", r"\d+")
            text = re.sub(pattern, "", text, flags=re.IGNORECASE).strip()
        return text

    def _repaired(self, kind: Repair, says: str = "") -> None:
        """Note it once, however many cells of the row needed it."""
        if all(repair.kind is not kind for repair in self.repairs):
            self.repairs.append(Repaired(self.number, kind, says))

    def _what_it_is(self) -> str:
        """Enough of the row to find it by."""
        parts = (
            wording.impersonal(wording.title(self._raw("name"))),
            cells.postcode(self._raw("postcode")),
            self._text("day"),
        )
        return ", ".join(part for part in parts if part)[:200]
