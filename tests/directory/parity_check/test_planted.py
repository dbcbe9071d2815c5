"""Each unfairness that is planted is found, by the number of its clause."""

import datetime as dt
from dataclasses import replace

import pytest

from directory import index, parity, reading, turns, wanted, widening
from directory.models import Meeting, Programme, Venue
from directory.options import Band, Block, Stance
from directory.parity_check import check, order, surfaces, walking
from directory.search import Order
from tests.directory.parity_check.walked import AND_WHERE_THEY_MEET, clauses, first_of, found, say
from tests.factories import MeetingFactory, stamp

pytestmark = pytest.mark.django_db


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


def test_2_what_is_for_one_of_two_problems_and_is_left_out_is_told(ground, now, monkeypatch):
    takes = parity._is_for
    every = lambda programme, problems: all(takes(programme, [one]) for one in problems)  # noqa: E731
    monkeypatch.setattr(parity, "_is_for", every)
    monkeypatch.setattr(walking, "ASKED", ({"problems": frozenset({"alcohol", "gambling"})},))
    assert any("could serve this person and is not named" in said for said in clauses(now)[1])


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


def test_5_a_filter_that_moves_a_band_is_told(ground, now, monkeypatch):
    """What nothing near suits is as near as it was."""
    honestly = index.Around.nearest
    monkeypatch.setattr(index.Around, "nearest", lambda around: {} if around.asked else honestly(around))
    monkeypatch.setattr(walking, "ASKED", ({"days": frozenset({4})},))
    told = found(now, AND_WHERE_THEY_MEET).violations
    assert {one.asked for one in told if "and belongs among reachable" in one.sentence} == {"days 4"}


@pytest.mark.parametrize("wrong", [5, 10, 25])
def test_5_a_wrong_widening_is_told(ground, now, monkeypatch, wrong):
    monkeypatch.setattr(widening, "far_enough", lambda reach, families: wrong)
    assert any(
        f"It looks within {wrong} miles, and should within" in said for said in clauses(now, AND_WHERE_THEY_MEET)[5]
    )


def test_5_a_mark_that_moves_the_line_is_told(ground, now, monkeypatch):
    honestly = parity._far_enough

    def by_what_suits(search, around, families):
        if search.wanted.facts:
            return replace(search, miles=25), around.within(25)
        return honestly(search, around, families)

    monkeypatch.setattr(parity, "_far_enough", by_what_suits)
    monkeypatch.setattr(walking, "ASKED", ({"facts": frozenset({"step_free"})},))
    told = [one for one in found(now, AND_WHERE_THEY_MEET).violations if one.clause == 5]
    assert {one.asked for one in told} == {"facts step_free"}
    assert any("It looks within 25 miles, and should within 5" in one.sentence for one in told)


def test_5_a_distance_that_was_chosen_and_is_not_kept_is_told(ground, now, monkeypatch):
    monkeypatch.setattr(walking, "ASKED", ({"miles": 1},))
    plain = parity.options
    monkeypatch.setattr(parity, "options", lambda search, **given: plain(replace(search, miles=5), **given))
    assert any("It looks within 5 miles, and should within 1" in said for said in clauses(now, AND_WHERE_THEY_MEET)[5])


def test_5_a_wider_distance_that_is_not_offered_is_told(ground, now, plant, monkeypatch):
    monkeypatch.setattr(walking, "ASKED", ({"miles": 1},))
    Venue.objects.exclude(meetings__programme=ground[0]).update(lat=53.6)
    stamp()
    assert not found(now, AND_WHERE_THEY_MEET).violations
    plant(lambda options: replace(options, wider=None))
    assert any("It offers to look within None miles" in said for said in clauses(now, AND_WHERE_THEY_MEET)[5])


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


def stands_as(monkeypatch, **otherwise):
    """Have every meeting be in its programme what it may not be."""
    honestly = reading._stands
    monkeypatch.setattr(reading, "_stands", lambda *given: honestly(*given)._replace(**otherwise))


def test_8_a_restricted_meeting_as_a_best_way_in_is_told(ground, now, monkeypatch):
    stands_as(monkeypatch, admits_all=True)
    assert any("is for some people only: women" in said for said in clauses(now)[8])


def test_8_a_meeting_that_staff_run_as_a_best_way_in_is_told(ground, now, monkeypatch):
    stands_as(monkeypatch, stands_for=True)
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


@pytest.fixture
def said(ground):
    """Of one programme: what says that it is step-free, and, nearer, what does not say."""
    programme = ground[0]
    Meeting.objects.filter(programme=programme).update(step_free="yes")
    stamp(
        MeetingFactory(programme=programme, venue__lat=53.4836, step_free="unknown"),
        MeetingFactory(programme=programme, venue__lat=53.4837, step_free="no", restricted_to=["women"]),
        MeetingFactory(programme=programme, online=True, pattern__weekday=3),
        MeetingFactory(programme=programme, online=True, pattern__weekday=7, step_free="yes"),
    )
    return programme


STEP_FREE = {"facts": frozenset({"step_free"})}


def test_8_what_is_stated_and_what_is_not_in_their_order_is_fair(said, now, monkeypatch):
    monkeypatch.setattr(walking, "ASKED", (STEP_FREE, STEP_FREE | {"miles": 10}, STEP_FREE | KEPT_FOR_WOMEN))
    assert not found(now, AND_WHERE_THEY_MEET).violations


def test_8_what_is_not_stated_before_what_is_is_told(said, now, monkeypatch):
    first = property(lambda asked: (asked.stated | asked.unsaid,) if asked.unsaid is not None else (asked.stated,))
    monkeypatch.setattr(wanted.Asked, "by_what_is_said", first)
    monkeypatch.setattr(walking, "ASKED", (STEP_FREE,))
    told = clauses(now, AND_WHERE_THEY_MEET)[8]
    assert f"{said.slug}’s nearest way in does not state what was asked for, and another does." in told
    assert f"{said.slug}’s online way in does not state what was asked for, and another does." in told


def test_2_what_is_not_stated_and_is_said_to_suit_is_told(said, now, monkeypatch):
    monkeypatch.setattr(walking, "ASKED", ({"facts": frozenset({"step_free"}), "order": Order.NEAREST},))
    Meeting.objects.filter(programme=said, step_free="yes").update(step_free="no")
    stamp()
    monkeypatch.setattr(index.Around, "matches", lambda around, row: True)
    monkeypatch.setattr(wanted.Asked, "missing", lambda asked, row: ())
    told = clauses(now, AND_WHERE_THEY_MEET)[2]
    assert any("says wrongly whether it is what was asked for" in sentence for sentence in told)
    assert any("says wrongly what of it is not stated" in sentence for sentence in told)


def test_5_what_is_not_stated_and_counted_as_if_it_were_is_told(said, now, plant, monkeypatch):
    monkeypatch.setattr(walking, "ASKED", (STEP_FREE,))
    plant(
        lambda options: replace(
            options, groups=tuple(replace(one, meetings=one.meetings + one.unsaid, unsaid=0) for one in options.groups)
        )
    )
    told = clauses(now, AND_WHERE_THEY_MEET)[5]
    assert any("meetings inside the distance that are what was asked for" in sentence for sentence in told)
    assert any("meetings inside the distance that may be what was asked for" in sentence for sentence in told)


KEPT_FOR_WOMEN = {"kept_for": frozenset({"women"})}


def test_8_what_is_kept_for_those_who_ask_and_is_not_shown_them_is_told(said, now, plant, monkeypatch):
    monkeypatch.setattr(walking, "ASKED", (KEPT_FOR_WOMEN,))
    assert not found(now, AND_WHERE_THEY_MEET).violations
    plant(lambda options: replace(options, groups=tuple(replace(one, second=None) for one in options.groups)))
    assert any(
        "’s second, for some people only, is nowhere" in sentence for sentence in clauses(now, AND_WHERE_THEY_MEET)[8]
    )


def test_8_what_is_kept_for_them_and_too_far_is_the_next_to_be_joined_from_afar(ground, now, monkeypatch):
    """The next, and not a nearer hall that is later."""
    monkeypatch.setattr(walking, "ASKED", (KEPT_FOR_WOMEN,))
    theirs = {"programme": ground[0], "restricted_to": ["women"]}
    stamp(
        MeetingFactory(**theirs, hybrid=True, venue__lat=51.5, venue__lon=-0.1, pattern__weekday=7),
        MeetingFactory(**theirs, online=True, pattern__weekday=4),
    )
    assert not found(now, AND_WHERE_THEY_MEET).violations


def test_8_what_is_on_now_and_is_not_said_to_be_is_told(ground, now, plant, monkeypatch):
    monkeypatch.setattr(walking, "ASKED", ({"soon": "now"},))
    stamp(MeetingFactory(programme=ground[0], pattern__starts_at=dt.time(14, 30)))
    assert not found(now, AND_WHERE_THEY_MEET).violations

    def later(options):
        ways = [one.nearest and replace(one.nearest, begun=None) for one in options.groups]
        shown = zip(options.groups, ways, strict=True)
        return replace(options, groups=tuple(replace(one, nearest=way) for one, way in shown))

    plant(later)
    assert any("says wrongly since when it is on" in sentence for sentence in clauses(now, AND_WHERE_THEY_MEET)[2])


def test_9_a_stance_on_medicines_that_nobody_stated_is_told(ground, now, plant, monkeypatch):
    monkeypatch.setattr(walking, "ASKED", ({"medicines": True},))
    plant(lambda options: first_of(options, {"medicines": Stance("welcomes", "Nobody", now.date())}))
    assert any(
        "does not say of medicines just what it states" in sentence for sentence in clauses(now, AND_WHERE_THEY_MEET)[9]
    )


def test_8_a_young_person_sent_to_adults_is_told(ground, now, monkeypatch):
    Programme.objects.update(serves=["me", "young_person"])
    stamp()
    kept = parity._meetings
    monkeypatch.setattr(parity, "_meetings", lambda slug, ways, *, grown_up: kept(slug, ways, grown_up=False))
    assert any("sends a young person" in said for said in clauses_of(check(places=30, now=now), 8))


def clauses_of(told, clause):
    return [one.sentence for one in told.violations if one.clause == clause]


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
