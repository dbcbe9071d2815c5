"""What a reader takes from pages and files as they were fetched: every number, and what it is said to be a number of.

Tables, sentences, titles, descriptions and coordinates of charts (lengths turned back into people), CSV and XLSX.
It knows the words on the page and nothing of how it was made. What is not a number of people, and is told in words
that it does not know, is ``stray``.
"""

import csv
import io
import re
from html.parser import HTMLParser
from typing import NamedTuple
from xml.etree import ElementTree

from openpyxl import load_workbook

from referrals.reports import names
from referrals.reports.funnel import Z95, Z998
from referrals.reports.measures import BY_KEY, STEPS, talked, wanted

VOID = {"br", "hr", "img", "input", "link", "meta", "wbr", "source", "area", "base", "col", "embed", "track"}
ONE = ("already_going", "left", "keep_going", "two_programmes", "community", "in_treatment", "introduced")
CELLS = {names.measure(cell): cell for cell in (*STEPS, *ONE)} | {name: cell for cell, name in names.modes()}
WAYS = {name: cell for cell, name in names.ways()}
WHY = {name: f"once_{kind}" for kind, name in names.not_known()}
FAMILIES = {name: family for family, name in names.families()}
PARTS = {
    "Been at least twice": "connected",
    "Been once": "only once",
    "Nobody asked": "once_not_asked",
    "Not known, other reasons": "other reasons",
    "No visit planned": "no plan",
    "Planned, and not been": "not been",
}
OF_FAMILIES = {
    f"Family members: {words}": cell
    for words, cell in (("introduced", "introduced"), ("connected", "connected"), ("nobody asked", "once_not_asked"))
}
NUMBER = r"(?:about )?([\d,]+|\*|few people or none \(\*\)|few or none \(\*\))"
N = NUMBER.replace("(?:about )?", "(?:[Aa]bout )?").replace("few p", "[Ff]ew p").replace("few o", "[Ff]ew o")
# {what a sentence says: what its numbers are}
SENTENCES = {
    rf"{N}(?: people| person)? introduced": ("introduced",),
    rf"{N} (?:has|have|are known to have) been to a meeting at least twice": ("connected",),
    rf"for {N} nobody asked": ("once_not_asked",),
    r"That is (\d+)% connected": (("share", "connected", "introduced"),),
    r"Chance alone could make it (\d+)% to (\d+)%": (
        ("low", "connected", "introduced"),
        ("high", "connected", "introduced"),
    ),
    r"it would be somewhere from (\d+)% to (\d+)%": (("share", "connected", "introduced"), ("most", "connected")),
    rf"in treatment, {N}, {N} (?:was|were) introduced in this time": ("in_treatment", "introduced of told"),
    rf"Of {N}(?: people| person)? in treatment, {N} (?:was|were) introduced in this time": (
        "in_treatment",
        "introduced of told",
    ),
    rf"[Oo]f {N}(?: people| person)? who planned (?:one|a visit) it is not known": ("not known",),
    rf"[Oo]f {N}(?: people| person)? who planned a visit: why": ("planned",),
    rf"For {N} it is not known because nobody asked": ("once_not_asked",),
    rf"{N}(?: people| person)? (?:was|were) shown every kind": ("informed",),
    rf"{N}(?: people| person)? told us": ("in_the_way",),
    rf"{N}(?: people| person)? said that something got in the way": ("in_the_way",),
    rf"What came up most (?:was|were) [^.]*, for {N}": ("most said",),
    r"likely (\d+)% to (\d+)%": (("low", "connected", "introduced"), ("high", "connected", "introduced")),
    rf"(?:^|; )travel {N}": ("way_travel",),
    rf"(?:^|; )access {N}": ("way_access",),
}


class Told(NamedTuple):
    """``whom`` is "main", "family", a (kind, name) of a line, and ``what`` a cell or how a number is worked out."""

    whom: object
    what: object
    number: int
    where: str


class Page(HTMLParser):
    """HTML as a tree of ElementTree’s."""

    def __init__(self, html):
        super().__init__()
        self.builder, self.open = ElementTree.TreeBuilder(), []
        self.builder.start("page", {})
        self.feed(html)
        while self.open:
            self.builder.end(self.open.pop())
        self.builder.end("page")
        self.root = self.builder.close()

    def handle_starttag(self, tag, attributes):
        self.builder.start(tag, {name: value or "" for name, value in attributes})
        if tag in VOID:
            self.builder.end(tag)
        else:
            self.open.append(tag)

    def handle_startendtag(self, tag, attributes):
        self.builder.start(tag, {name: value or "" for name, value in attributes})
        self.builder.end(tag)

    def handle_endtag(self, tag):
        if tag in self.open:
            while self.open.pop() != tag:
                self.builder.end(tag)
            self.builder.end(tag)

    def handle_data(self, data):
        self.builder.data(data)


def words(element):
    return " ".join("".join(element.itertext()).split())


def classed(root, name, tag="*"):
    return [each for each in root.iter() if tag in ("*", each.tag) and name in each.get("class", "").split()]


def parsed(text):
    """A number as it is printed; 0 where it is hidden, None where there is none."""
    text = str(text).strip()
    if text.endswith("*") or text.endswith("*)"):
        return 0
    text = text.rstrip("%").replace(",", "")
    return int(text) if text.isdigit() else None


def numbers_in(text):
    return [int(each.replace(",", "")) for each in re.findall(r"(?<![\w.])\d[\d,]*(?![\w.]*\w)", text)]


def of_table(heads, rows):
    """(whom, what, as printed) of every cell of a table, known by its columns."""
    heads = tuple(head.removesuffix(" (%)") for head in heads)
    kind = READERS.get(heads)
    if kind is None:
        raise AssertionError(f"a table that nobody knows: {heads}")
    for at, row in enumerate(rows):
        yield from kind(at, [str("" if cell is None else cell) for cell in row])


def _ranged(whom, cell, among, shares, most=()):
    for what, text in zip(("share", "low", "high"), shares, strict=False):
        yield whom, (what, cell, among), text
    for text in most:
        yield whom, ("most", cell), text


def _headline(_at, row):
    yield "main", PARTS[row[0]], row[1]
    yield "main", ("share", PARTS[row[0]], "introduced"), row[2]


def _cascade(_at, row):
    cell = CELLS[row[0]]
    yield "main", cell, row[1]
    yield "main", ("silent", cell), row[2]
    yield from _ranged("main", cell, "introduced", row[3:6], row[6:])


def _beside(_at, row):
    if row[0] in OF_FAMILIES:
        whom, cell, among = "family", OF_FAMILIES[row[0]], "introduced"
    elif row[0] == str(BY_KEY["qs11"].name):
        whom, cell, among = "main", "alcohol_supported", "alcohol"
    else:
        whom, cell, among = "main", CELLS[row[0]], "introduced"
    yield whom, cell, row[1]
    yield whom, among, row[2]
    yield from _ranged(whom, cell, among, row[3:])


def _why(_at, row):
    yield "main", WHY[row[0]], row[1]
    yield "main", ("share", WHY[row[0]], "planned"), row[2]


def _families(_at, row):
    yield "main", talked(FAMILIES[row[0]]), row[1]
    yield "main", wanted(FAMILIES[row[0]]), row[2]


def _ways(_at, row):
    yield "main", WAYS[row[0]], row[1]


def _trend(_at, row):
    whom = ("quarter", row[0])
    yield whom, "introduced", row[1]
    yield whom, "connected", row[2]
    yield from _ranged(whom, "connected", "introduced", row[3:6], row[7:])
    yield whom, ("share", "once_not_asked", "planned"), row[6]


def _settings(_at, row):
    for cell, text in zip(("introduced", "connected", "once_not_asked"), row[1:], strict=True):
        yield ("setting", row[0]), cell, text


def _compared(whom, row):
    yield whom, "introduced", row[0]
    yield whom, "connected", row[1]
    yield whom, ("share", "connected", "introduced"), row[2]
    yield whom, ("share", "once_not_asked", "planned"), row[3]


def _limits(_at, row):
    for z, side, text in zip((Z95, Z95, Z998, Z998), (0, 1, 0, 1), row[1:], strict=True):
        yield "limits", (z, side, parsed(row[0])), text


READERS = {
    ("Of those introduced", "People", "Share"): _headline,
    ("Step", "People", "Not known", "Share", "Likely from", "Likely to", "At most"): _cascade,
    ("What", "People", "Out of", "Share", "Likely from", "Likely to"): _beside,
    ("Not known because", "People", "Share"): _why,
    ("Kind of group", "Talked about", "Wanted to try"): _families,
    ("What got in the way", "People"): _ways,
    ("Quarter", "People", "Connected", "Share", "Likely from", "Likely to", "Nobody asked", "At most"): _trend,
    ("Setting", "Introduced", "Connected", "Nobody asked"): _settings,
    ("Service", "Letter", "People", "Connected", "Share", "Nobody asked", "How it reads"): lambda _at, row: _compared(
        ("service", row[0]), row[2:6]
    ),
    ("Service, and how it reads", "People", "Connected", "Share", "Nobody asked"): lambda _at, row: _compared(
        ("service", row[0]), row[1:]
    ),
    ("People", "Connected", "Share", "Nobody asked"): lambda at, row: _compared(("elsewhere", at), row),
    ("People", "95% from", "95% to", "99.8% from", "99.8% to"): _limits,
}


def read_table(heads, rows, where):
    for whom, what, text in of_table(heads, rows):
        if (number := parsed(text)) is not None:
            yield Told(whom, what, number, where)


def read_rows(lines, where):
    """Tables as a CSV or a sheet holds them: each a caption, its heads, its rows and notes, one after another."""
    lines = [[*line] for line in lines]
    at = 0
    while at < len(lines):
        heads = tuple(str(cell or "").removesuffix(" (%)") for cell in lines[at])
        while heads and not heads[-1]:
            heads = heads[:-1]
        if heads not in READERS:
            yield from read_words(" ".join(str(cell) for cell in lines[at] if cell not in (None, "")), where)
            at += 1
            continue
        rows, at = [], at + 1
        while at < len(lines) and len([cell for cell in lines[at] if cell not in (None, "")]) > 1:
            rows.append(lines[at][: len(heads)])
            at += 1
        yield from read_table(heads, rows, where)


def read_csv(data):
    return [*read_rows(csv.reader(io.StringIO(data.decode("utf-8-sig"))), "csv")]


def read_xlsx(data):
    book = load_workbook(io.BytesIO(data))
    return [told for sheet in book for told in read_rows(sheet.iter_rows(values_only=True), f"xlsx {sheet.title}")]


def read_words(text, where):
    """The numbers of a sentence, as far as somebody knows its words."""
    text = " ".join(text.split())
    for pattern, whats in SENTENCES.items():
        for found in re.finditer(pattern, text):
            for what, number in zip(whats, found.groups(), strict=True):
                yield Told("main", what, parsed(number), f"{where}: {found[0]}")


def strip_told(text):
    """What is left of a text without the sentences that are known."""
    text = " ".join(text.split())
    for pattern in SENTENCES:
        text = re.sub(pattern, " ", text)
    return text
