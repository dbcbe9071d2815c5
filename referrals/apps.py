from django.apps import AppConfig


class ReferralsConfig(AppConfig):
    name = "referrals"

    def ready(self):
        from referrals import access  # noqa: F401  what a role may do for a service joins what it may do for the site

    def account_ended(self, user, *, by, now):
        """Closed, or never opened: what they did for services and areas ends with it (``mutualaid.accounts.acts``)."""
        from referrals import staffing

        staffing.let_go(user, by=by, at=now)
