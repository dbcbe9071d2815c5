"""Charts read back: each length, place and point of a drawing turned into people or per cent, by its own axis."""

import re

from referrals.reports.funnel import Z95, Z998
from referrals.reports.measures import talked, wanted
from tests.oracles.printed import (
    CELLS,
    FAMILIES,
    PARTS,
    WAYS,
    WHY,
    Told,
    classed,
    numbers_in,
    parsed,
    read_words,
    strip_told,
    words,
)

CURVES = {"series": ("share",), "likely-edge": ("low", "high"), "most": ("most",)}


def read_chart(svg):
    """(everything told by a chart, whatever nobody can account for)"""
    key = re.fullmatch(r"c-(.*)-title", svg.find("title").get("id"))[1]
    title, described = words(svg.find("title")), words(svg.find("desc"))
    told = list(read_words(title, f"title of {key}"))
    odd = numbers_in(strip_told(title))
    reader = {"headline": _headline, "trend": _trend, "funnel": _funnel}.get(key, _bars)
    more, unknown = reader(svg, key, described.removesuffix("."))
    return told + more, odd + unknown


def _length(element, name):
    return float(element.get(name, "0").removesuffix("%").removesuffix("rem"))


def _people(width, scale):
    """The whole number of people that a length of two places stands for, or None where it stands for none."""
    people = width * scale / 100
    return round(people) if abs(people - round(people)) <= 0.006 * scale / 100 + 1e-9 else None


def _bars(svg, key, described):
    told, odd, bars = [], [], []
    for bar in svg.findall("svg"):
        texts = bar.findall("text")
        wide = [words(each) for text in texts for each in text.findall("tspan")]
        bars.append(
            (words(texts[0]), (texts[1].text or "").strip() if len(texts) > 1 else "", wide, bar.findall("rect"))
        )
    scale = _scale_of(key, bars)
    for label, figure, wide, rects in bars:
        if not figure:  # a way of being linked: its number and words behind a thin bar
            number, _, label = label.partition(" ")
            told.append(Told("main", CELLS[label], parsed(number), f"{key} {label}"))
            told += _lengths(rects, scale, {"mode": CELLS[label]}, f"{key} {label}", odd)
            continue
        whats = _whats(key, label)
        told += [
            Told("main", what, parsed(text), f"{key} {label}")
            for what, text in zip(whats["figure"], figure.split(" · "), strict=False)
        ]
        for text in wide:
            told += [
                Told("main", (what, CELLS[label], "introduced"), int(number), f"{key} {label}")
                for found in re.findall(r"^\((\d+) to (\d+)\)$", text)
                for what, number in zip(("low", "high"), found, strict=True)
            ]
            odd += numbers_in(re.sub(r"^\((\d+) to (\d+)\)$|· \d+ of \d+ services not known", "", text))
        told += _lengths(rects, scale, whats["rects"], f"{key} {label}", odd)
    told += _described(key, described, odd)
    return told, odd


def _whats(key, label):
    """What the figures and the bars of one line are of."""
    if key == "families":
        family = FAMILIES[label]
        return {"figure": [talked(family), wanted(family)], "rects": {"talked": talked(family), "yes": wanted(family)}}
    if key in ("ways", "not_known"):
        cell = (WAYS if key == "ways" else WHY)[label]
        return {"figure": [cell], "rects": {"yes": cell, "hatched": cell}}
    cell = CELLS[label]
    if cell == "in_treatment":
        return {"figure": [cell], "rects": {"before": cell}}
    rects = {"yes": ("up to the whole", cell), "hatched": ("drawn", cell)}
    return {"figure": [cell, ("share", cell, "introduced")], "rects": rects}


def _scale_of(key, bars):
    """How many people the whole width is: by the longest bar, or by those introduced."""
    if key == "cascade":
        for label, figure, _wide, rects in bars:
            if figure and CELLS.get(label) == "introduced" and rects:
                return 100 * parsed(figure) / _length(rects[0], "width")
        return 1
    figures = [parsed(part) for _label, figure, _wide, _rects in bars for part in figure.split(" · ")]
    return max(figures, default=0) or 1


def _lengths(rects, scale, whats, where, odd):
    before = [rect for rect in rects if rect.get("class") == "before"]
    for rect in rects:
        kind, width = rect.get("class").split()[0], _length(rect, "width")
        if kind == "no" or "open" in rect.get("class").split() or len(before) > 1:
            continue  # what is left of the whole; a bar that is open, or broken, says no length
        number = _people(width, scale)
        if number is None:
            odd.append(f"{where}: {width}%")
        else:
            yield Told("main", whats[kind], number, f"{where}, drawn")


def _described(key, described, odd):
    for line in described.split("; "):
        if key == "families":
            found = re.fullmatch(r"(.*): talked about ([\d,]+|hidden), wanted to try ([\d,]+|hidden)", line)
            whats = (talked(FAMILIES[found[1]]), wanted(FAMILIES[found[1]]))
        elif key == "cascade":
            found = re.fullmatch(r"(.*?) ([\d,]+|hidden|Not known)(?:, not known ([\d,]+|hidden))?", line)
            whats = (CELLS[found[1]], ("silent", CELLS[found[1]]))
        else:
            found = re.fullmatch(r"(.*) ([\d,]+|hidden)", line)
            whats = ({"headline": PARTS, "ways": WAYS, "not_known": WHY}[key][found[1]],)
        for what, text in zip(whats, found.groups()[1:], strict=False):
            if text not in (None, "Not known"):
                yield Told("main", what, 0 if text == "hidden" else parsed(text), f"desc of {key}")


def _headline(svg, key, described):
    odd = []
    told = list(_described(key, described, odd))
    whole, drawn = sum(each.number for each in told), [each for each in told if each.number]
    rects = svg.findall("rect")
    for each, rect in zip(drawn, rects, strict=True):
        people = _people(_length(rect, "width"), whole)
        told.append(Told("main", each.what, people, "headline, drawn"))
    odd += [
        number
        for text in classed(svg, "number")
        for number in numbers_in(words(text))
        if number not in {each.number for each in drawn}
    ]
    for text in classed(svg, "small"):
        told += read_words(words(text), "headline")
        odd += numbers_in(strip_told(words(text)))
    for line in classed(svg, "rule")[:1]:
        told.append(Told("main", ("low", "connected", "introduced"), round(_length(line, "x1")), "headline, bracket"))
        told.append(Told("main", ("high", "connected", "introduced"), round(_length(line, "x2")), "headline, bracket"))
    for circle in svg.findall("circle"):
        told.append(
            Told("main", ("share", "connected", "introduced"), round(_length(circle, "cx")), "headline, bracket")
        )
    return told, odd


def _axis(svg, place):
    """(at, number) of two marks of an axis: enough to read any other place."""
    marks = []
    for text in classed(svg, "axis"):
        number, is_up = parsed(words(text)), text.get("dx") == "-.4rem"
        if number is not None and text.get("text-anchor") and is_up == (place == "y"):
            marks.append((_length(text, place), number))
    (at, number), (end, other) = marks[0], marks[-1]
    return lambda value: number + (value - at) * (other - number) / (end - at)


def _trend(svg, key, described):
    told, odd = [], []
    lines = described.split("; ")
    for line in lines:
        found = re.fullmatch(r"(.*): (?:(\d+)% known connected, (\d+)% at most|hidden)", line)
        if found and found[2]:
            told.append(
                Told(("quarter", found[1]), ("share", "connected", "introduced"), int(found[2]), "desc of trend")
            )
            told.append(Told(("quarter", found[1]), ("most", "connected"), int(found[3]), "desc of trend"))
        elif line and not found:
            odd.append(line)
    percent = _axis(svg, "y")
    for circle in classed(svg, "point"):
        told.append(Told("trend", "share", round(percent(_length(circle, "cy")), 1), "trend, drawn"))
    for line in classed(svg, "likely-alone"):
        told.append(Told("trend", "high", round(percent(_length(line, "y2")), 1), "trend, drawn"))
        told.append(Told("trend", "low", round(percent(_length(line, "y1")), 1), "trend, drawn"))
    for curve in svg.iter("polyline"):
        for name, whats in CURVES.items():
            if name in curve.get("class").split():
                told += [Told("trend", whats, round(100 - y, 1), "trend, drawn") for _x, y in _points(curve)]
    for shape in svg.iter("polygon"):
        times = 1 if shape.get("class") else 100
        told += [Told("trend", "any", round(100 - times * y, 1), "trend, drawn") for _x, y in _points(shape)]
    for text in classed(svg, "halo"):
        found = re.fullmatch(r"\*|(\d+)%(?: known connected| if all not known were yes)?", words(text))
        if found and found[1]:
            told.append(Told("trend", "any", int(found[1]), "trend, words"))
        elif not found:
            odd.append(words(text))
    return told, odd


def _points(shape):
    return [tuple(map(float, pair.split(","))) for pair in shape.get("points").split()]


def _funnel(svg, key, described):
    """Each disc stands where its people and its share are; the curves follow from all of them together."""
    told, odd, letters = [], [], {}
    for line in described.split("; "):
        if found := re.fullmatch(r"([A-Z]\d*) (.*): (\d+)%, .*", line):
            letters[found[1]] = found[2]
            told.append(
                Told(("service", found[2]), ("share", "connected", "introduced"), int(found[3]), "desc of funnel")
            )
        elif found := re.fullmatch(r"all together (\d+)%", line):
            told.append(Told("limits", "target", int(found[1]), "desc of funnel"))
        elif not re.fullmatch(r"\d+ other services?, unnamed", line):
            odd.append(line)
    people, percent = _axis(svg, "x"), _axis(svg, "y")
    told += [
        Told("limits", "target", int(words(text).removesuffix("% all")), "funnel, words")
        for text in classed(svg, "halo")
        if words(text).endswith(" all")
    ]
    inside = svg.find("svg")
    most, top = round(people(_length(inside, "x") + _length(inside, "width"))), percent(_length(inside, "y"))
    for name, z in (("outer", Z998), ("inner", Z95)):
        for side, curve in enumerate(classed(inside, name)):
            told += [
                Told("limits", (z, side, round(x * most / 100)), (100 - y) * top / 100, "funnel, curve")
                for x, y in _points(curve)
            ]
    named = [words(text) for text in classed(svg, "letter")]
    discs = [(("service", letters[name]), disc) for name, disc in zip(named, classed(svg, "ours"), strict=True)]
    discs += [("others", disc) for disc in classed(svg, "other")]
    for whom, disc in discs:
        across, up = people(_length(disc, "cx")), percent(_length(disc, "cy"))
        told.append(Told(whom, "introduced", round(across), "funnel, drawn"))
        told.append(Told(whom, ("up to the whole", "connected"), round(up * round(across) / 100), "funnel, drawn"))
        if abs(across - round(across)) > 0.2 or abs(up * round(across) / 100 - round(up * round(across) / 100)) > 0.2:
            odd.append(f"a disc at {across}, {up}")
    return told, odd
