"""Let somebody edit the directory."""

from getpass import getpass

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_email

from mutualaid.accounts.models import Role, User


class Command(BaseCommand):
    help = (
        "Let somebody edit the directory: they sign in with EMAIL and the password you type. A password is never shown."
    )

    def add_arguments(self, parser):
        parser.add_argument("email", metavar="EMAIL")

    def handle(self, *, email, **options):
        try:
            validate_email(email)
            if User.objects.filter(email__iexact=email).exists():
                raise CommandError("Somebody already signs in with this address.")
            password = getpass("Password: ")
            validate_password(password, User(email=email))
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from None
        if getpass("The same again: ") != password:
            raise CommandError("The two passwords differ: nobody was added.")
        User.objects.create_user(email, password, role=Role.EDITOR)
        self.stdout.write("Added. They can sign in now.")
