import base64
import os
import subprocess
import sys
from pathlib import Path

import pytest

# Kept apart from the site's own: these seal nothing.
NEWER, OLDER = (base64.b64encode(bytes([number] * 32)).decode() for number in (8, 9))
ROOT = Path(__file__).resolve().parent.parent
PRODUCTION = {
    "MUTUALAID_MODE": "production",
    "SECRET_KEY": "a-long-random-text-for-this-test-alone",
    "ALLOWED_HOSTS": "directory.example.org",
    "DATABASE_URL": "postgres://mutualaid@localhost/mutualaid",
    "KEY_RING": f"{NEWER}, {OLDER}",
    "CONTACT_EMAIL": "ask@example.org",
    "EMAIL_URL": "smtp+tls://user:a-secret@mail.example.org:587",
    "MAIL_FROM": "directory@example.org",
}
# A machine whose /mnt/shared is on a network drive.
NETWORK_DRIVE = """
import pathlib
read = pathlib.Path.read_text
mounts = "disk / ext4 rw 0 0\\nserver:/export /mnt/shared nfs4 rw 0 0\\n"
pathlib.Path.read_text = lambda path, *how, **more: mounts if str(path) == "/proc/mounts" else read(path, *how, **more)
"""


@pytest.fixture
def start(tmp_path):
    """Read the settings in a process of their own; what it said, and whether it started."""

    def started(values, *, before="", then="pass"):
        env = {"PATH": os.environ["PATH"], "MUTUALAID_VAR": str(tmp_path), **values}
        code = f"{before}\nfrom mutualaid import settings\n{then}"
        return subprocess.run([sys.executable, "-c", code], cwd=ROOT, env=env, capture_output=True, text=True)

    return started


def refusal(done):
    """The sentence with which the start was refused."""
    assert done.returncode != 0, "it started"
    kind, _, sentence = done.stderr.strip().splitlines()[-1].partition(": ")
    assert kind.endswith("ImproperlyConfigured"), done.stderr
    return sentence


@pytest.mark.parametrize("mode", [{}, {"MUTUALAID_MODE": ""}, {"MUTUALAID_MODE": "live"}])
def test_no_mode_no_start(start, mode):
    assert refusal(start(mode)).startswith("Set MUTUALAID_MODE to demo, test or production.")


@pytest.mark.parametrize("mode", ["demo", "test"])
def test_the_demonstration_and_the_tests_need_nothing_else(start, mode):
    done = start({"MUTUALAID_MODE": mode})
    assert done.returncode == 0, done.stderr


def test_production_starts_when_it_is_told_everything(start):
    done = start(PRODUCTION, then="print(settings.DEBUG, settings.ALLOWED_HOSTS, settings.SECURE_SSL_REDIRECT)")
    assert done.stdout.strip() == "False ['directory.example.org'] True", done.stderr


@pytest.mark.parametrize("name", ["SECRET_KEY", "ALLOWED_HOSTS", "DATABASE_URL", "KEY_RING", "EMAIL_URL", "MAIL_FROM"])
@pytest.mark.parametrize("emptied", [True, False])
def test_production_is_refused_without(start, name, emptied):
    told = PRODUCTION | {name: ""} if emptied else {key: value for key, value in PRODUCTION.items() if key != name}
    assert refusal(start(told)).startswith(f"Set {name}: ")


@pytest.mark.parametrize(
    "server", ["smtp://", "consolemail://", "http://a-secret@h", "a-secret", "smtp://a-secret@h:many"]
)
def test_production_sends_mail_by_a_real_server_and_prints_no_password(start, server):
    done = start(PRODUCTION | {"EMAIL_URL": server})
    assert refusal(done).startswith("Set EMAIL_URL: the mail server")
    assert "a-secret" not in done.stderr


def test_production_is_told_its_mail_server(start):
    say = "print(settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_USE_TLS, settings.SITE_ADDRESS)"
    assert start(PRODUCTION, then=say).stdout.strip() == "mail.example.org 587 True https://directory.example.org"


@pytest.mark.parametrize(
    "told", [{"ALLOWED_HOSTS": "*"}, {"ALLOWED_HOSTS": ".example.org"}, {"SITE_ADDRESS": "http://a.b"}]
)
def test_production_knows_where_links_in_mails_lead(start, told):
    assert refusal(start(PRODUCTION | told)).startswith("Set SITE_ADDRESS: ")
    assert start(PRODUCTION | told | {"SITE_ADDRESS": "https://directory.example.org"}).returncode == 0


def test_production_never_shows_its_insides(start):
    assert refusal(start(PRODUCTION | {"DJANGO_DEBUG": "true"})).startswith("Unset DJANGO_DEBUG")


def test_production_keeps_no_sqlite_on_a_network_drive(start):
    told = PRODUCTION | {"DATABASE_URL": "sqlite:////mnt/shared/directory.sqlite3"}
    assert refusal(start(told, before=NETWORK_DRIVE)).startswith("Move the SQLite file off the network drive")


def test_production_may_keep_sqlite_on_a_disk_of_its_own(start):
    told = PRODUCTION | {"DATABASE_URL": "sqlite:////srv/directory.sqlite3"}
    done = start(told, before=NETWORK_DRIVE)
    assert done.returncode == 0, done.stderr


def test_the_demonstration_refuses_any_database_but_its_own(start):
    told = {"MUTUALAID_MODE": "demo", "DATABASE_URL": "postgres://somebody@localhost/real"}
    assert refusal(start(told)).startswith("Unset DATABASE_URL")


def test_the_demonstration_makes_a_key_once_that_nobody_else_can_read(start, tmp_path):
    say = "print(settings.SECRET_KEY)"
    first, second = (start({"MUTUALAID_MODE": "demo"}, then=say).stdout for _ in range(2))
    assert first == second
    assert len(first.strip()) > 50
    assert (tmp_path / "secret-key").stat().st_mode & 0o077 == 0


def test_spaces_and_gaps_between_names_are_nothing(start):
    told = PRODUCTION | {"ALLOWED_HOSTS": " directory.example.org , www.example.org,"}
    assert (
        start(told, then="print(settings.ALLOWED_HOSTS)").stdout.strip()
        == "['directory.example.org', 'www.example.org']"
    )
    assert refusal(start(PRODUCTION | {"ALLOWED_HOSTS": " , "})).startswith("Set ALLOWED_HOSTS: ")


def test_a_port_is_a_number(start):
    assert refusal(start({"MUTUALAID_MODE": "test", "PORT": "eighty"})).startswith("Set PORT to a number")


def test_a_key_that_a_full_disk_left_empty_is_made_again(start, tmp_path):
    (tmp_path / "secret-key").touch()
    assert len(start({"MUTUALAID_MODE": "demo"}, then="print(settings.SECRET_KEY)").stdout.strip()) > 50


def test_the_demonstration_makes_its_key_ring_once_that_nobody_else_can_read(start, tmp_path):
    say = "print(settings.KEY_RING)"
    first, second = (start({"MUTUALAID_MODE": "demo"}, then=say).stdout for _ in range(2))
    assert first == second != "[]\n"
    assert (tmp_path / "key-ring").stat().st_mode & 0o077 == 0


@pytest.mark.parametrize(
    ("ring", "told"),
    [
        ("c2hvcnQ=", "(key 1 is 5 bytes long)"),
        (f"{NEWER},{OLDER}{OLDER}", "(key 2 is not base64)"),
        (f"{NEWER},not a key", "(key 2 is not base64)"),
        (f"{NEWER},{NEWER}", "Take away the key that stands twice"),
        (base64.b64encode(bytes(64)).decode(), "(key 1 is 64 bytes long)"),
    ],
)
def test_a_key_that_cannot_seal_stops_the_start_and_is_not_shown(start, ring, told):
    done = start(PRODUCTION | {"KEY_RING": ring})
    assert told in refusal(done)
    assert not [key for key in ring.split(",") if key in done.stderr]


TILES = {"MUTUALAID_MAP_TILES": "https://tiles.example.org/{z}/{x}/{y}.png", "MUTUALAID_MAP_CREDIT": "An example"}


def test_a_tile_server_is_told_whole_or_stops_the_start(start):
    say = "print(settings.MAP_TILES and settings.MAP_TILES.origin)"
    assert start({"MUTUALAID_MODE": "test"}, then=say).stdout.strip() == "None"
    assert start({"MUTUALAID_MODE": "test"} | TILES, then=say).stdout.strip() == "https://tiles.example.org"
    wrong = {"MUTUALAID_MODE": "test"} | TILES | {"MUTUALAID_MAP_TILES": "https://tiles.example.org/a.png"}
    assert refusal(start(wrong)).startswith("Set MUTUALAID_MAP_TILES to an https address")
    assert refusal(start(TILES | {"MUTUALAID_MODE": "test", "MUTUALAID_MAP_CREDIT": ""})).startswith(
        "Set MUTUALAID_MAP_CREDIT"
    )
