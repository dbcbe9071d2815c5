"""Units of people as a service might have them, counted person by person, in cells related as those of a report are."""

from collections import Counter

from referrals.reports.disclosure import AtMost, Covered
from referrals.reports.measures import IN_TREATMENT, relations

# One family and a few ways: the others stand in the same relations. EVERYTHING has them all.
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


class Named:
    """What can be said of somebody in words that these relations name: kinds of group, and what got in the way."""

    def __init__(self, related):
        self.cells = cells_of(related)
        self.talked = [cell for cell in self.cells if cell.startswith("talked_")]
        self.wanted = [cell for cell in self.cells if cell.startswith("wanted_")]
        self.ways = [cell for cell in self.cells if cell.startswith("way_")]


def unit(people, rng, related=CASCADE):
    """{cell: count} of so many people in treatment, in every cell that these relations name."""
    named = Named(related)
    counted = Counter(cell for _ in range(people) for cell in set(_person(rng, named)))
    return {cell: counted[cell] for cell in named.cells}


def _person(rng, named):
    """The cells in which one person is counted."""
    yield "in_treatment"
    begun = rng.choices(["introduced", "already_going", "left", None], [65, 12, 8, 15])[0]
    if begun:
        yield begun
    if begun != "introduced":
        return
    yield from _some(rng, named.talked, 0.6)
    told, for_alcohol = rng.choices(["informed", "would_rather_not", None], [75, 10, 15])[0], rng.random() < 0.5
    if told:
        yield told
    if for_alcohol:
        yield "alcohol"
    if for_alcohol and told == "informed":
        yield "alcohol_told"
    if rng.random() < 0.6:
        yield from _chose(rng, named, supported=for_alcohol and told == "informed")


def _some(rng, cells, likely):
    """Of several kinds of group, the first most often and each next one less."""
    return [cell for at, cell in enumerate(cells) if rng.random() < likely * 0.8**at]


def _chose(rng, named, *, supported):
    yield "chose"
    yield from _some(rng, named.wanted, 0.4)
    planned, linked = rng.random() < 0.7, rng.choice(WAYS_LINKED) if rng.random() < 0.5 else ()
    # Nobody is accompanied, or asked twice after a plan of the same day, without a plan.
    linked = linked if planned else tuple(way for way in linked if way in {"by_worker", "by_peer"})
    if linked:
        yield from ("linked", *linked)
    if planned:
        yield from _planned(rng, named, supported=supported)


def _planned(rng, named, *, supported):
    yield "planned"
    if supported:
        yield "alcohol_supported"
    if rng.random() < 0.3:
        yield from ("in_the_way", *rng.sample(named.ways, rng.randint(1, 2)))
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
