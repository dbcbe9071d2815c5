import datetime as dt

from django.utils.translation import override

from directory.places import Place, Point
from directory.search import Order, Search
from directory.views.marks import marks
from directory.wanted import Wanted

HERE = Place("Invented Town", "invented-town", Point(53.48, -2.23), "settlement", "england")
THERE = Place("Another Town", "another-town", Point(51.48, -0.23), "settlement", "wales")


def test_where_nothing_is_marked_every_place_has_the_same_form():
    assert marks(Search(place=HERE)) is marks(Search(place=THERE, page=3))
    assert marks(Search(place=HERE)).said == ()
    assert "checked" not in marks(Search(place=HERE)).fields.replace('value="" checked', "")


def test_it_says_nothing_of_any_place():
    assert HERE.label not in marks(Search(place=HERE)).fields


def test_each_language_has_its_own():
    here = marks(Search(place=HERE))
    with override("cy"):
        assert marks(Search(place=HERE)) is not here


def test_what_somebody_marks_is_said_and_filled_in_and_not_kept():
    search = Search(
        place=HERE,
        wanted=Wanted(days=frozenset({2}), after=dt.time(18)),
        who="someone_close",
        problem="gambling",
        order=Order.NEAREST,
    )
    found = marks(search)
    assert found.said == ("Tue", "no earlier than 6pm", "Nearest first", "Someone close to me", "Gambling")
    assert found.order_said == "Nearest first"
    assert 'value="gambling" selected' in found.fields
    assert marks(search) is not found
    assert "selected" not in marks(Search(place=HERE)).fields.split('id="id_problem"')[1].split("Anything")[1]
