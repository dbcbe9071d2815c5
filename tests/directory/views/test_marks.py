import datetime as dt
import re

from django.utils.translation import override

from directory.places import Place, Point
from directory.search import Order, Search
from directory.views.marks import marks
from directory.wanted import Wanted

HERE = Place("Invented Town", "invented-town", Point(53.48, -2.23), "settlement", "england")
THERE = Place("Another Town", "another-town", Point(51.48, -0.23), "settlement", "wales")


def test_where_nothing_is_marked_every_place_has_the_same_form():
    assert marks(Search(place=HERE, widens=True)) is marks(Search(place=THERE, page=3, widens=True))
    assert marks(Search(place=HERE, widens=True)).said == ()
    assert "checked" not in marks(Search(place=HERE, widens=True)).fields.replace('value="" checked', "")


def test_it_says_nothing_of_any_place():
    assert HERE.label not in marks(Search(place=HERE, widens=True)).fields


def test_each_language_has_its_own():
    here = marks(Search(place=HERE, widens=True))
    with override("cy"):
        assert marks(Search(place=HERE, widens=True)) is not here


def test_what_somebody_marks_is_said_and_filled_in_and_not_kept():
    search = Search(
        place=HERE,
        widens=True,
        wanted=Wanted(
            days=frozenset({2}),
            after=dt.time(18),
            soon="6",
            mode="hybrid",
            facts=frozenset({"first_visit", "step_free"}),
            kept_for=frozenset({"women"}),
            language="polish",
            words="church hall",
        ),
        who="someone_close",
        problems=frozenset({"gambling", "alcohol"}),
        medicines=True,
        order=Order.NEAREST,
    )
    found = marks(search)
    assert found.said == (
        "Tue",
        "no earlier than 6pm",
        "In the next 6 hours",
        "In person and online at once",
        "Anybody may come",
        "Nearest first",
        "Someone close to me",
        "Alcohol",
        "Gambling",
        "meetings kept for: Women",
        "A step-free way in",
        "Polish",
        "Tell me what each kind says of prescribed medicines",
        "the words “church hall”",
    )
    assert found.order_said == "Nearest first"
    ticked = re.findall(r'value="(\w+)" checked', found.fields)
    assert ticked == ["tue", "first_visit", "someone_close", "alcohol", "gambling", "step_free", "women", "yes"]
    assert 'value="polish" selected' in found.fields
    assert 'value="church hall"' in found.fields
    assert marks(search) is not found
    assert "checked" not in marks(Search(place=HERE, widens=True)).fields.replace('value="" checked', "")


def test_the_usual_distance_is_a_mark_only_where_somebody_chose_it():
    assert marks(Search(place=HERE, miles=5)).said == ("up to 5 miles",)


def test_all_of_the_form_is_sent_alike_by_either_button():
    fields = marks(Search(place=HERE, widens=True)).fields
    names = set(re.findall(r'name="(\w+)"', fields))
    assert names == {
        *("day", "after", "before", "soon", "mode", "miles", "sort", "welcome"),
        *("who", "problem", "kept_for", "needs", "language", "words", "medicines"),
    }
