"""Sending a list from a browser, matching it and looking at it, as an editor does."""

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import resolve, reverse

from directory.models import Upload
from tests.directory.importers.sheets import HEADER, row, sheet
from tests.directory.views.checklist import Page

NEW = {"source": "", "slug": "lamps", "name": "Invented lamps", "licence": "own"}
GOOD = sheet(row(), row(Title="River", Day="Friday", Openness="Open"), row(Title="No time", Time="", Length="-1hr"))


def send(client, content=GOOD, *, called="list.csv", **more):
    """Post the first page’s form; what is given as None is left out."""
    file = SimpleUploadedFile(called, content if isinstance(content, bytes) else content.encode())
    said = NEW | {"format": "spreadsheet", "as_of": "2026-08-05", "file": file} | more
    return client.post("/editing/imports/start/", {key: value for key, value in said.items() if value is not None})


def sent(client, content=GOOD, **more):
    """What was sent, kept."""
    response = send(client, content, **more)
    assert response.status_code == 302, Page(response).text
    return Upload.objects.get(pk=resolve(response["Location"]).kwargs["pk"])  # two may be sent in one moment


def page_of(name, upload):
    return reverse(f"editing:{name}", args=[upload.pk])


def as_shown(form, **more):
    """What a browser would post of a form as it was sent, with ``more`` over it."""
    values = {field.html_name: field.value() for field in form}
    return {name: value for name, value in values.items() if value not in (None, "", [])} | more


def go_on(client, upload, name, **more):
    """Post a page’s form as it stands, but for what is given."""
    form = client.get(page_of(name, upload)).context["form"]
    return client.post(page_of(name, upload), as_shown(form, **more))


def place(*names):
    return [str(HEADER.index(name)) for name in names]


def matched(client, upload, **more):
    """Its columns are chosen: what they call Kind is the programme."""
    (programme,), (formats,) = place("Kind"), place("Format")
    identity = place("Kind", "Postcode", "Day", "Time", "Title")
    chosen = {"column_programme": programme, "column_formats": formats, "identity": identity}
    response = go_on(client, upload, "match", **chosen | more)
    assert response.headers.get("Location") == page_of("words", upload), Page(response).text
    return upload


def looked_at(client, content=GOOD, **more):
    """A list that was looked at, or could not be."""
    upload = matched(client, sent(client, content, **more))
    response = go_on(client, upload, "words")
    assert response.headers.get("Location") == page_of("upload", upload), Page(response).text
    upload.refresh_from_db()
    return upload


def take(client, upload, **more):
    return client.post(page_of("apply_upload", upload), {"seen": upload.seen} | more)
