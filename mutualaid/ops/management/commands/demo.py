"""Everything the demonstration needs, then the demonstration."""

from contextlib import nullcontext

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db.models import Count, Q
from django.utils import timezone

from directory import following, verification
from directory.models import Meeting
from mutualaid.ops import demo, demo_history, demo_people, serving


class Command(BaseCommand):
    help = (
        "Make the demonstration's database, load programmes, geography and invented meetings, and serve them "
        "on this machine alone. Safe to repeat and to interrupt."
    )

    def add_arguments(self, parser):
        parser.add_argument("--no-serve", action="store_true", help="stop when everything is loaded")
        parser.add_argument("--port", type=int, default=settings.PORT)

    def handle(self, *, no_serve, port, **options):
        if not settings.DEMO:
            raise CommandError("Start the demonstration with bin/demo: it has a database of its own.")
        # The port first: a taken one is known before any work is done.
        with nullcontext() if no_serve else self._server(port) as server:
            try:
                self._load()
            except KeyboardInterrupt:
                raise CommandError("Stopped half-way: bin/demo carries on from here.", returncode=130) from None
            if server:
                self.say(f"Sign in at {server.address}/accounts/sign-in/ with the password {demo.PASSWORD!r}, as")
                for each in demo_people.SIGN_INS:
                    self.say(f"  {each.email} ({each.what})")
                self.say(f"The demonstration is at {server.address} (Ctrl-C stops it)")
                server.serve()

    def _server(self, port):
        try:
            return serving.Server(port)
        except serving.PortUnusable as error:
            raise CommandError(str(error)) from None

    def _load(self):
        """Each step is whole or not at all, and does nothing where it is done already."""
        call_command("migrate", verbosity=0)
        call_command("load_programmes", stdout=self.stdout)
        call_command("load_geography", stdout=self.stdout)
        self.load_meetings()
        demo.let_an_editor_in()
        listed = Meeting.objects.listed().aggregate(
            all=Count("pk"), invented=Count("pk", Q(source__is_demonstration=True))
        )
        self.say(f"Meetings listed: {listed['all']:,}, of which invented: {listed['invented']:,}")
        following.directory()
        demo_people.load(now=timezone.now())
        if demo_history.load(now=timezone.now()):
            self.say("Eight quarters of invented histories are frozen for reports")

    def load_meetings(self):
        """The invented ones, unless something here speaks against it."""
        try:
            demo.load(now=timezone.now())
        except verification.DemonstrationRefused:
            self.say("Real meetings are listed here, so the invented ones are left out.")
        except verification.Overtaken:
            self.say("The invented meetings here are of a later day than this machine’s clock says: they stay.")

    def say(self, words):
        self.stdout.write(words)
        self.stdout.flush()
