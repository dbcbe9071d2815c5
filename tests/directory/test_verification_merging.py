"""Two rows become one meeting and two again: nothing is lost on the way, and no ring closes."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from directory import following
from directory.models import DirectoryRevision, Likeness, Meeting
from directory.verification import NotMerged, keep_apart, leave_open, merge, unmerge
from mutualaid.accounts.models import User
from tests.conftest import NOW
from tests.factories import MeetingFactory, ProgrammeFactory, SourceFactory, stamp

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor():
    return User.objects.create_user("editor@example.org")


@pytest.fixture
def said(editor):
    return {"by": editor, "at": NOW}


@pytest.fixture
def four():
    """Four rows of one programme, each from a list of its own."""
    programme = ProgrammeFactory()
    rows = [MeetingFactory(programme=programme, source=SourceFactory(slug=f"list-{at}")) for at in range(4)]
    stamp(*rows)
    return rows


def facts():
    """Every column of every row, but the revision."""
    return [
        {name: value for name, value in row.items() if name != "revision"}
        for row in Meeting.objects.order_by("pk").values()
    ]


def merged():
    return dict(Meeting.objects.values_list("pk", "merged_into"))


def followed():
    return {row.meeting for row in following.directory().index.rows}


def test_a_merged_row_leaves_every_index_and_the_one_kept_stays(four, said):
    one, other, *rest = four
    assert followed() == {row.pk for row in four}
    assert merge(one, other, **said) == other
    assert followed() == {row.pk for row in (other, *rest)}
    assert Meeting.objects.get(pk=other.pk).revision == DirectoryRevision.objects.get().number


def test_both_rows_stay_as_their_lists_tell_them(four, said):
    before = facts()
    merge(four[0], four[1], **said)
    for was, row in zip(before, facts(), strict=True):
        assert row == was | {"merged_into_id": four[1].pk if was["id"] == four[0].pk else None}


def test_who_said_so_when_and_why_is_kept(four, editor, said):
    merge(four[0], four[1], reasons=["same hall", "names alike"], **said)
    kept = Likeness.objects.get()
    assert (kept.meeting, kept.other, kept.decision) == (four[0], four[1], "same")
    assert (kept.decided_by, kept.decided_at, kept.reasons) == (editor, NOW, ["same hall", "names alike"])


def test_taking_apart_puts_everything_back_exactly(four, said):
    before = facts()
    merge(four[0], four[1], **said)
    unmerge(four[0], **said)
    assert facts() == before
    assert followed() == {row.pk for row in four}
    assert Likeness.objects.get().decision == "different"


def test_what_was_taken_apart_may_be_merged_the_other_way_round(four, said):
    one, other, *_ = four
    merge(one, other, **said)
    unmerge(one, **said)
    assert merge(other, one, **said) == one
    assert (Likeness.objects.get().meeting, Likeness.objects.get().other) == (other, one)


def test_a_chain_leads_to_the_one_kept_in_the_end_whichever_link_came_first(four, said):
    a, b, c, d = four
    merge(a, b, **said)
    merge(c, d, **said)
    assert merge(b, c, **said) == d
    assert merged() == {a.pk: d.pk, b.pk: d.pk, c.pk: d.pk, d.pk: None}


def test_what_came_along_goes_back_with_what_it_was_merged_into(four, said):
    a, b, c, _ = four
    merge(a, b, **said)
    before = facts()
    merge(b, c, **said)
    unmerge(b, **said)
    assert facts() == before


def test_of_a_chain_one_is_taken_out_and_the_rest_stays(four, said):
    a, b, c, _ = four
    merge(a, b, **said)
    merge(b, c, **said)
    unmerge(a, **said)
    assert merged() == {a.pk: None, b.pk: c.pk, c.pk: None, four[3].pk: None}


def test_a_ring_is_refused(four, said):
    a, b, c, _ = four
    merge(a, b, **said)
    with pytest.raises(NotMerged, match="other way round"):
        merge(b, a, **said)
    merge(b, c, **said)
    with pytest.raises(NotMerged, match="other way round"):
        merge(c, a, **said)


def test_a_row_is_not_merged_into_itself(four, said):
    with pytest.raises(NotMerged, match="choose two"):
        merge(four[0], four[0], **said)


def test_what_is_merged_already_is_not_merged_again(four, said):
    a, b, c, _ = four
    merge(a, b, **said)
    with pytest.raises(NotMerged, match="already: take those apart"):
        merge(a, c, **said)


def test_meetings_of_two_programmes_are_never_merged(four, said):
    with pytest.raises(NotMerged, match="two programmes"):
        merge(four[0], MeetingFactory(), **said)


@pytest.mark.parametrize("gone", [{"withdrawn": True}, {"held_at": NOW, "held_reason": "A concern"}])
def test_what_is_shown_is_not_merged_into_what_is_not(four, said, gone):
    hidden = MeetingFactory(programme=four[0].programme, **gone)
    with pytest.raises(NotMerged, match="not shown to everybody"):
        merge(four[0], hidden, **said)
    assert merge(hidden, four[0], **said) == four[0]


def test_what_is_merged_into_nothing_is_not_taken_apart(four, said):
    with pytest.raises(NotMerged, match="nothing to take apart"):
        unmerge(four[0], **said)


def test_what_is_refused_changes_nothing(four, said):
    merge(four[0], four[1], **said)
    before, revision = facts(), DirectoryRevision.objects.get().number
    with pytest.raises(NotMerged):
        merge(four[1], four[0], **said)
    assert (facts(), DirectoryRevision.objects.get().number) == (before, revision)
    assert Likeness.objects.count() == 1


@pytest.mark.parametrize(("say", "decision"), [(keep_apart, "different"), (leave_open, "undecided")])
def test_two_may_be_kept_apart_or_left_open_and_the_last_word_counts(four, editor, said, say, decision):
    one, other, *_ = four
    before, revision = facts(), DirectoryRevision.objects.get().number
    leave_open(other, one, **said)
    say(one, other, reasons=["another room"], **said)
    kept = Likeness.objects.get()
    assert (kept.decision, kept.decided_by, kept.reasons) == (decision, editor, ["another room"])
    assert (facts(), DirectoryRevision.objects.get().number) == (before, revision)


@pytest.mark.parametrize("say", [keep_apart, leave_open])
def test_what_is_merged_cannot_be_said_to_be_two_without_taking_it_apart(four, said, say):
    a, b, c, d = four
    merge(a, b, **said)
    merge(c, b, **said)
    for one, other in ((a, b), (b, a), (a, c)):
        with pytest.raises(NotMerged, match="take them apart first"):
            say(one, other, **said)
    say(a, d, **said)


steps = st.lists(st.tuples(st.booleans(), st.integers(0, 4), st.integers(0, 4)), max_size=25)
addresses = (f"editor-{number}@example.org" for number in itertools.count())


@given(steps)
def test_any_merging_and_taking_apart_agrees_with_following_each_link(walk):
    """The oracle keeps what was merged into what, and walks it from the start each time."""
    said = {"by": User.objects.create_user(next(addresses)), "at": NOW}
    programme = ProgrammeFactory()
    rows = [MeetingFactory(programme=programme, pattern=False) for _ in range(5)]
    links = {}

    def end(at):
        while at in links:
            at = links[at]
        return at

    for is_merge, one, other in walk:
        if is_merge and one not in links and end(other) != one:
            merge(rows[one], rows[other], **said)
            links[one] = other
        elif not is_merge and one in links:
            unmerge(rows[one], **said)
            del links[one]
        else:
            with pytest.raises(NotMerged):
                merge(rows[one], rows[other], **said) if is_merge else unmerge(rows[one], **said)
        now = merged()
        assert [now[row.pk] for row in rows] == [rows[end(at)].pk if at in links else None for at in range(5)]
