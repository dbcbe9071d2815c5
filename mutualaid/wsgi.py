"""The door a web server knocks at."""

import os
from contextlib import suppress

import django
from django.core.exceptions import TooManyFieldsSent
from django.core.handlers.wsgi import WSGIHandler, WSGIRequest

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mutualaid.settings")


class Request(WSGIRequest):
    """Told of an encoding, Django reads the query at once, before anything can answer for it.

    One of too many fields would then end without a page. Read where a page asks for it, it is refused as any other.
    """

    def _set_content_type_params(self, meta):
        with suppress(TooManyFieldsSent):
            super()._set_content_type_params(meta)


class Handler(WSGIHandler):
    request_class = Request


django.setup(set_prefix=False)
application = Handler()
