"""What somebody gives to sign in, and to look after their own account."""

from allauth.account import forms as allauth
from allauth.account.adapter import get_adapter
from allauth.mfa.adapter import get_adapter as get_second_factor
from allauth.mfa.base import forms as second_factor
from allauth.mfa.totp import forms as totp
from django import forms
from django.contrib.auth import password_validation
from django.utils.translation import gettext_lazy as _

from mutualaid.accounts import codes
from mutualaid.accounts.models import Role
from mutualaid.sealing import seals

EMAIL_ERRORS = {
    "required": _("Enter your e-mail address"),
    "invalid": _("Enter an e-mail address, like name@example.org"),
    "max_length": _("Enter an e-mail address of at most 254 letters, like name@example.org"),
}


ENTER_IT = _("Enter your password")


def email_field(**more):
    told = {"autocomplete": "username", "spellcheck": "false"}
    widget = forms.EmailInput(attrs=told)
    return forms.EmailField(
        label=_("E-mail address"), max_length=254, widget=widget, error_messages=EMAIL_ERRORS, **more
    )


def password_field(label, *, required=ENTER_IT, new=False, **more):
    told = {"autocomplete": "new-password" if new else "current-password"}
    return forms.CharField(
        label=label,
        strip=False,
        max_length=1000,
        widget=forms.PasswordInput(attrs=told),
        error_messages={"required": required, "max_length": _("Make it 1,000 letters or fewer")},
        **more,
    )


class SignInForm(allauth.LoginForm):
    """An e-mail address and a password. One sentence for every way of being wrong."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["login"] = email_field()
        self.fields["password"] = password_field(_("Password"))

    def clean_login(self):
        return super().clean_login().lower()


class ForgottenForm(allauth.ResetPasswordForm):
    """Whose password is to be set anew. Known or not, the answer is the same."""

    email = email_field()


class NewPasswordForm(forms.Form):
    """A password, twice."""

    password1 = password_field(
        _("New password"),
        new=True,
        required=_("Enter a password of 12 letters or more"),
        help_text=_("12 letters or more. Four words that do not belong together are easy to keep in mind."),
    )
    password2 = password_field(_("The same password again"), new=True, required=_("Enter the same password again"))

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.user = user

    def clean_password1(self):
        password_validation.validate_password(self.cleaned_data["password1"], self.user)
        return self.cleaned_data["password1"]

    def clean(self):
        given = self.cleaned_data
        if {"password1", "password2"} <= given.keys() and given["password1"] != given["password2"]:
            self.add_error("password2", _("The two passwords differ: enter the same one twice"))
        return given


class PasswordAgainForm(forms.Form):
    """Somebody shows that it is still they."""

    password = password_field(_("Your password"))

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.user = user

    def clean_password(self):
        if not get_adapter().reauthenticate(self.user, self.cleaned_data["password"]):
            raise get_adapter().validation_error("incorrect_password")
        return self.cleaned_data["password"]


class ChangePasswordForm(NewPasswordForm):
    """The old one as well."""

    password = password_field(_("Your password now"))

    field_order = ("password", "password1", "password2")

    clean_password = PasswordAgainForm.clean_password


def code_field(label, help_text):
    return forms.CharField(
        label=label,
        help_text=help_text,
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "spellcheck": "false"}),
        error_messages={"required": _("Enter the code"), "max_length": _("Enter the 6 digits that your app shows")},
    )


class UsedOnce:
    """A code that was taken is not taken again."""

    def clean_code(self):
        try:
            code = super().clean_code()
        except seals.CannotOpen:
            raise get_second_factor().validation_error("incorrect_code") from None
        if not codes.is_first_use(self.user, code):
            raise get_second_factor().validation_error("incorrect_code")
        return code


CODE = _("Your code")
CODE_HINT = _("The 6 digits that your app shows now, or one of your recovery codes")


class CodeForm(UsedOnce, second_factor.AuthenticateForm):
    """The second factor, or a recovery code in its place, on the way in."""

    code = code_field(CODE, CODE_HINT)


class CodeAgainForm(UsedOnce, second_factor.ReauthenticateForm):
    """The same of somebody who is signed in."""

    code = code_field(CODE, CODE_HINT)


class SetUpForm(UsedOnce, totp.ActivateTOTPForm):
    """A first code shows that the app has the secret."""

    code = code_field(_("The code that your app shows now"), _("6 digits; it changes every half minute"))

    def __init__(self, *args, user, secret, **kwargs):
        forms.Form.__init__(self, *args, **kwargs)  # allauth would keep the secret in the session as it is
        self.user, self.secret = user, secret


class InviteForm(forms.Form):
    """Whom to ask, and to do what."""

    email = email_field()
    name = forms.CharField(label=_("Name"), max_length=100, error_messages={"required": _("Enter their name")})
    role = forms.ChoiceField(
        label=_("What they will do"),
        choices=Role.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what they will do"), "invalid_choice": _("Choose one of these")},
    )
