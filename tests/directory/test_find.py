"""``manage.py find``, exactly as promised."""

import datetime as dt
import json
from io import StringIO
from pathlib import Path

import jsonschema
import pytest
from django.core.management import CommandError, call_command

from directory import geocoding, parity
from directory.places import EAST, NORTH, SOUTH, WEST
from directory.search import Search
from tests.factories import MeetingFactory, PatternFactory, ProgrammeFactory, stamp
from tests.official_files import MANCHESTER, onspd_rows, onspd_text

SCHEMA = json.loads(Path("docs/reference/find.schema.json").read_text())
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("small_geography")]


def find(*asked):
    out = StringIO()
    call_command("find", *asked, "--json", stdout=out)
    answer = json.loads(out.getvalue())
    jsonschema.validate(answer, SCHEMA)
    return answer


def refused(*asked):
    out, err = StringIO(), StringIO()
    with pytest.raises(SystemExit) as ended:
        call_command("find", *asked, "--json", stdout=out, stderr=err)
    answer = json.loads(out.getvalue())
    jsonschema.validate(answer, SCHEMA)
    return ended.value.code, answer


@pytest.fixture
def meetings():
    """Two programmes by Piccadilly, one of them also on Fridays and online; a third with nothing."""
    steps, tools = ProgrammeFactory(slug="steps"), ProgrammeFactory(slug="tools", approach="tools")
    ProgrammeFactory(slug="nothing-held", approach="secular")
    made = [
        MeetingFactory(programme=steps),
        MeetingFactory(programme=steps, pattern__weekday=5),
        MeetingFactory(programme=tools, hybrid=True),
        MeetingFactory(programme=tools, online=True),
        MeetingFactory(programme=steps, venue__lat=51.5, venue__lon=-0.1),
    ]
    stamp(*made)
    return made


def test_a_full_postcode_is_exact_here_and_named_by_its_cell(meetings):
    answer = find("m11ae")
    assert answer["place"]["cell"] == "m1-1"
    assert answer["place"]["label"] == "M1 1"
    assert answer["place"]["precision"] == "postcode"


def test_counts_and_meetings_are_what_is_near_and_total_is_all_of_them(meetings):
    answer = find("M1 1AE")
    assert answer["counts"] == {"steps": 2, "tools": 1, "nothing-held": 0}
    assert answer["total"] == len(answer["meetings"]) == 3
    assert [meeting["miles"] for meeting in answer["meetings"]] == sorted(m["miles"] for m in answer["meetings"])
    nearest = [option["nearest"]["miles"] for option in answer["options"] if option["nearest"]]
    assert len(nearest) == 2
    assert nearest == [round(miles, 2) for miles in nearest]


def test_options_are_every_programme_in_the_order_of_parity(meetings, now, time_machine):
    time_machine.move_to(now, tick=False)
    answer = find("M1 1AE")
    from directory import following

    search = Search(place=geocoding.locate("M1 1AE"))
    expected = parity.options(search, directory=following.directory(), now=now)
    assert [option["programme"] for option in answer["options"]] == [option.slug for option in expected.every]
    bands = {option["programme"]: option["band"] for option in answer["options"]}
    assert bands == {"steps": "reachable", "tools": "reachable", "nothing-held": "not_near"}


def test_a_day_marks_and_counts_and_takes_nothing_away(meetings):
    answer = find("M1 1AE", "--day", "fri")
    assert answer["counts"] == {"steps": 1, "tools": 0, "nothing-held": 0}
    nearest = {option["programme"]: option["nearest"] for option in answer["options"]}
    assert nearest["steps"]["inside_filters"]
    assert not nearest["tools"]["inside_filters"]


def test_online_lists_what_is_joined_from_afar(meetings):
    answer = find("M1 1AE", "--mode", "online")
    assert {meeting["mode"] for meeting in answer["meetings"]} == {"online", "hybrid"}
    assert answer["total"] == 2


def test_a_day_is_a_day_in_the_uk(time_machine, now):
    time_machine.move_to(now, tick=False)
    late = {"pattern__weekday": 2, "pattern__starts_at": dt.time(20)}
    stamp(MeetingFactory(online=True, time_zone="America/New_York", **late))
    assert find("M1 1AE", "--mode", "online", "--day", "tue")["total"] == 0
    assert find("M1 1AE", "--mode", "online", "--day", "wed", "--before", "02:00")["total"] == 1


def test_a_meeting_with_two_times_is_one_meeting():
    meeting = MeetingFactory()
    PatternFactory(meeting=meeting, weekday=4)
    stamp(meeting)
    answer = find("M1 1AE")
    assert (answer["total"], sum(answer["counts"].values())) == (1, 1)


def test_a_meeting_that_meets_no_more_is_not_counted(now):
    stamp(MeetingFactory(pattern__valid_to=now.date() - dt.timedelta(days=3)))
    answer = find("M1 1AE")
    assert (answer["total"], sum(answer["counts"].values())) == (0, 0)


def test_one_programme_counts_alone_and_every_option_stays(meetings):
    answer = find("--at=53.4835,-2.2312", "--programme", "tools", "--miles", "300")
    assert answer["counts"] == {"steps": 0, "tools": 1, "nothing-held": 0}
    assert len(answer["options"]) == 3
    assert answer["place"]["precision"] == "point"
    assert (answer["place"]["lat"], answer["place"]["lon"]) == (53.4835, -2.2312)


def test_times_carry_londons_offset(meetings):
    for meeting in find("M1 1AE")["meetings"]:
        assert meeting["next_start"][-6:] in {"+00:00", "+01:00"}
        assert "T19:30:00" in meeting["next_start"]


def test_in_summer_the_offset_is_summers(meetings, time_machine):
    time_machine.move_to("2026-07-15T12:00:00Z", tick=False)
    assert {meeting["next_start"][10:] for meeting in find("M1 1AE")["meetings"]} == {"T19:30:00+01:00"}


def test_who_it_is_for_leaves_only_what_could_serve_them(meetings):
    ProgrammeFactory(slug="families", family=True)
    stamp()
    answer = find("M1 1AE", "--who", "someone_close")
    assert [option["programme"] for option in answer["options"]] == ["families"]
    assert (answer["counts"], answer["meetings"]) == ({"families": 0}, [])
    assert len(find("M1 1AE")["options"]) == 4


def test_a_place_that_is_not_known_ends_with_two_and_says_what_to_do():
    code, answer = refused("Zzyzx")
    assert code == 2
    assert answer["error"].endswith(".")


def test_a_postcode_that_has_ended_says_so(meetings, tmp_path):
    path = tmp_path / "ONSPD_NOV_2025_UK.csv"
    ended = ("M1 1AD", "E08000003", "384700", "0398500", "199606")
    path.write_text(onspd_text(onspd_rows(MANCHESTER, ended)), newline="")
    call_command("load_geography", onspd_path=path, stdout=StringIO())
    assert find("M1 1AD")["place"]["no_longer_in_use"] is True
    assert "no_longer_in_use" not in find("M1 1AE")["place"]
    out = StringIO()
    call_command("find", "M1 1AD", stdout=out)
    assert "That postcode is no longer in use" in out.getvalue().splitlines()[1]


def test_a_town_is_said_in_its_other_languages_too(meetings):
    out = StringIO()
    call_command("find", "caerdydd", stdout=out)
    assert out.getvalue().startswith("Groups near Cardiff / Caerdydd: ")


def test_a_name_of_several_places_ends_with_two_and_offers_them():
    code, answer = refused("Newport")
    assert code == 2
    assert len({candidate["cell"] for candidate in answer["candidates"]}) >= 2


def test_a_programme_nobody_knows_ends_with_two(meetings):
    code, answer = refused("M1 1AE", "--programme", "astrology")
    assert code == 2
    assert "astrology" in answer["error"]


@pytest.mark.parametrize(
    "asked",
    [
        [],
        ["M1 1AE", "--at=53,-2"],
        ["M1 1AE", "--miles", "0"],
        ["M1 1AE", "--miles", "nan"],
        ["M1 1AE", "--miles", "-1"],
        ["M1 1AE", "--day", "someday"],
        ["M1 1AE", "--after", "25:00"],
        ["M1 1AE", "--who", "everyone"],
        ["M1 1AE", "--problem", "astrology"],
        ["M1 1AE", "--soon", "2"],
        ["M1 1AE", "--language", "klingon"],
        ["M1 1AE", "--kept-for", "profession"],
        ["M1 1AE", "--miles", "3", "--widen"],
    ],
)
def test_nonsense_is_refused_before_anything_is_looked_for(asked):
    with pytest.raises(CommandError):
        call_command("find", *asked)


@pytest.mark.parametrize("at", ["Leeds", "53", "53,-2,1", "", "nan,nan", "91,0", "here,there"])
def test_a_point_that_is_none_is_said_in_a_sentence(at):
    code, answer = refused(f"--at={at}")
    assert code == 2
    assert answer["error"].endswith(".")


def test_in_words_every_option_has_a_line(meetings):
    out = StringIO()
    call_command("find", "M1 1AE", stdout=out)
    for name in ("Steps", "Tools", "Nothing held", "Groups run by staff", "Never change your prescription"):
        assert name in out.getvalue()


def test_the_schema_has_the_box_that_places_have():
    place = SCHEMA["$defs"]["place"]["properties"]
    assert [place[axis][end] for axis in ("lat", "lon") for end in ("minimum", "maximum")] == [SOUTH, NORTH, WEST, EAST]


def test_what_is_stated_is_counted_and_what_is_not_stated_is_listed_apart(meetings):
    said, unsaid = MeetingFactory(programme=meetings[0].programme, step_free="yes"), meetings[0]
    stamp(said)
    answer = find("M1 1AE", "--step-free")
    assert answer["counts"]["steps"] == answer["total"] == 1
    assert [meeting["id"] for meeting in answer["meetings"]] == [str(said.pk)]
    assert str(unsaid.pk) in {meeting["id"] for meeting in answer["not_stated"]}
    assert all(meeting["not_stated"] == ["step_free"] for meeting in answer["not_stated"])
    nearest = {option["programme"]: option["nearest"] for option in answer["options"]}
    assert nearest["steps"]["inside_filters"]
    assert nearest["tools"]["not_stated"] == ["step_free"]
    assert "not_stated" not in find("M1 1AE", "--day", "tue")


def test_how_people_meet_may_be_hybrid_or_by_phone(meetings):
    stamp(MeetingFactory(by_phone=True))
    assert {meeting["mode"] for meeting in find("M1 1AE", "--mode", "hybrid")["meetings"]} == {"hybrid"}
    assert {meeting["mode"] for meeting in find("M1 1AE", "--mode", "phone")["meetings"]} == {"phone"}


def test_what_is_on_now_says_since_when(meetings, time_machine):
    time_machine.move_to("2026-11-24T19:45:00Z", tick=False)
    answer = find("M1 1AE", "--soon", "now")
    assert answer["total"] == 2
    assert {meeting["on_since"] for meeting in answer["meetings"]} == {"2026-11-24T19:30:00+00:00"}
    assert find("M1 1AE", "--soon", "3")["total"] == 0


def test_words_whom_it_is_kept_for_and_language_may_be_asked_for(meetings):
    asked = {"name": "Café of Friends", "restricted_to": ["women"], "language": "Polish"}
    stamp(MeetingFactory(programme=meetings[0].programme, **asked))
    for how in (["--words", "friends cafe"], ["--kept-for", "women"], ["--language", "polish"]):
        assert [meeting["name"] for meeting in find("M1 1AE", *how)["meetings"]] == ["Café of Friends"]


def test_several_problems_are_any_of_them(meetings):
    ProgrammeFactory(slug="gambling", problems=["gambling"])
    ProgrammeFactory(slug="work", problems=["work"])
    stamp()
    found = {option["programme"] for option in find("M1 1AE", "--problem", "gambling", "--problem", "food")["options"]}
    assert "gambling" in found
    assert "work" not in found


def test_it_looks_no_further_than_it_says_unless_asked_to(meetings):
    nine_miles_south = "--at=53.35,-2.2312"
    assert find(nine_miles_south)["total"] == 0
    answer = find(nine_miles_south, "--widen")
    assert (answer["total"], answer["widened_to"]) == (3, 10)
    assert "widened_to" not in find("M1 1AE", "--widen")
    out = StringIO()
    call_command("find", nine_miles_south, "--widen", stdout=out)
    assert "Little within 5 miles, so this looks within 10." in out.getvalue()
