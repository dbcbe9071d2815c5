"""Who signs in. Nobody needs to, to look for a group."""

import uuid

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    """What somebody may do for the whole site. What they do for one service is that service's to say."""

    EDITOR = "editor", _("Directory editor")
    ADMINISTRATOR = "administrator", _("Administrator")


class UserManager(BaseUserManager):
    """Makes accounts known by their e-mail address."""

    use_in_migrations = True

    def create_user(self, email, password=None, **facts):
        if not email:
            raise ValueError("Give an e-mail address.")
        user = self.model(email=self.normalize_email(email), **facts)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email, password=None, **facts):
        return self.create_user(email, password, is_staff=True, is_superuser=True, **facts)


class User(AbstractBaseUser, PermissionsMixin):
    """Somebody who works with the site: signs in by e-mail, known inside by a UUID."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    email = models.EmailField("e-mail address", unique=True)
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
            models.UniqueConstraint(
                Lower("email"),
                name="user_email_once",
                violation_error_message="Somebody already signs in with this address.",
            ),
        ]

    def __str__(self):
        return self.email
