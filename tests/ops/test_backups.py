"""A backup is rehearsed: made, restored into another database, compared; spoiled and killed in the middle."""

import json
import os
import stat
import threading
import time
import zipfile
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import connection
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from mutualaid.audit import chain, trail
from mutualaid.ops import archives, backups, copying
from mutualaid.ops.archives import NotABackup, NotWritten
from referrals import pathway
from referrals.models import Person
from tests.processes import CONTENT, empty_database, manage
from tests.referrals.factories import PersonFactory

REFERENCES = """
from referrals.models import Person, Plan
print(sorted(person.reference for person in Person.objects.all()))
print(sorted(plan.words or "" for plan in Plan.objects.all()))
"""
# What a restored database may say otherwise: its revision begins again, and nobody is signed in.
MAY_DIFFER = {"directory_directoryrevision", *copying.LEFT_OUT}


def quiet(_what, _number):
    pass


@pytest.fixture
def sealed(forty, now):
    """The people, and the trail of what was done for them sealed."""
    list(chain.seal(now=now))
    return chain.newest_digest()


@pytest.fixture
def somebody(transactional_db, now):
    person = PersonFactory(reference="DM-01")
    trail.record("person.seen", actor=person.keyworker.pk, subjects=[person.pk], at=now)
    return person


@pytest.fixture
def backup(somebody, tmp_path, now):
    return backups.back_up(tmp_path / "kept", now=now, progress=quiet)[0]


@pytest.fixture
def empty(tmp_path):
    with empty_database(tmp_path) as url:
        yield url


def content(url=None):
    told = manage("shell", "--verbosity=0", "--command", CONTENT, url=url)
    assert told.returncode == 0, told.stderr
    return json.loads(told.stdout)


def test_what_is_restored_is_what_was_backed_up(sealed, tmp_path, empty, now):
    backup, _manifest, _digest = backups.back_up(tmp_path / "kept", now=now, progress=quiet)
    dry = manage("restore", backup, url=empty)
    assert dry.stdout.endswith("Nothing was done. Run it again with --apply to do it.\n"), dry.stderr
    assert content(empty) == {}
    done = manage("restore", backup, "--apply", url=empty)
    assert done.returncode == 0, done.stderr
    was, came_back = content(), content(empty)
    assert was.keys() == came_back.keys()
    assert {table for table in was if was[table] != came_back[table]} <= MAY_DIFFER
    assert was["referrals_person"][0] == 40
    assert archives.read(backup, progress=quiet).trail == sealed
    verified = manage("verify_trail", "--expect", sealed, url=empty)
    assert "The trail is as it was sealed." in verified.stdout, verified.stdout
    look = ("shell", "--verbosity=0", "--command", REFERENCES)
    assert manage(*look).stdout == manage(*look, url=empty).stdout
    assert "DM-01" in manage(*look, url=empty).stdout


def test_the_triggers_came_back_too(backup, empty):
    assert manage("restore", backup, "--apply", url=empty).returncode == 0
    tried = manage(
        "shell", "-v0", "-c", "from mutualaid.audit.models import Event; Event.objects.update(what='a.b')", url=empty
    )
    assert "only ever added to" in tried.stderr


def test_only_an_empty_database_is_restored_into(backup):
    before = content()
    done = manage("restore", backup, "--apply")
    assert "CommandError: This database is not empty." in done.stderr
    assert content() == before


def test_nobody_else_may_read_it_and_no_key_is_in_it(backup, settings):
    assert stat.S_IMODE(backup.stat().st_mode) == 0o600
    with zipfile.ZipFile(backup) as archive:
        held = b"".join(archive.read(name) for name in archive.namelist())
    for secret in (*settings.KEY_RING, settings.SECRET_KEY):
        assert secret.encode() not in held
    for person in Person.objects.all():
        assert person.reference.encode() not in held, "a reference stands there unsealed"
    assert set(os.listdir(backup.parent)) == {".lock", backup.name}


def test_the_manifest_says_what_is_in_it_and_which_keys_it_needs(backup, settings):
    manifest = archives.read(backup, progress=quiet)
    assert manifest.counts["referrals_person"] == 1
    assert ("referrals", "0001_first") in {(app, one) for app, names in manifest.migrations.items() for one in names}
    assert len(manifest.keys) == 1
    assert backups.keys_missing(manifest) == []
    settings.KEY_RING = settings.KEY_RING[1:]
    assert backups.keys_missing(manifest) == manifest.keys


def test_what_is_left_out_is_there_to_be_left_out():
    assert set(copying.LEFT_OUT) <= {model._meta.db_table for model in apps.get_models()}


def test_whoever_was_signed_in_is_not_signed_in_by_it(client, somebody, tmp_path, now):
    client.force_login(somebody.keyworker)
    _file, manifest, _ = backups.back_up(tmp_path, now=now, progress=quiet)
    assert manifest.counts["django_session"] == 0


def spoiled(backup, how):
    """A backup of which something is not as it was written."""
    whole = backup.read_bytes()
    other = backup.with_name("spoiled.zip")
    other.write_bytes(how(whole))
    return other


def test_a_truncated_backup_changes_nothing(backup, empty):
    for share in (0, 0.001, 0.5, 0.999):
        cut = spoiled(backup, lambda whole, share=share: whole[: int(len(whole) * share)])
        with pytest.raises(NotABackup, match="is not whole, or was altered"):
            archives.read(cut, progress=quiet)
    assert manage("restore", cut, "--apply", url=empty).returncode == 1
    assert content(empty) == {}


@hypothesis_settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(place=st.floats(0, 1, exclude_max=True), bit=st.integers(0, 7))
def test_any_bit_altered_is_noticed(backup, place, bit):
    def alter(whole):
        at = int(len(whole) * place)
        return whole[:at] + bytes([whole[at] ^ 1 << bit]) + whole[at + 1 :]

    with pytest.raises(NotABackup, match="not whole, or was altered"):
        archives.read(spoiled(backup, alter), progress=quiet)


@pytest.mark.parametrize("content", [b"", b"words", b"PK\x05\x06" + bytes(18), b"\x00" * 100_000])
def test_any_other_file_is_refused(tmp_path, content):
    file = tmp_path / "other"
    file.write_bytes(content)
    with pytest.raises(NotABackup):
        archives.read(file, progress=quiet)
    with pytest.raises(NotABackup, match="cannot be read"):
        archives.read(tmp_path / "nowhere", progress=quiet)
    with pytest.raises(NotABackup, match="cannot be read"):
        archives.read(tmp_path, progress=quiet)


def signed(folder, *, drop=(), **told):
    """A backup whose digest is right and whose manifest says otherwise, as a newer version's might."""
    manifest = backups.described(connection.cursor(), now=archives.dt.datetime.now(archives.dt.UTC))
    odd = {**archives.asdict(manifest), **told}
    for name in drop:
        del odd[name]
    (folder / "database").write_bytes(b"")
    wrapped = archives.asdict
    archives.asdict = lambda _: odd
    try:
        archives.write(folder / "database", manifest, place=folder, to=folder / "odd.zip", progress=quiet)
    finally:
        archives.asdict = wrapped
    return folder / "odd.zip"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("told", "sentence"),
    [
        ({"form": 2}, "another version of the product"),
        ({"drop": ["counts"]}, "none of our backups"),
        ({"database": "oracle"}, "none of our backups"),
    ],
)
def test_a_manifest_that_says_otherwise_is_refused(tmp_path, told, sentence):
    with pytest.raises(NotABackup, match=sentence):
        archives.read(signed(tmp_path, **told), progress=quiet)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("told", "sentence"),
    [
        ({"migrations": {"referrals": ["9999_later"]}}, "of a newer version"),
        ({"database": {"sqlite": "postgresql", "postgresql": "sqlite"}[connection.vendor]}, "and the site is on"),
    ],
)
def test_what_this_site_cannot_be_restored_from_is_refused(tmp_path, told, sentence):
    with pytest.raises(NotABackup, match=sentence):
        backups.check(archives.read(signed(tmp_path, **told), progress=quiet))


KILL = """
import os, signal
from mutualaid.ops import archives
die = lambda *_, **__: os.kill(os.getpid(), signal.SIGKILL)
"""
MOMENTS = ["archives._sign = die", "os.rename = die", "archives.zipfile.ZipFile.writestr = die"]


@pytest.mark.parametrize("moment", MOMENTS)
def test_a_backup_killed_leaves_nothing_that_looks_like_one_and_the_next_clears_up(somebody, tmp_path, moment):
    folder = tmp_path / "kept"
    done = manage("backup", folder, "--apply", before=KILL + moment)
    assert done.returncode == -9
    assert list(folder.glob("*.zip")) == []
    (left,) = folder.glob(".unfinished-*")
    assert stat.S_IMODE(left.stat().st_mode) == 0o700
    assert manage("backup", folder, "--apply").returncode == 0
    (whole,) = folder.glob("*.zip")
    assert archives.read(whole, progress=quiet).counts["referrals_person"] == 1
    assert list(folder.glob(".unfinished-*")) == []


@pytest.mark.parametrize("moment", ["os.rename = die", "archives.unpack = die", "os.fsync = die"])
def test_a_restore_killed_leaves_the_database_empty_and_the_next_does_it(backup, empty, moment):
    if connection.vendor == "postgresql" and "rename" in moment:
        moment = "import subprocess; archives.unpack = die"
    assert manage("restore", backup, "--apply", url=empty, before=KILL + moment).returncode == -9
    assert content(empty) == {}
    done = manage("restore", backup, "--apply", url=empty)
    assert done.returncode == 0, done.stderr
    assert content(empty)["referrals_person"][0] == 1


def test_people_go_on_working_meanwhile_and_what_is_in_it_is_of_one_moment(somebody, tmp_path, empty, now):
    """Restoring compares the counts of every table, and the trail, with what the copy said of itself."""
    stop, recorded = threading.Event(), []

    def work():
        try:
            while not stop.is_set():
                pathway.give_consent(
                    somebody, what="contact", whom="peer", channel="telephone", by=somebody.keyworker, at=now
                )
                recorded.append(1)
        finally:
            connection.close()

    worker = threading.Thread(target=work)
    worker.start()
    try:
        while not recorded:
            time.sleep(0.01)
        backup, manifest, _ = backups.back_up(tmp_path / "kept", now=now, progress=quiet)
    finally:
        stop.set()
        worker.join(60)
    assert manifest.counts["referrals_consent"] == manifest.counts["audit_event"] - 1 > 0
    assert manifest.counts["referrals_consent"] < len(recorded)
    done = manage("restore", backup, "--apply", url=empty)
    assert done.returncode == 0, done.stderr


def test_two_backups_at_once_are_two_files_or_one_says_to_wait(somebody, tmp_path, now):
    with archives.workplace(tmp_path), pytest.raises(NotWritten, match="is at work"):
        backups.back_up(tmp_path, now=now, progress=quiet)
    backups.back_up(tmp_path, now=now, progress=quiet)
    with pytest.raises(NotWritten, match="is there already"):
        backups.back_up(tmp_path, now=now, progress=quiet)


def test_where_it_cannot_be_written_a_sentence_says_so(somebody, tmp_path, now):
    (tmp_path / "file").touch()
    with pytest.raises(NotWritten, match="could not be written"):
        backups.back_up(tmp_path / "file", now=now, progress=quiet)


def test_it_says_first_and_writes_nothing(somebody, tmp_path, capsys):
    call_command("backup", tmp_path / "kept")
    assert not (tmp_path / "kept").exists()
    assert "Nothing was done." in capsys.readouterr().out


@pytest.mark.postgres
@pytest.mark.django_db
def test_where_postgresql_s_own_programs_are_missing_or_old_a_sentence_says_so(tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(CommandError, match="pg_dump is not on this machine"):
        call_command("backup", tmp_path, "--apply")
    (tmp_path / "pg_dump").write_text("#!/bin/sh\necho 'pg_dump (PostgreSQL) 9.6.24'\n")
    (tmp_path / "pg_dump").chmod(0o700)
    monkeypatch.setenv("PATH", f"{tmp_path}:/bin:/usr/bin")
    with pytest.raises(CommandError, match=r"pg_dump 9 is older than the server"):
        call_command("backup", tmp_path, "--apply")


@pytest.mark.postgres
@pytest.mark.django_db
def test_of_what_postgresql_says_only_the_first_line_is_repeated(monkeypatch):
    said = SimpleNamespace(returncode=1, stderr="pg_dump: error: no\nDETAIL: a row of somebody’s", stdout="")
    monkeypatch.setattr(copying.subprocess, "run", lambda *_, **__: said)
    with pytest.raises(NotWritten) as refused:
        copying._run("pg_dump")
    assert str(refused.value) == "pg_dump: error: no."


@pytest.mark.postgres
@pytest.mark.django_db
def test_the_database_s_password_is_on_no_command_line(monkeypatch):
    seen = []
    monkeypatch.setattr(connection, "get_connection_params", lambda: {"dbname": "x", "password": "hidden", "port": 1})

    def run(command, env, **_):
        seen.append((command, env["PGPASSWORD"], env["PGPORT"]))
        return SimpleNamespace(returncode=0)

    monkeypatch.setattr(copying.subprocess, "run", run)
    copying._run("pg_restore", "file")
    assert seen == [(["pg_restore", "--dbname=x", "file"], "hidden", "1")]
