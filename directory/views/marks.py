"""What can be marked on a results page, and what is: the form's fields drawn, and its marks in words."""

from dataclasses import dataclass

from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from directory.forms import MarksForm
from directory.search import Search


@dataclass(frozen=True, slots=True)
class Marks:
    """``said`` is what is marked beyond the usual, ``order_said`` how the options stand."""

    fields: SafeString
    said: tuple[str, ...]
    order_said: str


# Most visitors have marked nothing yet, and see one form wherever they are; drawing it costs a third of the page.
_nothing_marked: dict[str | None, Marks] = {}


def marks(search: Search) -> Marks:
    """The marks of ``search``. Drawn anew for whoever has marked something: that is theirs alone and not kept."""
    if not search.asks_nothing:
        return _drawn(search)
    language = get_language()
    if language not in _nothing_marked:
        _nothing_marked[language] = _drawn(search)
    return _nothing_marked[language]


def _drawn(search: Search) -> Marks:
    form = MarksForm(search)
    fields = render_to_string("directory/_marks_fields.html", {"form": form})
    return Marks(fields=fields, said=tuple(form.said), order_said=str(form.order_said))
