import pytest
from django.urls import reverse

from tests.directory.importers.sheets import geography, programmes
from tests.factories import CellFactory, MeetingFactory, ProgrammeFactory, VenueFactory, stamp

FAMILIES = ("twelve_step", "tools", "secular", "buddhist", "faith", "women", "less", "medication")

NOWHERE = "7f9c24e8-3b12-4fa5-9d0e-1c2b3a495867"


def page_of(name, thing):
    """Where the editors’ page of this name shows ``thing``."""
    return reverse(f"editing:{name}", args=[getattr(thing, "slug", thing.pk)])


def undoing(done):
    """Where it is posted that ``done`` is to be undone."""
    return reverse("editing:undo", args=[done._meta.model_name, done.pk])


@pytest.fixture
def signed_in(client, editor):
    client.force_login(editor)
    return client


@pytest.fixture
def meeting(clock):
    """On Tuesdays at 19:30, in a hall of its own."""
    meeting = MeetingFactory(name="Invented meeting", venue__postcode="M1 1AE")
    stamp(meeting)
    return meeting


@pytest.fixture
def clock(time_machine, now):
    """Pages read the clock; here it is a Tuesday afternoon."""
    time_machine.move_to(now, tick=False)
    return now


@pytest.fixture
def town(db, clock):
    """An invented town with a kind of group of every family: some near, some online, some neither."""
    place = CellFactory(slug="invented-town", label="Invented Town")
    meetings = []
    for at, family in enumerate(FAMILIES):
        programme = ProgrammeFactory(slug=f"{family.replace('_', '-')}-groups", approach=family, problems=["alcohol"])
        if at < 4:
            meetings.append(MeetingFactory(programme=programme, venue=VenueFactory(postcode="ZZ1 1ZZ")))
        elif at < 6:
            meetings.append(MeetingFactory(programme=programme, online=True))
    for trait in ("family", "community", "staff"):
        programme = ProgrammeFactory(slug=f"{trait}-groups", **{trait: True})
        meetings.append(MeetingFactory(programme=programme))
    stamp(*meetings)
    return place


@pytest.fixture
def lists_come_in(settings, tmp_path, clock):
    """A folder for what is sent, and the postcodes and programmes of the small sheets."""
    settings.VAR_DIR = tmp_path
    geography()
    programmes()
