from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "mutualaid.accounts"
    label = "accounts"

    def over(self, now):
        """What ``referrals.sweeping`` lets go of: nothing that anybody could still use."""
        from django.contrib.sessions.models import Session

        return {"sessions": Session.objects.filter(expire_date__lt=now)}
