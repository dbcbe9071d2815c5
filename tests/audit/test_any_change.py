"""Any one thing done to any event is found, and where: against a slow and obvious oracle."""

import datetime as dt

from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mutualaid.audit.models import Event
from tests.audit.conftest import LONG, faults, run_of, unguarded
from tests.oracles import trail as oracle

moments = st.datetimes(dt.datetime(2000, 1, 1), dt.datetime(2100, 1, 1), timezones=st.just(dt.UTC))
codes = st.text("abc.", min_size=1, max_size=5)
people = st.lists(st.uuids().map(lambda one: one.hex), max_size=3, unique=True)
CHANGES = {
    "what": codes,
    "actor": st.none() | st.uuids(),
    "service": st.none() | st.uuids(),
    "subjects": people,
    "facts": st.dictionaries(codes, st.none() | st.booleans() | st.integers(-99, 99) | codes, max_size=3),
    "at": moments,
}


def change(draw_from, number):
    """One column of one event to something else; False where it is the same."""
    column = draw_from.draw(st.sampled_from(sorted(CHANGES)))
    value = draw_from.draw(CHANGES[column])
    event = Event.objects.order_by("pk")[number]
    if getattr(event, column) == value and type(getattr(event, column)) is type(value):
        return False
    with unguarded():
        Event.objects.filter(pk=event.pk).update(**{column: value})
    return True


def remove(draw_from, number):
    event = Event.objects.order_by("pk")[number]
    with unguarded() as cursor:
        if draw_from.draw(st.booleans()):
            cursor.execute("DELETE FROM audit_mention WHERE event_id = %s", (event.pk,))
        cursor.execute("DELETE FROM audit_event WHERE id = %s", (event.pk,))
    return True


def swap(draw_from, number):
    """Two events change places: all that they say, and their ids stay."""
    other = draw_from.draw(st.integers(0, LONG - 1))
    one, two = Event.objects.order_by("pk")[number], Event.objects.order_by("pk")[other]
    with unguarded():
        for into, out_of in ((one, two), (two, one)):
            Event.objects.filter(pk=into.pk).update(**{column: getattr(out_of, column) for column in CHANGES})
    return number != other


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=120)
@given(data=st.data(), number=st.integers(0, LONG - 1), what=st.sampled_from([change, remove, swap]))
def test_any_one_thing_done_to_it_is_found_where_it_was_done(sealed, data, number, what):
    with transaction.atomic():
        seal = next(seal for seal in sealed if seal.last >= Event.objects.order_by("pk")[number].pk)
        altered = what(data, number)
        found = faults()
        assert bool(found) == altered == (not oracle.is_whole())
        assert not altered or any(fault.startswith(run_of(seal)) for fault in found)
        transaction.set_rollback(True)
