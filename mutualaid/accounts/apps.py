from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "mutualaid.accounts"
    label = "accounts"

    def sealed_elsewhere(self):
        """What ``mutualaid.sealing.rotation`` cannot find by looking at our models."""
        from mutualaid.accounts import codes

        return [codes.kept()]
