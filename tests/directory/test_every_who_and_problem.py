"""The catalogue as it is, asked for everybody, every problem and nation: nobody is left with nothing, or with less."""

import itertools
import re

import pytest
from django.utils import timezone

from directory import catalogue, verification
from directory.catalogue_review import from_files
from directory.classification import Kind
from directory.parity import options
from directory.places import Place, Point
from directory.search import Search
from directory.vocabulary import Nation, Problem, Who
from tests.directory.views.checklist import sound
from tests.directory.worlds import directory_of
from tests.factories import CellFactory, stamp

EVERY = [*itertools.product(Nation.values, ["", *Who.values], ["", *Problem.values])]
DRUGS = {"cocaine", "cannabis", "crystal_meth", "opioids", "pills"}


@pytest.fixture(scope="module")
def programmes():
    return from_files()


def found(programmes, nation, who, problem):
    place = Place("Somewhere", "somewhere", Point(53.4835, -2.2312), "settlement", nation)
    search = Search(place=place, who=who, problems=frozenset({problem} - {""}))
    return options(search, directory=directory_of(programmes), now=timezone.now())


def takes(programme, problem):
    if problem in {"", "other"} or not programme.problems:
        return True
    if problem == "drugs":
        return not {"drugs", *DRUGS}.isdisjoint(programme.problems)
    return problem in programme.problems or (problem in DRUGS and "drugs" in programme.problems)


def test_each_is_shown_all_that_could_serve_them_once_and_told_of_the_rest(programmes):
    within = {each.slug for each in programmes if each.kind is not Kind.OUTSIDE_STANDARD}
    for nation, who, problem in EVERY:
        answer = found(programmes, nation, who, problem)
        named = [option.slug for option in answer.every]
        expected = {
            each.slug
            for each in programmes
            if each.slug in within
            and (not who or who in each.serves)
            and (not each.nations or nation in each.nations)
            and takes(each, problem)
        }
        assert sorted(named) == sorted(expected), (nation, who, problem)
        assert {each.slug for each in answer.elsewhere} == within - expected, (nation, who, problem)


def test_with_the_problem_there_is_always_more_than_one_approach(programmes):
    for nation, problem in itertools.product(Nation.values, Problem.values):
        answer = found(programmes, nation, "me", problem)
        assert len({option.approach for option in answer.groups}) > 1, (nation, problem)


@pytest.mark.django_db
class TestThePage:
    @pytest.fixture
    def loaded(self, now, time_machine):
        time_machine.move_to(now, tick=False)
        verification.set_catalogue(catalogue.read(), now=now)
        CellFactory(slug="invented-town")
        stamp()

    @pytest.mark.parametrize("who", ["", *Who.values])
    def test_it_answers_every_problem_and_leaves_nobody_with_nothing(self, client, loaded, who):
        for problem in ["", *Problem.values]:
            response = client.post("/near/invented-town/", {"who": who, "problem": problem})
            if not (who or problem):
                assert response.headers["Location"] == "/near/invented-town/"
                continue
            page = sound(response, kept=False)
            assert re.search(r"\d+ more kinds? (is|are) for other people", page.text), (who, problem)
            leads_to = {address for found in page.links.values() for address in found}
            named = any(re.fullmatch(r"/programmes/[\w-]+/", address) for address in leads_to)
            # Where no programme is for a young person with that problem, somebody to talk to still is.
            assert named or (who == Who.YOUNG_PERSON and "There is help all the same" in page.text), (who, problem)
