"""Is the site up, and can it answer?"""

from django.urls import path

from mutualaid.ops import health

app_name = "ops"
urlpatterns = [
    path("live", health.live, name="live"),
    path("ready", health.ready, name="ready"),
]
