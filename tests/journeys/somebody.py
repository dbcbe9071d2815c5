"""Puts somebody who is in treatment, and whoever works with them, into a demonstration; prints where they are.

Run by a journey in a process of its own: ``python -m tests.journeys.somebody``.
"""

import datetime as dt
import json

KEYWORKER, REFERENCE, TOWN = "journey@example.org", "JN-2041", "leeds"
DAY = dt.timedelta(days=1)


def put_in(now):
    """{name: the key of an option}: two to ask about, one to plan."""
    from directory import following, geocoding, parity
    from directory.models import Meeting, Programme
    from directory.search import Search
    from mutualaid.accounts.models import User
    from mutualaid.ops.demo import PASSWORD
    from referrals import offering, pathway
    from referrals.models import Membership, Service
    from referrals.pathway import Introduced, Planned, Said

    by = User.objects.create_user(KEYWORKER, PASSWORD, name="An invented keyworker")
    service = Service.objects.create(name="An invented service for a journey", setting="community")
    Membership.objects.create(user=by, service=service, role="keyworker", began_at=now)
    place, directory, earlier = geocoding.cell(TOWN), following.directory(), now - 3 * DAY
    shown = parity.options(Search(place=place), directory=directory, now=now)
    near = [option for option in shown.reachable if option.nearest][:3]
    programmes = {each.slug: each for each in Programme.objects.filter(slug__in=[option.slug for option in near])}
    person = pathway.add_person(service, reference=REFERENCE, started_on=now.date() - 9 * DAY, by=by, at=earlier)
    texts = {option.slug: 1 for option in shown.every}
    snapshot = offering.freeze(shown, revision=directory.revision, texts=texts, at=earlier)
    said = tuple(Said(programmes[option.slug], "interested") for option in near)
    pathway.introduce(person, snapshot=snapshot, what=Introduced("looked_at", said=said), by=by, at=earlier)
    referrals = {each.programme.slug: each for each in person.referrals.select_related("programme")}
    for option in near[1:]:
        meeting = Meeting.objects.get(pk=option.nearest.meeting)
        plan = Planned(on=now.date() - DAY, meeting=meeting, with_whom="peer", safety="no")
        pathway.plan(referrals[option.slug], plan, by=by, at=earlier)
    return dict(zip(("to_plan", "to_ask", "not_on"), (str(referrals[option.slug].pk) for option in near), strict=True))


if __name__ == "__main__":
    import django

    django.setup()
    print(json.dumps(put_in(dt.datetime.now(dt.UTC))))
