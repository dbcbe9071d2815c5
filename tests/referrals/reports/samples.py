"""Reports made by hand: a quarter of an area as its page shows it, and every awkward one."""

import datetime as dt

from referrals.reports.disclosure import BELOW_5
from referrals.reports.figures import Figures
from referrals.reports.measures import FAMILIES, talked, wanted, way
from referrals.reports.periods import Quarter
from referrals.reports.release import Line, OfService, Point, Report, Version

QUARTER = Quarter(dt.date(2026, 7, 1))
CASCADE = {"informed": 220, "would_rather_not": 10, "chose": 215, "planned": 205, "linked": 130}
MODES = {"accompanied": 35, "by_peer": 45, "by_worker": 60, "intensive": 15}
ONCE = {"once": 120, "once_not_asked": 60, "once_lost_touch": 10, "once_rather_not": 5, "once_cant_recall": 0}
CONNECTED = {"connected": 95, "still": 65, "stopped": 20, "involved": 40}
BESIDE = {"already_going": 30, "left": 10, "keep_going": 85, "two_programmes": 35, "community": 55}
ALCOHOL = {"alcohol": 190, "alcohol_told": 175, "alcohol_supported": 165}
TALKED = dict(zip(map(talked, FAMILIES), (150, 120, 45, 25, 30, 40, 30, 35, 5, 0, 60, 20), strict=True))
WANTED = dict(zip(map(wanted, FAMILIES), (95, 70, 15, 5, 10, 20, 10, 15, 0, 0, 25, 5), strict=True))
WAYS = {
    "in_the_way": 75,
    **{way(what): number for what, number in {"nerves": 25, "travel": 20, "work": 15, "didnt_fancy": 10}.items()},
    **{way(what): number for what, number in {"wasnt_on": 10, "children": 5, "access": 5}.items()},
}
MAIN = {"introduced": 240, "in_treatment": 290} | CASCADE | MODES | ONCE | CONNECTED | BESIDE | ALCOHOL
MAIN |= TALKED | WANTED | WAYS
OF_A_QUARTER = ("introduced", "planned", "once", "connected", "once_not_asked", "once_lost_touch")
TREND = ((150, 120, 60, 45, 45, 10), (165, 135, 65, 50, 50, 10), (180, 145, 75, 60, 45, 10), (175, 145, 75, 60, 40, 10))
TREND += ((205, 175, 95, 75, 55, 10), (220, 185, 105, 80, 55, 15), (225, 190, 110, 85, 55, 15))
TREND += ((240, 205, 120, 95, 60, 15),)
ELSEWHERE = ((25, 5), (25, 10), (30, 15), (35, 10), (40, 15), (45, 10), (50, 15), (50, 10), (55, 20), (65, 20))
ELSEWHERE += ((65, 30), (70, 20), (75, 25), (85, 30), (90, 25), (95, 45), (100, 30), (110, 45))


def connected(introduced, yes, not_asked=0, base=5, **more):
    """A group by what its comparison reads: a visit was planned with everybody, and whoever went once went again."""
    cells = {"introduced": introduced, "planned": introduced, "once": yes, "connected": yes}
    return Figures(cells | {"once_not_asked": not_asked} | more, base)


def trend(numbers, base=5):
    quarter, points = QUARTER, []
    for each in reversed(numbers):
        points.append(Point(quarter, Figures(dict(zip(OF_A_QUARTER, each, strict=True)), base)))
        quarter = quarter.before
    return tuple(reversed(points))


SERVICES = (
    OfService("Hillfoot", connected(45, 20, 10), told=True),
    OfService("Market Street", connected(40, 10, 20), told=False),
    OfService("Moorland", connected(15, 0, 0), told=True),
    OfService("Northgate", connected(80, 35, 15), told=True),
    OfService("Quayside", connected(60, 25, 10), told=True),
)
OTHERS = (
    Line("prison", "here", connected(30, 15, 5)),
    Line("prison", "after", connected(20, 5, 10)),
    Line("primary_care", "here", connected(15, 0, 5)),
    Line("residential", "here", connected(20, 10, 0)),
)


def of_area(**changed):
    """A quarter of an invented area, as first published."""
    return Report(
        **{
            "name": "Northtown",
            "period": QUARTER,
            "version": Version.FIRST,
            "as_of": dt.date(2027, 1, 21),
            "profile": BELOW_5,
            "setting": "community",
            "main": Figures(MAIN, 5),
            "family": connected(30, 10, 5),
            "others": OTHERS,
            "services": SERVICES,
            "elsewhere": tuple(connected(*numbers, not_asked=0) for numbers in ELSEWHERE),
            "trend": trend(TREND),
        }
        | changed
    )


def of_service(cells=None, **changed):
    """A service's own exact figures, live; by default of one person who has been twice."""
    one = {"introduced": 1, "informed": 1, "chose": 1, "planned": 1, "once": 1, "connected": 1}
    figures = Figures(one if cells is None else cells)
    return Report(
        **{
            "name": "Quayside",
            "period": QUARTER,
            "version": Version.LIVE,
            "as_of": dt.date(2027, 1, 21),
            "profile": None,
            "setting": "community",
            "main": figures,
            "family": Figures(),
            "trend": (Point(QUARTER, figures),),
        }
        | changed
    )


def empty_area():
    """Nobody, or so few that nothing is shown."""
    hidden = Figures({}, 5)
    return of_area(main=hidden, family=hidden, others=(), services=(), elsewhere=(), trend=(Point(QUARTER, hidden),))


def of_a_busy_area():
    """Big numbers and long names, some of them hostile; a number in treatment that no bar has room for."""
    names = (
        "<script>alert(1)</script> & sons",
        "The Community Drug and Alcohol Recovery Partnership of the Northern Riverside Boroughs",
        '=HYPERLINK("https://example.org")',
        "Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch",
    )
    figures = (connected(12_345, 4_500, 1_200), connected(9_870, 3_900, 800), connected(40, 35), connected(8_000, 800))
    many = {cell: 137 * number for cell, number in MAIN.items()} | {"in_treatment": 123_455}
    return of_area(
        name=names[1],
        main=Figures(many, 5),
        services=tuple(sorted((OfService(name, one, True) for name, one in zip(names, figures, strict=True)), key=str)),
        elsewhere=tuple(connected(400 + 37 * number, 150 + 12 * number, 20) for number in range(60)),
    )


def of_a_service_that_records_nothing():
    """A visit planned with thirty, and nobody wrote down anything since."""
    silent = {"introduced": 30, "informed": 30, "chose": 30, "planned": 30, "once_not_asked": 30}
    return of_service(silent, not_yet=12)
