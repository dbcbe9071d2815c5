from django.apps import AppConfig


class OpsConfig(AppConfig):
    name = "mutualaid.ops"
    label = "ops"
