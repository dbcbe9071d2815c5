"""What may be done here, each by its name; and what a role for the whole site may do.

What somebody may do for one service is added in referrals/access.py. Nothing else decides.
"""

from enum import StrEnum

import rules

from mutualaid.accounts.models import Role


class Permission(StrEnum):
    DIRECTORY_EDIT = "directory.edit"
    ACCOUNT_MANAGE = "account.manage"
    AUDIT_READ = "audit.read"
    PERSON_SEE = "person.see"
    REFERRAL_MAKE = "referral.make"
    SERVICE_MANAGE = "service.manage"
    REPORT_READ = "report.read"
    AREA_READ = "area.read"


@rules.predicate
def signs_in(user):
    """Signed in, and the account is open."""
    return user.is_authenticated and user.is_active


def has_role(*roles):
    """Has one of these roles for the whole site."""
    return rules.predicate(lambda user: user.role in roles, name=f"has_role{roles}")


def allow(permission, to):
    """Whoever signs in and satisfies ``to`` has this power."""
    rules.add_perm(str(permission), signs_in & to)


allow(Permission.DIRECTORY_EDIT, has_role(Role.EDITOR, Role.ADMINISTRATOR))
allow(Permission.ACCOUNT_MANAGE, has_role(Role.ADMINISTRATOR))
allow(Permission.AUDIT_READ, has_role(Role.AUDITOR))


def may(user, permission):
    """Has ``user`` this power? Nobody who is not signed in, or whose account is closed, has any."""
    return rules.has_perm(str(permission), user)
