"""Those who record and those who seal do not wait for one another long, and nothing is left out of a seal."""

import threading
from itertools import pairwise

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction

from mutualaid.audit import chain
from mutualaid.audit.models import Seal
from tests.audit.conftest import faults, recorded
from tests.conftest import NOW
from tests.oracles import trail as oracle

pytestmark = pytest.mark.usefixtures("short_runs")


class Elsewhere(threading.Thread):
    """Another connection, which records an event and holds its transaction open until it is let go."""

    def __init__(self):
        super().__init__()
        self.written, self.let_go = threading.Event(), threading.Event()
        self.start()
        assert self.written.wait(10)

    def run(self):
        try:
            with transaction.atomic():
                recorded(1)
                self.written.set()
                self.let_go.wait(10)
        finally:
            connection.close()

    def finish(self):
        self.let_go.set()
        self.join(10)


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_an_event_given_a_lower_id_and_committed_later_is_waited_for(monkeypatch):
    monkeypatch.setattr(chain, "PATIENCE", "100ms")
    elsewhere = Elsewhere()
    later = recorded(2)
    with pytest.raises(chain.Busy):
        list(chain.seal(now=NOW))
    with pytest.raises(CommandError, match="nothing was sealed"):
        call_command("seal_trail")
    elsewhere.finish()
    (seal,) = chain.seal(now=NOW)
    assert (seal.count, seal.last) == (2, later.pk)
    assert faults() == []


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_sealing_goes_on_as_soon_as_the_writer_is_done():
    elsewhere = Elsewhere()
    recorded(2)
    threading.Timer(0.3, elsewhere.let_go.set).start()
    (seal,) = chain.seal(now=NOW)
    elsewhere.finish()
    assert seal.count == 2


@pytest.mark.django_db(transaction=True)
def test_many_who_seal_while_many_record_make_one_chain():
    def work(number):
        try:
            for at in range(12):
                if number < 2:
                    list(chain.seal(now=NOW))
                else:
                    recorded(number * 100 + at)
        finally:
            connection.close()

    threads = [threading.Thread(target=work, args=(number,)) for number in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    list(chain.seal(now=NOW))
    seals = list(Seal.objects.order_by("number"))
    assert sum(seal.count for seal in seals) == 36
    assert all(after.first == before.last + 1 for before, after in pairwise(seals))
    assert faults() == []
    assert oracle.is_whole()
