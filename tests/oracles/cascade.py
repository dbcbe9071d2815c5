"""Units of people as a service might have them, counted person by person, in cells related as those of a report are."""

from collections import Counter

from referrals.reports.disclosure import AtMost, Covered
from referrals.reports.measures import IN_TREATMENT, relations

# One family and a few ways of a kind: the others stand in the same relations, and only make the attack slower.
WAYS_TOLD = ("way_nerves", "way_travel", "way_wasnt_on")
OTHER_KINDS = ("once_lost_touch", "once_rather_not", "once_cant_recall")
WAYS_LINKED = [("by_worker",), ("by_peer",), ("by_peer", "intensive"), ("accompanied",), ("by_peer", "accompanied")]


def _kept(relation):
    parts = relation.parts if isinstance(relation, AtMost) else ()
    families = [part for part in parts if part.startswith(("talked_", "wanted_"))]
    return all(part.endswith("_secular") for part in families)


def _shorter(relation):
    is_of_ways = isinstance(relation, Covered) and relation.whole == "in_the_way"
    return Covered("in_the_way", WAYS_TOLD) if is_of_ways else relation


EVERYTHING = relations([IN_TREATMENT])
CASCADE = tuple(_shorter(each) for each in EVERYTHING if _kept(each))


def cells_of(related):
    return sorted({cell for each in related for cell in (each.whole, *getattr(each, "parts", getattr(each, "by", ())))})


CELLS = cells_of(CASCADE)


def unit(people, rng, cells=CELLS):
    """{cell: count} of so many people in treatment."""
    counted = Counter(cell for _ in range(people) for cell in set(_person(rng)))
    return {cell: counted[cell] for cell in cells}


def _person(rng):
    """The cells in which one person is counted."""
    yield "in_treatment"
    begun = rng.choices(["introduced", "already_going", "left", None], [65, 12, 8, 15])[0]
    if begun:
        yield begun
    if begun != "introduced":
        return
    if rng.random() < 0.6:
        yield "talked_secular"
    told, for_alcohol = rng.choices(["informed", "would_rather_not", None], [75, 10, 15])[0], rng.random() < 0.5
    if told:
        yield told
    if for_alcohol:
        yield "alcohol"
    if for_alcohol and told == "informed":
        yield "alcohol_told"
    if rng.random() < 0.6:
        yield from _chose(rng, supported=for_alcohol and told == "informed")


def _chose(rng, *, supported):
    yield "chose"
    if rng.random() < 0.4:
        yield "wanted_secular"
    planned, linked = rng.random() < 0.7, rng.choice(WAYS_LINKED) if rng.random() < 0.5 else ()
    # Nobody is accompanied, or asked twice after a plan of the same day, without a plan.
    linked = linked if planned else tuple(way for way in linked if way in {"by_worker", "by_peer"})
    if linked:
        yield from ("linked", *linked)
    if planned:
        yield from _planned(rng, supported=supported)


def _planned(rng, *, supported):
    yield "planned"
    if supported:
        yield "alcohol_supported"
    if rng.random() < 0.3:
        yield from ("in_the_way", *rng.sample(WAYS_TOLD, rng.randint(1, 2)))
    if rng.random() < 0.15:
        yield "community"
    came_of_it = rng.choices(["once", "once_not_asked", "other", None], [55, 25, 10, 10])[0]
    if came_of_it == "other":
        yield rng.choice(OTHER_KINDS)
    elif came_of_it:
        yield came_of_it
    if came_of_it == "once":
        yield from (cell for cell in ("involved", "keep_going") if rng.random() < 0.4)
        yield from (cell for cell in rng.choices(["still", "stopped", ""], [35, 15, 50]) if cell)
        if rng.random() < 0.6:
            yield "connected"
            if rng.random() < 0.3:
                yield "two_programmes"
