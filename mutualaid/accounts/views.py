"""Signing in and out."""

from django.contrib.auth import views

from mutualaid.accounts.access import to_sign_in
from mutualaid.accounts.forms import SignInForm

sign_in = to_sign_in(
    views.LoginView.as_view(
        template_name="accounts/sign_in.html", authentication_form=SignInForm, redirect_authenticated_user=True
    )
)
sign_out = to_sign_in(views.LogoutView.as_view())
