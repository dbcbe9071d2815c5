import dataclasses
import datetime as dt
from uuid import UUID

import pytest
from django.utils.text import capfirst
from hypothesis import given

from directory import parity
from directory.options import Band, Block, Contact, Option, Options, RangeLine, Stance, WayIn
from directory.places import Place, Point
from directory.search import Search
from directory.traits import Fact
from directory.views.rows import admitted, fold, row, ways
from directory.views.suiting import FACTS, STANCES, counted, which_suit
from directory.vocabulary import Restriction
from directory.wanted import Wanted
from tests.conftest import NOW
from tests.directory.worlds import directories, moments, searches

PLACE = Place("Invented Town", "invented-town", Point(53.48, -2.23), "settlement", "england")
WAY = WayIn(
    meeting=UUID(int=1),
    name="Invented meeting",
    mode="in_person",
    miles=0.8,
    next_start=dt.datetime(2026, 11, 24, 19, 30, tzinfo=dt.UTC),
    inside_filters=True,
    venue="Invented Hall",
    postcode="",
    restricted_to=(),
    kind="",
    seen_on=dt.date(2026, 11, 3),
    confirmed_on=None,
    freshness="fresh",
)
ONLINE = dataclasses.replace(WAY, mode="online", miles=None)
OPTION = Option(
    slug="invented-groups",
    name="Invented Groups",
    approach="faith",
    tradition="Christian",
    problems=("alcohol", "drugs"),
    is_twelve_step=False,
    kind="mutual_aid",
    block=Block.GROUPS,
    band=Band.REACHABLE,
    listing="part",
    listing_as_of=dt.date(2026, 8, 5),
    nearest=WAY,
    soonest=WAY,
    second=None,
    online=None,
    contact=None,
    meetings=3,
    not_checked=False,
    known_in_uk=True,
    paused=False,
)
NOT_NEAR = {"band": Band.NOT_NEAR, "nearest": None, "soonest": None, "meetings": 0}
SITE = Contact("https://example.org/", None, dt.date(2026, 10, 1))
PHONE = Contact("https://example.org/", "01632 960014", None)


def of(*options, folded=(), **asked):
    return Options(
        search=Search(place=PLACE, **asked),
        now=NOW,
        groups=options,
        family=(),
        community=(),
        staff=(),
        range=tuple(RangeLine(option.approach, option.block, option) for option in options),
        folded=frozenset(folded),
        elsewhere=(),
    )


def said(**changes):
    option = dataclasses.replace(OPTION, **changes)
    return row(option, of=of(option))


def test_a_row_says_when_how_far_and_how_we_know():
    told = said()
    assert told.kind == "Faith-based (Christian), for alcohol or drugs"
    assert told.when == "Tonight 7.30pm"
    assert told.where == "about ¾ mile, Invented Hall"
    assert told.more == ("2 more within 5 miles", "we hold part of its list, August 2026", "seen on a list 3 weeks ago")


def test_the_last_one_says_no_others_and_never_nought():
    assert said(meetings=1).more[0] == "no others within 5 miles"


def test_a_programme_for_any_problem_says_so():
    assert said(problems=(), tradition="").kind == "Faith-based, for any addiction"


def test_a_class_other_than_mutual_aid_is_said():
    assert said(kind="mutual_aid_unchecked").kind.endswith(". Mutual aid, not fully checked")


@pytest.mark.parametrize(
    ("approach", "family", "kind"),
    [("community", "Recovery community", "recovery_community"), ("staff", "Group run by staff", "service_run")],
)
def test_a_class_is_not_said_twice(approach, family, kind):
    assert said(approach=approach, kind=kind, tradition="").kind == f"{family}, for alcohol or drugs"


def test_a_nearer_one_for_some_people_only_stands_second_and_says_for_whom():
    second = dataclasses.replace(WAY, miles=0.3, restricted_to=("women",))
    assert "nearer, women only: tonight 7.30pm, about ¼ mile" in said(second=second).more


def test_one_near_says_when_it_is_next_online_too():
    assert "online tonight 7.30pm" in said(online=ONLINE).more


@pytest.mark.parametrize(("mode", "how"), [("online", "online"), ("hybrid", "online"), ("phone", "by phone")])
def test_one_that_can_only_be_joined_from_afar_says_how(mode, how):
    told = said(band=Band.ONLINE, nearest=None, online=dataclasses.replace(ONLINE, mode=mode))
    assert (told.when, told.where) == ("Tonight 7.30pm", how)


def test_a_helpline_is_a_way_in_of_its_own():
    told = said(band=Band.ONLINE, nearest=None, contact=PHONE)
    assert (told.when, told.where, told.phone, told.site) == ("", "By phone", "01632 960014", "")


@pytest.mark.parametrize(
    ("changes", "where"),
    [
        ({"paused": True}, "Paused while we look"),
        ({"known_in_uk": False}, "No group known in the UK"),
        ({"listing": "none", "listing_as_of": None}, "We don’t hold its list"),
        ({"not_checked": True}, "Not checked yet"),
        ({}, "None on the list we hold"),
    ],
)
def test_one_not_near_says_what_we_know_of_it_and_where_to_look(changes, where):
    told = said(**NOT_NEAR, contact=SITE, **changes)
    assert (told.when, told.where, told.site) == ("", where, "https://example.org/")


def test_nothing_is_said_twice_in_a_row():
    told = said(**NOT_NEAR, listing="none", listing_as_of=None)
    assert not [more for more in told.more if more.lower() == told.where.lower()]


def test_one_a_long_way_off_says_how_far():
    told = said(**NOT_NEAR | {"nearest": dataclasses.replace(WAY, miles=36.2, venue="Leeds Hall")}, contact=SITE)
    assert (told.where, told.site) == ("About 36 miles, Leeds Hall", "")


def test_a_confirmed_way_in_says_when_it_was_confirmed():
    told = said(nearest=dataclasses.replace(WAY, confirmed_on=dt.date(2026, 11, 18)))
    assert told.more[-1] == "confirmed 6 days ago"


@pytest.mark.parametrize("restriction", Restriction)
def test_every_restriction_can_be_said(restriction):
    assert admitted([restriction])


def test_a_restriction_we_do_not_know_is_never_passed_over():
    assert admitted(["invented"]) == "some people only: ring first"


def test_a_fold_names_everything_that_is_not_in_full():
    shown, folded = OPTION, dataclasses.replace(OPTION, slug="b", name="Other Groups")
    those = fold((shown, folded), of=of(shown, folded, folded={"b"}))
    assert ([each.name for each in those.shown], those.names, len(those)) == (["Invented Groups"], "Other Groups", 2)


def test_a_closed_fold_names_them_all():
    assert fold((OPTION,), of=of(OPTION), closed=True).names == "Invented Groups"


@pytest.mark.parametrize(
    ("changes", "shortly"),
    [
        ({}, "¾ mile, tonight"),
        ({"band": Band.ONLINE, "nearest": None, "online": ONLINE}, "online tonight"),
        ({"band": Band.ONLINE, "nearest": None, "contact": PHONE}, "by phone"),
        ({"band": Band.ONLINE, "nearest": None, "contact": SITE}, "online"),
        (NOT_NEAR | {"nearest": dataclasses.replace(WAY, miles=38.2)}, "38 miles"),
        (NOT_NEAR | {"listing": "none"}, "list not held"),
        (NOT_NEAR | {"paused": True}, "paused"),
        (NOT_NEAR, "not checked yet"),
    ],
)
def test_a_line_of_the_range_fits_a_small_phone(changes, shortly):
    option = dataclasses.replace(OPTION, **changes)
    (line,) = ways(of(option), block=Block.GROUPS)
    assert (line.family, line.said, line.anchor) == ("Faith-based", shortly, "invented-groups")


@given(directories(), searches, moments)
def test_nothing_that_options_gives_is_dropped_and_nothing_added(directory, search, now):
    found = parity.options(search, directory=directory, now=now)
    blocks = [found.reachable, found.online, found.not_near, found.family, found.community, found.staff]
    folds = [fold(block, of=found) for block in blocks]
    slugs = [each.slug for those in folds for each in (*those.shown, *those.folded)]
    assert sorted(slugs) == sorted(option.slug for option in found.every)
    lines = [line for block in Block for line in ways(found, block=block)]
    assert len(lines) == len(found.range)
    assert {line.anchor for line in lines} <= set(slugs)


@given(directories(), searches, moments)
def test_every_row_says_something_in_every_field_it_must(directory, search, now):
    found = parity.options(search, directory=directory, now=now)
    for option in found.every:
        told = row(option, of=found)
        assert told.name
        assert told.kind
        assert told.where
        assert told.more or told.where
        assert all(told.more)


@pytest.mark.parametrize("band", [{}, {"band": Band.ONLINE, "online": ONLINE}, NOT_NEAR], ids=["near", "online", "far"])
def test_a_programme_that_is_paused_says_so_wherever_it_stands(band):
    option = dataclasses.replace(OPTION, paused=True, **band)
    said = row(option, of=of(option))
    assert "paused while we look" in " ".join((said.where, *said.more)).casefold()


def marked(wanted, option=OPTION, **asked):
    return row(option, of=of(option, wanted=Wanted(**wanted), **asked))


def with_near(**changes):
    return dataclasses.replace(OPTION, nearest=dataclasses.replace(WAY, **changes))


STEP_FREE = {"facts": frozenset({"step_free", "bsl"})}


@pytest.mark.parametrize(
    ("way", "mark"),
    [
        ({}, "Suits what you marked"),
        ({"inside_filters": False}, "Doesn’t suit what you marked"),
        (
            {"inside_filters": False, "unsaid": ("step_free", "bsl")},
            "Not stated, ring first: step-free way in and British Sign Language",
        ),
        ({"inside_filters": False, "unsaid": ("language",)}, "Not stated, ring first: its language"),
    ],
)
def test_what_is_stated_what_is_not_and_what_is_otherwise_are_said_apart(way, mark):
    assert marked(STEP_FREE, with_near(**way)).mark == mark


def test_a_womens_meeting_is_a_mark_and_the_way_in_stays_first():
    for_women = dataclasses.replace(WAY, restricted_to=("women",), kept_for=("women",), miles=2.1, venue="Example Hall")
    found = marked({"kept_for": frozenset({"women"})}, dataclasses.replace(OPTION, second=for_women))
    assert found.mark == "Women only: tonight 7.30pm, about 2 miles, Example Hall"
    assert found.where == "about ¾ mile, Invented Hall"
    assert not any("nearer" in said for said in found.more)


def test_a_womens_meeting_that_does_not_suit_the_rest_says_so():
    for_women = dataclasses.replace(
        ONLINE, restricted_to=("women",), kept_for=("women",), inside_filters=False, unsaid=("step_free",)
    )
    wanted = {"kept_for": frozenset({"women"}), **STEP_FREE}
    found = marked(wanted, dataclasses.replace(OPTION, second=for_women))
    assert found.mark == (
        "Women only: tonight 7.30pm, online (not stated, ring first: step-free way in). "
        "Suits the rest of what you marked"
    )


def test_where_no_womens_meeting_is_near_it_is_said():
    found = marked({"kept_for": frozenset({"women", "lgbt"})})
    assert found.mark == ""
    assert "none for women or LGBT+ people only near here on the lists we hold" in found.more


def test_a_womens_programme_says_it_is():
    assert marked({"kept_for": frozenset({"women"})}, with_near(kept_for=("women",))).mark == "Women only"


@pytest.mark.parametrize(("minutes", "said"), [(90, "until 6pm"), (0, "how long is not stated")])
def test_what_is_on_now_says_when_it_started_and_when_it_ends(minutes, said):
    begun = dt.datetime(2026, 11, 24, 16, 30, tzinfo=dt.UTC)
    found = marked({"soon": "now"}, with_near(begun=begun, minutes=minutes))
    assert found.when == f"On now: started 4.30pm, {said}"
    option = with_near(begun=begun, minutes=minutes)
    (line,) = ways(of(option, wanted=Wanted(soon="now")), block=Block.GROUPS)
    assert line.said == "¾ mile, on now"


@pytest.mark.parametrize(
    ("stance", "said"),
    [
        (None, "Medicines: not stated, ask"),
        ("welcomes", "Says it welcomes people on prescribed medicines (Its leaflet, 3 March 2026)"),
        ("no_view", "Says it takes no view of prescribed medicines (Its leaflet, 3 March 2026)"),
        (
            "varies",
            "Says it varies from group to group on prescribed medicines: ask (Its leaflet, 3 March 2026)",
        ),
    ],
)
def test_what_is_said_of_medicines_has_its_source_and_day(stance, said):
    stated = Stance(stance, "Its leaflet", dt.date(2026, 3, 3)) if stance else None
    option = dataclasses.replace(OPTION, medicines=stated)
    assert capfirst(row(option, of=of(option, medicines=True)).more[0]) == said
    assert not any("edicine" in each for each in row(option, of=of(option)).more)


def test_what_says_so_and_what_does_not_say_are_counted():
    option = dataclasses.replace(OPTION, meetings=1, unsaid=12)
    asked = of(option, wanted=Wanted(**STEP_FREE), miles=5)
    assert counted(asked) == "Within 5 miles, 1 meeting says so; 12 do not say: ring first."
    women = {"kept_for": frozenset({"women"})}
    asked = of(option, wanted=Wanted(**STEP_FREE, **women))
    assert counted(asked) == "Within 5 miles, 1 meeting for women says so; 12 do not say: ring first."
    assert counted(of(OPTION, wanted=Wanted(**women))) == "Within 5 miles, 3 meetings are kept for women."
    assert counted(of(option, wanted=Wanted(days=frozenset({2})))) == ""


def test_every_stance_that_may_be_shown_has_its_words():
    """What breaks our standard is not shown, and what is not known or does not come up is not stated."""
    from directory.models import Programme

    silent = {Programme.Medicines.TELLS_TO_STOP, Programme.Medicines.NOT_KNOWN, Programme.Medicines.NOT_RELEVANT}
    assert set(STANCES) == set(Programme.Medicines.values) - silent
    assert {str(fact) for fact in Fact} | {"language"} == set(map(str, FACTS))


def test_which_kinds_suit_is_said_in_the_order_of_the_page():
    suits = dataclasses.replace(OPTION, slug="a", name="Second by name")
    other = dataclasses.replace(OPTION, slug="b", name="First by name")
    not_so = dataclasses.replace(with_near(inside_filters=False), slug="c", name="Otherwise")
    far = dataclasses.replace(OPTION, slug="d", name="Far away", band=Band.NOT_NEAR)
    tuesdays = Wanted(days=frozenset({2}))
    answer = of(suits, not_so, other, far, wanted=tuesdays)
    assert which_suit(answer) == "2 kinds suit: Second by name and First by name."
    assert which_suit(of(suits, wanted=tuesdays)) == "1 kind suits: Second by name."
    assert which_suit(of(*[suits] * 7, wanted=tuesdays)) == "7 kinds suit."
    nothing = which_suit(of(not_so, far, wanted=tuesdays))
    assert nothing == "Nothing within reach is known to suit all of that: what there is stands below."
    assert which_suit(of(suits)) == ""
    assert which_suit(of(suits, wanted=Wanted(days=frozenset({2}), kept_for=frozenset({"women"})))) == ""
