"""Files of the catalogue for tests: a whole valid one, and the same with something altered."""

SMALLEST = """\
name = "Invented Fellowship"
short_name = "IF"
also_known_as = []
approach = "twelve_step"
tradition = ""
is_twelve_step = true
rotation_key = "0f3a9c2b71de"
serves = ["me"]
problems = ["alcohol"]
nations = []
goal = "abstinence"
run_by = "members"
cost = "donations"
known_in_uk = true

[tests]
same_problem = "yes"
gives_and_receives = "yes"
run_by_members = "yes"
values_experience = "unknown"
charges_no_fee = "yes"

[standard]
recruits = "no [leaflet]"
under_18s = "unknown"
safeguarding = "unknown"

[medicines]
stance = "no_view"
source = "leaflet"

[listing]
england = "none"
wales = "none"
scotland = "none"
northern_ireland = "none"

[[ways_in]]
kind = "site"
value = "https://example.org/fellowship"

[[ways_in]]
kind = "phone"
value = "0808 157 0123"
checked_on = 2026-11-02

[[sources]]
id = "leaflet"
title = "An invented leaflet"
address = "https://example.org/leaflet"
read_on = 2026-11-01

[text.en]
summary = "People meet and talk."
who = "Anybody."
goal = "To stop."
used_today = "Yes. [leaflet]"
must_speak = "No. [leaflet]"
believe = "No. [leaflet]"
medicines = "It takes no view. [leaflet]"
cost = "Nothing. [leaflet]"
who_runs = "Its members. [leaflet]"
kept_private = "We don’t know."
"""


def altered(*changes):
    """SMALLEST with each (old, new) put through; what is to be altered has to be there."""
    text = SMALLEST
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new, 1)
    return text


def write(folder, slug, *changes):
    (folder / f"{slug}.toml").write_text(altered(*changes), encoding="utf-8")


def keyed(number):
    """The change that gives a file a rotation key of its own."""
    return ("0f3a9c2b71de", f"{number:012x}")
