"""How long is each thing kept, counted from when, and why is it kept at all? Pure: the sweep and the papers read it.

Every field of every record about people or about who works with them stands here; a test
fails for one that does not. docs/reference/retention.md is printed from it.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Text = str | Promise
YEAR = 365


class Since(TextChoices):
    """What the days are counted from."""

    TREATMENT = "treatment", _("their last time in treatment here ended")
    VISIT = "visit", _("the day of the visit")
    CONSENT = "consent", _("the consent ran out or was taken back")
    WORK = "work", _("the work ended")
    QUARTER = "quarter", _("the quarter ended")
    LAST_USE = "last_use", _("nothing rests on it any more")


@dataclass(frozen=True, slots=True)
class Rule:
    """``days`` after ``since`` it goes. With the row: the whole record goes; else the field alone is emptied."""

    days: int
    since: Since
    reason: Text
    alone: bool = False


def _person(reason: Text) -> Rule:
    return Rule(2 * YEAR, Since.TREATMENT, reason)


def _words(reason: Text) -> Rule:
    return Rule(90, Since.VISIT, reason, alone=True)


def _consent(reason: Text) -> Rule:
    return Rule(2 * YEAR, Since.CONSENT, reason)


def _work(reason: Text) -> Rule:
    return Rule(6 * YEAR, Since.WORK, reason)


def _figures(reason: Text) -> Rule:
    return Rule(6 * YEAR, Since.QUARTER, reason)


def _last_use(reason: Text) -> Rule:
    return Rule(0, Since.LAST_USE, reason)


KEY = _("So that one record can be told from another. It says nothing about anybody.")
WHOSE = _("So that it is known whom it is about.")
OF_SERVICE = _("So that only that service sees it.")
TWO_AT_ONCE = _("So that two workers at once lose nothing.")
ONE_PRESS = _("So that a button pressed twice records once.")
BY = _("So that somebody answers for what is recorded.")
WHEN = _("So that what was done stands in its order, and measures know when.")

# {model.field: its rule}. What a field is about is its reason for being kept.
RULES: dict[str, Rule] = {
    "Service.id": _work(KEY),
    "Service.name": _work(_("So that people know which service it is.")),
    "Service.setting": _work(_("So that like is compared with like.")),
    "Service.areas": _work(_("So that whoever answers for the area reads its figures.")),
    "Service.telephone": _work(_("So that people know where to ring to come back.")),
    "Service.closed_on": _work(_("So that nobody works there any more.")),
    "Membership.id": _work(KEY),
    "Membership.user": _work(_("So that it can be shown who could see whom, and when.")),
    "Membership.service": _work(_("So that it can be shown who could see whom, and when.")),
    "Membership.role": _work(_("So that a manager sees everybody of the service and a keyworker their own people.")),
    "Membership.began_at": _work(_("So that it can be shown who could see whom, and when.")),
    "Membership.ended_at": _work(_("So that it can be shown who could see whom, and when.")),
    "Commission.id": _work(KEY),
    "Commission.user": _work(_("So that whoever answers for an area reads its figures, and nobody else.")),
    "Commission.area": _work(_("So that whoever answers for an area reads its figures, and nobody else.")),
    "Commission.began_at": _work(_("So that it can be shown who read which figures, and when.")),
    "Commission.ended_at": _work(_("So that it can be shown who read which figures, and when.")),
    "Person.id": _person(KEY),
    "Person.service": _person(OF_SERVICE),
    "Person.reference_sealed": _person(_("So that a worker knows whom a record is about, without a name.")),
    "Person.reference_index": _person(_("So that a record is found by its reference without being opened.")),
    "Person.kind": _person(_("So that options for families and friends come first where they are meant.")),
    "Person.age_band": _person(_("So that young people see groups for young people first.")),
    "Person.gender": _person(_("So that groups for women or for men can be pointed to.")),
    "Person.substances": _person(_("So that groups for what they are in treatment for are marked.")),
    "Person.prescribed": _person(_("So that they hear beforehand how a group speaks of such medicines.")),
    "Person.needs": _person(_("So that they are told things in a way that works for them, as is their right.")),
    "Person.keyworker": _person(_("So that they stand on somebody’s list.")),
    "Person.handed_over_at": _person(_("So that whoever takes over notices.")),
    "Person.added_at": _person(WHEN),
    "Person.added_by": _person(BY),
    "Person.version": _person(TWO_AT_ONCE),
    "Episode.id": _person(KEY),
    "Episode.service": _person(OF_SERVICE),
    "Episode.person": _person(WHOSE),
    "Episode.started_on": _person(_("So that nobody waits for longer than a week to be shown every option.")),
    "Episode.structured": _person(_("So that figures match those of the national data set.")),
    "Episode.setting": _person(_("So that like is compared with like.")),
    "Episode.area": _person(_("So that the area that pays for it has its figures.")),
    "Episode.introduced_on": _person(_("So that measures know from which day to count.")),
    "Episode.already_going": _person(_("So that whoever went already is not counted as helped.")),
    "Episode.ended_on": _person(_("So that nobody is asked for after their treatment has ended.")),
    "Episode.ending": _person(_("So that measures know a death, a transfer or custody for what it is.")),
    "Episode.way_back": _person(_("So that nobody leaves without knowing how to come back.")),
    "Episode.ended_by": _person(BY),
    "Consent.id": _consent(KEY),
    "Consent.service": _consent(OF_SERVICE),
    "Consent.person": _consent(WHOSE),
    "Consent.what": _consent(_("So that nothing is done that they did not agree to.")),
    "Consent.whom": _consent(_("So that nobody else is told.")),
    "Consent.channel": _consent(_("So that they are reached in no other way.")),
    "Consent.wording": _consent(_("So that it can be shown which words they agreed to.")),
    "Consent.given_at": _consent(_("So that it can be shown when they agreed.")),
    "Consent.given_to": _consent(BY),
    "Consent.until": _consent(_("So that it ends by itself.")),
    "Consent.withdrawn_at": _consent(_("So that nothing is done after they took it back.")),
    "OfferSnapshot.digest": _last_use(_("So that many people who were shown the same share one.")),
    "OfferSnapshot.content": _last_use(_("So that it can be shown that every option was offered.")),
    "OfferSnapshot.made_at": _last_use(WHEN),
    "Offer.id": _person(KEY),
    "Offer.service": _person(OF_SERVICE),
    "Offer.person": _person(WHOSE),
    "Offer.episode": _person(_("So that it lapses when that time in treatment ends.")),
    "Offer.snapshot": _person(_("So that it can be shown that every option was offered.")),
    "Offer.state": _person(_("So that it is known whether they were told of everything.")),
    "Offer.not_yet": _person(_("So that what stood in the way is put right before the next time.")),
    "Offer.due_on": _person(_("So that they are shown it on the day they chose.")),
    "Offer.been": _person(_("So that figures are of those who were not already going.")),
    "Offer.idea": _person(_("So that pressure from outside is seen. It is never scored.")),
    "Offer.family_offered": _person(_("So that help for their family and friends is not forgotten.")),
    "Offer.district": _person(_("So that it lapses when they move. Nothing finer is kept.")),
    "Offer.by_telephone": _person(_("So that figures tell how people were shown it.")),
    "Offer.together_with": _person(_("So that figures tell how people were shown it.")),
    "Offer.made_at": _person(WHEN),
    "Offer.made_by": _person(BY),
    "Offer.lapsed_at": _person(_("So that nobody goes by what was shown long ago.")),
    "Offer.lapsed_because": _person(_("So that it is known why it is to be shown again.")),
    "Offer.once": _person(ONE_PRESS),
    "Mark.id": _person(KEY),
    "Mark.service": _person(OF_SERVICE),
    "Mark.person": _person(WHOSE),
    "Mark.offer": _person(_("So that it is known when it was said.")),
    "Mark.approach": _person(_("So that it is known which kinds of group were talked about.")),
    "Mark.programme": _person(_("So that what they said of it is not asked again.")),
    "Mark.said": _person(_("So that what they said of it is not asked again.")),
    "Referral.id": _person(KEY),
    "Referral.service": _person(OF_SERVICE),
    "Referral.person": _person(WHOSE),
    "Referral.episode": _person(_("So that it ends when that time in treatment ends.")),
    "Referral.offer": _person(_("So that no option stands without all of them having been offered.")),
    "Referral.programme": _person(_("So that it is known which option it is.")),
    "Referral.stage": _person(_("So that the next worker knows where they stand.")),
    "Referral.due_on": _person(_("So that nobody is forgotten.")),
    "Referral.began_at": _person(WHEN),
    "Referral.ended_at": _person(WHEN),
    "Referral.version": _person(TWO_AT_ONCE),
    "Referral.last_review": _person(_("So that the list says how it went last.")),
    "Step.id": _person(KEY),
    "Step.service": _person(OF_SERVICE),
    "Step.person": _person(WHOSE),
    "Step.referral": _person(_("So that it is known which option it is.")),
    "Step.act": _person(_("So that how people were linked is derived from what was done, never typed.")),
    "Step.before": _person(_("So that the way they came is known.")),
    "Step.after": _person(_("So that the way they came is known.")),
    "Step.number": _person(TWO_AT_ONCE),
    "Step.at": _person(WHEN),
    "Step.by": _person(BY),
    "Step.once": _person(ONE_PRESS),
    "Plan.id": _person(KEY),
    "Plan.service": _person(OF_SERVICE),
    "Plan.person": _person(WHOSE),
    "Plan.referral": _person(_("So that it is known which option it is.")),
    "Plan.meeting": _words(_("So that they, and whoever goes along, know where to go.")),
    "Plan.on": _person(_("So that they are asked how it went the day after.")),
    "Plan.with_whom": _person(_("So that nobody goes alone who would rather not.")),
    "Plan.safety": _person(_("So that nobody is sent where they are not safe. No detail is kept.")),
    "Plan.words_sealed": _words(_("So that the plan is theirs, in their own words.")),
    "Plan.meeting_point_sealed": _words(_("So that they find whoever goes along.")),
    "Plan.barriers": _person(_("So that what gets in the way is put right.")),
    "Plan.fixes": _person(_("So that what would help is done.")),
    "Plan.made_at": _person(WHEN),
    "Plan.made_by": _person(BY),
    "Contact.id": _person(KEY),
    "Contact.service": _person(OF_SERVICE),
    "Contact.person": _person(WHOSE),
    "Contact.referral": _person(_("So that it is known which option it is.")),
    "Contact.who": _person(_("So that how people were linked is derived from what was done, never typed.")),
    "Contact.reached": _person(_("So that how people were linked is derived from what was done, never typed.")),
    "Contact.consent": _person(_("So that it can be shown that they had agreed.")),
    "Contact.at": _person(WHEN),
    "Contact.by": _person(BY),
    "Review.id": _person(KEY),
    "Review.service": _person(OF_SERVICE),
    "Review.person": _person(WHOSE),
    "Review.referral": _person(_("So that it is known which option it is.")),
    "Review.plan": _person(_("So that it is known which visit it was.")),
    "Review.how": _person(_("So that the next worker knows how it went, as they told it.")),
    "Review.times": _person(_("So that being once and being connected are told apart.")),
    "Review.and_now": _person(_("So that what they want next is done.")),
    "Review.got": _person(_("So that there is more to tell than being there.")),
    "Review.in_the_way": _person(_("So that what gets in the way is put right.")),
    "Review.would_help": _person(_("So that what would help is done.")),
    "Review.still": _person(_("So that it is known whether people stay.")),
    "Review.wasnt_on": _person(_("So that the directory is put right.")),
    "Review.meeting_kind": _person(_("So that figures say what kind of meeting it was at the visit.")),
    "Review.setting": _person(_("So that like is compared with like.")),
    "Review.visit_on": _person(_("So that a visit counts when it was, not when it was told.")),
    "Review.asked_at": _person(WHEN),
    "Review.asked_by": _person(BY),
    "Frozen.id": _figures(KEY),
    "Frozen.area": _figures(_("So that whoever answers for the area reads its figures.")),
    "Frozen.quarter": _figures(_("So that quarters stand in their order.")),
    "Frozen.frozen_on": _figures(_("So that what was first published can be told from what is known now.")),
    "Frozen.made_at": _figures(WHEN),
    "Frozen.profile": _figures(_("So that it is known by which rule the counts are protected.")),
    "Frozen.units": _figures(_("So that figures once published stay what they were. No exact count is among them.")),
    "InTreatment.id": _figures(KEY),
    "InTreatment.service": _figures(_("So that it is known whose number it is.")),
    "InTreatment.area": _figures(_("So that it is counted where it belongs.")),
    "InTreatment.quarter": _figures(_("So that it is counted when it belongs.")),
    "InTreatment.people": _figures(_("So that it is known how many nobody has told yet.")),
    "InTreatment.said_by": _figures(BY),
    "InTreatment.said_at": _figures(WHEN),
    "Chance.id": _last_use(KEY),
    "Chance.only": _last_use(_("So that there is one.")),
    "Chance.secret_sealed": _last_use(_("So that a count is rounded the same way each time, and nobody can undo it.")),
}


def reason(field: str) -> Text:
    """Why ``field`` is asked, to be said beside the question."""
    return RULES[field].reason
