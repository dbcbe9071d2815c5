"""Services are opened and closed, and people asked to work for them: each whole, traced, and one at a time."""

import pytest
from django.core import mail

from directory.models import Area
from mutualaid.accounts import invitations, people
from mutualaid.accounts.models import Invitation, User
from mutualaid.audit.models import Event
from referrals import access, pathway, staffing
from referrals.models import Commission, Episode, Membership, Service
from referrals.pathway import NotRecorded
from referrals.staffing import NotStaffed
from tests.conftest import NOW, PASSWORD
from tests.referrals.at_once import at_once, refused
from tests.referrals.factories import (
    TODAY,
    CommissionFactory,
    EpisodeFactory,
    MembershipFactory,
    PersonFactory,
    ServiceFactory,
    WorkerFactory,
)

pytestmark = pytest.mark.django_db
ANN = "ann@example.org"


@pytest.fixture
def service():
    return ServiceFactory()


@pytest.fixture
def manager(service):
    return WorkerFactory(service=service, service__role="manager")


@pytest.fixture
def area():
    return Area.objects.create(code="E00000001", name="Invented", nation="england")


@pytest.fixture
def invite(manager, service, django_capture_on_commit_callbacks):
    def invite(email=ANN, *, by=manager, to=service, role="keyworker"):
        with django_capture_on_commit_callbacks(execute=True):
            return staffing.invite(email, to, name="Ann Lamp", role=role, by=by, at=NOW)

    return invite


def answered(user):
    assert invitations.answer(Invitation.objects.unanswered().get(user=user), password=PASSWORD, now=NOW)
    return User.objects.get(pk=user.pk)


def standing(user):
    return [(each.service, each.role) for each in Membership.objects.now().filter(user=user).order_by("pk")]


def traced():
    return list(Event.objects.order_by("pk").values_list("what", flat=True))


def test_whoever_is_invited_works_there_once_they_answer(invite, service):
    ann = invite()
    assert standing(ann) == [(service, "keyworker")]
    assert not ann.is_active
    assert ann not in access.colleagues([service.pk])
    assert answered(ann) in access.colleagues([service.pk])
    assert traced() == ["account.invited", "membership.began", "account.opened"]


def test_somebody_who_has_an_account_just_joins_and_their_mail_says_nothing_of_anybody(invite, service):
    known = WorkerFactory(service=ServiceFactory())
    assert invite(known.email, role="manager") == known
    assert (service, "manager") in standing(known)
    assert not Invitation.objects.exists()
    (sent,) = mail.outbox
    assert sent.to == [known.email]
    for word in (service.name, known.name, "Ann", "anager"):
        assert word not in sent.subject + sent.body
    assert "/accounts/sign-in/" in sent.body


def test_somebody_who_works_there_is_not_asked_again_and_sent_nothing(invite, service):
    known = WorkerFactory(service=service)
    with pytest.raises(NotStaffed, match="work for this service already"):
        invite(known.email)
    assert not mail.outbox


def test_invited_again_they_are_sent_another_link_and_may_be_asked_to_do_something_else(invite, service):
    ann = invite()
    assert invite(role="manager") == ann
    assert standing(ann) == [(service, "manager")]
    assert Invitation.objects.unanswered().count() == 1
    assert len(mail.outbox) == 2


def test_a_manager_asks_to_their_own_service_alone(invite, manager):
    for role in ("keyworker", "manager"):
        with pytest.raises(access.Denied):
            invite(to=ServiceFactory(), role=role)
    with pytest.raises(access.Denied):
        invite(by=WorkerFactory(), role="manager")
    assert not User.objects.filter(email=ANN).exists()


def test_an_administrator_asks_managers_and_nobody_else_and_never_themselves(invite, service, administrator):
    assert standing(invite(by=administrator, role="manager")) == [(service, "manager")]
    with pytest.raises(access.Denied):
        invite("bob@example.org", by=administrator)
    with pytest.raises(NotStaffed, match="somebody else has to"):
        invite(administrator.email, by=administrator, role="manager")
    assert standing(administrator) == []


def test_whoever_has_not_answered_and_leaves_is_asked_nothing_any_more(invite, manager):
    ann = invite()
    staffing.leave(Membership.objects.get(user=ann), by=manager, at=NOW)
    assert not Invitation.objects.unanswered().exists()
    assert standing(ann) == []


def test_an_invitation_that_another_service_rests_on_stays(invite, manager):
    other = WorkerFactory(service=ServiceFactory(), service__role="manager")
    ann = invite()
    elsewhere = other.memberships.get().service
    invite(by=other, to=elsewhere)
    staffing.leave(Membership.objects.get(user=ann, service__memberships__user=manager), by=manager, at=NOW)
    assert standing(answered(ann)) == [(elsewhere, "keyworker")]


def test_a_closed_account_works_nowhere_and_asked_again_begins_again(invite, service, administrator, area):
    ann = answered(invite())
    staffing.commission(ann, area, by=None, at=NOW)
    people.close(ann, by=administrator, now=NOW)
    assert standing(ann) == []
    assert not Commission.objects.now().filter(user=ann).exists()
    elsewhere = WorkerFactory(service=ServiceFactory(), service__role="manager")
    invite(by=elsewhere, to=elsewhere.memberships.get().service)
    assert standing(answered(ann)) == [(elsewhere.memberships.get().service, "keyworker")]


def test_an_invitation_that_the_administrator_withdraws_leaves_nothing_behind(invite, administrator):
    ann = invite()
    invitations.withdraw(Invitation.objects.get(), by=administrator, now=NOW)
    assert standing(ann) == []


def test_a_role_ends_and_another_begins_so_that_who_could_see_whom_stays_known(manager, service):
    worker = WorkerFactory(service=service)
    membership = worker.memberships.get()
    for _press in range(2):
        staffing.change_role(worker.memberships.get(ended_at=None), role="manager", by=manager, at=NOW)
    assert list(worker.memberships.order_by("ended_at").values_list("role", "ended_at")) in (
        [("keyworker", NOW), ("manager", None)],
        [("manager", None), ("keyworker", NOW)],
    )
    assert traced() == ["membership.ended", "membership.began"]
    with pytest.raises(NotStaffed, match="no more"):
        staffing.change_role(membership, role="manager", by=manager, at=NOW)
    with pytest.raises(access.Denied):
        staffing.change_role(membership, role="manager", by=WorkerFactory(), at=NOW)


def test_a_service_is_opened_once_under_a_name_in_a_setting(administrator, area):
    def opened(name="Invented Lantern", setting="community"):
        return staffing.open_service(name=name, setting=setting, areas=[area], by=administrator, at=NOW)

    one = opened()
    assert list(one.areas.all()) == [area]
    with pytest.raises(NotStaffed, match="open already"):
        opened("invented lantern")
    other = opened(setting="prison")
    with pytest.raises(NotStaffed, match="open already"):
        staffing.change_service(
            opened("Another"), name="Invented Lantern", telephone="", areas=[], by=administrator, at=NOW
        )
    staffing.change_service(other, name="Invented lantern", telephone="", areas=[], by=administrator, at=NOW)
    other.refresh_from_db()
    assert (other.name, other.setting, list(other.areas.all())) == ("Invented lantern", "prison", [])


def test_a_service_closes_only_when_nobody_is_in_treatment_there(service, administrator, manager, invite):
    person = PersonFactory(service=service, keyworker=manager)
    ann = invite()
    with pytest.raises(NotStaffed, match="in treatment there still"):
        staffing.close_service(service, by=administrator, at=NOW)
    person.episodes.update(ended_on=TODAY, ending="completed", way_back="given", ended_by=manager)
    staffing.close_service(service, by=administrator, at=NOW)
    assert Service.objects.get(pk=service.pk).closed_on == TODAY
    assert not Membership.objects.filter(service=service, ended_at=None).exists()
    assert not Invitation.objects.unanswered().filter(user=ann).exists()
    assert traced()[-1] == "service.closed"


def test_nobody_joins_or_comes_into_treatment_where_it_is_closed(service, administrator, manager):
    gone = PersonFactory(service=service, keyworker=manager, episode=False)
    list(access.services(manager))  # they had a page open
    staffing.close_service(service, by=administrator, at=NOW)
    for act in (
        lambda: staffing.join(WorkerFactory(), service, role="manager", by=None, at=NOW),
        lambda: staffing.change_service(service, name="x", telephone="", areas=[], by=administrator, at=NOW),
        lambda: staffing.close_service(service, by=administrator, at=NOW),
    ):
        with pytest.raises(NotStaffed, match="is closed"):
            act()
    with pytest.raises(NotRecorded, match="is closed"):
        pathway.add_person(service, reference="RH-2041", started_on=TODAY, by=manager, at=NOW)
    with pytest.raises(NotRecorded, match="is closed"):
        pathway.load_caseload(service, [pathway.Row("RH-2042", TODAY)], by=manager, at=NOW)
    with pytest.raises(NotRecorded, match="is closed"):
        pathway.start_episode(gone, started_on=TODAY, by=manager, at=NOW)
    assert not Episode.objects.exists()


def test_a_commissioner_is_asked_for_an_area_and_ended(area, administrator, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        ann = staffing.invite_commissioner(ANN, area, name="Ann", by=administrator, at=NOW)
    commission = Commission.objects.now().get(user=ann)
    for _press in range(2):
        staffing.end_commission(commission, by=administrator, at=NOW)
    assert not Commission.objects.now().exists()
    assert not Invitation.objects.unanswered().exists()
    assert traced() == ["account.invited", "commission.began", "commission.ended", "invitation.withdrawn"]


def test_who_answers_for_an_area_already_is_not_asked_again(area, administrator):
    one = CommissionFactory(area=area)
    with pytest.raises(NotStaffed, match="this area already"):
        staffing.invite_commissioner(one.user.email, area, name="Ann", by=administrator, at=NOW)


def test_nothing_of_an_invitation_is_in_the_trail_but_ids_and_codes(invite, service):
    ann = invite()
    event = Event.objects.get(what="membership.began")
    assert event.facts == {"who": ann.pk.hex, "role": "keyworker"}
    assert event.service == service.pk


@pytest.mark.django_db(transaction=True)
def test_of_two_who_invite_the_same_one_at_once_they_work_there_once(service):
    managers = [WorkerFactory(service=service, service__role="manager") for _ in range(2)]
    known = WorkerFactory()

    def ask(email, by):
        return lambda: staffing.invite(email, service, name="Ann", role="keyworker", by=by, at=NOW)

    came = at_once(*(ask(known.email, by) for by in managers))
    assert len(refused(came)) == 1
    assert Membership.objects.now().filter(user=known).count() == 1
    at_once(*(ask(ANN, by) for by in managers))
    assert Membership.objects.now().filter(user__email=ANN).count() == 1
    assert Invitation.objects.unanswered().filter(user__email=ANN).count() == 1


@pytest.mark.django_db(transaction=True)
def test_of_two_managers_who_end_each_other_one_stays(service):
    one, other = (WorkerFactory(service=service, service__role="manager") for _ in range(2))
    came = at_once(
        lambda: staffing.change_role(other.memberships.get(ended_at=None), role="keyworker", by=one, at=NOW),
        lambda: staffing.change_role(one.memberships.get(ended_at=None), role="keyworker", by=other, at=NOW),
    )
    assert len(refused(came)) == 1
    assert Membership.objects.now().filter(service=service, role="manager").count() == 1


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("turn", range(4))
def test_closed_and_added_to_at_once_nobody_is_in_treatment_where_nobody_works(service, manager, administrator, turn):
    at_once(
        lambda: staffing.close_service(service, by=administrator, at=NOW),
        lambda: pathway.add_person(service, reference="RH-2041", started_on=TODAY, by=manager, at=NOW),
        lambda: staffing.join(administrator, service, role="keyworker", by=None, at=NOW),
    )
    closed = Service.objects.get(pk=service.pk).closed_on is not None
    assert closed != Episode.objects.filter(service=service).exists()
    assert not (closed and Membership.objects.filter(service=service, ended_at=None).exists())


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("turn", range(4))
def test_withdrawn_and_answered_at_once_they_work_nowhere(service, manager, turn):
    ann = staffing.invite(ANN, service, name="Ann", role="keyworker", by=manager, at=NOW)
    membership, invitation = Membership.objects.get(user=ann), Invitation.objects.get(user=ann)
    at_once(
        lambda: staffing.leave(membership, by=manager, at=NOW),
        lambda: invitations.answer(invitation, password=PASSWORD, now=NOW),
    )
    assert not Membership.objects.now().filter(user=ann).exists()


def test_a_colleague_elsewhere_does_not_keep_a_service_open(service, administrator):
    PersonFactory()
    EpisodeFactory(person=PersonFactory(service=service, episode=False), ended=True)
    MembershipFactory(service=service)
    staffing.close_service(service, by=administrator, at=NOW)
    assert Service.objects.open().filter(pk=service.pk).count() == 0


@pytest.mark.django_db(transaction=True)
def test_opened_by_two_administrators_at_once_a_service_is_there_once(area):
    by = [WorkerFactory(role="administrator") for _ in range(2)]
    names = iter(["Invented Lantern", "invented lantern"])

    def open_one(one):
        name = next(names)
        return lambda: staffing.open_service(name=name, setting="community", areas=[area], by=one, at=NOW)

    came = at_once(*(open_one(one) for one in by))
    assert refused(came) == ["A service of this name and setting is open already: look at the list."]
    assert Service.objects.count() == 1
    assert traced().count("service.opened") == 1


@pytest.mark.django_db(transaction=True)
def test_two_services_called_the_same_at_once_are_not(area):
    by, services = WorkerFactory(role="administrator"), [ServiceFactory() for _ in range(2)]
    came = at_once(
        *(
            lambda one=one: staffing.change_service(
                one, name="Invented Lantern", telephone="", areas=[area], by=by, at=NOW
            )
            for one in services
        )
    )
    assert refused(came) == ["A service of this name and setting is open already: look at the list."]
    assert Service.objects.filter(name="Invented Lantern").count() == 1
