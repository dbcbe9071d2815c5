import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.conftest import NOW
from tests.referrals.factories import PersonFactory


@pytest.fixture(autouse=True)
def clock(time_machine, db):
    """Pages read the clock; here it is a Tuesday afternoon."""
    time_machine.move_to(NOW, tick=False)
    return NOW


@pytest.fixture
def person():
    return PersonFactory(reference="RH-2041")


@pytest.fixture
def worker(person):
    return person.keyworker


@pytest.fixture
def signed_in(client, worker):
    client.force_login(worker)
    return client


@pytest.fixture
def asked(client):
    """How often is the database asked for a page?"""

    def count(address):
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address).status_code == 200
        return [query["sql"] for query in queries]

    return count
