"""Signing in and out, one's own account, the locked screen, and who works with the site."""

from django.urls import path

from mutualaid.accounts.views import entering, lock, own, people, second_factor

app_name = "accounts"

urlpatterns = [
    path("", own.home, name="home"),
    path("sign-in/", entering.sign_in, name="sign_in"),
    path("sign-in/code/", entering.code, name="code"),
    path("sign-out/", entering.sign_out, name="sign_out"),
    path("password/", own.password, name="password"),
    path("password/forgotten/", entering.forgotten, name="forgotten"),
    path("password/forgotten/sent/", entering.forgotten_sent, name="forgotten_sent"),
    path("password/choose/", entering.choose_password, name="choose_password"),
    path("password/again/", second_factor.again, name="again"),
    path("second-factor/set-up/", second_factor.set_up, name="set_up"),
    path("second-factor/verify/", second_factor.verify, name="verify"),
    path("second-factor/replace/", second_factor.replace, name="replace"),
    path("recovery-codes/", second_factor.recovery_codes, name="recovery_codes"),
    path("sessions/", own.sessions, name="sessions"),
    path("sessions/end/", own.end_others, name="end_others"),
    path("sessions/<uuid:pk>/end/", own.end_session, name="end_session"),
    path("lock/", lock.lock, name="lock"),
    path("locked/", lock.locked, name="locked"),
    path("still-here/", lock.still_here, name="still_here"),
    path("not-saved/", lock.not_saved, name="not_saved"),
    path("not-saved/<uuid:pk>/throw-away/", lock.throw_away, name="throw_away"),
    path("people/", people.everybody, name="people"),
    path("people/<uuid:pk>/close/", people.close, name="close"),
    path("people/<uuid:pk>/second-factor/", people.forget_second_factor, name="forget_second_factor"),
    path("invitations/<uuid:pk>/withdraw/", people.withdraw, name="withdraw"),
]
