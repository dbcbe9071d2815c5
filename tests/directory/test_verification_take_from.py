import dataclasses
import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from directory.importers import holding, intake, mapping, records
from directory.importers.listed import ListHeld
from directory.models import DirectoryRevision, Holding, ImportRun, Meeting, Pattern, Programme, Source, Venue
from directory.verification import (
    ChangedSince,
    DemonstrationRefused,
    Overtaken,
    edit,
    merge,
    take_from,
    taking,
)
from mutualaid.accounts.models import User
from tests.conftest import NOW
from tests.directory.importers.sheets import MAPPING, geography, programmes, row, sheet
from tests.factories import MeetingFactory, ProgrammeFactory, SourceFactory

pytestmark = pytest.mark.django_db

AUGUST = dt.date(2026, 8, 5)
SEPTEMBER = dt.date(2026, 9, 5)


@pytest.fixture(autouse=True)
def world():
    geography()
    return programmes()


@pytest.fixture
def listing(tmp_path):
    def make(*rows, as_of=AUGUST):
        path = tmp_path / "list.csv"
        path.write_text(sheet(*rows), newline="")
        return intake.listing(path, mapping.read(MAPPING), format="spreadsheet", as_of=as_of, progress=lambda *_: None)

    return make


def source(**facts):
    return Source.objects.filter(slug="lamps").first() or Source(slug="lamps", name="Lamps", licence="own", **facts)


def revision():
    return DirectoryRevision.objects.values_list("number", flat=True).first() or 0


LAMP, RIVER, OAK = row(), row(Title="River", Time="20:00"), row(Title="Oak", Day="Friday", Kind="LT")


def test_the_first_taking_adds_every_meeting_with_its_venue_and_pattern(listing):
    run = take_from(source(), listing(LAMP, RIVER, OAK), now=NOW)
    assert run.counts["added"] == Meeting.objects.count() == 3
    assert Venue.objects.count() == 1
    lamp = Meeting.objects.get(name="Tuesday Lamp")
    assert (lamp.venue.postcode, lamp.venue.authority, lamp.venue.precision) == ("M1 1AE", "E08000003", "given")
    assert lamp.seen_in_source_at == holding.first_moment(AUGUST)
    assert lamp.confirmed_at is None
    assert list(lamp.patterns.values_list("weekday", "starts_at", "minutes")) == [(2, dt.time(19, 30), 90)]
    assert lamp.revision == lamp.venue.revision == revision() == 1
    assert ImportRun.objects.get() == run


def test_the_same_list_again_changes_nothing(listing):
    take_from(source(), listing(LAMP, RIVER), now=NOW)
    before = list(Meeting.objects.order_by("pk").values())
    run = take_from(source(), listing(LAMP, RIVER), now=NOW)
    assert (run.counts["added"], run.counts["changed"], run.counts["unchanged"]) == (0, 0, 2)
    assert list(Meeting.objects.order_by("pk").values()) == before
    assert revision() == 1
    assert ImportRun.objects.count() == 2


def test_only_what_changed_is_stamped(listing):
    take_from(source(), listing(LAMP, RIVER), now=NOW)
    run = take_from(source(), listing(row(Ramp="True"), RIVER), now=NOW)
    assert (run.counts["changed"], run.counts["unchanged"]) == (1, 1)
    lamp, river = Meeting.objects.get(name="Tuesday Lamp"), Meeting.objects.get(name="River")
    assert (lamp.step_free, lamp.revision, river.revision) == ("yes", 2, 1)


def test_a_new_title_keeps_the_meeting_and_its_address(listing):
    take_from(source(), listing(LAMP), now=NOW)
    before = Meeting.objects.get()
    take_from(source(), listing(row(Title="Tuesday Lantern")), now=NOW)
    after = Meeting.objects.get()
    assert (after.pk, after.name) == (before.pk, "Tuesday Lantern")
    assert after.source_key.endswith("tuesday lantern")


def test_a_new_length_replaces_the_pattern(listing):
    take_from(source(), listing(LAMP, RIVER), now=NOW)
    take_from(source(), listing(row(Length="1hr"), RIVER), now=NOW)
    assert sorted(Pattern.objects.values_list("meeting__name", "minutes")) == [("River", 90), ("Tuesday Lamp", 60)]


def test_a_newer_list_moves_on_when_each_was_seen_and_says_so_to_every_index(listing):
    take_from(source(), listing(LAMP), now=NOW)
    take_from(source(), listing(LAMP, as_of=SEPTEMBER), now=NOW)
    lamp = Meeting.objects.get()
    assert (lamp.seen_in_source_at, lamp.revision) == (holding.first_moment(SEPTEMBER), 2)


def test_an_older_list_is_refused(listing):
    take_from(source(), listing(LAMP, as_of=SEPTEMBER), now=NOW)
    with pytest.raises(Overtaken, match="5 September 2026"):
        take_from(source(), listing(LAMP, RIVER, as_of=AUGUST), now=NOW)
    assert Meeting.objects.count() == 1


def test_what_is_no_longer_listed_is_counted_and_left_as_it_was(listing):
    take_from(source(), listing(LAMP, RIVER), now=NOW)
    before = Meeting.objects.filter(name="River").values().get()
    run = take_from(source(), listing(LAMP, as_of=SEPTEMBER), now=NOW)
    assert run.counts["missing"] == 1
    assert Meeting.objects.filter(name="River").values().get() == before


def test_a_meeting_that_returns_is_listed_again(listing):
    take_from(source(), listing(LAMP), now=NOW)
    Meeting.objects.update(withdrawn_at=holding.first_moment(AUGUST))
    run = take_from(source(), listing(LAMP, as_of=SEPTEMBER), now=NOW)
    assert run.counts["changed"] == 1
    assert Meeting.objects.get().withdrawn_at is None


def test_a_list_older_than_a_withdrawal_does_not_undo_it(listing):
    take_from(source(), listing(LAMP), now=NOW)
    Meeting.objects.update(withdrawn_at=NOW)
    for rows in ([LAMP], [row(Ramp="True")]):
        take_from(source(), listing(*rows, as_of=SEPTEMBER), now=NOW)
        assert Meeting.objects.get().withdrawn_at == NOW


def test_what_an_editor_confirmed_or_held_stays(listing):
    take_from(source(), listing(LAMP), now=NOW)
    Meeting.objects.update(confirmed_at=NOW, confirmed_by="editor", held_at=NOW, held_reason="Ring first")
    take_from(source(), listing(row(Ramp="True")), now=NOW)
    lamp = Meeting.objects.get()
    assert (lamp.confirmed_by, lamp.held_reason, lamp.step_free) == ("editor", "Ring first", "yes")


def test_a_venue_is_shared_and_kept_from_one_taking_to_the_next(listing):
    take_from(source(), listing(LAMP, RIVER), now=NOW)
    venue = Venue.objects.get()
    take_from(source(), listing(LAMP, RIVER, OAK), now=NOW)
    assert Venue.objects.get() == venue
    assert venue.meetings.count() == 3


def test_a_venue_that_moves_stamps_its_meetings(listing):
    take_from(source(), listing(LAMP, RIVER), now=NOW)
    moved = [row(Lat="53.4900"), row(Title="River", Time="20:00", Lat="53.4900")]
    run = take_from(source(), listing(*moved), now=NOW)
    assert run.counts["changed"] == 0
    assert Venue.objects.get().lat == 53.49
    assert set(Meeting.objects.values_list("revision", flat=True)) == {2}
    assert revision() == 2


def test_rows_outside_our_area_are_kept_counted_and_not_listed(listing):
    run = take_from(source(), listing(LAMP, row(Title="Abroad", Postcode="D02 K023", Country="Ireland")), now=NOW)
    assert (run.counts["added"], run.counts["outside"]) == (2, 1)
    assert [meeting.name for meeting in Meeting.objects.listed()] == ["Tuesday Lamp"]


def test_a_run_keeps_every_row_that_was_not_used_and_then_those_put_right(listing):
    run = take_from(source(), listing(row(Length="-1hr"), row(Title="No time", Time=""), LAMP | {"Lat": "1"}), now=NOW)
    run.refresh_from_db()
    assert [(one["row"], one["kind"]) for one in run.problems] == [(3, "time"), (4, "duplicate"), (2, "duration")]
    assert (run.counts["rejected"], run.counts["repaired"], run.counts["read"]) == (2, 1, 3)


def test_no_contact_reaches_what_a_run_keeps(listing):
    take_from(source(), listing(row(Note="Call Wilhelmina on 01632 960123\nPasscode: lamp")), now=NOW)
    kept = str(list(ImportRun.objects.values())) + str(list(Meeting.objects.values()))
    assert "960123" not in kept
    assert "Wilhelmina" not in kept


def test_holdings_say_how_much_of_whose_list_this_is(listing):
    take_from(source(), listing(LAMP), now=NOW)
    assert sorted(Holding.objects.values_list("programme__slug", "nation", "extent", "as_of")) == [
        ("open-door", "england", "part", AUGUST),
        ("open-door", "wales", "part", AUGUST),
    ]
    take_from(source(), listing(LAMP, as_of=SEPTEMBER), now=NOW)
    assert set(Holding.objects.values_list("as_of", flat=True)) == {SEPTEMBER}


def test_a_programme_that_is_not_in_the_catalogue_refuses_the_list(listing):
    lists = (ListHeld("unheard-of", "part", ("england",)),)
    with pytest.raises(records.CatalogueLacks, match="no unheard-of: run manage"):
        take_from(source(), dataclasses.replace(listing(LAMP), lists=lists), now=NOW)
    assert not Source.objects.exists()


def test_a_dry_run_counts_and_changes_nothing(listing):
    run = take_from(source(), listing(LAMP, RIVER), now=NOW, dry_run=True)
    assert run.counts["added"] == 2
    assert run.pk is None
    assert [model.objects.count() for model in (Source, Venue, Meeting, Pattern, Holding, ImportRun)] == [0] * 6
    assert revision() == 0


def test_taking_a_real_list_withdraws_the_demonstration_in_the_same_step(listing):
    invented = MeetingFactory(source=SourceFactory(slug="demo", is_demonstration=True))
    take_from(source(), listing(LAMP), now=NOW)
    invented.refresh_from_db()
    assert (invented.withdrawn_at, invented.revision) == (NOW, Meeting.objects.get(name="Tuesday Lamp").revision)


def test_no_list_is_held_because_an_invented_one_was(listing):
    lists = (ListHeld("open-door", "whole", ("wales",)),)
    demo = Source(slug="demo", name="Demonstration", licence="own", is_demonstration=True)
    take_from(demo, dataclasses.replace(listing(LAMP), lists=lists), now=NOW)
    assert Holding.objects.filter(source=demo).exists()
    take_from(source(), dataclasses.replace(listing(LAMP), lists=()), now=NOW)
    assert not Holding.objects.filter(source=demo).exists()


def test_invented_meetings_are_not_taken_beside_real_ones(listing):
    take_from(source(), listing(LAMP), now=NOW)
    demo = Source(slug="demo", name="Demonstration", licence="own", is_demonstration=True)
    with pytest.raises(DemonstrationRefused, match="Real meetings are listed here"):
        take_from(demo, listing(LAMP), now=NOW)
    assert not Source.objects.filter(slug="demo").exists()


def test_no_update_asks_about_every_meeting_for_each(listing):
    take_from(Source(slug="demo", name="Demonstration", licence="own", is_demonstration=True), listing(LAMP), now=NOW)
    with CaptureQueriesContext(connection) as queries:
        take_from(source(), listing(RIVER, OAK), now=NOW)
    updates = [query["sql"] for query in queries if query["sql"].startswith("UPDATE")]
    assert any("withdrawn_at" in sql for sql in updates)
    assert not [sql for sql in updates if "SELECT" in sql]


def test_a_demonstration_does_not_withdraw_itself(listing):
    demo = Source(slug="demo", name="Demonstration", licence="own", is_demonstration=True)
    take_from(demo, listing(LAMP), now=NOW)
    take_from(demo, listing(LAMP, RIVER), now=NOW)
    assert Meeting.objects.listed().count() == 2


def test_another_sources_meetings_are_left_alone(listing):
    other = MeetingFactory(programme=ProgrammeFactory(), source=SourceFactory(slug="other"))
    run = take_from(source(), listing(LAMP), now=NOW)
    other.refresh_from_db()
    assert (run.counts["missing"], other.withdrawn_at, other.revision) == (0, None, 0)


def test_what_was_compared_with_an_older_state_is_not_written(listing, monkeypatch):
    take_from(source(), listing(LAMP), now=NOW)
    compare = taking.reconcile

    def compare_while_somebody_else_takes_it(*args):
        monkeypatch.setattr(taking, "reconcile", compare)
        take_from(source(), listing(LAMP, OAK), now=NOW)
        return compare(*args)

    late = listing(LAMP, RIVER)
    monkeypatch.setattr(taking, "reconcile", compare_while_somebody_else_takes_it)
    with pytest.raises(Overtaken, match="run it again"):
        take_from(source(), late, now=NOW)
    assert set(Meeting.objects.values_list("name", flat=True)) == {"Tuesday Lamp", "Oak"}


def test_trouble_while_writing_leaves_the_old_whole(listing, monkeypatch):
    take_from(source(), listing(LAMP), now=NOW)
    before = list(Meeting.objects.values())
    late = listing(row(Ramp="True"), RIVER)
    monkeypatch.setattr(ImportRun, "save", lambda *_, **__: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        take_from(source(), late, now=NOW)
    assert list(Meeting.objects.values()) == before
    assert revision() == 1


def test_what_is_told_of_a_source_later_is_kept_and_its_meetings_are_told(listing):
    take_from(source(), listing(LAMP), now=NOW)
    known = Source.objects.get(slug=source().slug)
    known.permission = "The publisher, in writing, 3 September"
    take_from(known, listing(LAMP, as_of=SEPTEMBER), now=NOW)
    assert Source.objects.get(pk=known.pk).permission == "The publisher, in writing, 3 September"
    assert Meeting.objects.get().revision == revision() == 2


@pytest.fixture
def twin():
    """The same meeting by another list."""
    return MeetingFactory(
        programme=Programme.objects.get(slug="open-door"), source=SourceFactory(slug="other-list"), name="Lamp"
    )


def merged_into(kept):
    lamp = Meeting.objects.get(source__slug="lamps", name="Tuesday Lamp")
    merge(lamp, kept, by=User.objects.create_user("editor@example.org"), at=NOW)
    return lamp


def test_a_list_taken_again_keeps_the_merge_and_changes_its_own_row(listing, twin):
    take_from(source(), listing(LAMP), now=NOW)
    lamp, before = merged_into(twin), Meeting.objects.filter(pk=twin.pk).values().get()
    run = take_from(source(), listing(row(Ramp="True"), as_of=SEPTEMBER), now=NOW)
    lamp.refresh_from_db()
    assert run.counts["changed"] == 1
    assert (lamp.merged_into, lamp.step_free) == (twin, "yes")
    assert lamp.seen_in_source_at == holding.first_moment(SEPTEMBER)
    assert Meeting.objects.filter(pk=twin.pk).values().get() == before


def test_the_list_of_the_one_kept_changes_it_and_keeps_the_merge(listing, twin):
    take_from(source(), listing(LAMP), now=NOW)
    lamp = Meeting.objects.get(name="Tuesday Lamp")
    merge(twin, lamp, by=User.objects.create_user("editor@example.org"), at=NOW)
    take_from(source(), listing(row(Ramp="True")), now=NOW)
    twin.refresh_from_db()
    assert (twin.merged_into, twin.merged_into.step_free) == (lamp, "yes")


def test_a_new_title_of_a_meeting_merged_into_another_list_s_is_its_own(listing, twin):
    take_from(source(), listing(LAMP), now=NOW)
    lamp = merged_into(twin)
    run = take_from(source(), listing(row(Title="Lamp by another name"), as_of=SEPTEMBER), now=NOW)
    lamp.refresh_from_db()
    assert (run.counts["added"], run.counts["changed"]) == (0, 1)
    assert (lamp.name, lamp.merged_into) == ("Lamp by another name", twin)


def test_a_new_title_of_a_meeting_merged_within_its_list_is_another_meeting(listing):
    take_from(source(), listing(LAMP, row(Title="Tuesday Lamps")), now=NOW)
    merged_into(Meeting.objects.get(name="Tuesday Lamps"))
    run = take_from(source(), listing(row(Title="Tuesday Lamps"), row(Title="Oak"), as_of=SEPTEMBER), now=NOW)
    assert (run.counts["added"], run.counts["missing"]) == (1, 1)
    assert Meeting.objects.get(name="Oak").merged_into is None


def test_what_somebody_looked_at_has_to_stand_as_it_did(listing, editor):
    before = holding.standing(source())
    take_from(source(), listing(LAMP), now=NOW, looked_at=before)
    with pytest.raises(ChangedSince, match="lamps was imported again"):
        take_from(source(), listing(RIVER), now=NOW, looked_at=before)
    looked_at = holding.standing(source())
    edit(Meeting.objects.get(), {"notes": "Ring the bell."}, by=editor, at=NOW, why="They rang.")
    with pytest.raises(ChangedSince):
        take_from(source(), listing(RIVER), now=NOW, looked_at=looked_at)
    assert ImportRun.objects.count() == Meeting.objects.count() == 1


def test_a_run_says_who_took_it_and_how(listing, editor):
    how = records.How(by=editor, format="spreadsheet", mapping=MAPPING)
    take_from(source(), listing(LAMP), now=NOW, how=how)
    run = ImportRun.objects.get()
    assert (run.by, run.format, run.mapping) == (editor, "spreadsheet", MAPPING)
