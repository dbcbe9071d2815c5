"""The addresses of those who read numbers. None names a person; one leads a manager to people they may see."""

from django.urls import path

from referrals.views import provision, reports

app_name = "reports"

urlpatterns = [
    path("", reports.home, name="home"),
    path("services/<uuid:pk>/in-treatment/", reports.in_treatment, name="in_treatment"),
    path("services/<uuid:pk>/<slug:period>/", reports.service, name="service"),
    path("services/<uuid:pk>/<slug:period>/report.<str:kind>", reports.service_file, name="service_file"),
    path("services/<uuid:pk>/<slug:period>/<slug:phase>/<slug:kind>/<slug:cell>/", reports.people, name="people"),
    path("<slug:code>/provision/", provision.provision, name="provision"),
    path("<slug:code>/<slug:period>/<slug:version>/", reports.area, name="area"),
    path("<slug:code>/<slug:period>/<slug:version>/report.<str:kind>", reports.area_file, name="area_file"),
]
