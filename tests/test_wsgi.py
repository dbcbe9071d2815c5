"""The door a web server knocks at: what it is told of a request fails nobody."""

from io import BytesIO

import pytest
from django.conf import settings
from django.test import RequestFactory

from mutualaid.wsgi import application

TOO_MANY = "&".join(["day=mon"] * (settings.DATA_UPLOAD_MAX_NUMBER_FIELDS + 1))


@pytest.mark.parametrize(
    "kind", ["", "text/plain; charset=utf-16", "application/x-www-form-urlencoded; charset=latin-1"]
)
def test_too_many_fields_are_refused_in_whatever_encoding_they_are_said_to_be(kind):
    environ = RequestFactory(QUERY_STRING=TOO_MANY, CONTENT_TYPE=kind, PATH_INFO="/programmes/")._base_environ()
    told = []
    application(environ | {"wsgi.input": BytesIO()}, lambda status, headers: told.append(status))
    assert told == ["400 Bad Request"]
