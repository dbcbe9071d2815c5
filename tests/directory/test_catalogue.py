import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from directory import catalogue
from directory.catalogue import CatalogueRefused
from directory.models import Programme
from directory.vocabulary import Approach, Listing, Nation, Problem, Who
from tests.directory.programme_files import altered, keyed, write


def entry(folder, *changes):
    write(folder, "invented-fellowship", *changes)
    (only,) = catalogue.read(folder)
    return only


def faults(folder, *changes):
    write(folder, "invented-fellowship", *changes)
    with pytest.raises(CatalogueRefused) as refused:
        catalogue.read(folder)
    return refused.value.faults


def test_a_file_says_what_its_programme_is(tmp_path):
    read = entry(tmp_path)
    assert read.slug == "invented-fellowship"
    assert read.facts["name"] == "Invented Fellowship"
    assert read.facts["values_experience"] == "unknown"
    assert read.facts["listing"] == dict.fromkeys(Nation.values, "none")
    assert read.facts["text"]["en"]["cost"] == "Nothing. [leaflet]"


def test_a_day_is_kept_as_json_can_hold_it_and_one_not_given_is_not_invented(tmp_path):
    site, phone = entry(tmp_path).facts["ways_in"]
    assert "checked_on" not in site
    assert phone["checked_on"] == "2026-11-02"
    assert entry(tmp_path).facts["sources"][0]["read_on"] == "2026-11-01"


def test_the_stance_on_medicines_has_the_title_and_day_of_its_source(tmp_path):
    facts = entry(tmp_path).facts
    assert (facts["medicines_source"], facts["medicines_on"]) == ("An invented leaflet", dt.date(2026, 11, 1))
    nothing = entry(tmp_path, ('"no_view"\nsource = "leaflet"', '"not_known"\nsource = ""')).facts
    assert (nothing["medicines_source"], nothing["medicines_on"]) == ("", None)


def test_a_programme_takes_exactly_the_fields_a_file_says(tmp_path):
    ours = {"id", "slug", "paused_at", "retired_at", "revision"}
    assert set(entry(tmp_path).facts) == set(catalogue.FIELDS)
    assert {field.name for field in Programme._meta.concrete_fields} == ours | set(catalogue.FIELDS)


def test_every_fact_fits_its_field(tmp_path):
    Programme(slug="invented-fellowship", **entry(tmp_path).facts).full_clean(
        validate_unique=False, validate_constraints=False
    )


def test_a_second_language_has_the_shape_of_the_first(tmp_path):
    english = altered().partition("[text.en]\n")[2]
    assert "cy" in entry(tmp_path, ("[text.en]\n", f"[text.cy]\n{english}\n[text.en]\n")).facts["text"]
    assert faults(tmp_path, ("[text.en]\n", '[text.cy]\nsummary = "Pobl."\n\n[text.en]\n'))[0] == (
        "invented-fellowship.toml: Add “text.cy.who”."
    )


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ('name = "Invented Fellowship"\n', "", "Add “name”."),
        ('name = "Invented Fellowship"', "name = 3", "Make “name” a text between quotation marks."),
        ('name = "Inv', 'stars = 5\nname = "Inv', "Take “stars” out: nothing reads it."),
        ('same_problem = "yes"', 'same_problem = "perhaps"', "Make “tests.same_problem” one of: yes, no, unknown."),
        ('charges_no_fee = "yes"\n', "", "Add “tests.charges_no_fee”."),
        ('serves = ["me"]', "serves = []", "Give “serves” 1 or more."),
        ('["alcohol"]', '["beer"]', f"Make “problems 1” one of: {', '.join(Problem.values)}."),
        ('["alcohol"]', '["alcohol", "alcohol"]', "Take “problems 2” out: it is there already."),
        ("0f3a9c2b71de", "alcoholics-a", "Write “rotation_key” like 0f3a9c2b71de: twelve random letters a to f and"),
        ('wales = "none"', 'wales = "some"', "Make “listing.wales” one of: whole, part, none."),
        ('kind = "site"', 'kind = "fax"', "Make “ways_in 1.kind” one of: site, online, phone, email."),
        ("https://example.org/fell", "example.org/fell", "Write “ways_in 1.value” like https://example.org/about."),
        ("0808 157 0123", "ring us", "Write “ways_in 2.value” like 0808 157 0123."),
        ("checked_on = 2026-11-02", 'checked_on = "May"', "Make “ways_in 2.checked_on” a day, like 2026-11-24."),
        ("read_on = 2026-11-01", "", "Add “sources 1.read_on”."),
        ('approach = "twelve_step"', 'approach = "family_steps"', "Take “me” out of “serves”"),
        ('approach = "twelve_step"', 'approach = "faith"', "Give a “tradition” if the approach is faith, and only"),
        ('tradition = ""', 'tradition = "Muslim"', "Give a “tradition” if the approach is faith, and only then."),
        ('source = "leaflet"', 'source = "hearsay"', "Make “medicines.source” the id of the source the stance was"),
        ('"no_view"', '"not_known"', "Take “medicines.source” out: nothing was read if the stance is not_known."),
        (
            "Yes. [leaflet]",
            "Yes. [hearsay]",
            "Add a source called hearsay, or take [hearsay] out of “text.en.used_today”.",
        ),
        ("Yes. [leaflet]", "Yes.", "End “text.en.used_today” with the id of its source, like [leaflet], or write “We"),
        ("Yes. [leaflet]", "a" * 201 + " [leaflet]", "Make “text.en.used_today” 200 letters long at most, without its"),
        ('"Anybody."', '"Anybody. "', "Take the spaces off the ends of “text.en.who”."),
        ('who = "Anybody."\n', "", "Add “text.en.who”."),
        ("People meet", "P" * 240, "Make “text.en.summary” 1 to 240 letters long: it has 250."),
        ('short_name = "IF"', "short_name = IF", "Make it TOML in UTF-8: "),
    ],
)
def test_a_fault_names_its_file_and_field_and_says_what_to_do(tmp_path, old, new, sentence):
    (fault,) = faults(tmp_path, (old, new))
    assert fault.startswith(f"invented-fellowship.toml: {sentence}")


def test_an_answer_of_the_longest_length_may_have_marks_besides(tmp_path):
    answer = "a" * 200 + " [leaflet]"
    assert entry(tmp_path, ("Yes. [leaflet]", answer)).facts["text"]["en"]["used_today"] == answer


def test_two_sources_of_one_id_are_a_fault(tmp_path):
    second = '\n[[sources]]\nid = "leaflet"\ntitle = "Another"\naddress = "https://example.org"\nread_on = 2026-11-01\n'
    (fault,) = faults(tmp_path, ("\n[text.en]", f"{second}\n[text.en]"))
    assert fault.endswith("Give each source an “id” of its own: leaflet is there twice.")


def test_the_faults_of_every_file_are_told_together(tmp_path):
    write(tmp_path, "one", ('goal = "abstinence"', 'goal = "more"'), ('cost = "donations"', 'cost = "dear"'))
    write(tmp_path, "two", ('name = "Invented Fellowship"\n', ""))
    (tmp_path / "Three.toml").write_text("")
    with pytest.raises(CatalogueRefused) as refused:
        catalogue.read(tmp_path)
    assert [fault.partition(":")[0] for fault in refused.value.faults] == [
        "Three.toml",
        "one.toml",
        "one.toml",
        "two.toml",
    ]
    assert str(refused.value).count("\n") == 3


def test_a_file_that_is_not_utf_8_is_a_fault(tmp_path):
    (tmp_path / "one.toml").write_bytes(altered().encode("utf-16"))
    with pytest.raises(CatalogueRefused, match="Make it TOML in UTF-8"):
        catalogue.read(tmp_path)


def test_two_files_never_share_a_rotation_key(tmp_path):
    write(tmp_path, "one")
    write(tmp_path, "two")
    with pytest.raises(CatalogueRefused, match=r"two\.toml: Give it a “rotation_key” of its own: one has the same\."):
        catalogue.read(tmp_path)


def test_a_folder_with_no_files_is_refused_rather_than_retire_everything(tmp_path):
    with pytest.raises(CatalogueRefused, match="there are none"):
        catalogue.read(tmp_path)


@pytest.mark.parametrize(
    ("name", "vocabulary", "line"),
    [
        ("serves", Who, 'serves = ["me"]'),
        ("problems", Problem, 'problems = ["alcohol"]'),
        ("nations", Nation, "nations = []"),
    ],
)
@given(data=st.data())
def test_a_list_holds_words_of_its_vocabulary_and_no_others(name, vocabulary, line, data):
    words = st.sampled_from(vocabulary.values) | st.text(max_size=20) | st.integers()
    said = data.draw(st.lists(words, min_size=1, max_size=4))
    known = all(word in vocabulary.values for word in said) and len(set(said)) == len(said)
    assert (not list(catalogue.FILE.needed[name].faults(said, name))) == known


@given(st.dictionaries(st.sampled_from([*Nation.values, "france"]), st.sampled_from([*Listing.values, "most"])))
def test_what_we_hold_is_said_for_each_nation_and_no_other(said):
    whole = set(said) == set(Nation.values) and set(said.values()) <= set(Listing.values)
    assert (not list(catalogue.FILE.needed["listing"].faults(said, "listing"))) == whole


@pytest.mark.django_db
def test_comparing_writes_nothing(tmp_path):
    write(tmp_path, "one")
    assert [programme.slug for programme in catalogue.compare(catalogue.read(tmp_path)).added] == ["one"]
    assert not Programme.objects.exists()


@pytest.mark.django_db
def test_a_key_that_was_another_programmes_is_refused_even_after_it_retired(tmp_path, now):
    write(tmp_path, "one")
    (gone,) = catalogue.compare(catalogue.read(tmp_path)).added
    Programme(slug="old-name", retired_at=now, **{name: getattr(gone, name) for name in catalogue.FIELDS}).save()
    with pytest.raises(CatalogueRefused, match=r"one\.toml: Give it a “rotation_key” of its own: old-name has had"):
        catalogue.compare(catalogue.read(tmp_path))
    write(tmp_path, "one", keyed(2))
    assert catalogue.compare(catalogue.read(tmp_path)).added


def test_faith_is_the_approach_with_traditions(tmp_path):
    facts = entry(
        tmp_path, ('approach = "twelve_step"', 'approach = "faith"'), ('tradition = ""', 'tradition = "Sikh"')
    )
    assert (facts.facts["approach"], facts.facts["tradition"]) == (Approach.FAITH, "Sikh")
