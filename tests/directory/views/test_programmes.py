import datetime as dt

import pytest

from directory.models import Holding, Programme
from directory.views.programmes import QUESTIONS
from tests.directory.views.checklist import Page, sound
from tests.factories import TEXT, MeetingFactory, ProgrammeFactory, SourceFactory, stamp

pytestmark = pytest.mark.django_db
ADDRESS = "/programmes/invented-groups/"


@pytest.fixture
def programme(clock):
    return ProgrammeFactory(
        slug="invented-groups",
        name="Invented Groups",
        text={"en": TEXT | {"must_speak": "No. Listening is enough. [about] [about]"}},
        sources=[{"id": "about", "title": "About us", "address": "https://example.org/about", "read_on": "2026-11-01"}],
        ways_in=[
            {"kind": "site", "value": "https://example.org/", "checked_on": "2026-10-01"},
            {"kind": "phone", "value": "01632 960014"},
            {"kind": "email", "value": "ask@example.org"},
        ],
    )


class TestOneProgramme:
    def test_it_answers_the_seven_questions_in_order(self, client, programme):
        page = sound(client.get(ADDRESS))
        at = [page.text.index(str(question)) for question in QUESTIONS.values()]
        assert len(at) == 7
        assert at == sorted(at)

    def test_a_line_says_once_where_it_was_read(self, client, programme):
        text = Page(client.get(ADDRESS)).text
        assert "No. Listening is enough. From About us" in text
        assert text.count("About us") == 2
        assert "read 1 November 2026" in text
        assert "[about]" not in text

    def test_each_way_in_says_when_it_was_checked(self, client, programme):
        page = Page(client.get(ADDRESS))
        assert "checked 1 October 2026" in page.text
        assert page.text.count("not checked yet") == 2
        assert page.links["01632 960014"] == {"tel:01632960014"}
        assert page.links["ask@example.org"] == {"mailto:ask@example.org"}

    def test_a_way_in_for_some_nations_says_which(self, client, programme):
        programme.ways_in = [{"kind": "site", "value": "https://example.org/", "nations": ["wales", "scotland"]}]
        programme.save()
        assert "Website in Wales and Scotland https://example.org/" in Page(client.get(ADDRESS)).text

    def test_it_says_whose_list_we_hold_in_each_nation(self, client, programme):
        assert Page(client.get(ADDRESS)).text.count("We don’t hold its list") == 4

    def test_the_stance_on_medicines_has_its_source_or_says_not_known(self, client, programme):
        assert "Medicines Not known" in Page(client.get(ADDRESS)).text
        programme.medicines, programme.medicines_source = "welcomes", "Its own guide"
        programme.medicines_on = dt.date(2026, 3, 2)
        programme.save()
        text = Page(client.get(ADDRESS)).text
        assert "Welcomes people on prescribed medicines Source: Its own guide, 2 March 2026" in text

    def test_the_tests_decide_a_label_and_no_rank(self, client, programme):
        text = Page(client.get(ADDRESS)).text
        assert "It is not a ranking." in text
        assert "Do members share the same problem? Yes" in text

    def test_each_point_of_the_standard_is_answered_with_where_it_was_read(self, client, programme):
        programme.recruits, programme.standard_sources = "no", {"recruits": ["leaflet"]}
        programme.sources = [
            {
                "id": "leaflet",
                "title": "An invented leaflet",
                "address": "https://example.org/l",
                "read_on": "2026-11-01",
            }
        ]
        programme.save()
        text = Page(client.get(ADDRESS)).text
        assert "It does not recruit people into paid services. Yes From An invented leaflet" in text
        assert "Where under-18s come, it has a safeguarding policy. Not known" in text

    def test_one_we_do_not_know_is_not_found(self, client, programme):
        sound(client.get("/programmes/no-such-groups/"), kept=False)

    def test_one_that_has_left_the_catalogue_is_not_found(self, client, programme, now):
        programme.retired_at = now
        programme.save()
        assert client.get(ADDRESS).status_code == 404

    def test_it_is_only_read(self, client, programme):
        assert client.post(ADDRESS).status_code == 405

    def test_it_costs_the_same_however_many_meetings_it_has(self, programme, costs_the_same):
        costs_the_same(ADDRESS, add=lambda: stamp(*(MeetingFactory(programme=programme) for _ in range(3))))


class TestEveryProgramme:
    def test_every_one_is_named_once_under_its_family(self, client, town):
        page = sound(client.get("/programmes/"))
        assert (
            len([words for words, found in page.links.items() if any("/programmes/" in each for each in found)]) == 12
        )
        assert "Buddhist-inspired" in page.text

    def test_each_says_whose_list_we_hold_where_it_was_asked(self, client, town, now):
        tools = Programme.objects.get(slug="tools-groups")
        Holding.objects.create(programme=tools, nation="wales", extent="part", source=SourceFactory(), as_of=now)
        stamp()
        assert client.get("/programmes/?nation=wales").content.decode().count("We hold part of its list") == 1
        assert client.get("/programmes/?nation=scotland").content.decode().count("We hold part of its list") == 0
        assert "We hold its list in some nations" in client.get("/programmes/").content.decode()

    @pytest.mark.parametrize("breaks", [{"charges_no_fee": "no"}, {"recruits": "yes"}])
    def test_one_that_breaks_the_standard_is_not_listed(self, client, town, breaks):
        ProgrammeFactory(name="Invented Company", **breaks)
        assert "Invented Company" not in client.get("/programmes/").content.decode()

    def test_a_nation_shows_those_that_serve_it(self, client, town):
        ProgrammeFactory(name="Invented Welsh Groups", nations=["wales"])
        for nation, shown in {"wales": True, "scotland": False, "": True}.items():
            page = sound(client.get(f"/programmes/?nation={nation}"))
            assert ("Invented Welsh Groups" in page.text) is shown
            assert "Tools groups" in page.text

    def test_a_nation_we_do_not_know_says_what_is_wrong(self, client, town):
        response = client.get("/programmes/?nation=atlantis")
        assert response.status_code == 200
        assert "govuk-error-message" in response.content.decode()

    def test_families_take_turns_by_the_week(self, client, town, time_machine, now):
        orders = set()
        for weeks in range(12):
            time_machine.move_to(now + dt.timedelta(weeks=weeks))
            text = Page(client.get("/programmes/")).text
            orders.add(tuple(sorted(("Secular", "Buddhist-inspired", "Tools and techniques"), key=text.index)))
        assert len(orders) > 1

    def test_it_costs_the_same_however_many_there_are(self, town, costs_the_same):
        costs_the_same("/programmes/", add=lambda: [ProgrammeFactory() for _ in range(3)])

    def test_it_is_only_read(self, client, town):
        assert client.post("/programmes/").status_code == 405


@pytest.mark.django_db
def test_what_somebody_hung_on_to_the_address_is_not_in_its_canonical_link(client):
    programme = ProgrammeFactory()
    for address in ("/", "/programmes/", programme.get_absolute_url(), "/about/privacy/"):
        page = client.get(f"{address}?utm_source=somebody").content.decode()
        assert f'<link rel="canonical" href="{address}">' in page
    assert 'rel="canonical"' not in client.get("/nothing-is-here/").content.decode()
