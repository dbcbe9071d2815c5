"""Ask somebody to sign in."""

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from mutualaid.accounts import invitations
from mutualaid.accounts.models import Role


class Command(BaseCommand):
    help = "Mail EMAIL a link, good for a week, with which they choose a password and may do what ROLE may."

    def add_arguments(self, parser):
        parser.add_argument("email", metavar="EMAIL")
        parser.add_argument("--role", choices=Role.values, required=True)
        parser.add_argument("--name", required=True)

    def handle(self, *, email, role, name, **options):
        try:
            user = invitations.invite(email, name=name, role=role, by=None, now=timezone.now())
        except invitations.NotInvited as error:
            raise CommandError(str(error)) from None
        self.stdout.write("They have an account already, and the role." if user.is_active else "Invited.")
