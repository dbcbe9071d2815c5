"""What do docs/reference/measures.md, retention.md and stages.md say? Printed from the tables that the code goes by.

``manage.py reference_papers`` writes them; a test fails where one is not what is printed here.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby
from pathlib import Path

from django.conf import settings
from django.utils.translation import override

from referrals.models import Consent, Setting
from referrals.pathway.consents import LASTS, WORDING, WORDS
from referrals.reports.measures import CLOSED, MEASURES, Measure
from referrals.reports.periods import MATURE_AFTER
from referrals.retention import RULES, Rule
from referrals.stages import DUE, NEXT, Act, Stage

FOLDER = Path(settings.BASE_DIR) / "docs" / "reference"


def papers() -> dict[str, str]:
    """{file name: what it says}, in English."""
    with override("en"):
        return {"measures.md": measures(), "retention.md": retention(), "stages.md": stages()}


def measures() -> str:
    """Every figure of a report: what it says, of whom, from when, and whose definition it is."""
    weeks, closed = MATURE_AFTER.days // 7, ", ".join(str(Setting(each).label).lower() for each in CLOSED)
    lines = [
        "# What is counted, and what each figure means",
        "",
        "Printed from `referrals/reports/measures.py` by `manage.py reference_papers`. Every figure links here.",
        "",
        "- Whoever is counted was introduced: the system knows only those it was told of. A share is of people in "
        "treatment only where a service has told how many there are.",
        f"- Everybody is counted for {weeks} weeks from the day they were introduced, and nobody before. "
        "What was done counts by the day it was recorded, in London; a visit by the day of the visit, however late it "
        "was told. So figures as first published and as now known can differ.",
        f"- Where people are treated they live, in some settings ({closed}): visits behind the wall are counted there, "
        f"and visits after it apart, for {weeks} weeks from the day after they left.",
        "- Clients and families are counted apart, and settings are never mixed.",
        "- Somebody at two services is two people, and somebody who comes back is counted anew.",
        "- Everything about visits is as they tell it. “Not known” is not “no”; only “nobody asked” is the service’s.",
        "",
    ]
    for measure in MEASURES:
        lines += _measure(measure)
    return _whole(lines)


def _measure(measure: Measure) -> list[str]:
    return [
        f'<a id="{measure.key}"></a>',
        "",
        f"## {measure.name}",
        "",
        str(measure.definition),
        "",
        *_table(
            (f"`{measure.key}`", ""),
            [
                ("Numerator", measure.numerator),
                ("Denominator", measure.denominator),
                ("Can be counted", measure.matures),
                ("Source", measure.source),
            ],
        ),
    ]


def retention() -> str:
    """What is kept about people, why, and for how long."""
    lines = [
        "# What is kept about people, why, and for how long",
        "",
        "Printed from `referrals/retention.py` by `manage.py reference_papers`; a test fails for a field left out.",
        "Where it says “emptied”, that field alone goes; everywhere else the whole record does.",
        "The trail of who did and saw what holds no text about anybody and is not part of this table.",
        "",
    ]
    for model, fields in groupby(RULES.items(), key=lambda each: each[0].partition(".")[0]):
        lines += [f"## {model}", ""]
        lines += _table(
            ("Field", "Why it is kept", "For how long"),
            [(f"`{name.partition('.')[2]}`", str(rule.reason), how_long(rule)) for name, rule in fields],
        )
    lines += [
        "## The words they agree to",
        "",
        f"Every consent says which of these was shown. Today’s is `{WORDING}`.",
        f"One that names no day lasts {LASTS.days} days.",
        "",
    ]
    for version, texts in WORDS.items():
        lines += [f"- `{version}`, {_agreed(what)}: {words}" for what, words in texts.items()]
    return _whole(lines)


def _agreed(what: str) -> str:
    return f"“{Consent.What(what).label}”" if what else "whatever it is for"


def how_long(rule: Rule) -> str:
    """ "2 years after their last time in treatment here ended"."""
    if not rule.days:
        said = f"until {rule.since.label}"
    else:
        years, days = divmod(rule.days, 365)
        span = f"{rule.days} days" if days else f"{years} year{'s' if years > 1 else ''}"
        said = f"{span} after {rule.since.label}"
    return f"{said}, then emptied" if rule.alone else said


def stages() -> str:
    """The pathway, as a drawing and as tables."""
    lines = [
        "# The pathway of one person with one option",
        "",
        "Printed from `referrals/stages.py` by `manage.py reference_papers`. What is not here cannot be done.",
        "It is a loop: anyone can go round again. “Not now” and “Not for me” are answers, and nobody’s failing.",
        "",
        "```mermaid",
        "stateDiagram-v2",
        *(f"    {stage.name}: {stage.label}" for stage in Stage),
        f"    [*] --> {Stage.INTRODUCE.name}",
        *(f"    {before.name} --> {after.name}: {' / '.join(acts)}" for before, after, acts in _ways()),
        f"    {Stage.ENDED.name} --> [*]",
        "```",
        "",
        "## What leads where",
        "",
    ]
    lines += _table(
        ("From", *(stage.label for stage in Stage)),
        [(f"**{before.label}**", *("; ".join(_acts(before, after)) for after in Stage)) for before in Stage],
    )
    lines += ["## What each stage means for the list", ""]
    lines += _table(
        ("Stage", "Kept as", "Has a day on which something is due"),
        [(str(stage.label), f"`{stage}`", "yes" if stage in DUE else "no") for stage in Stage],
    )
    lines += ["## What may be done", ""]
    lines += _table(("Act", "Kept as"), [(str(act.label), f"`{act}`") for act in Act])
    return _whole(lines)


def _ways() -> Iterable[tuple[Stage, Stage, list[str]]]:
    """(from, to, acts) of everything that leads on. What stays where it is stands in the table."""
    for before in Stage:
        for after in Stage:
            acts = _acts(before, after)
            if acts and before is not after:
                yield before, after, acts


def _acts(before: Stage, after: Stage) -> list[str]:
    return [str(Act(act).label) for act, leads in NEXT[before].items() if leads == after]


def _table(head: Iterable[object], rows: Iterable[Iterable[object]]) -> list[str]:
    cells = [[str(cell) for cell in row] for row in (head, *rows)]
    lines = ["| " + " | ".join(row) + " |" for row in cells]
    return [lines[0], "|" + "---|" * len(cells[0]), *lines[1:], ""]


def _whole(lines: list[str]) -> str:
    return "\n".join(lines).rstrip() + "\n"
