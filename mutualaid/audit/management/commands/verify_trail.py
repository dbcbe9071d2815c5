"""manage.py verify_trail: is the trail as it was when it was sealed?"""

import re

from django.core.management.base import BaseCommand, CommandError

from mutualaid.audit import chain


class Command(BaseCommand):
    help = (
        "Compare the trail with its seals, and say which run of events was changed, removed, inserted or put in "
        "another order. Exit 1 where anything was. That its end was cut off is seen only with --expect."
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "--expect", default="", metavar="DIGEST", help="a digest that seal_trail printed and you kept elsewhere"
        )

    def handle(self, *, expect, **options):
        if expect and not re.fullmatch(r"[0-9a-f]{64}", expect):
            raise CommandError("Give the digest as seal_trail prints it: 64 digits and letters from a to f.")
        read, found = chain.Read(), 0
        for fault in chain.faults(read, expect=expect):
            self.stdout.write(fault)
            found += 1
        self.stdout.write(
            f"{read.events:,} events under {read.seals:,} seals were read; {read.unsealed:,} are not sealed yet."
        )
        if read.newest:
            self.stdout.write(f"Newest digest: {read.newest}")
        if found:
            raise CommandError(
                "The trail is not as it was sealed: " + (f"{found:,} faults." if found > 1 else "1 fault.")
            )
        self.stdout.write("The trail is as it was sealed.")
