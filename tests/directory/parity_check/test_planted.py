"""Each unfairness that is planted is found, by the number of its clause."""

import datetime as dt
from dataclasses import replace

import pytest

from directory import index, parity, turns
from directory.listed import Listed
from directory.models import Meeting, Programme
from directory.options import Band, Block
from directory.parity_check import check, order, surfaces, walking
from tests.directory.parity_check.walked import clauses, first_of, found, say
from tests.factories import stamp

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
