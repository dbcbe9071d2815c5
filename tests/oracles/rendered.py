"""The reader who has fetched everything that a role can: page by page, file by file, and then all of it together.

What each number is of is taken from the words beside it; what follows from other numbers is worked out again, and
whatever does not follow, or is no multiple of the base, is held to be exact. Then the attacker is asked.
"""

import re
from collections import defaultdict
from functools import partial

from referrals.reports.funnel import funnel, rounding
from tests.oracles.attacker import Attacker, Count
from tests.oracles.drawn import read_chart
from tests.oracles.printed import (
    PARTS,
    Page,
    Told,
    classed,
    numbers_in,
    parsed,
    read_csv,
    read_table,
    read_words,
    read_xlsx,
    strip_told,
    words,
)
from tests.oracles.worked_out import KINDS, SUMS, worked_out

MONTHS = "(?:January|February|March|April|May|June|July|August|September|October|November|December)"
# No numbers of people: dates, the rule itself, parts of a name, how many services there are.
OF_NOBODY = (
    rf"\d{{1,2}} {MONTHS} \d{{4}}|{MONTHS} (?:to {MONTHS} )?\d{{4}}(?: to {MONTHS} \d{{4}})?|\d{{4}}-\d\d-\d\d",
    r"multiple of \d+|fewer than \d+|at 12 weeks|statement 2|95% and 99\.8% limits",
    r"\d+ of \d+ services?|The \d+ services here|Of the \d+ services? here|usually give: \d+; below: \d+",
)
OF_THE_TREND = (
    r"went from (\d+)% to (\d+)%",
    r"“nobody asked” (?:went )?from (\d+)% to (\d+)%",
    r"with (\d+)% known to be connected",
)
SAID_ALOUD = ("aria-label", "alt", "title", "content", "placeholder", "value")
BOILERPLATE = ("words", "patterns", "swatch", "provision")
BESIDE = ("What", "People", "Out of", "Share", "Likely from", "Likely to")


def read_page(html, layout=frozenset()):
    """(everything that a page tells, whatever nobody can account for); ``layout`` are texts that say nothing of it."""
    root, told, odd = Page(html).root, [], []
    for wanted in classed(root, "provision__wanted"):
        told += read_words(re.sub(r"^.*?: ", "", words(wanted)), "wanted")
    _without(root, lambda each: {*each.get("class", "").split()} & {*BOILERPLATE} or each.tag in ("style", "script"))
    for svg in classed(root, "chart", "svg"):
        more, unknown = read_chart(svg)
        told, odd = told + more, odd + unknown
    _without(root, lambda each: each.tag == "svg")
    for table in root.iter("table"):
        heads = [words(each) for each in table.find("thead").iter("th")]
        rows = [[_of_cell(cell, heads) for cell in row] for row in table.find("tbody").iter("tr")]
        told += read_table(heads, rows, "table")
        told += _texts(words(table.find("caption")), "caption", odd)
    for beside in classed(root, "beside"):
        told += read_table(BESIDE, [_of_beside(each) for each in beside.iter("div")], "beside")
    for key in (each for keys in classed(root, "keys") for each in keys.iter("li") if each.find("b") is not None):
        name = words(key).removesuffix(words(key.find("b"))).strip()
        told.append(Told("main", PARTS[name], parsed(words(key.find("b"))), "key"))
    _without(root, lambda each: each.tag == "table" or {"beside", "keys"} & {*each.get("class", "").split()})
    for each in root.iter():
        said = [each.get(name) for name in SAID_ALOUD if name in each.attrib and each.get(name) not in layout]
        told += [one for text in said for one in _texts(text, "attribute", odd)]
    for block in _blocks(root):
        told += _texts(block, "words", odd) if block not in layout else []
    return told, odd


def layout_of(html):
    """Every text of a page that has no figures."""
    root = Page(html).root
    return {*_blocks(root)} | {each.get(name) for each in root.iter() for name in SAID_ALOUD if name in each.attrib}


def read(kind, body, layout):
    """(everything that something fetched tells, whatever nobody can account for)"""
    if kind == "page":
        return read_page(body.decode(), layout)
    return (read_csv if kind == "csv" else read_xlsx)(body), []


def _without(root, unwanted):
    for parent in [*root.iter()]:
        for child in [each for each in parent if unwanted(each)]:
            at = [*parent].index(child)
            before = parent[at - 1] if at else None
            if before is None:
                parent.text = (parent.text or "") + " " + (child.tail or "")
            else:
                before.tail = (before.tail or "") + " " + (child.tail or "")
            parent.remove(child)


def _of_cell(cell, heads):
    """Beneath a service’s name stands how it reads, and its letter."""
    if cell.tag == "th" and heads[0].startswith("Service"):
        return " ".join((cell.text or "").split())
    return words(cell)


def _of_beside(line):
    """ "Means to keep going 30 of 240 (13%; 9 to 18)" as the cells of a row."""
    text = words(line.find("dd"))
    found = re.fullmatch(r"([\d,]+|\*)(?: of ([\d,]+|\*))?(?: \((\d+)%; (\d+) to (\d+)%\))?", text)
    return [words(line.find("dt")), *(group or "" for group in found.groups())]


def _blocks(root):
    """Each paragraph, heading and line by itself, with all that is inside it."""
    for each in root.iter():
        if each.tag in ("p", "h1", "h2", "h3", "li", "summary", "title", "dt", "dd", "legend", "label", "td", "th"):
            yield words(each)


def _texts(text, where, odd):
    """The numbers of a text; what nobody can account for goes to ``odd``."""
    text = " ".join(text.split())
    yield from read_words(text, where)
    for pattern in OF_THE_TREND:
        for found in re.finditer(pattern, text):
            yield from (Told("trend", "any", int(number), f"{where}: {found[0]}") for number in found.groups())
    rest = strip_told(text)
    for pattern in (*OF_THE_TREND, *OF_NOBODY):
        rest = re.sub(pattern, " ", rest)
    odd += [f"{number} in “{text}”" for number in numbers_in(rest)]


class Reader:
    """Puts together what was fetched of one area. ``quarters`` is {as a page writes it: as an address does}."""

    def __init__(self, base, quarters, layout=""):
        self.base, self.quarters, self.layout = base, quarters, layout_of(layout)
        self.told, self.odd = defaultdict(list), []

    def reads(self, period, version, kind, body):
        told, odd = read(kind, body, self.layout)
        self.odd += [f"{period} {version} {kind}: {each}" for each in odd]
        for each in told:
            whom, of = each.whom, period
            if isinstance(whom, tuple) and whom[0] == "quarter":
                whom, of = "main", self.quarters[whom[1]]
            self.told[whom, of, version].append(each)

    def cells(self, group):
        """{cell: the number that is printed of it}; where several are, whichever is a multiple of the base."""
        found = {}
        for each in self.told[group]:
            is_cell = isinstance(each.what, str) and each.what not in SUMS and each.number is not None
            if is_cell and (each.what not in found or found[each.what] % self.base):
                found[each.what] = each.number
        silent = max((each.number for each in self.told[group] if each.what == ("silent", "still")), default=0)
        if silent:  # whoever has stopped is printed nowhere, and is what is missing here
            found["stopped"] = 0
            found["stopped"] = worked_out(("silent", "still"), found) - silent
        return found

    def does_not_follow(self):
        """[(whose, Told)] of every number that is not what the other numbers make it."""
        return [(group, each) for group in [*self.told] for each in self._unfounded(group)]

    def _unfounded(self, group):
        whom, of, version = group
        if whom == "limits":
            return self._unlimited(of, version)
        if whom in ("trend", "others"):
            known = self._around(whom, of, version)
            return [each for each in self.told[group] if each.number not in known(each.what)]
        n, wrong = self.cells(group), []
        for each in self.told[group]:
            try:
                right = each.number == worked_out(each.what, n)
            except KeyError:
                continue  # not all that it is made of is printed: the attacker weighs it
            missing = each.what == ("silent", "still") and n.get("stopped", 0) % self.base
            if not right or missing or (each.what in n and each.number % self.base):
                wrong.append(each)
        return wrong

    def _unlimited(self, of, version):
        """What is not where the limits around the printed numbers of all services are."""
        services = [
            self.cells(group)
            for group in [*self.told]
            if group[1:] == (of, version) and group[0][0] in ("service", "elsewhere") and self._compared(group)
        ]
        noise = rounding(self.base) * (1 if "q" in of else 4)
        around = funnel([(n["connected"], n["introduced"]) for n in services], noise=noise)
        wrong = []
        for each in self.told["limits", of, version]:
            if each.what == "target":
                right = 100 * around.target
            else:
                z, side, people = each.what
                right = 100 * around.limits(people, z)[side]
            near = 0.011 if isinstance(each.number, float) else 0.5 + 1e-9
            wrong += [each] if abs(each.number - right) > near else []
        return wrong

    def _compared(self, group):
        not_asked = [each.number for each in self.told[group] if each.what == ("share", "once_not_asked", "planned")]
        return self.cells(group)["introduced"] >= 20 and max(not_asked) <= 25

    def _around(self, whom, of, version):
        """Of what is drawn of many at once: every number that one of them may have."""
        groups = [
            self.cells(group)
            for group in [*self.told]
            if group[2] == version and (group[0] == "main" if whom == "trend" else group[0][0] == "elsewhere")
        ]

        def known(what):
            kinds = ("share", "low", "high", "most", "not asked") if what == "any" else what
            if whom == "others":
                return {worked_out(what, n) for n in groups}
            return {
                worked_out(
                    ("share", "once_not_asked", "planned")
                    if kind == "not asked"
                    else (kind, "connected", "introduced"),
                    n,
                )
                for kind in ((kinds,) if isinstance(kinds, str) else kinds)
                for n in groups
                if "planned" in n
            } | ({0} if what == "any" else set())

        return known

    def attacker(self, relations, units_of, version_of):
        """An attacker who has read all of it.

        ``units_of(whom, period, version, what)`` are [(unit, quarter)]; ``version_of(quarter, version)`` is the same
        where the same figures were printed twice.
        """
        attacker = Attacker(self.base, relations)
        wrong = {id(each) for _group, each in self.does_not_follow()}
        for group, told in self.told.items():
            whom, of, version = group
            if whom in ("trend", "others", "limits"):
                continue
            n = self.cells(group)
            for each in told:
                of_cell = [
                    (f"{unit}/{quarter}", version_of(quarter, version))
                    for unit, quarter in units_of(whom, of, version, each.what)
                ]
                if of_cell:
                    _takes(attacker, each, n, partial(_counts, of_cell), exact=id(each) in wrong)
        return attacker


def _counts(units, cell):
    return [Count(unit, cell, version) for unit, version in units]


def _takes(attacker, told, n, counts, *, exact):
    """One number: rounded, exact, or a share of two that may not be printed themselves."""
    what = told.what
    if what in WEIGHTS:
        if exact:
            weights = {count: weight for cell, weight in WEIGHTS[what].items() for count in counts(cell)}
            attacker.knows(weights, told.number, told.number)
    elif what == "introduced of told":
        attacker.reads(told.number, *counts("introduced"))
    elif isinstance(what, str) and what in n:
        if exact:
            attacker.knows(dict.fromkeys(counts(what), 1), told.number, told.number)
        else:
            attacker.reads(told.number, *counts(what))
    elif what == ("silent", "still") and not exact and told.number:
        attacker.reads(n["stopped"], *counts("stopped"))
    elif isinstance(what, tuple) and what[0] == "up to the whole" and exact:
        attacker.knows(dict.fromkeys(counts(what[1]), 1), told.number, told.number)
    elif isinstance(what, tuple) and what[0] == "share" and (exact or what[1] not in n) and what[1] in _CELLS_OF_SHARES:
        _takes_share(attacker.knows if exact else attacker.works_out, told.number, counts(what[1]), counts(what[2]))


WEIGHTS = {
    "only once": {"once": 1, "connected": -1},
    "other reasons": dict.fromkeys(KINDS[1:], 1),
    "no plan": {"introduced": 1, "planned": -1},
    "not been": {"planned": 1, "once": -1, **dict.fromkeys(KINDS, -1)},
    "not known": dict.fromkeys(KINDS, 1),
}
_CELLS_OF_SHARES = ("once_not_asked", "connected", "informed", "planned", "once")


def _takes_share(says, share, part, whole):
    """Whole per cent, halves up: (2 share - 1) whole <= 200 part < (2 share + 1) whole."""
    if not share:
        return  # hidden, one or the other
    says({**dict.fromkeys(part, 200), **dict.fromkeys(whole, 1 - 2 * share)}, 0, 10**7)
    if share < 100:
        says({**dict.fromkeys(part, -200), **dict.fromkeys(whole, 1 + 2 * share)}, 1, 10**7)
