"""Let somebody in who sits here: the first administrator of a new site, or an editor where no mail goes out."""

from getpass import getpass

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_email

from mutualaid.accounts.models import Role, User


class Command(BaseCommand):
    help = (
        "Let somebody sign in with EMAIL and the password you type, to do what ROLE may. A password is never shown. "
        "Where mail goes out, invite them instead: then nobody else knows their password."
    )

    def add_arguments(self, parser):
        parser.add_argument("email", metavar="EMAIL")
        parser.add_argument("--role", choices=Role.values, default=Role.EDITOR)
        parser.add_argument("--name", default="")

    def handle(self, *, email, role, name, **options):
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
        User.objects.create_user(email, password, role=role, name=name)
        self.stdout.write("Added. They can sign in now.")
