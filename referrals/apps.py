from django.apps import AppConfig


class ReferralsConfig(AppConfig):
    name = "referrals"

    def ready(self):
        from referrals import access  # noqa: F401  what a role may do for a service joins what it may do for the site
