"""``manage.py check_parity``: it finds nothing in what is fair, and each unfairness that is planted, by its clause."""

import datetime as dt
import json
from dataclasses import fields, replace
from io import StringIO
from pathlib import Path

import jsonschema
import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from directory import answers, catalogue, index, parity, parity_check, several_places, turns
from directory.index import Listed, Wanted
from directory.models import Holding, Meeting, Programme
from directory.options import Band, Block
from directory.parity_check import check, order, surfaces, walking, whole
from directory.parity_check.seen import SUITS
from tests.factories import CellFactory, MeetingFactory, ProgrammeFactory, SourceFactory, stamp

SCHEMA = json.loads(Path("docs/reference/check_parity.schema.json").read_text())
PLACES = 9
FAMILIES = ("twelve_step", "twelve_step", "twelve_step", "tools", "tools", "secular", "faith", "women", "less")
pytestmark = pytest.mark.django_db

honest = parity.options


@pytest.fixture(autouse=True)
def few_pages(monkeypatch):
    monkeypatch.setattr(parity_check, "ON_SURFACES", 2)


@pytest.fixture
def ground(small_geography, now, time_machine):
    """Nine groups in Manchester's middle and out in the country, and one beside, of each block."""
    time_machine.move_to(now, tick=False)
    phone = [{"kind": "phone", "value": "0808 157 0123", "checked_on": "2026-11-01"}]
    groups = [
        ProgrammeFactory(approach=family, problems=[] if at % 2 else ["alcohol", "drugs"])
        for at, family in enumerate(FAMILIES)
    ]
    by_phone = ProgrammeFactory(approach="medication", ways_in=phone)
    beside = [ProgrammeFactory(community=True), ProgrammeFactory(staff=True), ProgrammeFactory(family=True)]
    ProgrammeFactory(approach="tools", nations=["scotland"])
    ProgrammeFactory(approach="buddhist", charges_no_fee="no")
    Holding.objects.create(
        programme=groups[0], nation="england", source=SourceFactory(), extent="whole", as_of=dt.date(2026, 11, 1)
    )
    made = [MeetingFactory(programme=one, venue__lat=53.48 + at / 100) for at, one in enumerate([*groups, *beside])]
    # Nearer to Manchester's middle than their programmes' others: for some people only, and not seen for long.
    made += [
        MeetingFactory(programme=groups[3], restricted_to=["women"], venue__lat=53.4836),
        MeetingFactory(programme=groups[4], stale=True, venue__lat=53.4836),
        MeetingFactory(programme=groups[5], online=True, pattern__weekday=5),
        MeetingFactory(programme=groups[8], hybrid=True, pattern__weekday=6),
        MeetingFactory(programme=groups[6], run_by="service", venue__lat=53.4837),
    ]
    stamp(*made)
    return groups + beside + [by_phone]


@pytest.fixture
def plant(monkeypatch):
    """Answer with what ``change`` makes of an honest answer, wherever there are groups to change."""

    def planted(change):
        def unfair(search, **given):
            options = honest(search, **given)
            return change(options) if options.groups else options

        monkeypatch.setattr(parity, "options", unfair)

    return planted


def found(now, places=PLACES):
    return check(places=places, now=now)


def clauses(now):
    """{clause: its sentences}, of the violations that a walk finds."""
    told = {}
    for one in found(now).violations:
        told.setdefault(one.clause, []).append(one.sentence)
    return told


def first_of(options, changed):
    """``options`` with the first of its groups changed."""
    return replace(options, groups=(replace(options.groups[0], **changed), *options.groups[1:]))


# --- What is fair ---------------------------------------------------------


def test_it_finds_nothing_in_what_is_fair(ground, now):
    told = found(now, places=30)
    assert not told.violations
    assert told.searches == len(told.fairness) * 3
    assert {(each.position, each.precedence) for each in told.fairness} == {(0, 0)}
    assert min(each.lists for each in told.fairness) >= 9
    assert all(told.surfaces.values())


def test_it_looks_the_same_way_twice_and_a_longer_walk_goes_on_from_a_shorter(ground, now):
    short, long = ([place.cell for place, _ in walking.places(count)] for count in (10, 25))
    assert long[:10] == short
    assert len(set(long)) == 25
    nations = {place.nation for place, _ in walking.places(10)}
    assert nations == {"england", "scotland", "wales", "northern_ireland"}
    towns = [people for _, people in walking.places(25)]
    assert any(towns)
    assert not all(towns)


def test_it_goes_to_islands():
    for slug in ("ze1-0", "lerwick", "stornoway", "ryde", *(f"invented-{at}" for at in range(40))):
        CellFactory(slug=slug)
    cells = [place.cell for place, _ in walking.places(18)]
    assert len(walking.ISLANDS.intersection(cells)) == 3


def test_it_walks_no_further_than_there_are_places(ground, now):
    assert len(found(now, places=10_000).fairness) < 100


def test_every_question_it_knows_is_asked_as_often(ground):
    place = walking.places(1)[0][0]
    asked = [said for at in range(len(walking.ASKED)) for said, _ in walking.searches(place, at)]
    assert {asked.count(walking.in_words(each)) for each in walking.ASKED} == {walking.ASKED_AT_EACH}
    assert asked.count("nothing") == len(walking.ASKED)


def test_every_field_that_can_be_asked_has_a_rule_and_a_question():
    """Add a rule to SUITS and a question to ASKED for a field that is new."""
    of_wanted = {field.name for field in fields(Wanted)}
    assert {name for names in SUITS for name in names} == of_wanted
    assert of_wanted <= {name for asked in walking.ASKED for name in asked}


def test_it_holds_texts_to_the_length_that_files_are_held_to():
    assert set(whole.SEVEN) == set(catalogue.QUESTIONS)
    longest = {"summary": catalogue.LONGEST_SUMMARY, "who": catalogue.LONGEST_LINE, "goal": catalogue.LONGEST_LINE}
    assert longest | dict.fromkeys(catalogue.QUESTIONS, catalogue.LONGEST_ANSWER) == whole.LONGEST


def test_an_empty_directory_breaks_no_rule(small_geography, now):
    assert not found(now).violations


# --- What is planted ------------------------------------------------------


def test_1_an_option_that_is_dropped_is_missed(ground, now, plant):
    plant(lambda options: replace(options, groups=options.groups[1:]))
    assert any("is not named" in said for said in clauses(now)[1])


def test_1_an_option_that_is_named_twice_is_told(ground, now, plant):
    plant(lambda options: replace(options, groups=(*options.groups, options.groups[-1])))
    assert any("is named 2 times" in said for said in clauses(now)[1])


def test_2_a_filter_that_removes_is_told_from_an_option_that_is_not_there(ground, now, plant):
    def remove(options):
        if options.search.wanted.asks_nothing:
            return options
        return replace(options, groups=tuple(one for one in options.groups if one.meetings))

    plant(remove)
    told = clauses(now)
    assert any("what was asked for removed it" in said for said in told[2])
    assert 1 not in told or not any("could serve" in said for said in told[1])


def test_2_what_is_for_another_nation_is_told(ground, now, monkeypatch):
    monkeypatch.setattr(parity, "relevant", lambda programme, **asked: True)
    assert any("for other people, problems or nations" in said for said in clauses(now)[2])


def test_3_what_breaks_the_standard_is_told(ground, now, monkeypatch):
    monkeypatch.setattr(parity, "Kind", type("Nothing", (), {"OUTSIDE_STANDARD": None, "STAFF_RUN": "service_run"}))
    assert any("breaks the listing standard" in said for said in clauses(now)[3])


@pytest.mark.parametrize(
    ("clause", "changed"),
    [
        (3, {"kind": "allied_peer_support"}),
        (3, {"paused": True}),
        (4, {"listing": "part"}),
        (9, {"name": "The best of all"}),
        (9, {"is_twelve_step": None}),
    ],
)
def test_3_4_9_a_row_that_says_what_is_not_so_is_told(ground, now, plant, clause, changed):
    plant(lambda options: first_of(options, changed))
    assert clause in clauses(now)


def test_3_what_nobody_checked_and_does_not_say_so_is_told(ground, now, plant):
    plant(lambda options: replace(options, groups=tuple(replace(one, not_checked=False) for one in options.groups)))
    assert any("checked a way into it" in said for said in clauses(now)[3])


def test_5_a_band_that_is_moved_is_told(ground, now, plant):
    plant(lambda options: first_of(options, {"band": Band.NOT_NEAR}))
    assert any("belongs among" in said for said in clauses(now)[5])


def test_5_a_distance_that_is_made_shorter_is_told(ground, now, plant):
    def nearer(options):
        ways = {
            one.slug: one.nearest and replace(one.nearest, miles=one.nearest.miles * 0.99) for one in options.groups
        }
        return replace(options, groups=tuple(replace(one, nearest=ways[one.slug]) for one in options.groups))

    plant(nearer)
    assert any("is said to be" in said for said in clauses(now)[5])


def test_6_one_that_is_promoted_is_told(ground, now, plant):
    def promote(options):
        band = [one for one in options.groups if one.band is options.groups[0].band]
        rest = options.groups[len(band) :]
        return replace(options, groups=(band[-1], *band[:-1], *rest))

    plant(promote)
    assert any("stands at 1, where" in said for said in clauses(now)[6])


def test_6_a_family_twice_running_is_told(ground, now, monkeypatch):
    def in_a_row(things, *, family, family_key, key, t):
        return sorted(things, key=lambda one: (family_key(family(one)), key(one)))

    monkeypatch.setattr(parity, "interleaved", in_a_row)
    assert any("appears again before each has appeared" in said for said in clauses(now)[6])


def test_6_a_schedule_that_favours_somebody_is_told_place_by_place(ground, now, monkeypatch):
    monkeypatch.setattr(turns, "turned", lambda things, *, key, t: sorted(things, key=key))
    told = found(now)
    assert all(each.position > 0 and each.precedence > 0 for each in told.fairness)
    assert any("a position is out by" in one.sentence for one in told.violations if one.clause == 6)


def test_6_the_exact_counts_see_one_week_in_which_two_change_places():
    keys = ("a", "b", "c")

    def one_week_wrong(week):
        listed = order.scheduled(keys, week)
        return listed[::-1] if week == 11 else listed

    assert order.exact_deviation(keys, 8, order=lambda week: order.scheduled(keys, week)) == (0, 0)
    assert order.exact_deviation(keys, 8, order=one_week_wrong) == (1, 1)


def test_7_a_fold_over_what_must_be_seen_is_told(ground, now, plant):
    plant(lambda options: replace(options, folded=frozenset(one.slug for one in options.groups)))
    assert any("No full row is of one" in said for said in clauses(now)[7])


def test_7_a_family_without_its_line_is_told(ground, now, plant):
    plant(lambda options: replace(options, range=options.range[1:]))
    assert any("one line for each family" in said for said in clauses(now)[7])


def test_7_a_line_that_does_not_end_in_the_best_way_in_is_told(ground, now, plant):
    def worse(options):
        lines = [
            replace(line, best=max((one for one in options.groups if one.approach == line.approach), key=order._reach))
            if line.block is Block.GROUPS
            else line
            for line in options.range
        ]
        return replace(options, range=tuple(lines))

    plant(worse)
    assert any("does not end in its best way in" in said for said in clauses(now)[7])


def test_8_a_restricted_meeting_as_a_best_way_in_is_told(ground, now, monkeypatch):
    monkeypatch.setattr(Listed, "open_to_all", property(lambda self: self.stands_for))
    assert any("is for some people only: women" in said for said in clauses(now)[8])


def test_8_a_meeting_that_staff_run_as_a_best_way_in_is_told(ground, now, monkeypatch):
    monkeypatch.setattr(Listed, "open_to_all", property(lambda self: self.admits_all))
    assert any("is for some people only: service_run" in said for said in clauses(now)[8])


def test_8_a_stale_meeting_as_a_best_way_in_is_told(ground, now, monkeypatch):
    monkeypatch.setattr(index, "STALE_AFTER", dt.timedelta(days=3650))
    assert any("is stale: last known on" in said for said in clauses(now)[8])


def test_8_a_meeting_on_a_ward_is_told(ground, now):
    assert not found(now).violations  # it is in memory now
    Meeting.objects.filter(programme=ground[0]).update(setting="ward")
    assert any("no meeting the public may see" in said for said in clauses(now)[8])


def test_8_a_farther_way_in_than_there_is_is_told(ground, now, plant):
    def without(options):
        return replace(options, groups=tuple(replace(one, nearest=None) for one in options.groups))

    plant(without)
    assert any("nearest way in is nowhere" in said for said in clauses(now)[8])


def test_8_a_young_person_sent_to_adults_is_told(ground, now, monkeypatch):
    Programme.objects.update(serves=["me", "young_person"])
    stamp()
    kept = parity._meetings
    monkeypatch.setattr(parity, "_meetings", lambda slug, ways, *, grown_up: kept(slug, ways, grown_up=False))
    assert any("sends a young person" in said for said in clauses_of(check(places=30, now=now), 8))


def clauses_of(told, clause):
    return [one.sentence for one in told.violations if one.clause == clause]


def say(programme, **words):
    """Have it say something else; the others keep theirs."""
    programme.text = {"en": programme.text["en"] | words}
    programme.save()


def test_9_a_longer_text_is_told_once_of_its_programme_alone(ground, now):
    say(ground[0], believe="No. " * 60)
    (one,) = found(now).violations
    sentence = f"{ground[0].slug} takes 240 letters over “believe”; nobody has more than 200."
    assert (one.clause, one.place, one.sentence) == (9, "", sentence)


def test_9_a_question_that_is_not_answered_is_told(ground, now):
    say(ground[0], medicines="")
    (one,) = found(now).violations
    assert (one.clause, one.sentence) == (9, f"{ground[0].slug} does not answer “medicines”.")


def test_10_what_is_folded_away_and_stands_nowhere_is_told(ground, now, plant):
    def fold_away(options):
        return replace(options, groups=options.groups[:-1], folded=options.folded | {options.groups[-1].slug})

    plant(fold_away)
    assert any("folded away and stands nowhere" in said for said in clauses(now)[10])


def test_10_nobody_but_the_person_removes_whatever_an_address_or_a_cookie_says(ground, client):
    """Folding comes with the person's own page; until then nothing that is sent along takes any away."""
    place = walking.places(1)[0][0]
    rows = read(client.get(f"/near/{place.cell}/"))
    client.cookies["hidden"] = client.cookies["folded"] = rows[0]
    assert read(client.get(f"/near/{place.cell}/?without={rows[0]}&fold={rows[1]}&programme={rows[2]}")) == rows
    assert sorted(rows) == sorted(one.slug for one in ground)


def read(response):
    rows = surfaces.Rows()
    rows.feed(response.content.decode())
    return rows.slugs


def test_11_a_staff_run_group_among_mutual_aid_is_told(ground, now, plant):
    plant(lambda options: replace(options, groups=(*options.groups, *options.staff), staff=()))
    assert any("belongs among staff" in said for said in clauses(now)[11])


# --- On every surface -----------------------------------------------------


@pytest.fixture
def page(monkeypatch):
    """Show a page as ``change`` makes it."""
    asked = surfaces.ask
    return lambda change: monkeypatch.setattr(surfaces, "ask", lambda *given: change(asked(*given)))


def test_1_a_page_that_drops_what_it_was_given_is_told(ground, now, page):
    page(lambda markup: markup.replace('<li class="row"', '<li class="gone"', 1))
    assert any("The page does not name" in said for said in clauses(now)[1])


def test_1_a_page_whose_closed_line_leaves_somebody_out_is_told(ground, now, page):
    page(lambda markup: markup.replace('<span class="fold__names">', '<span class="fold__names">Another, '))
    assert any("closed lines of the folds" in said for said in clauses(now)[1])


def test_1_a_page_that_fails_is_told(ground, now, monkeypatch):
    def fail(*given):
        raise surfaces.SurfaceFailed("/near/m1-1/ answered 500.")

    monkeypatch.setattr(surfaces, "ask", fail)
    assert "The page: /near/m1-1/ answered 500." in clauses(now)[1]


def test_6_a_desk_in_another_order_is_told(ground, now, monkeypatch):
    turned_round = several_places.options

    def other_order(searches, **given):
        several = turned_round(searches, **given)
        return replace(several, options=replace(several.options, groups=several.options.groups[::-1]))

    monkeypatch.setattr(several_places, "options", other_order)
    assert "The desk has another order than the schedule’s." in clauses(now)[6]


def test_9_a_row_with_more_than_the_others_have_is_told(ground, now, page):
    page(lambda markup: markup.replace('class="row__kind"', 'class="row__praise"', 1))
    assert any("parts that others have not" in said for said in clauses(now)[9])


def test_9_json_with_a_field_for_some_alone_is_told(ground, now, monkeypatch):
    plain = answers.answer

    def praised(*given):
        answer = plain(*given)
        for option in answer["options"][:1]:
            option["recommended"] = True
        return answer

    monkeypatch.setattr(answers, "answer", praised)
    assert any("The JSON: Some options have fields" in said for said in clauses(now)[9])


@pytest.mark.parametrize("gone", ["Never change your prescription", "Treatment where you are", 'id="community"'])
def test_11_a_page_without_what_stands_beside_is_told(ground, now, page, gone):
    page(lambda markup: markup.replace(gone, ""))
    assert clauses(now)[11]


# --- What is told beside them, and the command ----------------------------


def run(*asked):
    out = StringIO()
    call_command("check_parity", *asked, stdout=out, stderr=StringIO())
    return out.getvalue()


def test_the_command_says_in_json_what_its_schema_promises(ground, now):
    told = json.loads(run("--places", "12", "--json"))
    jsonschema.validate(told, SCHEMA)
    assert told["holds"]
    assert told["places"] == 12
    steps = {row["nation"]: row for row in told["completeness"] if row["approach"] == "twelve_step"}
    assert (steps["england"]["whole"], steps["england"]["none"], steps["wales"]["whole"]) == (1, 2, 0)


def test_the_command_ends_with_1_and_names_place_question_clause_and_sentence(ground, now, plant):
    plant(lambda options: replace(options, groups=options.groups[1:]))
    out = StringIO()
    with pytest.raises(SystemExit) as ended:
        call_command("check_parity", "--places=3", stdout=out, stderr=StringIO())
    assert ended.value.code == 1
    assert "asked nothing: programme-" in out.getvalue()
    assert "clause 1, " in out.getvalue()
    assert "more: --json tells them all" in out.getvalue()


def test_the_command_in_words_owns_that_a_gap_may_be_ours(ground, now):
    told = run("--places", "12")
    assert "0 violations" in told
    assert "A gap may be a gap in what we hold" in told
    assert "Not there to be read: printed sheet" in told
    assert "the most that a position is out is 0, that a precedence is out 0" in told


@pytest.mark.parametrize("count", ["0", "-1", "many", "1e3", "9" * 30, "²"])
def test_the_command_wants_a_number_of_places(count):
    with pytest.raises(CommandError, match="give a number of places"):
        call_command("check_parity", f"--places={count}")


def test_a_long_walk_says_how_far_it_has_come(ground, monkeypatch):
    monkeypatch.setattr("directory.management.commands.check_parity.QUIET_SECONDS", 0)
    err = StringIO()
    call_command("check_parity", "--places=3", stdout=StringIO(), stderr=err)
    assert err.getvalue().splitlines()[-1] == "3 of 3 places"


def test_a_family_with_nothing_near_is_counted_with_the_people_who_live_there(ground, now):
    told = {(gap.approach, gap.miles): gap for gap in found(now, places=30).gaps}
    near, far = told["secular", 5], told["secular", 25]
    assert 0 < far.places <= near.places < near.of_places
    assert far.people <= near.people <= near.of_people
    assert told["medication", 25].places == told["medication", 25].of_places  # by phone alone
    assert told["tools", 5].of_people > 0


def test_texts_that_are_out_of_the_ordinary_are_named_a_to_z(ground, now):
    for one in (ground[7], ground[2]):
        say(one, summary="A much longer summary than all others have. " * 5)
    letters, age = found(now).texts
    assert letters.outliers == tuple(sorted([ground[2].slug, ground[7].slug]))
    assert letters.least < letters.most
    assert letters.least <= letters.middle
    assert age.of == "reading age"
