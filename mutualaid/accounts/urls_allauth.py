"""The names under which allauth looks for our pages. It is given no page of its own."""

from django.urls import path

from mutualaid.accounts import urls

OURS = {
    "account_login": "sign_in",
    "mfa_authenticate": "code",
    "account_reauthenticate": "again",
    "mfa_reauthenticate": "verify",
}

_pages = {page.name: page for page in urls.urlpatterns}
urlpatterns = [path(str(_pages[ours].pattern), _pages[ours].callback, name=theirs) for theirs, ours in OURS.items()]
