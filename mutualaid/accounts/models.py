"""Who signs in, from where, and who was asked to. Nobody needs to, to look for a group."""

import datetime as dt
import uuid

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from mutualaid.sealing.fields import Sealed


class Role(models.TextChoices):
    """What somebody may do for the whole site. What they do for one service is that service's to say."""

    EDITOR = "editor", _("Directory editor")
    ADMINISTRATOR = "administrator", _("Administrator")
    AUDITOR = "auditor", _("Auditor")


class UserQuerySet(models.QuerySet):
    """The questions we ask about accounts."""

    def open(self):
        """Those that are not closed. One that was invited opens when the invitation is answered."""
        return self.filter(is_active=True)

    def with_a_site_role(self):
        return self.open().exclude(role="")

    def by_name(self):
        return self.order_by("name", "email", "pk")


class UserManager(BaseUserManager.from_queryset(UserQuerySet)):
    """Makes accounts known by their e-mail address, which is kept in small letters."""

    use_in_migrations = True

    def create_user(self, email, password=None, **facts):
        if not email:
            raise ValueError("Give an e-mail address.")
        user = self.model(email=email.lower(), **facts)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email, password=None, **facts):
        return self.create_user(email, password, is_staff=True, is_superuser=True, **facts)


class User(AbstractBaseUser, PermissionsMixin):
    """Somebody who works with the site: signs in by e-mail, known inside by a UUID."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    # In small letters always (the constraint below), so that "unique" means one address however it is typed.
    email = models.EmailField(
        "e-mail address", unique=True, error_messages={"unique": "Somebody already signs in with this address."}
    )
    name = models.CharField(max_length=100, blank=True)
    role = models.CharField(max_length=13, choices=Role, blank=True)
    is_staff = models.BooleanField(default=False)
    is_active = models.BooleanField(default=True)
    joined_at = models.DateTimeField(auto_now_add=True)

    objects = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = []

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="user_role_known",
                condition=models.Q(role__in=["", *Role.values]),
                violation_error_message="Choose one of the roles, or none.",
            ),
            models.CheckConstraint(
                name="user_email_in_small_letters",
                condition=models.Q(email=Lower("email")),
                violation_error_message="Write the e-mail address in small letters.",
            ),
        ]

    def __str__(self):
        return self.email


class Tried(models.Model):
    """How often somebody tried lately, under a keyed hash of who and where from.

    Django's database cache reads and writes it; nothing else does. As a model it comes with the migrations.
    """

    cache_key = models.CharField(max_length=255, primary_key=True)
    value = models.TextField()
    expires = models.DateTimeField(db_index=True)

    class Meta:
        db_table = "accounts_tried"

    def __str__(self):
        return self.cache_key


class SessionQuerySet(models.QuerySet):
    """The questions we ask about where somebody is signed in."""

    def of(self, user):
        return self.filter(user=user)

    def newest_first(self):
        return self.order_by("-signed_in_at", "pk")


class SignedIn(models.Model):
    """One browser in which somebody is signed in. The kind of browser is kept in a word or two; no address is."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="signed_in")
    session_key = models.CharField(max_length=40, unique=True)
    browser = models.CharField(max_length=40)
    signed_in_at = models.DateTimeField()

    objects = SessionQuerySet.as_manager()

    def __str__(self):
        return self.browser


class InvitationQuerySet(models.QuerySet):
    """The questions we ask about invitations."""

    def open(self, *, now):
        """Those that can still be answered."""
        since = now - Invitation.GOOD_FOR
        return self.filter(answered_at=None, withdrawn_at=None, made_at__gt=since, made_at__lte=now)

    def unanswered(self):
        """Neither answered nor withdrawn, though their time may be over."""
        return self.filter(answered_at=None, withdrawn_at=None)

    def to(self, users):
        """Those that went to one of these people."""
        return self.filter(user__in=users)

    def newest_first(self):
        return self.order_by("-made_at", "pk")


class Invitation(models.Model):
    """Somebody was asked to sign in. Whoever holds the link answers it, once, within a week."""

    GOOD_FOR = dt.timedelta(days=7)

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="invitations")
    key_hash = models.CharField(max_length=64, unique=True)  # the key itself is in the mail alone
    # The operator invites from the command line; somebody who is gone leaves what they did behind.
    made_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    made_at = models.DateTimeField()
    mailed_at = models.DateTimeField(null=True, blank=True)  # empty where the mail could not be sent
    answered_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="invitation_ends_one_way",
                condition=models.Q(answered_at=None) | models.Q(withdrawn_at=None),
                violation_error_message="An invitation is answered or withdrawn, not both.",
            ),
            models.UniqueConstraint(
                fields=["user"],
                condition=models.Q(answered_at=None, withdrawn_at=None),
                name="invitation_one_unanswered",
                violation_error_message="Withdraw the invitation that is open before sending another.",
            ),
        ]

    def __str__(self):
        return str(self.pk)

    def is_over(self, now):
        """Was it not answered within its time?"""
        return self.made_at + self.GOOD_FOR <= now


class DraftQuerySet(models.QuerySet):
    """The questions we ask about what somebody had not saved."""

    def of(self, user, *, now):
        """Theirs, as long as a session lasts."""
        return self.filter(user=user, made_at__gt=now - Draft.GOOD_FOR)

    def oldest_first(self):
        return self.order_by("made_at", "pk")


class Draft(models.Model):
    """What somebody had filled in when the screen locked: where it goes and its fields, sealed."""

    GOOD_FOR = dt.timedelta(hours=12)

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="drafts")
    held_sealed = models.BinaryField()
    held = Sealed("held_sealed")
    made_at = models.DateTimeField()

    objects = DraftQuerySet.as_manager()

    def __str__(self):
        return str(self.pk)
