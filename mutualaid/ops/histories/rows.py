"""Rows of what is done for people, as plain as a database takes them: a class a table, a name a column. Pure.

Keys are 32 hexadecimal digits, days and moments (in UTC) are written in ISO 8601, lists in
JSON: both databases read these as they are. ``Person.reference`` is sealed when it is laid down.
"""

from __future__ import annotations

from typing import NamedTuple

Key = str
Day = str
Moment = str


class Person(NamedTuple):
    id: Key
    service_id: Key
    reference: str
    kind: str
    age_band: str
    gender: str
    substances: str
    prescribed: str
    keyworker_id: Key
    added_at: Moment
    added_by_id: Key
    version: int
    needs: str = "[]"
    handed_over_at: Moment | None = None


class Episode(NamedTuple):
    id: Key
    service_id: Key
    person_id: Key
    started_on: Day
    setting: str
    area: str
    introduced_on: Day | None
    already_going: bool
    ended_on: Day | None
    ending: str
    way_back: str
    ended_by_id: Key | None
    structured: bool = True


class Consent(NamedTuple):
    id: Key
    service_id: Key
    person_id: Key
    whom: str
    wording: str
    given_at: Moment
    given_to_id: Key
    until: Moment
    what: str = "contact"
    channel: str = "telephone"
    withdrawn_at: Moment | None = None


class Offer(NamedTuple):
    id: Key
    service_id: Key
    person_id: Key
    episode_id: Key
    snapshot_id: str | None
    state: str
    not_yet: str
    due_on: Day | None
    been: str
    idea: str
    family_offered: bool
    by_telephone: bool
    made_at: Moment
    made_by_id: Key
    lapsed_at: Moment | None
    lapsed_because: str
    district: str = ""
    together_with: int = 0
    once: Key | None = None


class Mark(NamedTuple):
    id: Key
    service_id: Key
    person_id: Key
    offer_id: Key
    approach: str
    programme_id: Key | None
    said: str


class Referral(NamedTuple):
    id: Key
    service_id: Key
    person_id: Key
    episode_id: Key
    offer_id: Key
    programme_id: Key
    stage: str
    due_on: Day | None
    began_at: Moment
    ended_at: Moment | None
    version: int
    last_review_id: Key | None


class Plan(NamedTuple):
    id: Key
    service_id: Key
    person_id: Key
    referral_id: Key
    meeting_id: Key | None
    on: Day
    with_whom: str
    safety: str
    barriers: str
    fixes: str
    made_at: Moment
    made_by_id: Key
    words_sealed: bytes | None = None
    meeting_point_sealed: bytes | None = None


class Contact(NamedTuple):
    id: Key
    service_id: Key
    person_id: Key
    referral_id: Key
    who: str
    reached: str
    consent_id: Key | None
    at: Moment
    by_id: Key


class Review(NamedTuple):
    id: Key
    service_id: Key
    person_id: Key
    referral_id: Key
    plan_id: Key | None
    how: str
    times: str
    and_now: str
    got: str
    in_the_way: str
    would_help: str
    still: str
    wasnt_on: str
    meeting_kind: str
    setting: str
    visit_on: Day
    asked_at: Moment
    asked_by_id: Key


class Step(NamedTuple):
    id: Key
    service_id: Key
    person_id: Key
    referral_id: Key
    act: str
    before: str
    after: str
    number: int
    at: Moment
    by_id: Key
    once: Key | None = None


# In the order in which each rests on those before it.
TABLES = (Person, Episode, Consent, Offer, Mark, Referral, Plan, Contact, Review, Step)
ACTS = (Step, Plan, Contact, Review)
