"""The addresses of those who read numbers. None of them leads to a person."""

from django.urls import path

from referrals.views import reports

app_name = "reports"

urlpatterns = [
    path("", reports.home, name="home"),
]
