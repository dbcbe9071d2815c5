"""What makes codes is sealed to whose it is, and gets the newest key with everything else."""

import json

import pytest
from allauth.mfa.models import Authenticator
from django.core.management import call_command

from mutualaid.accounts import codes
from mutualaid.accounts.models import User
from mutualaid.sealing import keys, seals
from tests.accounts.conftest import CODE, SET_UP, code_of, force, give_password, secret_on
from tests.conftest import PASSWORD, half_way

pytestmark = pytest.mark.django_db


def test_neither_the_secret_nor_the_seed_nor_a_code_is_in_the_database(editor, set_up):
    secret, recovery = set_up(editor)
    held = json.dumps([one.data for one in Authenticator.objects.all()])
    assert secret.replace(" ", "") not in held
    assert not [code for code in recovery if code in held]


def test_while_it_is_set_up_the_session_holds_it_sealed(editor, clock):
    client = half_way(force(editor))
    secret = secret_on(client.get(SET_UP)).replace(" ", "")
    assert secret not in json.dumps(dict(client.session))
    client.post(SET_UP, {"code": code_of(secret)})
    assert "mfa.totp.secret" not in client.session


def test_moved_to_another_account_it_opens_nothing(client, editor, set_up):
    ann = User.objects.create_user("ann@example.org", PASSWORD)
    set_up(ann)
    secret, recovery = set_up(editor)
    for kind in ("totp", "recovery_codes"):
        Authenticator.objects.filter(user=ann, type=kind).update(
            data=Authenticator.objects.get(user=editor, type=kind).data
        )
    give_password(client, ann)
    for code in (code_of(secret), recovery[0]):
        assert client.post(CODE, {"code": code}).status_code == 200


@pytest.mark.parametrize("held", ["", "not base64", "AAAA", "é"])
def test_altered_it_opens_nothing_and_is_no_error(client, editor, set_up, held):
    secret, _ = set_up(editor)
    Authenticator.objects.filter(type="totp").update(data={"secret": held})
    give_password(client, editor)
    assert client.post(CODE, {"code": code_of(secret)}).status_code == 200


def test_rotated_it_needs_only_the_newest_key(client, editor, set_up, settings, capsys):
    secret, recovery = set_up(editor)
    settings.KEY_RING = [keys.new_key(), *settings.KEY_RING]
    call_command("rotate_keys")
    settings.KEY_RING = settings.KEY_RING[:1]
    give_password(client, editor)
    assert client.post(CODE, {"code": code_of(secret)}).status_code == 302
    other = type(client)()
    give_password(other, editor)
    assert other.post(CODE, {"code": recovery[0]}).status_code == 302


def test_a_sealed_one_opens_for_nobody_else(editor):
    sealed = codes.seal("lamp", whose=editor)
    assert codes.unseal(sealed, whose=editor) == "lamp"
    with pytest.raises(seals.CannotOpen):
        codes.unseal(sealed, whose=User())


def test_the_picture_holds_the_address_and_no_style():
    drawn = codes.drawn("otpauth://totp/editor%40example.org?secret=ABCDEFGH&issuer=Every%20option")
    assert drawn["width"] >= 29
    assert set(drawn["outline"]) <= set("Mhvz -0123456789")
