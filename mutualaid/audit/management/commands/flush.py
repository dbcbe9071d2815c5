"""manage.py flush: empties the tests' database between two tests, and no other.

Django's own would be refused by the trail's triggers, half-way and in the database's words.
"""

from django.conf import settings
from django.core.management.base import CommandError
from django.core.management.commands import flush
from django.db import connections, transaction

from mutualaid.audit import append_only


class Command(flush.Command):
    def handle(self, **options):
        if not settings.TEST:
            raise CommandError("The trail of who did what is only ever added to: make a new database instead.")
        connection = connections[options["database"]]
        with transaction.atomic(using=connection.alias):
            append_only.lift(connection)
            super().handle(**options)
            append_only.put(connection)
