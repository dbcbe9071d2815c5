"""The addresses of those who work with people. An address names a record by an opaque key, never a person."""

from django.urls import path

from referrals.views import asking, caseload, connecting, options

app_name = "referrals"

urlpatterns = [
    path("", caseload.caseload, name="caseload"),
    path("people/add/", caseload.add, name="add"),
    path("options/<uuid:pk>/", options.option, name="option"),
    path("options/<uuid:pk>/connect/", connecting.connect, name="connect"),
    path("options/<uuid:pk>/another/", options.another, name="another"),
    path("options/<uuid:pk>/card/", options.card, name="card"),
    path("options/<uuid:pk>/ask/", asking.ask, name="ask"),
    path("options/<uuid:pk>/asked/", asking.asked, name="asked"),
]
