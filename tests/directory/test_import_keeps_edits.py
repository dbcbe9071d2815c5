"""What an editor put right stays right when its source is taken again, until the editor undoes it."""

import datetime as dt

import pytest

from directory import verification
from directory.importers import intake, mapping
from directory.models import Meeting, Source, Venue
from directory.verification import Overtaken, take_from, taking
from directory.verification.plain import said
from tests.conftest import NOW
from tests.directory.importers.sheets import MAPPING, geography, programmes, row, sheet
from tests.factories import VenueFactory

pytestmark = pytest.mark.django_db
LAMP, RIVER = row(), row(Title="River", Time="20:00")
ONLINE = {"mode": "online", "venue": None, "join_url": "https://example.org/join"}


@pytest.fixture(autouse=True)
def world():
    geography()
    programmes()


@pytest.fixture
def take(tmp_path):
    def taken(*rows, day=5):
        path = tmp_path / "list.csv"
        path.write_text(sheet(*rows), newline="")
        listing = intake.listing(
            path,
            mapping.read(MAPPING),
            format="spreadsheet",
            as_of=dt.date(2026, 9, day),
            progress=lambda *_: None,
        )
        source = Source.objects.filter(slug="lamps").first() or Source(slug="lamps", name="Lamps", licence="own")
        return take_from(source, listing, now=NOW).counts

    return taken


@pytest.fixture
def put_right(editor):
    def edit(thing=None, **facts):
        thing = thing or Meeting.objects.get(name="Tuesday Lamp")
        return verification.edit(thing, facts, by=editor, at=NOW, why="They rang.")

    return edit


def counted(counts):
    return {name: counts[name] for name in ("added", "changed", "unchanged", "missing", "kept")}


@pytest.mark.parametrize(
    "facts",
    [
        {"name": "Lantern"},
        {"step_free": "yes"},
        {"restricted_to": ["women"]},
        {"notes": "Ring.", "private_notes": "Passcode"},
        ONLINE,
    ],
)
def test_what_was_put_right_is_kept_and_counted(take, put_right, facts):
    take(LAMP, RIVER)
    put_right(**facts)
    meeting = Meeting.objects.get(source_key__contains="lamp")
    before = said(meeting)
    counts = take(LAMP, RIVER)
    assert counted(counts) == {"added": 0, "changed": 0, "unchanged": 2, "missing": 0, "kept": 1}
    counts = take(row(Ramp="True"), RIVER, day=6)
    assert said(Meeting.objects.get(pk=meeting.pk)) == before | {"step_free": "yes"}
    assert counts["changed"] == (0 if "step_free" in facts else 1)
    assert Venue.objects.count() == 1


def test_times_put_right_are_kept(take, put_right):
    take(LAMP)
    times = said(Meeting.objects.get())["patterns"]
    put_right(patterns=[times[0] | {"weekday": 4}])
    assert take(row(Length="1hr", Ramp="True"))["kept"] == 1
    meeting = Meeting.objects.get()
    assert (meeting.step_free, meeting.patterns.get().weekday) == ("yes", 4)


def test_another_venue_is_kept_though_the_rest_is_taken(take, put_right):
    take(LAMP)
    hall = VenueFactory()
    put_right(venue=str(hall.pk))
    take(row(Ramp="True"))
    assert (Meeting.objects.get().venue, Meeting.objects.get().step_free) == (hall, "yes")
    assert Venue.objects.count() == 2


def test_a_venue_put_right_is_kept_and_no_other_is_made(take, put_right):
    take(LAMP, RIVER)
    put_right(Venue.objects.get(), name="The right hall")
    counts = take(LAMP, RIVER)
    assert (counts["changed"], counts["kept"]) == (0, 2)
    take(row(Ramp="True"), RIVER)
    assert {meeting.venue.name for meeting in Meeting.objects.all()} == {"The right hall"}
    assert Venue.objects.count() == 1


def test_a_venue_of_which_the_letters_alone_were_put_right_is_kept(take, put_right):
    take(LAMP)
    put_right(Venue.objects.get(), name="INVENTED Hall")
    take(LAMP, RIVER)
    take(row(Lat="53.4900"), RIVER, day=6)
    assert Venue.objects.values_list("name", "lat").get() == ("INVENTED Hall", 53.4805)


def test_what_an_editor_withdrew_does_not_come_back_by_itself(take, editor):
    take(LAMP)
    meetings = Meeting.objects.all()
    verification.withdraw(meetings, at=NOW - dt.timedelta(days=200), reason="It closed.", by=editor)
    assert take(LAMP, day=6)["kept"] == 1
    assert Meeting.objects.get().withdrawn_at is not None


def test_what_is_undone_is_the_sources_again(take, put_right, editor):
    take(LAMP)
    change = put_right(name="Lantern")
    verification.undo(change, by=editor, at=NOW)
    assert take(LAMP)["kept"] == 0
    assert take(row(Title="Tuesday Lanthorn"), day=6)["changed"] == 1
    assert Meeting.objects.get().name == "Tuesday Lanthorn"


def test_an_import_that_read_before_an_edit_is_not_written_over_it(take, put_right, monkeypatch):
    take(LAMP)
    compare = taking.reconcile

    def compare_while_an_editor_writes(*args):
        put_right(name="Lantern")
        return compare(*args)

    monkeypatch.setattr(taking, "reconcile", compare_while_an_editor_writes)
    with pytest.raises(Overtaken, match="An editor changed"):
        take(row(Ramp="True"))
    assert Meeting.objects.get().name == "Lantern"


def test_two_venues_that_are_one_place_in_its_words_are_kept_apart(take, put_right):
    take(LAMP, RIVER)
    listed = Venue.objects.get()
    again = VenueFactory(**{name: said(listed)[name] for name in ("name", "address", "postcode", "lat", "lon")})
    put_right(Meeting.objects.get(name="River"), venue=str(again.pk))
    closing = verification.close_venue(
        listed, first=dt.date(2026, 12, 1), last=None, reason="a new floor", how="contact", at=NOW
    )
    take(row(Note="Tea at seven"), RIVER)
    lamp = Meeting.objects.get(name="Tuesday Lamp")
    assert (lamp.notes, lamp.venue) == ("Tea at seven", closing.venue)
