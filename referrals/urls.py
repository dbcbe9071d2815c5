"""The addresses of those who work with people. An address names a record by an opaque key, never a person."""

from django.urls import path

from referrals.views import caseload

app_name = "referrals"

urlpatterns = [
    path("", caseload.caseload, name="caseload"),
    path("people/add/", caseload.add, name="add"),
]
