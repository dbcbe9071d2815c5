"""What may a role do? One table; nothing else decides."""

from enum import StrEnum

from mutualaid.accounts.models import Role


class Permission(StrEnum):
    DIRECTORY_EDIT = "directory.edit"
    ACCOUNT_MANAGE = "account.manage"
    AUDIT_READ = "audit.read"


MAY = {
    Role.EDITOR: {Permission.DIRECTORY_EDIT},
    Role.ADMINISTRATOR: {Permission.DIRECTORY_EDIT, Permission.ACCOUNT_MANAGE},
    Role.AUDITOR: {Permission.AUDIT_READ},
}


def may(user, permission):
    """Has ``user`` this power? Nobody who is not signed in, or whose account is closed, has any."""
    return user.is_authenticated and user.is_active and permission in MAY.get(user.role, ())
