from django.apps import AppConfig


class UiConfig(AppConfig):
    name = "mutualaid.ui"
    label = "ui"
