import re

import pytest

from tests.architecture.reading import modules, texts

FORBIDDEN = {
    "markup trusted without being escaped": re.compile(r"\|\s*safe\b|safeseq|{%\s*autoescape\s+off"),
    "a style in the page": re.compile(r"<style\b|\sstyle\s*=", re.IGNORECASE),
    "a script in the page": re.compile(r"<script\b(?![^>]*\bsrc=)|\son[a-z]+\s*=\s*[\"']|javascript:", re.IGNORECASE),
    "something fetched from another host": re.compile(
        r"<(?:script|link|img|iframe)\b[^>]*(?:src|href)=[\"'](?:https?:)?//"
    ),
    # The design system does not escape its html options.
    "an html option of the design system": re.compile(r"{%\s*govuk(?:_field)?\b[^%]*(?<![a-z])html="),
}
# The only modules that call markup safe: they hold what the design system drew.
MAY_CALL_SAFE = {"mutualaid/ui/design_system.py", "mutualaid/ui/forms.py"}


def templates():
    return {path: text for path, text in texts().items() if path.suffix == ".html"}


@pytest.mark.parametrize("what", FORBIDDEN)
def test_no_template_holds(what):
    assert len(templates()) > 5
    offenders = [
        f"{path}:{text[: found.start()].count(chr(10)) + 1}: {found.group()}"
        for path, text in templates().items()
        for found in FORBIDDEN[what].finditer(text)
    ]
    assert not offenders, offenders


@pytest.mark.parametrize(
    "line",
    [
        "{{ notes|safe }}",
        '<p style="color: red">',
        "<script>go()</script>",
        '<a onclick="go()">',
        '<img src="https://example.org/x.png">',
        '{% govuk "inset-text" html=meeting.notes %}',
        '{% govuk "radios" hint__html=meeting.notes %}',
    ],
)
def test_each_is_seen(line):
    assert any(pattern.search(line) for pattern in FORBIDDEN.values())


@pytest.mark.parametrize(
    "line", ['<script src="/static/leave.js" defer></script>', '{% govuk "button" text=_("Find") %}']
)
def test_what_is_allowed_is_let_be(line):
    assert not any(pattern.search(line) for pattern in FORBIDDEN.values())


def test_markup_is_called_safe_only_where_the_design_system_drew_it():
    callers = {
        path.as_posix() for path in modules() if re.search(r"\bmark_safe\(|\bSafeString\(|format_html\(", texts()[path])
    }
    assert callers <= MAY_CALL_SAFE
