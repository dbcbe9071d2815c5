"""Somebody lost their telephone and their recovery codes."""

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from mutualaid.accounts import people
from mutualaid.accounts.models import User


class Command(BaseCommand):
    help = (
        "Take away the second factor of EMAIL: wherever they are signed in they are out, and they set up another when "
        "they sign in. Be sure that it is they who ask."
    )

    def add_arguments(self, parser):
        parser.add_argument("email", metavar="EMAIL")

    def handle(self, *, email, **options):
        user = User.objects.open().filter(email=email.lower()).first()
        if user is None:
            raise CommandError("Nobody signs in with this address.")
        people.forget_second_factor(user, by=None, now=timezone.now())
        self.stdout.write("Taken away.")
