"""The addresses of those who work with people. An address names a record by an opaque key, never a person."""

from django.urls import path

from referrals.views import caseload, introducing

app_name = "referrals"

urlpatterns = [
    path("", caseload.caseload, name="caseload"),
    path("people/add/", caseload.add, name="add"),
    path("introduce/together/", introducing.together, name="together"),
    path("people/<uuid:pk>/introduce/", introducing.introduce, name="introduce"),
    path("people/<uuid:pk>/introduce/print/", introducing.introduce_print, name="introduce_print"),
    path("people/<uuid:pk>/introduced/", introducing.introduced, name="introduced"),
]
