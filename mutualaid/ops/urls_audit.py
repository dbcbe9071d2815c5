"""Where an auditor reads the trail."""

from django.urls import path

from mutualaid.ops.views import trail

app_name = "audit"
urlpatterns = [
    path("", trail.events, name="events"),
]
