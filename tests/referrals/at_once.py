"""Several acts at the same moment, each in a thread of its own."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from django.db import connection

from referrals import access
from referrals.pathway import NotRecorded
from referrals.staffing import NotStaffed


def at_once(*acts):
    """What came of each act: what it gave, or the sentence it was refused with."""
    start = Barrier(len(acts))

    def run(act):
        try:
            start.wait(10)
            return act()
        except (NotRecorded, NotStaffed, access.Denied) as error:
            return str(error)
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as threads:
        return list(threads.map(run, acts))


def refused(came):
    return [said for said in came if isinstance(said, str)]
