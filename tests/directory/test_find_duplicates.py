import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from directory import likenesses, verification
from directory.models import DirectoryRevision, Likeness, Meeting
from mutualaid.accounts.models import User
from tests.conftest import NOW
from tests.factories import MeetingFactory, ProgrammeFactory, SourceFactory, VenueFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def pair():
    venue, programme = VenueFactory(name="Invented Hall", postcode="M1 1AE"), ProgrammeFactory(slug="steps")
    told = {"venue": venue, "programme": programme, "phone": "01632 960014", "private_notes": "The passcode is 1234."}
    one = MeetingFactory(name="Lamp", source=SourceFactory(slug="sheet"), **told)
    return one, MeetingFactory(name="Lamp group", source=SourceFactory(slug="feed"), stale=True, **told)


def run(*options, stderr=None):
    out = StringIO()
    call_command("find_duplicates", *options, stdout=out, stderr=stderr or StringIO())
    return out.getvalue()


def test_it_prints_each_pair_with_its_points_and_reasons(pair):
    said = run()
    one, other = pair
    assert "21 points: same day and time; same hall; same way to join; names alike" in said
    assert f"{one.pk}  sheet, seen 14 November 2026: Lamp; Tuesday 19:30; Invented Hall, 1 Example Street" in said
    assert f"{other.pk}  feed, seen 12 July 2025: Lamp group" in said
    assert said.endswith("1 pair to decide. Nothing was changed.\n")


def test_it_decides_nothing(pair):
    run()
    run("--json")
    assert not Meeting.objects.exclude(merged_into=None).exists()
    assert not Likeness.objects.exists()
    assert not DirectoryRevision.objects.exists()


def test_it_prints_the_same_as_json(pair):
    (found,) = json.loads(run("--json"))
    assert found["reasons"] == ["same day and time", "same hall", "same way to join", "names alike"]
    assert (found["points"], found["left_open_on"]) == (21, None)
    assert found["meetings"][0] == {
        "id": str(pair[0].pk),
        "source": "sheet",
        "seen_on": "2026-11-14",
        "programme": "steps",
        "name": "Lamp",
        "when": "Tuesday 19:30",
        "where": ["Invented Hall", "1 Example Street", "M1 1AE"],
    }


def test_it_prints_no_number_and_nothing_private(pair):
    for said in (run(), run("--json")):
        assert "960014" not in said
        assert "1234" not in said


def test_it_says_what_was_left_open(pair):
    verification.leave_open(*pair, by=User.objects.create_user("editor@example.org"), at=NOW)
    said = run()
    assert "Looked at on 24 November 2026, and left open" in said
    assert "editor" not in said
    assert json.loads(run("--json"))[0]["left_open_on"] == "2026-11-24"


def test_it_looks_only_at_the_lists_named(pair):
    SourceFactory(slug="third")
    assert "1 pair" in run("--source", "sheet", "--source", "feed")
    assert "0 pairs" in run("--source", "sheet", "--source", "third")


def test_a_list_we_do_not_hold_is_named_with_those_we_do(pair):
    with pytest.raises(CommandError, match=r"no list called other\. The lists we hold: feed, sheet\."):
        run("--source", "other")


@pytest.mark.parametrize(("facts", "where"), [({"online": True}, "online"), ({"by_phone": True}, "by phone")])
def test_it_says_where_one_joins_without_saying_how(facts, where):
    programme = ProgrammeFactory()
    for slug in ("sheet", "feed"):
        MeetingFactory(name="Lamp", programme=programme, source=SourceFactory(slug=slug), **facts)
    assert json.loads(run("--json"))[0]["meetings"][0]["where"] == [where]


def test_it_is_quiet_for_two_seconds_and_then_says_how_far_it_is(pair, monkeypatch):
    quiet, slow = StringIO(), StringIO()
    run(stderr=quiet)
    monkeypatch.setattr("directory.management.commands.find_duplicates.QUIET_SECONDS", -1)
    likenesses.forget()
    run(stderr=slow)
    assert quiet.getvalue() == ""
    for words in ("2 meetings read…", "2 meetings prepared…", "1 pairs compared…"):
        assert words in slow.getvalue()
