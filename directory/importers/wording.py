"""How should a listing's own words be printed, and which of them must not be? Pure.

Titles are put back from machine capitals ("Patrick’S", "11Th", "&Amp;"). Notes lose
their web markup, and every sentence that gives a telephone number, an e-mail address,
a person to ask for, a joining link or a passcode is kept off the page. What lets
somebody join is kept apart for those who may see it; what points at a person is not
kept at all.
"""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Collection
from functools import lru_cache
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

import nh3

from directory.importers.cells import REMEMBERED

# Marks that do not print: they would hide a telephone number from us, turn a page's letters round, or make an
# empty name. Among them the fillers of Korean, which look like nothing.
_CONTROLS = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b-\u200f\u2028-\u202e"
    r"\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb\ufffe\uffff\U000e0000-\U000e0fff]"
)
_ENTITY = re.compile(r"&#?\w{2,8};")
_TAG = re.compile(r"<[a-zA-Z/!]")
_LINE_END = re.compile(r"<br\s*/?>|</(?:p|div|li|h\d)>", re.IGNORECASE)
_BACKTICK = re.compile(r"(?<=[A-Za-z])[`´](?=[A-Za-z])")
_SMALL_AFTER_MARK = re.compile(r"(?<=[A-Za-z][’'`‘])(?:S|T|Ll|Re|Ve)\b")
_SMALL_AFTER_NUMBER = re.compile(r"(?<=\d)(?:St|Nd|Rd|Th)\b")
_SENTENCES = re.compile(r"(?<=[.!?])(?<!\bSt\.)\s+")
_LINK = re.compile(r"https?://[^\s'\"<>]+", re.IGNORECASE)
# "…/j/3577864627Meeting ID": some listings glue what follows to the number.
_ROOM = re.compile(r"(https?://[^/]+/j/\d+)(\?[^\s]*)?", re.IGNORECASE)

_WIDGET = re.compile(r"\[email\s*protected\]")
# No part may begin inside itself: a cell of a hundred thousand letters would take hours.
_EMAIL = re.compile(
    r"(?:\b(?:contact\s+)?e-?mail\s*:?\s*)?(?<![\w.+-])[\w.+-]+(?:@|\s?[(\[]\s?at\s?[)\]]\s?)[\w-]+"
    r"(?:\.|\s?[(\[]\s?dot\s?[)\]]\s?)[\w.-]+",
    re.IGNORECASE,
)
_AT = frozenset("@([")  # what holds none of these holds no address
_PHONE = re.compile(
    r"(?<!\d)(?<!\d[ -])(?:(?:\+\s?|00)\d{2}(?:[\s()-]*\d){8,11}|\(?0(?:[\s()-]*\d){8,10})(?!\d)"
    r"|(?<!\d)0\d{2,4}[./_]\d{3,6}(?:[./_]?\d{3,4})?(?!\d)"  # a date has fewer signs between its marks
)
_PERSON = re.compile(
    r"(?i:\bcontact)\s*:.*"
    r"|\b(?i:contact|speak (?:to|with)) (?!Details|Number|Info|Us\b|The\b)[A-Z][a-z]+\b(?: [A-Z]\b)?"
    r"|\b(?i:ask(?: for)?|message) (?!Reception|Staff|Security|Anyone|Somebody|Rear|Us\b|It\b|The\b|At\b|A\b)"
    r"[A-Z][a-z]+\b(?! (?:[A-Z][a-z]+ )?(?i:reception|staff|security|room|entrance|door|avenue|road|street)\b)"
    r"|\b(?:call|text|phone) [A-Z][a-z]+\b(?: [A-Z]\b)?"
    r"|(?i:whatsapp).*"
)
# The word as the feeds of other countries write it.
_PASSWORD = r"passw[oö]rte?r?|kennw[oö]rte?r?|contraseñas?|mots? de passe|wachtwoord|senhas?|has[lł]o|парол\w*"
_PASSCODE = re.compile(
    rf"\b(?:{_PASSWORD}|pass ?codes?|passwords?|p/w|pwd|pw\b|dial[ -]?in|(?:meeting|zoom) id|id\s*[:.-]*\s*\d)"
    r"|\b(?:codes?|pin|key)\b\D{0,12}\d(?:[ -]?\d){2}|\bpin\s*:",
    re.IGNORECASE,
)
_ASKS_PASSCODE = re.compile(rf"(?<!no )\b(?:{_PASSWORD}|pass ?codes?|passwords?|p/w|pwd|pw)\b", re.IGNORECASE)
_MEETING_NUMBER = re.compile(r"\b\d(?:[ -]?\d){8,}\b|\b\d{8}\b")
_NUMBER = re.compile(r"\+?\(?\d(?:[\s()-]{0,2}\d){2,17}", re.ASCII)
_BUSES = re.compile(r"\b(?:bus(?:es)?|routes?)\b", re.IGNORECASE)
_CALLS = ("zoom.us", "meet.google.com", "teams.microsoft.com", "teams.live.com", "webex.com", "gotomeeting.com")
_SECRETS = frozenset(
    {"pwd", "passcode", "password", "p", "omn", "pass", "passwd", "pw", "pin", "code", "tk", "token", "zak"}
)


@lru_cache(maxsize=REMEMBERED)
def tidy(text: str) -> str:
    """One line of plain text: no entities, no marks that do not print, single spaces."""
    return " ".join(_unescaped(text).split())


@lru_cache(maxsize=REMEMBERED)
def title(text: str) -> str:
    """A name with its capitals where people put them."""
    marked = _BACKTICK.sub("’", tidy(text))
    return _SMALL_AFTER_NUMBER.sub(_lower, _SMALL_AFTER_MARK.sub(_lower, marked))


@lru_cache(maxsize=REMEMBERED)
def impersonal(text: str) -> str:
    """A name, venue or address without telephone numbers, e-mail addresses and links to online rooms.

    "" where what is left would still let somebody into a room.
    """
    said = unicodedata.normalize("NFKC", text)  # wide letters and digits say the same
    left = _LINK.sub(lambda link: "" if _host_is(link[0], _CALLS) else link[0], said) if "://" in said else said
    if not _AT.isdisjoint(left):
        left = _WIDGET.sub("", _EMAIL.sub("", left))
    left = _PHONE.sub("", left)
    if _PASSCODE.search(left) or _MEETING_NUMBER.search(left):
        return ""
    return text if left == said else " ".join(left.split()).strip(" :,;-")


def has_markup(text: str) -> bool:
    return bool(_TAG.search(text))


def plain(text: str) -> str:
    """Several lines of plain text: no markup, no entities, no empty lines."""
    text = nh3.clean(_LINE_END.sub("\n", text), tags=set()) if has_markup(text) else text
    lines = (" ".join(line.split()) for line in _unescaped(text).splitlines())
    return "\n".join(line for line in lines if line)


def apart(notes: str, hosts: Collection[str] = ()) -> tuple[str, str]:
    """Plain ``notes`` as (what the public may read, what lets somebody join).

    Links to well-known online rooms let somebody join, and links to ``hosts``.

    Whole sentences move: half of one may still say too much.
    """
    rooms = (*_CALLS, *hosts)
    public: list[str] = []
    private: list[str] = []
    for line in notes.splitlines():
        kept: list[str] = []
        for sentence in _SENTENCES.split(line):
            if not _is_private(sentence, rooms):
                kept.append(sentence)
            elif joining := _about_joining(sentence, rooms):
                private.append(joining)
        public.append(" ".join(kept))
    return "\n".join(line for line in public if line.strip()), "\n".join(private)


def joining_link(text: str, hosts: Collection[str]) -> str:
    """The first link in ``text`` to one of ``hosts``, without its passcode; "" where there is none."""
    for match in _LINK.finditer(text):
        if _host_is(match[0], hosts):
            return without_passcode(match[0])
    return ""


def without_passcode(text: str) -> str:
    """The first link in ``text``, asking for the passcode it would have carried; "" where there is no web link.

    Nothing that stands before or after the link comes with it, and no name or password inside it.
    """
    found = _LINK.search(text)
    link = found[0].rstrip(".,;)") if found else ""
    if room := _ROOM.match(link):
        link = room[1] + (room[2] or "")
    try:
        parts = urlsplit(link)
        port = f":{parts.port}" if parts.port else ""
    except ValueError:
        return ""
    if "." not in (parts.hostname or "").strip("."):
        return ""
    kept = [(name, value) for name, value in parse_qsl(parts.query) if name.lower() not in _SECRETS]
    return urlunsplit(("https", f"{parts.hostname}{port}", parts.path, urlencode(kept), ""))


def names_passcode(text: str) -> bool:
    """Does it speak of a passcode, other than to say there is none?"""
    return bool(_ASKS_PASSCODE.search(text))


def carries_passcode(link: str) -> bool:
    """Is the passcode part of the link, in its query, after its # or before its host?"""
    try:
        parts = urlsplit(link)
    except ValueError:
        return False
    said = parse_qsl(parts.query) + parse_qsl(parts.fragment)
    return parts.password is not None or any(name.lower() in _SECRETS for name, _ in said)


def telephone(text: str) -> str:
    """The first number in ``text`` that can be rung, without whoever answers it; "" where there is none."""
    found = _NUMBER.search(unicodedata.normalize("NFKC", text))
    return found[0].strip() if found else ""


def _unescaped(text: str) -> str:
    """Entities as the signs they stand for, also where machine capitals spoilt them; nothing that does not print."""
    if text.isascii() and text.isprintable() and "&" not in text:
        return text  # most cells: nothing of what follows could touch them
    whole = _ENTITY.sub(lambda entity: html.unescape(entity[0].lower()), text)
    return unicodedata.normalize("NFC", _CONTROLS.sub("", whole)).replace("\xa0", " ")


def _lower(match: re.Match[str]) -> str:
    return match[0].lower()


def _host_is(link: str, hosts: Collection[str]) -> bool:
    try:
        host = urlsplit(link).hostname or ""
    except ValueError:
        return False
    return any(host == name or host.endswith("." + name) for name in hosts)


def _is_private(sentence: str, rooms: Collection[str]) -> bool:
    """Does it say how to reach a person, or how to get into an online room?"""
    sentence = unicodedata.normalize("NFKC", sentence)  # wide letters and digits say the same
    if any(sign.search(sentence) for sign in (_WIDGET, _EMAIL, _PHONE, _PERSON, _PASSCODE)):
        return True
    if joining_link(sentence, rooms):
        return True
    return bool(_MEETING_NUMBER.search(sentence)) and not _BUSES.search(sentence)


def without_people(text: str) -> str:
    """What is left of ``text`` without e-mail addresses, telephone numbers and whom to ask for, on one line."""
    return " ".join(_unpeopled(text).split())


def _unpeopled(text: str) -> str:
    left = unicodedata.normalize("NFKC", text)
    for sign in (_EMAIL, _WIDGET, _PERSON, _PHONE):
        left = sign.sub("", left)
    return left


def _about_joining(sentence: str, rooms: Collection[str]) -> str:
    """What is left of a private sentence that lets somebody join, without any person in it."""
    left = _unpeopled(sentence)
    says_how = _PASSCODE.search(left) or joining_link(left, rooms) or _MEETING_NUMBER.search(left)
    return " ".join(left.split()) if says_how else ""
