"""Signing in and out."""

from django.conf import settings
from django.contrib.auth import views

from mutualaid.accounts.access import to_sign_in
from mutualaid.accounts.forms import SignInForm

sign_in = to_sign_in(
    views.LoginView.as_view(
        template_name="accounts/sign_in.html", authentication_form=SignInForm, redirect_authenticated_user=True
    )
)


class SignOut(views.LogoutView):
    """Out, and no cookie left behind: neither the one of the session nor the one of its forms."""

    def post(self, request, *args, **kwargs):
        response = super().post(request, *args, **kwargs)
        response.delete_cookie(settings.CSRF_COOKIE_NAME, samesite=settings.CSRF_COOKIE_SAMESITE)
        return response


sign_out = to_sign_in(SignOut.as_view())
