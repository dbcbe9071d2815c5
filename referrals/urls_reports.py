"""The addresses of those who read numbers. None of them leads to a person."""

from django.urls import path

from referrals.views import provision, reports

app_name = "reports"

urlpatterns = [
    path("", reports.home, name="home"),
    path("<slug:code>/provision/", provision.provision, name="provision"),
]
