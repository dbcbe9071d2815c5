import datetime as dt

import pytest

from referrals.reports.figures import Figures
from referrals.reports.periods import Year
from referrals.reports.release import OfService
from referrals.reports.sentences import Sentences, findings, headline
from tests.referrals.reports import samples
from tests.referrals.reports.samples import connected

MANY = 240


def exact(**cells):
    return Figures(cells)


def rounded(**cells):
    return Figures(cells, 5)


@pytest.mark.parametrize(
    ("main", "sentence"),
    [
        (exact(), "Nobody has been introduced in this time who can be counted yet."),
        (
            exact(introduced=1, connected=1),
            "One person was introduced, and they have been to a meeting at least twice.",
        ),
        (
            exact(introduced=1, planned=1, once=1),
            "One person was introduced, and they have been to a meeting once.",
        ),
        (
            exact(introduced=1, planned=1, once_not_asked=1),
            "One person was introduced; nobody asked whether they have been to a meeting.",
        ),
        (
            exact(introduced=1, planned=1, once_cant_recall=1),
            "One person was introduced; it is not known whether they have been to a meeting.",
        ),
        (exact(introduced=1), "One person was introduced, and no visit to a meeting was planned."),
        (exact(introduced=1, planned=1), "One person was introduced, and they have not been to a meeting."),
        (
            exact(introduced=2),
            "Of 2 people introduced, nobody is known to have been to a meeting at least twice; "
            "whoever planned a visit was asked.",
        ),
        (
            exact(introduced=2, connected=1, once_not_asked=1),
            "Of 2 people introduced, 1 has been to a meeting at least twice; for 1 nobody asked.",
        ),
        (
            exact(introduced=4, connected=2, once_not_asked=2),
            "Of 4 people introduced, 2 have been to a meeting at least twice; for 2 nobody asked.",
        ),
        (
            exact(introduced=1240, connected=95, once_not_asked=60),
            "Of 1,240 people introduced, 95 have been to a meeting at least twice; for 60 nobody asked.",
        ),
        (rounded(), "So few people were introduced, or nobody was, that the number is hidden."),
        (
            rounded(introduced=5),
            "Of about 5 people introduced, few or none (*) are known to have been to a meeting at least twice; "
            "for few or none (*) nobody asked.",
        ),
        (
            rounded(introduced=MANY, connected=95, once_not_asked=60),
            "Of about 240 people introduced, about 95 have been to a meeting at least twice; "
            "for about 60 nobody asked.",
        ),
    ],
)
def test_the_headline(main, sentence):
    assert headline.headline(main) == sentence


def test_how_sure_it_is():
    main = rounded(introduced=MANY, planned=205, once=95, connected=95, once_not_asked=60, once_lost_touch=25)
    assert headline.likely(main) == "Chance alone could make it 33% to 46%."
    assert headline.bounds(main) == "Had we known of everybody, it would be somewhere from 40% to 90%."
    assert headline.bounds(exact(introduced=2, planned=2, once=1, connected=1)) == "Of everybody it is known."
    nearly = rounded(introduced=20, planned=20, once=10, connected=10)
    assert headline.bounds(nearly) == "Of nearly everybody it is known."


@pytest.mark.parametrize("main", [exact(), rounded(), rounded(introduced=20)])
def test_of_a_hidden_share_nothing_is_said(main):
    assert headline.likely(main) == headline.bounds(main) == ""


def told(introduced, treated, base=5):
    return OfService("A service", connected(introduced, 10, base=base, in_treatment=treated), told=True)


@pytest.mark.parametrize(
    ("services", "sentence"),
    [
        ([told(195, 290)], "Of about 290 people in treatment, about 195 were introduced in this time."),
        (
            [told(195, 290), OfService("Another", connected(45, 20), told=False)],
            "Where we know how many were in treatment, about 290, about 195 were introduced in this time.",
        ),
        ([OfService("Another", connected(45, 20), told=False)], ""),
        ([told(0, 290)], ""),
        ([told(20, 0)], ""),
    ],
)
def test_those_in_treatment_are_spoken_of_only_where_services_have_told(services, sentence):
    assert headline.treated(samples.of_area(services=tuple(services))) == sentence


def test_those_in_treatment_at_one_service():
    assert headline.treated(samples.of_service({"introduced": 1, "in_treatment": 1})) == (
        "Of 1 person in treatment, 1 was introduced in this time."
    )
    assert headline.treated(samples.of_service({"introduced": 2})) == ""


def test_a_year_adds_up_nobody_in_treatment():
    year = samples.of_area(period=Year(dt.date(2025, 4, 1)), services=(told(195, 290),))
    assert headline.treated(year) == ""


@pytest.mark.parametrize(
    ("number", "sentence"),
    [
        (0, ""),
        (1, "1 more was introduced less than sixteen weeks ago, and counts once that time is over."),
        (12, "12 more were introduced less than sixteen weeks ago, and count once that time is over."),
    ],
)
def test_those_who_do_not_count_yet(number, sentence):
    assert headline.not_yet(samples.of_service(not_yet=number)) == sentence


BEGINS = "What we do not know begins with the first visit: of "


@pytest.mark.parametrize(
    ("main", "sentence"),
    [
        (exact(), ""),
        (rounded(), ""),
        (exact(introduced=2), "Of everybody who planned a visit it is known whether they went."),
        (rounded(introduced=20), "Of few or none (*) who planned a visit it is not known whether they went."),
        (exact(introduced=2, once_not_asked=1), f"{BEGINS}1 person who planned one it is not known."),
        (exact(introduced=2, once_lost_touch=2), f"{BEGINS}2 people who planned one it is not known."),
        (
            rounded(introduced=MANY, once_not_asked=50, once_lost_touch=15),
            f"{BEGINS}about 65 people who planned one it is not known.",
        ),
    ],
)
def test_where_not_knowing_begins(main, sentence):
    assert findings.cascade(main) == sentence


OURS = "it is not known because nobody asked: only that is the service’s to put right."


@pytest.mark.parametrize(
    ("main", "sentence"),
    [
        (exact(), ""),
        (exact(introduced=2), "Whoever planned a visit was asked."),
        (exact(introduced=2, once_not_asked=1), f"For 1 {OURS}"),
        (rounded(introduced=20), "For few or none (*) it is not known because nobody asked."),
        (rounded(introduced=20, once_not_asked=5), f"For about 5 {OURS}"),
    ],
)
def test_what_is_ours_to_put_right(main, sentence):
    assert findings.not_known(main) == sentence


def test_what_no_number_says():
    services = samples.SERVICES
    assert findings.also_not_known(samples.of_area())[0] == "How many are in treatment at 1 of 5 services."
    one = samples.of_area(services=(OfService("Another", connected(45, 20), told=False),))
    assert findings.also_not_known(one)[0] == "How many are in treatment at 1 of 1 service."
    assert len(findings.also_not_known(samples.of_area(services=(services[0],)))) == 2


RIGHT_MIX = "A to Z: there is no right mix."


@pytest.mark.parametrize(
    ("main", "sentence"),
    [
        (exact(), ""),
        (exact(introduced=2), f"Nobody was shown every kind of group. {RIGHT_MIX}"),
        (exact(introduced=2, informed=1), f"1 person was shown every kind of group. {RIGHT_MIX}"),
        (exact(introduced=2, informed=2), f"2 people were shown every kind of group. {RIGHT_MIX}"),
        (rounded(introduced=20), f"Few or none (*) were shown every kind of group. {RIGHT_MIX}"),
        (rounded(introduced=20, informed=15), f"About 15 people were shown every kind of group. {RIGHT_MIX}"),
    ],
)
def test_how_many_were_shown_every_kind(main, sentence):
    assert findings.families(main) == sentence


@pytest.mark.parametrize(
    ("main", "sentence"),
    [
        (exact(), "Nobody told us of anything."),
        (exact(in_the_way=1, way_nerves=1), "1 person told us. What came up most was nerves, for 1."),
        (
            exact(in_the_way=2, way_nerves=2, way_travel=2, way_work=1),
            "2 people told us. What came up most were nerves and travel, for 2 each.",
        ),
        (rounded(), "Few or none (*) told us of something."),
        (rounded(in_the_way=5), "About 5 people told us."),
        (rounded(in_the_way=75, way_nerves=25), "About 75 people told us. What came up most was nerves, for about 25."),
    ],
)
def test_what_came_up_most(main, sentence):
    assert findings.ways(main) == sentence


@pytest.mark.parametrize(
    ("numbers", "sentence"),
    [
        ((), "There is no quarter that can be shown yet."),
        (((0, 0, 0, 0, 0, 0),), "There is no quarter that can be shown yet."),
        (((100, 100, 40, 40, 20, 0),), "One quarter can be shown so far, with 40% known to be connected."),
        (
            ((100, 100, 30, 30, 50, 0), (100, 100, 40, 40, 25, 0)),
            "Known to be connected went from 30% to 40%, while “nobody asked” went from 50% to 25%. "
            "Some of the rise may be better asking.",
        ),
        (
            ((100, 100, 40, 40, 25, 0), (100, 100, 30, 30, 25, 0)),
            "Known to be connected went from 40% to 30%, and “nobody asked” from 25% to 25%.",
        ),
    ],
)
def test_two_years(numbers, sentence):
    assert findings.trend(samples.trend(numbers)) == sentence


def compared(*connected_of_100, elsewhere=12):
    services = tuple(OfService(f"Service {at}", connected(100, yes), True) for at, yes in enumerate(connected_of_100))
    return samples.of_area(services=services, elsewhere=(connected(100, 40),) * elsewhere)


@pytest.mark.parametrize(
    ("report", "sentence"),
    [
        (samples.of_service(), ""),
        (compared(5, elsewhere=0), "There are too few services of like setting to say what is ordinary between them."),
        (
            compared(40),
            "The one service here that can be compared is within what chance and ordinary difference would give.",
        ),
        (
            compared(40, 45),
            "The 2 services here that can be compared are all within what chance and ordinary difference would give.",
        ),
        (
            compared(40, 90, 5),
            "Of the 3 services here that can be compared, above what chance and ordinary difference would usually "
            "give: 1; below: 1.",
        ),
        (
            samples.of_area(services=(OfService("Small", connected(15, 5), True),)),
            "None of these services can be compared.",
        ),
    ],
)
def test_how_services_read(report, sentence):
    assert findings.services(report) == sentence


def test_all_of_them_are_put_together():
    says = Sentences.of(samples.of_area())
    assert says.headline.startswith("Of about 240 people introduced")
    assert says.services.startswith("The 3 services here")
