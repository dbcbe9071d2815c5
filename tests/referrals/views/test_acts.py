"""Each act on a page of its own: recorded, or told what to do; what was typed meanwhile is kept."""

import datetime as dt
import uuid

import pytest

from mutualaid.audit.models import Event
from referrals import pathway
from referrals.models import Consent, Episode, Offer, Person
from tests.conftest import NOW
from tests.directory.views.checklist import Page
from tests.factories import CellFactory
from tests.referrals.factories import (
    TODAY,
    ConsentFactory,
    EpisodeFactory,
    OfferFactory,
    PersonFactory,
    ReferralFactory,
    ServiceFactory,
    WorkerFactory,
)

HOSTILE = ["", "\x00", "<b>", "9" * 400, "🙂" * 50, "-1", "1e309", "2026-02-30", "x" * 5000, str(uuid.UUID(int=0))]
MEANWHILE = "Somebody recorded something for this person while you were writing"


@pytest.fixture
def colleague(person):
    return WorkerFactory(service=person.service, name="Invented colleague")


def where(person, page):
    return f"/referrals/people/{person.pk}/{page}/"


def posted(client, person, page, **said):
    return client.post(where(person, page), {"seen": person.version} | said)


def again(person):
    return Person.objects.get(pk=person.pk)


END = {"ending": "completed", "ended_on": "2026-11-24", "way_back": "given"}
CONSENT = {"what": "contact", "whom": "group", "channel": "telephone", "until": "2027-03-01"}


# --- Handing over --------------------------------------------------------------------------------


def test_somebody_is_handed_over_to_a_colleague_and_leaves_ones_list(signed_in, person, colleague):
    page = Page(signed_in.get(where(person, "hand-over")))
    assert "Invented colleague" in page.text
    response = posted(signed_in, person, "hand-over", to=str(colleague.pk))
    assert response.headers["Location"] == "/referrals/"
    assert again(person).keyworker == colleague
    assert "Saved." in Page(signed_in.get("/referrals/")).text


def test_only_colleagues_of_the_same_service_are_listed_or_taken(signed_in, person):
    WorkerFactory(service=ServiceFactory(), name="Invented stranger")
    gone = WorkerFactory(service=person.service, name="Invented leaver")
    gone.memberships.update(ended_at=NOW)
    page = Page(signed_in.get(where(person, "hand-over")))
    assert "Invented stranger" not in page.text
    assert "Invented leaver" not in page.text
    assert (
        "Choose somebody who works for this service"
        in Page(posted(signed_in, person, "hand-over", to=str(gone.pk))).text
    )


def test_a_manager_goes_on_seeing_whoever_they_hand_over(client, person, colleague):
    client.force_login(WorkerFactory(service=person.service, service__role="manager"))
    response = posted(client, person, "hand-over", to=str(colleague.pk))
    assert response.headers["Location"] == f"/referrals/people/{person.pk}/"


def test_whoever_takes_on_has_seen_it(client, person, colleague):
    pathway.hand_over(person, to=colleague, by=person.keyworker, at=NOW)
    client.force_login(colleague)
    assert "Handed over to you" in Page(client.get(f"/referrals/people/{person.pk}/")).text
    client.post(where(person, "take-on"))
    assert again(person).handed_over_at is None
    assert "Handed over to you" not in Page(client.get(f"/referrals/people/{person.pk}/")).text


# --- Ending and coming back ----------------------------------------------------------------------


@pytest.mark.parametrize("ending", ["completed", "stopped_coming", "ended_by_service", "transfer", "custody"])
def test_ending_always_asks_for_a_way_back(signed_in, person, ending):
    page = Page(posted(signed_in, person, "end", ending=ending, ended_on="2026-11-24"))
    assert "Say how they were told to come back" in page.text
    posted(signed_in, person, "end", ending=ending, ended_on="2026-11-24", way_back="sent")
    episode = person.episodes.get()
    assert (episode.ending, episode.way_back, episode.ended_on) == (ending, "sent", TODAY)


def test_a_death_asks_for_nothing_else(signed_in, person):
    posted(signed_in, person, "end", ending="died", ended_on="2026-11-24")
    assert person.episodes.get().ending == "died"


def test_nothing_ends_to_mutual_aid():
    assert not [label for _value, label in Episode.Ending.choices if "mutual aid" in str(label).lower()]


def test_ending_ends_every_option(signed_in, person):
    referral = ReferralFactory(person=person)
    posted(signed_in, person, "end", **END)
    referral.refresh_from_db()
    assert referral.stage == "ended"


@pytest.mark.parametrize("day", ["2026-11-25", "1999-01-01"])
def test_it_ends_between_its_start_and_today(signed_in, person, day):
    page = Page(posted(signed_in, person, "end", **END | {"ended_on": day}))
    assert "between its start and today" in page.text


def test_whoever_comes_back_starts_anew(signed_in, worker, person):
    back = PersonFactory(service=person.service, keyworker=worker, episode=False)
    EpisodeFactory(person=back, ended=True)
    posted(signed_in, back, "start", started_on="2026-11-24", structured="no")
    episode = back.episodes.get(ended_on=None)
    assert (episode.started_on, episode.structured) == (TODAY, False)
    page = Page(posted(signed_in, again(back), "start", started_on="2026-11-24", structured="yes"))
    assert "They are in treatment here already" in page.text


# --- Facts, reference, consents ------------------------------------------------------------------


def test_what_they_have_told_us_is_changed_and_taken_back(signed_in, person):
    posted(signed_in, person, "facts", age_band="45_59", needs=["braille"])
    person = again(person)
    assert (person.age_band, person.needs) == ("45_59", ["braille"])
    assert signed_in.get(where(person, "facts")).context["form"]["age_band"].value() == "45_59"
    posted(signed_in, person, "facts")
    assert (again(person).age_band, again(person).needs) == ("", [])


def test_a_reference_typed_wrongly_is_put_right(signed_in, person):
    posted(signed_in, person, "reference", reference="rh-2042")
    assert again(person).reference == "RH-2042"
    PersonFactory(service=person.service, reference="RH-7")
    page = Page(posted(signed_in, again(person), "reference", reference="RH-7"))
    assert "Your service has this reference already" in page.text


def test_they_agree_in_the_words_that_they_are_shown(signed_in, person, worker):
    page = Page(signed_in.get(where(person, "consent")))
    assert "my treatment does not depend on it" in page.text
    posted(signed_in, person, "consent", **CONSENT)
    consent = Consent.objects.get()
    assert (consent.what, consent.whom, consent.channel) == ("contact", "group", "telephone")
    assert (consent.wording, consent.given_to) == ("2026-11", worker)
    assert consent.until.date() == dt.date(2027, 3, 1)


@pytest.mark.parametrize("until", ["2026-11-24", "2020-01-01", "2028-01-01", "9999-12-31", "", "soon"])
def test_a_consent_ends_within_a_year(signed_in, person, until):
    response = posted(signed_in, person, "consent", **CONSENT | {"until": until})
    assert response.status_code == 200
    assert not Consent.objects.exists()


def test_they_take_it_back_at_once_and_twice_is_once(signed_in, person):
    consent = ConsentFactory(person=person)
    for _ in range(2):
        assert signed_in.post(f"/referrals/consents/{consent.pk}/withdraw/").status_code == 302
    consent.refresh_from_db()
    assert consent.withdrawn_at == NOW
    assert Event.objects.filter(what="consent.withdrawn").count() == 1
    assert "Taken back on 24 November 2026" in Page(signed_in.get(f"/referrals/people/{person.pk}/")).text


def test_nobody_takes_back_for_whom_they_do_not_work_with(signed_in):
    consent = ConsentFactory()
    assert signed_in.post(f"/referrals/consents/{consent.pk}/withdraw/").status_code == 404
    assert signed_in.get(f"/referrals/consents/{consent.pk}/withdraw/").status_code == 405
    assert signed_in.post(f"/referrals/people/{consent.person_id}/take-on/").status_code == 404


# --- Two at once, and anything typed -------------------------------------------------------------


ACTS = {
    "hand-over": {},
    "end": END,
    "facts": {"gender": "woman"},
    "reference": {"reference": "RH-9000"},
    "start": {"started_on": "2026-11-24", "structured": "yes"},
    "consent": CONSENT,
}


@pytest.mark.parametrize("page", ACTS)
def test_what_somebody_recorded_meanwhile_is_told_and_nothing_typed_is_lost(signed_in, person, colleague, page):
    said = ACTS[page] or {"to": str(colleague.pk)}
    stale = person.version
    pathway.set_facts(person, {"substances": "alcohol"}, by=person.keyworker, at=NOW)
    response = signed_in.post(where(person, page), said | {"seen": stale})
    told = Page(response)
    assert MEANWHILE in told.text
    form = response.context["form"]
    assert all(str(form[name].value()) == value for name, value in said.items())
    assert form["seen"].value() == str(again(person).version)
    assert again(person).substances == "alcohol"


def test_saving_again_after_reading_is_meant(signed_in, person):
    stale = person.version
    pathway.set_facts(person, {"substances": "alcohol"}, by=person.keyworker, at=NOW)
    form = signed_in.post(where(person, "end"), END | {"seen": stale}).context["form"]
    signed_in.post(where(person, "end"), END | {"seen": form["seen"].value()})
    assert not Episode.objects.open().exists()


@pytest.mark.parametrize("page", ACTS)
def test_pressed_twice_it_is_done_once(signed_in, person, colleague, page):
    if page == "start":
        pathway.end(person, ending="completed", ended_on=TODAY, way_back="given", by=person.keyworker, at=NOW)
    said = {"seen": again(person).version} | (ACTS[page] or {"to": str(colleague.pk)})
    first, second = (signed_in.post(where(person, page), said) for _ in range(2))
    assert first.status_code == 302
    assert second.status_code in {200, 404}
    acts = Event.objects.exclude(what__in=["person.seen", "episode.ended"] if page == "start" else ["person.seen"])
    assert acts.count() == 1


@pytest.mark.parametrize("hostile", HOSTILE)
@pytest.mark.parametrize("page", ACTS)
def test_anything_typed_is_answered_with_a_page(signed_in, person, page, hostile):
    form = signed_in.get(where(person, page)).context["form"]
    response = signed_in.post(where(person, page), dict.fromkeys(form.fields, hostile))
    assert response.status_code in {200, 302}
    usual = signed_in.post(where(person, page), dict.fromkeys(form.fields, hostile) | {"seen": ""})
    assert usual.status_code in {200, 302, 404}


def test_a_megabyte_is_refused_and_not_recorded(signed_in, person):
    response = posted(signed_in, person, "reference", reference="R1" * 400_000)
    assert response.status_code == 200
    assert again(person).reference == "RH-2041"


@pytest.mark.parametrize("page", ["take-on"])
def test_what_changes_at_once_is_posted(signed_in, person, page):
    assert signed_in.get(where(person, page)).status_code == 405


def test_no_reference_is_in_an_address_or_a_line_of_the_log(signed_in, person, caplog):
    caplog.set_level("DEBUG")
    for page in ACTS:
        response = posted(signed_in, again(person), page, **ACTS[page])
        assert "RH-2041" not in response.headers.get("Location", "")
    signed_in.post("/referrals/", {"reference": "RH-2041"})
    said = [record.getMessage() for record in caplog.records if not record.name.startswith("django.db")]
    assert not [line for line in said if "RH-2041" in line or "RH-9000" in line]


# --- Moving to another district --------------------------------------------------------------------


@pytest.fixture
def towns():
    CellFactory(slug="invented-town", name="Invented Town", authority="E06000001")
    CellFactory(slug="invented-city", name="Invented City", authority="E06000002")


@pytest.mark.usefixtures("towns")
def test_what_was_shown_in_another_district_stands_no_more_once_they_have_moved(signed_in, person):
    offer, going_on = OfferFactory(person=person, district="E06000001"), ReferralFactory(person=person)
    assert where(person, "moved") in signed_in.get(f"/referrals/people/{person.pk}/").text
    answer = posted(signed_in, person, "moved", place="Invented City")
    assert answer.headers["Location"] == f"/referrals/people/{person.pk}/"
    offer.refresh_from_db()
    assert (offer.lapsed_because, offer.lapsed_at) == ("district", NOW)
    assert "no longer stands" in Page(signed_in.get(f"/referrals/people/{person.pk}/")).text
    assert "Moved to another district: show what is there" in Page(signed_in.get("/referrals/")).text
    going_on.refresh_from_db()
    assert going_on.stage == "connect"  # what is planned goes on
    assert Event.objects.filter(what="offer.lapsed", facts={"because": "district"}).count() == 1


@pytest.mark.usefixtures("towns")
def test_moved_within_the_district_nothing_changes_and_it_is_said(signed_in, person):
    offer = OfferFactory(person=person, district="E06000001")
    assert posted(signed_in, person, "moved", place="Invented Town").status_code == 302
    assert "Nothing has changed" in Page(signed_in.get(f"/referrals/people/{person.pk}/")).text
    offer.refresh_from_db()
    assert offer.lapsed_at is None


@pytest.mark.usefixtures("towns")
def test_where_they_have_moved_to_is_kept_nowhere(signed_in, person, caplog):
    caplog.set_level("DEBUG")
    OfferFactory(person=person, district="E06000001")
    page = signed_in.get(where(person, "moved"))
    assert '<input type="hidden" name="_never_kept" value="place">' in page.text
    answer = posted(signed_in, person, "moved", place="Invented City")
    assert "invented" not in answer.headers["Location"].lower()
    for model in (Person, Offer, Episode, Event):
        assert "invented city" not in str(list(model.objects.values())).lower()
    said = [record.getMessage() for record in caplog.records if record.name != "django.db.backends"]
    assert not [line for line in said if "city" in line.lower()]


@pytest.mark.usefixtures("towns")
def test_a_place_that_is_none_is_told_and_the_offer_stands(signed_in, person):
    offer = OfferFactory(person=person, district="E06000001")
    for place in HOSTILE:
        answer = posted(signed_in, person, "moved", place=place)
        assert answer.status_code == 200
        assert "govuk-error-message" in answer.text
    offer.refresh_from_db()
    assert offer.lapsed_at is None


@pytest.mark.usefixtures("towns")
def test_moved_is_told_of_what_was_recorded_meanwhile(signed_in, person, worker):
    offer = OfferFactory(person=person, district="E06000001")
    pathway.set_facts(person, {"gender": "woman"}, by=worker, at=NOW)
    assert MEANWHILE in Page(signed_in.post(where(person, "moved"), {"seen": 0, "place": "Invented City"})).text
    offer.refresh_from_db()
    assert offer.lapsed_at is None


# --- Handed over meanwhile -------------------------------------------------------------------------


def test_nobody_takes_somebody_on_for_a_colleague(client, person, worker, colleague):
    """A manager hands somebody on whom they were given, and presses the button of a page from before."""
    manager = WorkerFactory(service=person.service, service__role="manager")
    pathway.hand_over(person, to=manager, by=worker, at=NOW)
    client.force_login(manager)
    assert "I have taken this on" in Page(client.get(f"/referrals/people/{person.pk}/")).text
    pathway.hand_over(again(person), to=colleague, by=manager, at=NOW)
    client.post(where(person, "take-on"))
    assert again(person).handed_over_at == NOW
    assert "handed over to somebody else" in Page(client.get(f"/referrals/people/{person.pk}/")).text
