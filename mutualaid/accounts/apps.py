from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "mutualaid.accounts"
    label = "accounts"

    def sealed_elsewhere(self):
        """What ``mutualaid.sealing.rotation`` cannot find by looking at our models."""
        from mutualaid.accounts import codes

        return [codes.kept()]

    def over(self, now):
        """What ``referrals.sweeping`` lets go of: nothing that anybody could still use."""
        from mutualaid.accounts import retention

        return retention.over(now=now)
