"""The parity rule, clause by clause, over any directory, place, filter, order and moment."""

import datetime as dt
from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from directory.classification import Kind
from directory.options import Band, Block
from directory.parity import options, relevant
from directory.places import Place, Point
from directory.recurrence import Repeats
from directory.search import DISTANCES, Order, Search
from directory.vocabulary import Problem, Who
from directory.wanted import Wanted
from tests.conftest import NOW
from tests.directory.worlds import directories, directory_of, meeting, moments, searches
from tests.factories import ProgrammeFactory

MANCHESTER = Place("M1 1", "m1-1", Point(53.4835, -2.2312), "sector", "england")
NEAR, FAR = Point(53.49, -2.23), Point(53.9, -2.23)
TONIGHT = Repeats("weekly", 2, dt.time(19, 30))
IN_SIX_DAYS = Repeats("weekly", 1, dt.time(10))


def found(directory, search=None, now=NOW):
    return options(search or Search(place=MANCHESTER), directory=directory, now=now)


def meets(programme, at=0, *, point=NEAR, repeats=TONIGHT, mode="in_person", seen_at=NOW, **facts):
    return meeting(programme, at, point=point, repeats=repeats, mode=mode, seen_at=seen_at, **facts)


def within_the_standard(programme):
    """Clause 3, worked out again: no point of the listing standard is known to be broken."""
    return not (
        programme.charges_no_fee == "no"
        or programme.run_by == "company"
        or programme.recruits == "yes"
        or programme.medicines == "tells_to_stop"
        or (programme.under_18s == "yes" and programme.safeguarding == "no")
    )


def should_be_shown(directory, search):
    """Clause 1's set, worked out again: current, within the standard, and could serve this person."""
    drugs = {"cocaine", "cannabis", "crystal_meth", "opioids", "pills"}
    shown = set()
    for slug, programme in directory.programmes.items():
        takes = set(programme.problems)
        right_problem = not search.problems or any(
            problem == "other"
            or not takes
            or problem in takes
            or (problem == "drugs" and takes & drugs)
            or (problem in drugs and "drugs" in takes)
            for problem in search.problems
        )
        if (
            programme.retired_at is None
            and within_the_standard(programme)
            and (not search.who or search.who in programme.serves)
            and (not programme.nations or search.place.nation in programme.nations)
            and right_problem
        ):
            shown.add(slug)
    return shown


# --- Clause 1: complete ---------------------------------------------------


@given(directories(), searches, moments)
def test_1_every_programme_that_could_serve_is_named_once(directory, search, now):
    named = [option.slug for option in found(directory, search, now).every]
    assert len(named) == len(set(named))
    assert set(named) == should_be_shown(directory, search)


# --- Clause 2: relevant ---------------------------------------------------


@given(directories(), searches, searches, moments)
def test_2_no_filter_order_distance_or_page_adds_or_removes_any(directory, search, other, now):
    changed = replace(other, place=search.place, who=search.who, problems=search.problems)
    before, after = (found(directory, each, now).every for each in (search, changed))
    assert {option.slug for option in before} == {option.slug for option in after}


@given(directories(), searches, moments)
def test_2_what_is_not_for_this_person_is_counted_elsewhere(directory, search, now):
    answer = found(directory, search, now)
    shown, elsewhere = ({each.slug for each in those} for those in (answer.every, answer.elsewhere))
    assert not shown & elsewhere
    current = [programme for programme in directory.programmes.values() if programme.retired_at is None]
    assert shown | elsewhere == {each.slug for each in current if each.kind is not Kind.OUTSIDE_STANDARD}


@pytest.mark.parametrize(
    ("takes", "problem", "expected"),
    [
        (["cocaine"], Problem.DRUGS, True),
        (["drugs"], Problem.CANNABIS, True),
        (["drugs"], Problem.ALCOHOL, False),
        (["alcohol"], Problem.OTHER, True),
        ([], Problem.GAMBLING, True),
        (["cocaine"], Problem.CANNABIS, False),
    ],
)
def test_2_one_drug_is_drugs_and_drugs_may_be_any(takes, problem, expected):
    programme = ProgrammeFactory.build(problems=takes)
    assert relevant(programme, who="", problems={problem}, place=MANCHESTER) is expected


# --- Clause 3: available --------------------------------------------------


@pytest.mark.parametrize(
    "breaks",
    [
        {"charges_no_fee": "no"},
        {"run_by": "company"},
        {"recruits": "yes"},
        {"medicines": "tells_to_stop"},
        {"under_18s": "yes", "safeguarding": "no"},
    ],
)
def test_3_a_programme_that_breaks_the_standard_is_not_an_option(breaks):
    answer = found(directory_of([ProgrammeFactory.build(**breaks)]))
    assert not answer.every
    assert not answer.elsewhere


@pytest.mark.parametrize(
    "not_known", [{"charges_no_fee": "unknown"}, {"under_18s": "yes"}, {"safeguarding": "no"}, {"medicines": "varies"}]
)
def test_3_what_nobody_knows_takes_nothing_away(not_known):
    assert len(found(directory_of([ProgrammeFactory.build(**not_known)])).every) == 1


def test_3_what_nobody_has_checked_keeps_its_row_and_says_so():
    unchecked = ProgrammeFactory.build(paused_at=NOW, known_in_uk=False)
    (option,) = found(directory_of([unchecked])).every
    assert option.not_checked
    assert option.paused
    assert not option.known_in_uk


@pytest.mark.parametrize(("days", "not_checked"), [(10, False), (183, False), (184, True)])
def test_3_a_way_in_counts_as_checked_for_six_months(days, not_checked):
    on = (NOW.date() - dt.timedelta(days=days)).isoformat()
    programme = ProgrammeFactory.build(ways_in=[{"kind": "phone", "value": "0808 157 0123", "checked_on": on}])
    (option,) = found(directory_of([programme])).every
    assert (option.not_checked, option.band is Band.ONLINE) == (not_checked, not not_checked)


def test_3_a_way_in_for_one_nation_is_offered_there_alone():
    programme = ProgrammeFactory.build(
        ways_in=[
            {"kind": "site", "value": "https://example.org/britain", "nations": ["england", "wales", "scotland"]},
            {"kind": "site", "value": "https://example.org/ireland", "nations": ["northern_ireland"]},
        ]
    )
    sites = {
        nation: found(directory_of([programme]), Search(place=replace(MANCHESTER, nation=nation))).every[0].contact.site
        for nation in ("wales", "northern_ireland")
    }
    assert sites == {"wales": "https://example.org/britain", "northern_ireland": "https://example.org/ireland"}


def test_3_the_class_decides_a_label_never_inclusion():
    unknown = ProgrammeFactory.build(run_by_members="unknown")
    (option,) = found(directory_of([unknown])).groups
    assert option.kind is Kind.NOT_FULLY_CHECKED


# --- Clause 4: whose list we hold -----------------------------------------


def test_4_how_much_of_each_list_we_hold_is_said_for_the_nation():
    held, not_held = ProgrammeFactory.build(), ProgrammeFactory.build()
    directory = directory_of([held, not_held])
    extents = {option.slug: option.listing for option in found(directory).every}
    assert extents == {held.slug: "part", not_held.slug: "none"}
    in_wales = replace(MANCHESTER, nation="wales")
    assert {option.listing for option in found(directory, Search(place=in_wales)).every} == {"none"}


# --- Clause 5: reach first ------------------------------------------------


@given(directories(), searches, st.sampled_from(DISTANCES), moments)
def test_5_widening_the_distance_moves_the_line_and_nothing_else(directory, search, further, now):
    wider = replace(search, miles=max(search.miles, further))
    near = {
        option.slug: option for option in found(directory, replace(search, miles=min(search.miles, further)), now).every
    }
    for option in found(directory, wider, now).every:
        if near[option.slug].band is Band.REACHABLE:
            assert option.band is Band.REACHABLE
        if option.band is not Band.REACHABLE:
            assert option.band is near[option.slug].band


@given(directories(), searches, moments)
def test_5_no_filter_moves_an_option_out_of_reach(directory, search, now):
    unasked = {option.slug: option.band for option in found(directory, replace(search, wanted=Wanted()), now).every}
    assert {option.slug: option.band for option in found(directory, search, now).every} == unasked


@given(directories(), searches, moments)
def test_5_bands_come_in_order_inside_every_block(directory, search, now):
    answer = found(directory, search, now)
    order = list(Band)
    for block in (answer.groups, answer.family, answer.community, answer.staff):
        at = [order.index(option.band) for option in block]
        assert at == sorted(at)


# --- Clause 6: families interleaved, and the schedule exact ---------------


@given(directories(), searches, moments)
def test_6_inside_a_band_no_family_appears_twice_until_each_has_once(directory, search, now):
    answer = found(directory, replace(search, order=Order.TURN), now)
    for band in (answer.reachable, answer.online, answer.not_near):
        sizes, seen = Counter(option.approach for option in band), Counter()
        for option in band:
            seen[option.approach] += 1
            assert all(seen[family] >= min(seen[option.approach] - 1, sizes[family]) for family in sizes)


@given(st.sampled_from([1, 2, 3, 4, 5]), st.sampled_from(["m1-1", "leeds"]))
def test_6_over_2n_weeks_each_stands_in_every_place_exactly_twice(n, cell):
    programmes = [ProgrammeFactory.build() for _ in range(n)]
    directory, search = directory_of(programmes), Search(place=replace(MANCHESTER, cell=cell))
    places = Counter()
    for week in range(2 * n):
        order = found(directory, search, NOW + dt.timedelta(weeks=week)).groups
        places.update((option.slug, at) for at, option in enumerate(order))
    assert len(places) == n * n
    assert set(places.values()) == {2}


@given(directories(), searches, moments, st.randoms(use_true_random=False))
def test_6_changing_names_and_slugs_changes_no_place(directory, search, now, random):
    if search.order is Order.A_TO_Z:  # exempt: it goes by name
        return
    slugs = list(directory.programmes)
    new = dict(zip(slugs, random.sample([f"zz-{at}" for at in range(len(slugs))], len(slugs)), strict=True))
    programmes = [
        ProgrammeFactory.build(
            **{
                field.name: getattr(programme, field.name)
                for field in programme._meta.fields
                if field.name not in {"id", "slug", "name"}
            },
            slug=new[slug],
            name=f"Other {new[slug]}",
        )
        for slug, programme in directory.programmes.items()
    ]
    listed = [replace(row, programme=new[row.programme]) for row in directory.index.rows]
    renamed = directory_of(programmes, listed)
    before, after = found(directory, search, now), found(renamed, search, now)
    assert [new[option.slug] for option in before.every] == [option.slug for option in after.every]
    assert [line.approach for line in before.range] == [line.approach for line in after.range]


@given(directories(), searches, moments)
def test_6_a_visitor_may_choose_nearest_soonest_or_a_to_z(directory, search, now):
    by_name = found(directory, replace(search, order=Order.A_TO_Z), now)
    nearest = found(directory, replace(search, order=Order.NEAREST), now)
    names = [option.name for option in by_name.reachable]
    assert names == sorted(names, key=str.casefold)
    miles = [option.nearest.miles for option in nearest.reachable]
    assert miles == sorted(miles)


# --- Clause 7: the first screen -------------------------------------------


@given(directories(), searches, moments)
def test_7_every_family_has_one_line_in_the_range(directory, search, now):
    answer = found(directory, search, now)
    families = [line.approach for line in answer.range]
    assert len(families) == len({(line.approach, line.block) for line in answer.range})
    assert set(families) == {option.approach for option in answer.groups + answer.family}


@given(directories(), searches, moments)
def test_7_a_range_line_ends_in_the_familys_nearest_reach(directory, search, now):
    answer = found(directory, search, now)
    order = list(Band)
    for line in answer.range:
        family = [option for option in getattr(answer, line.block) if option.approach == line.approach]
        assert order.index(line.best.band) == min(order.index(option.band) for option in family)


@given(directories(), searches, moments)
def test_7_the_first_full_rows_hold_what_they_must(directory, search, now):
    answer = found(directory, search, now)
    within_reach = answer.reachable + answer.online
    full = [option for option in within_reach if option.slug not in answer.folded]

    def soon(option):
        near = option.nearest if option.band is Band.REACHABLE else None
        ways = [way for way in (near, option.soonest, option.online) if way]
        return any(way.next_start - now <= dt.timedelta(hours=24) for way in ways)

    for wish in (
        lambda option: option.band is Band.REACHABLE,
        lambda option: option.is_twelve_step,
        lambda option: not option.is_twelve_step,
        soon,
    ):
        assert any(map(wish, full)) == any(map(wish, within_reach))


@pytest.mark.parametrize("week", range(4))  # whoever's turn it is
def test_7_the_one_within_a_day_is_a_full_row_though_another_of_its_family_stands_first(week):
    tonight, later = ProgrammeFactory.build(), ProgrammeFactory.build()
    directory = directory_of([tonight, later], [meets(tonight, 1), meets(later, 2, repeats=IN_SIX_DAYS)])
    answer = found(directory, now=NOW + dt.timedelta(weeks=week))
    assert tonight.slug not in answer.folded


@pytest.mark.parametrize("week", range(4))
def test_7_one_with_steps_and_one_without_are_full_rows_though_they_share_a_family(week):
    steps, none = (
        ProgrammeFactory.build(approach="faith", is_twelve_step=steps, ways_in=[]) for steps in (True, False)
    )
    directory = directory_of([steps, none], [meets(steps, 1), meets(none, 2)])
    answer = found(directory, now=NOW + dt.timedelta(weeks=week))
    assert not answer.folded


@given(directories(), searches, moments)
def test_7_a_fold_begins_in_one_place_and_takes_the_rest(directory, search, now):
    answer = found(directory, search, now)
    for band in (answer.reachable, answer.online, answer.not_near):
        in_fold = [option.slug in answer.folded for option in band]
        assert in_fold == sorted(in_fold)
    assert not any(option.slug in answer.folded for option in answer.not_near)


# --- Clause 11: beside, not instead ---------------------------------------


@given(directories(), searches, moments)
def test_11_communities_and_staff_run_groups_stand_in_their_own_blocks(directory, search, now):
    answer = found(directory, search, now)
    assert all(option.kind in {Kind.RECOVERY_COMMUNITY, Kind.PEER_SUPPORT} for option in answer.community)
    assert all(option.kind is Kind.STAFF_RUN for option in answer.staff)
    assert all(option.kind in {Kind.MUTUAL_AID, Kind.NOT_FULLY_CHECKED} for option in answer.groups + answer.family)
    assert not (search.who and answer.family)


def test_11_family_support_stands_apart_until_it_is_asked_for():
    directory = directory_of([ProgrammeFactory.build(), ProgrammeFactory.build(family=True)])
    assert [option.block for option in found(directory).every] == [Block.GROUPS, Block.FAMILY]
    asked = found(directory, Search(place=MANCHESTER, who=Who.SOMEONE_CLOSE))
    assert [option.block for option in asked.every] == [Block.GROUPS]
    assert len(asked.elsewhere) == 1


@given(directories(), searches, moments)
def test_counts_are_the_meetings_of_what_is_shown(directory, search, now):
    answer = found(directory, search, now)
    around = directory.index.around(search.place.point, miles=search.miles, wanted=search.wanted, now=now)
    assert answer.counts == {option.slug: around.counts().get(option.slug, 0) for option in answer.every}
