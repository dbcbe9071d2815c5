"""Imports from the browser: each page works, is not there without the power, and nothing changes until it is taken."""

import datetime as dt
from io import BytesIO

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from directory.importers.template import COLUMNS, MEETINGS
from directory.models import ImportRun, Meeting, Source, Upload, Venue
from directory.uploads import keeping, receiving
from mutualaid.accounts.models import User
from tests.conftest import PASSWORD
from tests.directory.importers.sheets import MAPPING, row, sheet
from tests.directory.views.checklist import Page
from tests.directory.views.conftest import NOWHERE
from tests.directory.views.sending import GOOD, go_on, looked_at, matched, page_of, send, sent, take
from tests.factories import SourceFactory, UploadFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("lists_come_in")]
HOURS = dt.timedelta(hours=1)
FILLED_IN = {
    "Programme": "open-door",
    "Name": "Invented lamp",
    "Day": "Tuesday",
    "Starts": "19:30",
    "Venue": "Invented Hall",
    "Postcode": "M1 1AE",
    "Step-free": "Yes",
}


def public_facts():
    return {one.__name__: list(one.objects.order_by("pk").values()) for one in (Source, Venue, Meeting, ImportRun)}


def run(source=None, **facts):
    now = dt.datetime(2026, 11, 24, 12, tzinfo=dt.UTC)
    counts = {"added": 1, "changed": 0, "rejected": 0}
    given = {"started_at": now, "finished_at": now, "as_of": now.date(), "digest": "", "counts": counts}
    return ImportRun.objects.create(source=source or SourceFactory(), **given | facts)


def of_uploads(upload):
    return [page_of(name, upload) for name in ("upload", "match", "words", "write_mapping", "upload_mapping")]


def posted_to(upload):
    return [page_of(name, upload) for name in ("look", "apply_upload", "forget_upload")]


def addresses(upload):
    taken = run(mapping=MAPPING)
    plain = ["/editing/imports/", "/editing/imports/start/", f"/editing/imports/{taken.pk}/"]
    files = [f"/editing/imports/{taken.pk}/mapping.toml", "/editing/imports/meetings.xlsx"]
    return [*plain, *files, *of_uploads(upload)]


def test_from_the_file_to_the_result(signed_in, editor, tmp_path):
    upload = looked_at(signed_in)
    preview = Page(signed_in.get(page_of("upload", upload)))
    assert "Tuesday Lamp" in preview.text
    assert "Every Friday 7.30pm" in preview.text
    assert "In person: Invented Hall, 1 Example Street, M1 1AE" in preview.text
    assert "It has no time: write when it starts, such as 19:30." in preview.text
    answer = signed_in.get(take(signed_in, upload)["Location"])
    taken = ImportRun.objects.get()
    assert answer["Location"] == f"/editing/imports/{taken.pk}/"
    assert (taken.by, taken.source.slug, taken.as_of) == (editor, "lamps", dt.date(2026, 8, 5))
    assert (taken.source.name, taken.source.licence) == ("Invented lamps", "own")
    assert Meeting.objects.count() == 2
    result = Page(signed_in.get(answer["Location"])).text
    assert "An Editor" in result
    assert "Row 4 No time, M1 1AE, Tuesday It has no time" in result
    assert list((tmp_path / "uploads").iterdir()) == []
    assert signed_in.get(page_of("upload", upload))["Location"] == answer["Location"]


def test_the_template_comes_filled_in_and_every_column_of_it_is_known(signed_in):
    answer = signed_in.get("/editing/imports/meetings.xlsx")
    assert answer["Content-Disposition"] == 'attachment; filename="meetings.xlsx"'
    book = openpyxl.load_workbook(BytesIO(answer.content))
    book[MEETINGS].append([FILLED_IN.get(column.heading, "") for column in COLUMNS])
    file = BytesIO()
    book.save(file)
    upload = sent(signed_in, file.getvalue())
    go_on(signed_in, upload, "match")
    go_on(signed_in, upload, "words")
    take(signed_in, Upload.objects.get(pk=upload.pk))
    meeting = Meeting.objects.get()
    assert (meeting.programme.slug, meeting.name, meeting.venue.name, meeting.step_free) == (
        FILLED_IN["Programme"],
        "Invented lamp",
        "Invented Hall",
        "yes",
    )


def test_looking_changes_nothing(signed_in):
    before = public_facts()
    upload = looked_at(signed_in)
    for address in addresses(upload)[4:]:
        signed_in.get(address)
    ImportRun.objects.all().delete()
    Source.objects.all().delete()
    assert public_facts() == before


def test_every_page_is_sound_and_is_not_kept(signed_in):
    upload = looked_at(signed_in)
    troubled = UploadFactory(trouble="It is of an older day.", mapping=MAPPING)
    at_work = UploadFactory(begun=True, state="looking", doing="rows read", done=12)
    for address in [*addresses(upload), page_of("write_mapping", troubled), page_of("upload", at_work)]:
        response = signed_in.get(address)
        assert response.status_code == 200, address
        assert response["Cache-Control"] == "no-store"
        if not address.endswith((".toml", ".xlsx")):
            page = Page(response)
            assert not page.open
            assert page.headings.count(1) == 1
            assert len(page.ids) == len(set(page.ids)), address
            assert {one["id"] for one in page.controls if one.get("type") != "submit"} <= page.labels, address
            alike = {words: found for words, found in page.links.items() if len(found) > 1}
            assert not alike, address


def test_signed_out_every_page_asks_to_sign_in(client):
    upload = UploadFactory(looked=True, mapping=MAPPING)
    for address in addresses(upload):
        assert client.get(address)["Location"] == f"/accounts/sign-in/?next={address}"
    for address in [*posted_to(upload), "/editing/imports/start/"]:
        assert client.post(address)["Location"].startswith("/accounts/sign-in/")


def test_without_the_power_no_page_is_there(client, tmp_path):
    client.force_login(User.objects.create_user("ann@example.org", PASSWORD))
    upload = UploadFactory(looked=True, mapping=MAPPING)
    for address in addresses(upload):
        assert client.get(address).status_code == 404
    for address in posted_to(upload):
        assert client.post(address).status_code == 404
    assert send(client).status_code == 404
    assert not (tmp_path / "uploads").exists()


def test_what_only_takes_posts_refuses_to_be_looked_at(signed_in):
    for address in posted_to(UploadFactory()):
        assert signed_in.get(address).status_code == 405


def test_what_is_not_there_or_was_sent_a_day_ago_is_missing(signed_in, now):
    old = UploadFactory(looked=True, mapping=MAPPING, made_at=now - 24 * HOURS)
    for upload in (old, UploadFactory.build(pk=NOWHERE)):
        for address in of_uploads(upload):
            assert signed_in.get(address).status_code == 404
        for address in posted_to(upload):
            assert signed_in.post(address).status_code == 404
    assert signed_in.get("/editing/imports/99/").status_code == 404
    assert signed_in.get(f"/editing/imports/{10**30}/").status_code == 404
    assert signed_in.get("/editing/imports/99/mapping.toml").status_code == 404


def test_a_post_from_elsewhere_is_refused_and_keeps_nothing(editor, tmp_path):
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(editor)
    assert send(strict).status_code == 403
    assert strict.post(page_of("apply_upload", UploadFactory(looked=True))).status_code == 403
    assert not (tmp_path / "uploads").exists()
    assert Upload.objects.count() == 1


def test_with_its_token_it_is_sent(editor):
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(editor)
    token = strict.get("/editing/imports/start/").context["csrf_token"]
    assert send(strict, csrfmiddlewaretoken=str(token)).status_code == 302


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ({"slug": ""}, "Give it a short name of letters, digits and hyphens"),
        ({"slug": "../../etc"}, "Give it a short name of letters, digits and hyphens"),
        ({"slug": "demonstration-2"}, "Lists that begin with demonstration are invented"),
        ({"slug": "KNOWN"}, "There is a list of that name"),
        ({"source": "demonstration"}, "Choose one of these lists"),
        ({"name": ""}, "Give the list a name"),
        ({"name": "x" * 121}, "Make it 120 letters or fewer"),
        ({"licence": ""}, "Choose a licence"),
        ({"format": "pdf"}, "Choose the kind of file"),
        ({"format": None}, "Choose the kind of file"),
        ({"as_of": "2026-11-25"}, "That day has not come yet"),
        ({"as_of": "0001-01-01"}, "Enter the day it speaks of"),
        ({"address": "somewhere"}, "Enter a web address"),
        ({"address": "http://localhost/"}, "as a web address"),
        ({"credit": "Invented\x01"}, "control characters"),
        ({"as_of": "yesterday"}, "Enter the day it speaks of"),
        ({"file": None}, "Choose the file"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(signed_in, said, told):
    SourceFactory(slug="known")
    SourceFactory(slug="demonstration", is_demonstration=True)
    page = Page(send(signed_in, **{"permission": "Invented permission"} | said))
    assert told in page.text
    assert 'value="Invented permission"' in page.markup
    assert Upload.objects.count() == 0


def test_a_list_we_know_needs_nothing_said_of_it(signed_in):
    SourceFactory(slug="known", name="Known lamps", credit="An invented publisher")
    upload = sent(signed_in, source="known", slug="", name="", licence="")
    assert upload.slug == "known"
    assert upload.details["name"] == "Known lamps"
    assert upload.details["credit"] == "An invented publisher"


def test_the_file_stands_where_nobody_else_may_read_it_under_no_name_of_its_own(signed_in, tmp_path):
    upload = sent(signed_in)
    path = tmp_path / "uploads" / str(upload.pk)
    assert path.read_bytes() == GOOD.encode()
    assert path.stat().st_mode & 0o077 == 0
    assert path.parent.stat().st_mode & 0o077 == 0
    assert list(path.parent.iterdir()) == [path]


def test_a_file_over_the_most_is_refused_and_not_kept(signed_in, monkeypatch, tmp_path):
    monkeypatch.setattr(receiving, "AT_MOST", len(GOOD) - 1)
    page = Page(send(signed_in))
    assert "The file is over 50 MB" in page.text
    assert 'value="Invented lamps"' in page.markup
    assert list((tmp_path / "uploads").iterdir()) == []


def test_no_other_file_than_the_one_asked_for_is_kept(signed_in, tmp_path):
    upload = sent(signed_in, other=SimpleUploadedFile("other", b"x"))
    assert [path.name for path in (tmp_path / "uploads").iterdir()] == [str(upload.pk)]


def test_a_list_older_than_the_one_we_have_is_refused_in_its_sentence(signed_in):
    take(signed_in, looked_at(signed_in))
    upload = looked_at(signed_in, source="lamps", as_of="2026-08-04")
    assert upload.state == "matching"
    assert "nothing older is taken" in Page(signed_in.get(page_of("match", upload))).text


def test_many_problems_are_paged(signed_in):
    rows = [row(Title=f"Lamp {number}", Time="") for number in range(150)]
    upload = looked_at(signed_in, sheet(row(), *rows))
    first, second = (Page(signed_in.get(page_of("upload", upload) + f"?page={number}")).text for number in (1, 2))
    assert "Row 3 Lamp 0" in first
    assert "Page 1 of 2" in first
    assert "Row 152 Lamp 149" in second
    take(signed_in, upload)
    taken = ImportRun.objects.get()
    assert "Row 152 Lamp 149" in Page(signed_in.get(f"/editing/imports/{taken.pk}/?page=2")).text


def test_every_run_is_told_the_newest_first_also_those_by_a_command(signed_in, editor):
    source = SourceFactory(name="Invented lamps")
    run(source)
    run(source, by=editor)
    text = Page(signed_in.get("/editing/imports/")).text
    assert text.index("An Editor", text.index("Taken")) < text.index("by a command", text.index("Taken 2"))


def test_the_list_of_runs_costs_the_same_however_many(signed_in, costs_the_same, editor):
    source = SourceFactory()
    run(source, by=editor)
    costs_the_same("/editing/imports/", add=lambda: [run(source, by=editor) for _ in range(60)])
    assert "Page 1 of 2" in Page(signed_in.get("/editing/imports/")).text


def test_what_waits_costs_the_same_however_many(signed_in, costs_the_same, editor):
    UploadFactory(made_by=editor)
    costs_the_same("/editing/imports/", add=lambda: [UploadFactory(made_by=editor) for _ in range(9)])


def test_a_preview_costs_the_same_however_long_its_list_is(signed_in, costs_the_same):
    upload = UploadFactory(looked=True, first_rows=[], problems=[])
    problem = {"row": 2, "kind": "time", "reason": "It has no time.", "says": ""}
    grow = Upload.objects.filter(pk=upload.pk).update
    costs_the_same(page_of("upload", upload), add=lambda: grow(problems=[problem] * 500))


def test_what_is_a_day_old_goes_when_the_page_is_used(signed_in, editor, now, time_machine, tmp_path):
    upload = sent(signed_in)
    time_machine.move_to(now + 25 * HOURS)
    signed_in.force_login(editor)
    signed_in.get("/editing/imports/")
    assert not Upload.objects.filter(pk=upload.pk).exists()
    assert list((tmp_path / "uploads").iterdir()) == []


def test_a_file_is_forgotten_when_an_editor_says_so(signed_in, tmp_path):
    upload = sent(signed_in)
    assert signed_in.post(page_of("forget_upload", upload))["Location"] == "/editing/imports/"
    assert not Upload.objects.exists()
    assert list((tmp_path / "uploads").iterdir()) == []


def test_a_file_that_is_gone_says_so(signed_in):
    upload = looked_at(signed_in)
    keeping.path_of(upload).unlink()
    answer = signed_in.get(take(signed_in, upload)["Location"])
    assert keeping.GONE in Page(answer).text
    answer = signed_in.get(go_on(signed_in, matched(signed_in, upload), "words")["Location"], follow=True)
    assert keeping.GONE in Page(answer).text


def test_what_another_editor_sent_may_be_seen_and_its_file_is_offered_to_nobody(signed_in):
    upload = looked_at(signed_in)
    other = Client()
    other.force_login(User.objects.create_user("other@example.org", PASSWORD, role="editor"))
    page = Page(other.get(page_of("upload", upload)))
    assert "Tuesday Lamp" in page.text
    assert not [link for links in page.links.values() for link in links if str(upload.pk) in link and "csv" in link]


def test_no_name_of_an_editor_or_a_meeting_is_logged(signed_in, caplog):
    with caplog.at_level("DEBUG"):
        take(signed_in, looked_at(signed_in))
    assert "upload.applied" in caplog.text
    assert not [word for word in ("Lamp", "editor@", "An Editor", "M1 1AE") if word in caplog.text]
