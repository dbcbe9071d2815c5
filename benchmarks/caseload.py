"""A caseload of 200 people among a hundred thousand, against the least that such a page could be made of.

The page is asked for through the whole site, middleware and all. Its floor is one plain
statement for everything it shows, the references opened, one event in the trail, and the
same template fed with what the page once worked out.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import cycle
from uuid import UUID

from django.conf import settings
from django.db import connection
from django.template import loader
from django.test import Client, RequestFactory
from django.utils import timezone

from benchmarks.measure import Measured, compare
from mutualaid.accounts.models import User
from mutualaid.audit import trail
from mutualaid.sealing.seals import Place, unseal
from referrals.views import caseload

ROUNDS = 64
BAR = 3.0
MOST_QUERIES = 12
DEPTHS = range(0, 96, 6)
PERSON, COLUMN = "referrals_person", "reference_sealed"
# Everything that the page shows of 200 people, in one statement.
SHOWN = """
SELECT p.id, p.reference_sealed, p.handed_over_at, e.started_on, o.state, o.due_on, o.made_at,
       r.id, r.stage, r.due_on, g.name, v.how, v.times, v.got
FROM referrals_person p
JOIN referrals_episode e ON e.person_id = p.id AND e.ended_on IS NULL
LEFT JOIN referrals_offer o ON o.person_id = p.id AND o.lapsed_at IS NULL
LEFT JOIN referrals_referral r ON r.person_id = p.id AND r.ended_at IS NULL
LEFT JOIN directory_programme g ON g.id = r.programme_id
LEFT JOIN referrals_review v ON v.id = r.last_review_id
WHERE p.keyworker_id = %s
ORDER BY r.due_on
"""


def measure(worker: User) -> list[Measured]:
    client = signed_in(worker)
    request, context, people = _canned(worker)
    template = loader.get_template("referrals/caseload.html")
    key = worker.pk if connection.vendor == "postgresql" else worker.pk.hex

    def page() -> None:
        answer = client.get("/referrals/", secure=settings.SECURE_SSL_REDIRECT)
        assert answer.status_code == 200, answer.status_code

    def floor() -> None:
        with connection.cursor() as cursor:
            cursor.execute(SHOWN, [key])
            rows = cursor.fetchall()
        opened = {key: unseal(sealed, bound_to=Place(PERSON, COLUMN, _written(key))) for key, sealed, *_rest in rows}
        assert len(opened) == len(people)
        trail.record("caseload.seen", actor=worker.pk, at=timezone.now(), subjects=people)
        template.render(context, request)

    _count_queries(page)
    return [compare("a caseload of 200 over its floor", deep(page), deep(floor), bar=BAR, rounds=ROUNDS)]


def deep(act: Callable[[], None]) -> Callable[[], None]:
    """The act, done at another depth of the stack each time, for what it takes depends on that.

    CPython 3.11 keeps its frames in pieces of 16 kB, and where a template's hottest call happens to begin a piece it
    takes and gives one back every time: twice the time, at some depths and not at others (docs/performance.md).
    """
    depths = cycle(DEPTHS)

    def at(depth: int) -> None:
        act() if depth == 0 else at(depth - 1)

    return lambda: at(next(depths))


def _written(key: object) -> str:
    """A person's key as their reference is bound to it; SQLite gives it without its dashes."""
    return str(key if isinstance(key, UUID) else UUID(str(key)))


def signed_in(worker: User) -> Client:
    """A browser of somebody who used their second factor, as the demonstration waives it."""
    from tests.conftest import forced_in_with_everything  # noqa: F401  force_login stands for the whole way in

    client = Client(HTTP_HOST="localhost")
    client.force_login(worker)
    return client


def _canned(worker: User):
    """The request, the context that the view hands over, and the people on the page."""
    request = RequestFactory().get("/referrals/", HTTP_HOST="localhost")
    request.user, request.session, request.resolver_match = worker, {}, None
    context = caseload._list(request) | {"form": caseload.FindForm(None), "found": [], "user": worker}
    return request, context, context["caseload"].seen


def _count_queries(page) -> None:
    from django.test.utils import CaptureQueriesContext

    page()
    with CaptureQueriesContext(connection) as asked:
        page()
    print(f"A caseload of 200 people asks the database {len(asked)} times (at most {MOST_QUERIES})")
    if len(asked) > MOST_QUERIES:
        raise SystemExit("The caseload asks more often than it may.")
