"""What the papers in docs/ list by name is what the code holds by that name: nothing there can drift unseen."""

import re
from importlib import import_module

import pytest
from django.conf import settings
from django.core.management import get_commands

from directory import catalogue
from directory.importers import mapping
from directory.importers.fetch import FROM_DISK, MEGABYTE
from directory.views.programmes import QUESTIONS
from mutualaid.accounts import retention, screen_lock
from mutualaid.accounts.models import Invitation
from mutualaid.audit import chain, facts
from mutualaid.audit.models import Event
from tests.architecture.reading import ROOT

DOCS = ROOT / "docs"
PAPERS = sorted(DOCS.rglob("*.md"))


def said(name):
    return (DOCS / name).read_text(encoding="utf-8")


def rows(text, heading):
    """The cells of each row of the table that ``heading`` stands at the head of."""
    lines = iter(text.splitlines())
    assert any(line.startswith(heading) for line in lines), heading
    next(lines)  # the line under the heading
    for line in lines:
        if not line.startswith("|"):
            return
        yield [cell.strip() for cell in line.strip("|").split("|")]


def names(cell):
    """The words that a cell prints as code."""
    return re.findall(r"`([^`]+)`", cell)


@pytest.mark.parametrize("paper", PAPERS, ids=lambda path: path.relative_to(DOCS).as_posix())
def test_every_link_leads_somewhere(paper):
    links = [link.split("#")[0] for link in re.findall(r"\]\(([^)]+)\)", paper.read_text(encoding="utf-8"))]
    inside = [link for link in links if link and not link.startswith("http") and not link.endswith(".png")]
    assert not [link for link in inside if not (paper.parent / link).exists()]


@pytest.mark.parametrize("cell", [row[2] for row in rows(said("parity.md"), "| Clause |")])
def test_each_clause_names_code_that_is_there(cell):
    for name in names(cell):
        if name.endswith(".html"):
            assert list((ROOT / "templates").rglob(name)), name
        elif "/" in name:
            assert list(ROOT.glob(name)), name
        else:
            assert there(name), f"docs/parity.md names {name}, which is not there"


def there(dotted):
    """Is there a module of the directory, or something in one or among its models, of that name?"""
    first, *rest = dotted.split(".")
    if (ROOT / "directory" / f"{first}.py").exists():
        found = import_module(f"directory.{first}")
    else:
        found = next((held for module in ("models", "options", "following") if (held := of(module, first))), None)
    for name in rest:
        if found is None:
            return False
        found = getattr(found, name, None) or getattr(found, "__annotations__", {}).get(name)
    return found is not None


def of(module, name):
    return getattr(import_module(f"directory.{module}"), name, None)


def test_the_seven_questions_are_those_of_the_page_in_its_order():
    told = [(names(line)[0], question) for line, question in rows(said("programmes.md"), "| Line |")]
    assert told == [(line, str(question)) for line, question in QUESTIONS.items()]
    assert tuple(QUESTIONS) == catalogue.QUESTIONS


def test_every_field_of_a_programmes_file_is_told():
    told = {name.strip("[]") for field, _ in rows(said("programmes.md"), "| Field |") for name in names(field)}
    assert told == set(catalogue.FILE.needed) - {"text"} | {"text.en"}


def test_no_name_is_both_listed_and_left_out():
    left_out = {name for cell, _ in rows(said("programmes.md"), "| Name |") for name in cell.split(", ")}
    listed = {entry.facts[name] for entry in catalogue.read() for name in ("name", "short_name")}
    assert "FRANK" in left_out
    assert not left_out & listed


def test_the_lengths_told_are_those_held():
    text = said("programmes.md")
    assert f"Summary at most {catalogue.LONGEST_SUMMARY} letters" in text
    assert f"who and goal {catalogue.LONGEST_LINE}, an answer {catalogue.LONGEST_ANSWER} " in text


def test_every_key_of_a_mapping_is_told():
    table = dict(rows(said("importing.md"), "| Key |"))
    told = {re.sub(r"[\[\]`]|\.X", "", key) for key in table}
    assert told | {"facts"} == set(mapping._TOP)
    assert set(names(table["`[columns]`"])) == set(mapping.FIELDS)
    assert set(names(table["`[defaults]`"])) >= {"programme", "mode", "nation", "time_zone"}
    assert set(mapping.LICENCES) <= set(names(table["`[source]`"]))
    assert set(mapping.MAPPED_VALUES) <= set(names(table["`[values.X]`"]))


def test_everything_a_value_can_say_is_told():
    paragraph = said("importing.md").split("A value can say ")[1].split("\n\n")[0]
    assert set(mapping.SAYS) <= set(names(paragraph))


def test_the_largest_file_told_is_the_largest_taken():
    assert f"over {FROM_DISK // MEGABYTE} MB" in said("importing.md")


def test_every_column_of_the_trail_is_told():
    told = [names(column)[0] for column, _ in rows(said("security.md"), "| Column |")]
    assert told == [field.name for field in Event._meta.fields]


def test_the_figures_of_the_trail_told_are_those_held():
    text = said("security.md")
    assert (chain.RUN, chain.PATIENCE, facts.TOO_LONG_TO_COUNT) == (1000, "2s", 10**9)
    for words in ("a thousand events or fewer", "It waits two seconds", "numbers of nine digits at most"):
        assert words in text


def test_every_command_that_keeps_secrets_or_the_trail_is_there():
    assert set(re.findall(r"manage\.py ([a-z_]+)", said("security.md"))) <= set(get_commands())


def test_the_settings_and_commands_of_signing_in_are_those_there_are():
    text = said("signing-in.md")
    named = {name for setting, _ in rows(text, "| Setting |") for name in names(setting)}
    read = (ROOT / "mutualaid" / "settings.py").read_text(encoding="utf-8")
    assert named == {"EMAIL_URL", "MAIL_FROM", "SITE_ADDRESS", "TRUSTED_PROXIES"}
    assert not [name for name in named if f'"{name}"' not in read]
    told = {name for command, _ in rows(text, "| Command |") for name in names(command)}
    ours = {path.stem for path in (ROOT / "mutualaid/accounts/management/commands").glob("[a-z]*.py")}
    assert told == ours | {"rotate_keys"}


def test_the_limits_told_of_signing_in_are_those_held():
    text = said("signing-in.md")
    assert (screen_lock.AFTER.total_seconds(), screen_lock.OVER_AFTER.total_seconds()) == (15 * 60, 12 * 3600)
    assert "a quarter of an hour" in text
    assert "**After 12 hours**" in text
    assert settings.ACCOUNT_RATE_LIMITS["login_failed"] == "20/m/ip,5/300s/key"
    assert "Five wrong passwords or codes within five minutes" in text
    assert (Invitation.GOOD_FOR.days, retention.INVITATIONS_KEPT.days) == (7, 90)
    assert "good for a week, once" in text
