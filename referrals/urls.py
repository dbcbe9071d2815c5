"""The addresses of those who work with people. An address names a record by an opaque key, never a person."""

from django.urls import path

from referrals.views import (
    acts,
    administering,
    asking,
    caseload,
    caseload_file,
    connecting,
    introducing,
    options,
    people,
    service,
)

app_name = "referrals"

urlpatterns = [
    path("", caseload.caseload, name="caseload"),
    path("list/", caseload.hide, name="list"),
    path("people/add/", people.add, name="add"),
    path("people/file/", caseload_file.file, name="file"),
    path("people/file/template/", caseload_file.template, name="file_template"),
    path("people/<uuid:pk>/", people.person, name="person"),
    path("people/<uuid:pk>/looks/", people.looks, name="looks"),
    path("people/<uuid:pk>/hand-over/", acts.hand_over, name="hand_over"),
    path("people/<uuid:pk>/take-on/", acts.take_on, name="take_on"),
    path("people/<uuid:pk>/end/", acts.end, name="end"),
    path("people/<uuid:pk>/facts/", acts.facts, name="facts"),
    path("people/<uuid:pk>/reference/", acts.correct, name="correct"),
    path("people/<uuid:pk>/moved/", acts.moved, name="moved"),
    path("people/<uuid:pk>/start/", acts.start, name="start"),
    path("people/<uuid:pk>/consent/", acts.consent, name="consent"),
    path("service/", service.service, name="service"),
    path("service/<uuid:pk>/give/", service.give, name="give"),
    path("service/<uuid:pk>/invite/", service.invite, name="invite"),
    path("service/members/<uuid:pk>/leave/", service.leave, name="leave"),
    path("service/members/<uuid:pk>/role/", service.role, name="role"),
    path("services/", administering.services, name="services"),
    path("services/open/", administering.open_service, name="open_service"),
    path("services/<uuid:pk>/", administering.change, name="change_service"),
    path("services/<uuid:pk>/close/", administering.close, name="close_service"),
    path("services/<uuid:pk>/manager/", administering.invite_manager, name="invite_manager"),
    path("services/commissioners/invite/", administering.invite_commissioner, name="invite_commissioner"),
    path("services/commissions/<uuid:pk>/end/", administering.end_commission, name="end_commission"),
    path("consents/<uuid:pk>/withdraw/", acts.withdraw, name="withdraw"),
    path("introduce/together/", introducing.together, name="together"),
    path("people/<uuid:pk>/introduce/", introducing.introduce, name="introduce"),
    path("people/<uuid:pk>/introduce/print/", introducing.introduce_print, name="introduce_print"),
    path("people/<uuid:pk>/introduced/", introducing.introduced, name="introduced"),
    path("options/<uuid:pk>/", options.option, name="option"),
    path("options/<uuid:pk>/connect/", connecting.connect, name="connect"),
    path("options/<uuid:pk>/another/", options.another, name="another"),
    path("options/<uuid:pk>/card/", options.card, name="card"),
    path("options/<uuid:pk>/ask/", asking.ask, name="ask"),
    path("options/<uuid:pk>/asked/", asking.asked, name="asked"),
]
