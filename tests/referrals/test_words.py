"""Nobody is blamed, and nothing is compelled: words that may stand nowhere in what workers and people read."""

import re

import pytest

from tests.architecture.reading import ROOT, texts

BLAMING = re.compile(
    r"\b(declin\w+|drop(?:ped|s)?[- ]?outs?|non[- ]?complian\w+|fail(?:ed|s|ure|ures)?|DNA|did not attend|no[- ]shows?"
    r"|refus(?:ed|es|al)|unmotivated|mandatory|compulsory|must attend|proof of attendance)\b",
    re.IGNORECASE,
)
# What is said to people: text of templates, and strings marked for translation.
MARKED = re.compile(r"(?:gettext|gettext_lazy|ngettext|_)\(\s*((?:[frb]?\"(?:[^\"\\]|\\.)*\"\s*)+)", re.DOTALL)
TAGS = re.compile(
    r"{%\s*comment.*?endcomment\s*%}|{%\s*(?!translate|blocktranslate|govuk)[^%]*%}|{{[^}]*}}|<[^>]*>", re.DOTALL
)


def said(path, text):
    """What of a file people read."""
    if path.suffix == ".html":
        return TAGS.sub(" ", text)
    return "\n".join(found[1] for found in MARKED.finditer(text))


def what_people_read():
    return {
        path: said(path, text)
        for path, text in texts().items()
        if path.as_posix().startswith(("referrals/", "templates/referrals/"))
        and path.suffix in {".py", ".html"}
        and "/migrations/" not in path.as_posix()
    }


def test_no_word_blames_anybody():
    read = what_people_read()
    assert len(read) > 15
    assert any("How did it go?" in text for text in read.values())
    found = {path.as_posix(): BLAMING.findall(text) for path, text in read.items() if BLAMING.search(text)}
    assert not found, found


@pytest.mark.parametrize(
    "line", ['_("They declined")', 'gettext("A drop-out")', '_(\n    "It was "\n    "non-compliant"\n)', '_("DNA")']
)
def test_each_is_seen(line):
    assert BLAMING.search(said(ROOT / "x.py", line))


def test_what_the_code_calls_itself_is_let_be():
    assert not BLAMING.search(said(ROOT / "x.py", "failed = declined(x)  # refused"))
