"""Every address of the site."""

from django.urls import include, path

urlpatterns = [
    path("", include("directory.urls")),
    path("accounts/", include("mutualaid.accounts.urls")),
    path("accounts/", include("mutualaid.accounts.urls_allauth")),
    path("editing/", include("directory.urls_editing")),
    path("referrals/", include("referrals.urls")),
    path("reports/", include("referrals.urls_reports")),
    path("audit/", include("mutualaid.ops.urls_audit")),
    path("health/", include("mutualaid.ops.urls")),
]
handler404 = "directory.views.errors.not_found"
