import time

import pytest

from directory.importers import mapping
from directory.importers.listed import ListHeld
from directory.importers.mapping import MappingRefused
from tests.directory.importers.sheets import MAPPING


def refusal(text):
    with pytest.raises(MappingRefused) as refused:
        mapping.read(text)
    return str(refused.value)


def test_a_mapping_is_read_whole():
    read = mapping.read(MAPPING)
    assert read.columns["name"] == "Title"
    assert read.identity == ("Kind", "Postcode", "Day", "Time", "Title")
    assert read.source.licence == "own"
    assert read.lists == (ListHeld("open-door", "part", ("england", "wales")),)
    assert read.as_of_from_file_name
    assert set(read.needed_columns) >= {"Kind", "Ramp", "Openness", "Open", "Note"}
    assert "Unread" not in read.needed_columns


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ("[source]", "[sauce]", "Take “sauce” out of the mapping"),
        ('licence = "own"', 'licence = "mine"', "Make “source.licence” one of: ogl,"),
        ('licence = "own"', "", "Make “source.licence” one of"),
        ('name = "An invented sheet"', "", "Give the source a name"),
        ('day = "Day"', "", "Name the column for “day”"),
        ('programme = "Kind"', "", "Name the column for “programme”"),
        ('venue = "Venue"', 'venu = "Venue"', "Take “venu” out of [columns]"),
        ('venue = "Venue"', "venue = 3", "Give “columns.venue” a text"),
        ('OD = "open-door"', 'OD = "Open Door"', "Give “values.programme.OD” a programme’s short name"),
        ('England = "england"', 'England = "uk"', "Make “values.nation.England” one of"),
        ("[values.nation]", "[values.colour]", "Take “colour” out of [values]"),
        ('extent = "part"', 'extent = "most"', "Make “lists 1.extent” one of: whole, part"),
        ('nations = ["england", "wales"]', 'nations = ["france"]', "Make “lists 1.nations” one of"),
        ('match = "words"', 'match = "guess"', "Make “facts 4.match” one of"),
        ('{ step_free = "yes" }', '{ step_free = "probably" }', "“facts 1.values.True.step_free” one of: yes, no"),
        ('{ step_free = "yes" }', '{ ramp = "yes" }', "Take “ramp” out of “facts 1.values.True”"),
        ('{ step_free = "yes" }', '"yes"', "Make “facts 1.values.True” a table"),
        ('hosts = ["meet.example.org"]', 'hosts = "meet.example.org"', "Give “joining.hosts” a list"),
        (
            'licence = "own"',
            'licence = "own"\naddress = "javascript:alert(1)"',
            "Write “source.address” as",
        ),
        ('name = "An invented sheet"', f'name = "{"x" * 121}"', "Shorten “source.name” to 120 characters"),
        ('name = "An invented sheet"', 'name = "An\\u0000sheet"', "control characters out of “source.name”"),
        (
            'identity = ["Kind", "Postcode"',
            'identity = ["Ki\\u0007nd", "Postcode"',
            "characters out of “identity”",
        ),
        ('nations = ["england", "wales"]', 'nations = ["wales", "wales"]', "Say once under [[lists]]"),
        ("as_of_from_file_name = true", 'as_of_from_file_name = "yes"', "true or false"),
        ('identity = ["Kind", "Postcode", "Day", "Time", "Title"]', "", "Give “identity” a list"),
        ('identity = ["Kind", "Postcode", "Day", "Time", "Title"]', "identity = []", "Say under “identity”"),
        ('identity = ["Kind", "Postcode", "Day", "Time", "Title"]', 'identity = ["Day", "Day"]', "once"),
        ("[columns]", "[columns", "The mapping is not TOML"),
    ],
)
def test_each_fault_is_named_with_its_key(old, new, sentence):
    assert old in MAPPING
    assert sentence in refusal(MAPPING.replace(old, new, 1))


def test_one_programme_for_the_whole_sheet_needs_no_column():
    text = MAPPING.replace('programme = "Kind"', "", 1) + '\n[defaults]\nprogramme = "open-door"\nmode = "online"\n'
    read = mapping.read(text)
    assert (read.programme, read.mode, read.time_zone) == ("open-door", "online", "Europe/London")


def test_a_key_of_thousands_of_parts_is_refused_before_it_takes_all_the_memory():
    assert "Line 2 of the mapping has over 100 dots" in refusal("\n" + ".".join(["a"] * 3000) + " = 1")


def test_thousands_of_lists_are_read_in_a_moment():
    lists = (f'[[lists]]\nprogramme = "p-{n}"\nextent = "part"\nnations = ["england"]\n' for n in range(10_000))
    began = time.process_time()
    assert len(mapping.read(MAPPING + "".join(lists)).lists) == 10_001
    assert time.process_time() - began < 2


def test_a_time_zone_has_to_exist():
    assert "time zone" in refusal(MAPPING + '\n[defaults]\ntime_zone = "Europe/Leeds"\n')


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("drop = 3", "Make “drop” a table: [drop]."),
        ("facts = 3", "Write each of “facts” as [[facts]]."),
        ("[values]\nday = 3", "Make “values.day” a table"),
        ("[[facts]]\ncolumn = 'Ramp'", "Say under “facts 1.values”"),
    ],
)
def test_a_table_has_to_be_a_table(text, sentence):
    top = """identity = ["Day"]\n""" + (text + "\n" if "[" not in text else "")
    rest = """[source]\nname = "x"\nlicence = "own"\n[columns]\nprogramme = "P"\nname = "N"\nday = "D"\ntime = "T"\n"""
    assert sentence in refusal(top + rest + (text if "[" in text else ""))


@pytest.mark.parametrize("value", ["[" * 5000 + "]" * 5000, "9" * 5000])
def test_what_no_reader_of_toml_survives_is_refused_in_a_sentence(value):
    assert refusal(f"identity = {value}").endswith("to be read.")
