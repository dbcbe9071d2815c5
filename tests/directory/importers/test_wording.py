import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from directory.importers import wording


@pytest.mark.parametrize(
    ("given_title", "printed"),
    [
        ("Patrick’S Hill", "Patrick’s Hill"),
        ("11Th Step", "11th Step"),
        ("Steps &Amp; Traditions", "Steps & Traditions"),
        ("Men`S Step", "Men’s Step"),
        ("Don'T Drink", "Don't Drink"),
        ("City  Lunch\xa0", "City Lunch"),
        ("O’Brien Hall", "O’Brien Hall"),
        ("1St", "1st"),
        ("Tea&#039;s On", "Tea's On"),
        ("Zero\u200bwidth", "Zerowidth"),
        ("Zero&#8203;width", "Zerowidth"),
        ("&#x202e;Turned", "Turned"),
        ("\u2066Set apart\u2069", "Set apart"),
        ("\u3164", ""),
    ],
)
def test_titles_lose_their_machine_capitals(given_title, printed):
    assert wording.title(given_title) == printed


def test_markup_is_taken_out_of_notes_and_lines_are_kept():
    notes = (
        "Ring: <a href='https://example.org' target='_blank'>here\nUse &amp; enjoy<script>alert(1)</script>\n\n Ramp "
    )
    assert wording.plain(notes) == "Ring: here\nUse & enjoy\nRamp"


@pytest.mark.parametrize(
    ("notes", "public", "private"),
    [
        ("Side door. Email: lamp@example.org", "Side door.", ""),
        ("Ramp\nMeeting Contact: 01632 960123", "Ramp", ""),
        ("Please call Wilhelmina on 01632 960123 for help", "", ""),
        ("Contact : Wilhelmina B", "", ""),
        ("To get a link email [email\xa0protected]\nUse the side door", "Use the side door", ""),
        ("Zoom ID: 845 5800 3291 Password: lamp", "", "Zoom ID: 845 5800 3291 Password: lamp"),
        ("Bring a book. P/w 1234. Tea after.", "Bring a book. Tea after.", "P/w 1234."),
        ("Tues 756720177", "", "Tues 756720177"),
        ("https://zoom.us/j/99900011122?pwd=lamp", "", "https://zoom.us/j/99900011122?pwd=lamp"),
        ("Password lamp, email lamp@example.org", "", "Password lamp,"),
        ("Bus Routes: 191 307 121 317 279", "Bus Routes: 191 307 121 317 279", ""),
        ("Starts Monday 08/06/2026.", "Starts Monday 08/06/2026.", ""),
        (
            "Please ring the bell. Contact us through the office.",
            "Please ring the bell. Contact us through the office.",
            "",
        ),
        ("Down St. Agatha Road. Blue door.", "Down St. Agatha Road. Blue door.", ""),
        ("Ramp. lamp (at) example (dot) org", "Ramp.", ""),
        ("Ramp. lamp＠example.org", "Ramp.", ""),
        ("Ramp. lamp@exa&#8203;mple.org", "Ramp.", ""),
        ("Ramp. Text 01632/960123", "Ramp.", ""),
        ("Ramp. Text 01632.960.123", "Ramp.", ""),
        ("Ramp. ０１６３２ ９６０１２３", "Ramp.", ""),
        ("Ramp. 0044 1632 960123", "Ramp.", ""),
        ("Ramp. Ask Ada at the door", "Ramp.", ""),
        ("Ramp. Ask for Ada", "Ramp.", ""),
        ("Ramp. Message Ada first", "Ramp.", ""),
        ("Ask reception. Ask Abbey Reception for the key.", "Ask reception. Ask Abbey Reception for the key.", ""),
        ("Ask Reception for the Lamp Room", "Ask Reception for the Lamp Room", ""),
        ("Ask for Lamp Avenue", "Ask for Lamp Avenue", ""),
        ("Ramp. PIN 4455", "Ramp.", "PIN 4455"),
        ("Ramp. Code is 1 2 3 4", "Ramp.", "Code is 1 2 3 4"),
        ("Ramp. ＰＡＳＳＣＯＤＥ lamp", "Ramp.", "PASSCODE lamp"),
        ("Closed from 24.12.2026 to 01/01/2027 10am", "Closed from 24.12.2026 to 01/01/2027 10am", ""),
    ],
)
def test_what_points_at_a_person_goes_and_what_lets_somebody_join_is_kept_apart(notes, public, private):
    assert wording.apart(wording.plain(notes)) == (public, private)


@given(
    st.lists(st.sampled_from(["Side door.", "Ramp at the back", "Tea after.", "Bring a book"]), max_size=3),
    st.sampled_from(["01632 960123", "+44 1632 960123", "(01632) 960 123", "020 7946 0123", "lamp.one@example.org"]),
)
def test_no_number_or_address_reaches_either_part(around, contact):
    public, private = wording.apart(wording.plain("\n".join([*around, f"Questions: {contact}"])))
    assert not re.search(r"960 ?123|0123|@", public + private)
    assert public.splitlines() == around


def test_a_joining_link_loses_its_passcode_and_only_known_hosts_count():
    hosts = ["zoom.us"]
    notes = "See https://example.org/zoom.us then https://us02web.zoom.us/j/123456789?pwd=lamp&lang=en"
    assert wording.joining_link(notes, hosts) == "https://us02web.zoom.us/j/123456789?lang=en"
    assert wording.joining_link("https://zoom.us/j/3577864627Meeting ID: 357", hosts) == "https://zoom.us/j/3577864627"
    assert wording.joining_link("https://zoom.us.example.org/j/1", hosts) == ""
    assert wording.joining_link("no link", hosts) == ""


@pytest.mark.parametrize(
    ("given_link", "printed"),
    [
        ("https://ada:lamp@zoom.us/j/1", "https://zoom.us/j/1"),
        ("https://zoom.us@rooms.example.org/j/1", "https://rooms.example.org/j/1"),
        ("https://rooms.example.org/abc passcode 998877", "https://rooms.example.org/abc"),
        ("Zoom: https://zoom.us/j/123456789?pwd=lamp", "https://zoom.us/j/123456789"),
        ("https://zoom.us/j/1?tk=lamp&PIN=12&lang=en", "https://zoom.us/j/1?lang=en"),
        ('https://rooms.example.org/"onmouseover=alert(1)', "https://rooms.example.org/"),
        ("https://rooms.example.org:8443/a", "https://rooms.example.org:8443/a"),
        ("https://rooms.example.org:99999/a", ""),
        ("https://ex ample.org/a", ""),
    ],
)
def test_a_link_is_printed_without_what_stands_around_or_inside_it(given_link, printed):
    assert wording.without_passcode(given_link) == printed


@pytest.mark.parametrize("link", ["javascript:alert(1)", "ftp://example.org/", "https://", "http://[", "not a link"])
def test_what_is_not_a_web_link_is_none(link):
    assert wording.without_passcode(link) == ""


def test_a_passcode_is_asked_for_unless_there_is_none():
    assert wording.names_passcode("Password: lamp")
    assert not wording.names_passcode("No password")
    assert wording.carries_passcode("https://zoom.us/j/1?pwd=lamp")
    assert wording.carries_passcode("https://zoom.us/j/1#pwd=lamp")
    assert wording.carries_passcode("https://ada:lamp@zoom.us/j/1")
    assert not wording.carries_passcode("https://zoom.us/j/1")
    assert not wording.carries_passcode("http://[")


@given(st.text(max_size=200))
def test_any_text_can_be_worded(text):
    plain = wording.plain(text)
    public, _ = wording.apart(plain)
    assert all(line in plain for line in public.split())
    assert "\n" not in wording.title(text)
    wording.joining_link(text, ["zoom.us"])
    wording.without_passcode(text)


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("Family Contact Centre", "Family Contact Centre"),
        ("Invented Hall, tel 020 7946 0123", "Invented Hall, tel"),
        ("Online: Https://Us02web.Zoom.Us/J/123456789?Pwd=Lamp", "Online"),
        ("Zoom ID 845 5800 3291", ""),
        ("https://example.org/how-to-find-us", "https://example.org/how-to-find-us"),
        ("Cambridge Lamp@C3", "Cambridge Lamp@C3"),
    ],
)
def test_a_venue_keeps_no_number_and_no_way_into_a_room(text, printed):
    assert wording.impersonal(text) == printed


@pytest.mark.parametrize("text", ["a." * 60_000, "+12" + "-" * 120_000, "1-" * 60_000, "(at)" * 30_000])
def test_a_cell_as_long_as_a_sheet_can_hold_takes_no_time(text):
    begun = time.perf_counter()
    wording.impersonal(text)
    wording.apart(text)
    assert time.perf_counter() - begun < 5  # it took hours


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("01632 960123", "01632 960123"),
        ("+44 (0)1632 960123 Ada", "+44 (0)1632 960123"),
        ("Ada on 01632 960123, then 4455#", "01632 960123"),
        ("116 123", "116 123"),
        ("ask Ada", ""),
        ("javascript:alert(1)", ""),
    ],
)
def test_a_telephone_number_comes_without_whoever_answers_it(text, number):
    assert wording.telephone(text) == number


@pytest.mark.parametrize(
    "sentence",
    ["Passwort: rosebud", "Mot de passe : rosebud", "Contraseña rosebud", "Hasło: rosebud", "Wachtwoord rosebud"],
)
def test_a_passcode_is_kept_apart_in_other_languages(sentence):
    assert wording.apart(sentence) == ("", sentence)
    assert wording.names_passcode(sentence)


def test_people_are_taken_out_of_what_lets_somebody_join():
    text = "Passcode: rosebud\nContact: Avery Invented\nor 07700 900123, avery@example.org"
    assert wording.without_people(text) == "Passcode: rosebud or ,"


def test_lines_of_markup_stay_lines():
    assert wording.plain("<p>Ring twice.<br>Then wait.</p><div>Tea</div>") == "Ring twice.\nThen wait.\nTea"
