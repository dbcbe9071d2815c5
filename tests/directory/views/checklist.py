"""What every page is held to, whatever it says."""

import gzip
import re
from collections import defaultdict
from html.parser import HTMLParser

POSTCODE = re.compile(r"\b[A-Z]{1,2}\d[A-Z\d]?(?:%20|\+|\s)*\d[A-Z]{2}\b", re.IGNORECASE)
ON_THE_WIRE = 20 * 1024  # compressed; styles and scripts add 12 kB at most, once (tests/ui/test_frontend.py)


class Page(HTMLParser):
    """The links, labels, controls, titles and hosts of a page."""

    VOID = {"meta", "link", "input", "br", "img", "hr", "col"}

    def __init__(self, response):
        super().__init__()
        self.markup = response.content.decode()
        self.links, self.fetched, self.controls, self.labels, self.ids = defaultdict(set), [], [], set(), []
        self.headings, self.open, self.words, self.titled = [], [], [], ""
        self._link = self._heading = None
        self.feed(self.markup)

    def handle_starttag(self, tag, attributes):
        said = dict(attributes)
        if tag not in self.VOID:
            self.open.append(tag)
        if "id" in said:
            self.ids.append(said["id"])
        if tag == "a":
            self._link = (said.get("href"), [])
        if tag in {"script", "img", "iframe"} or (tag == "link" and said.get("rel") != "canonical"):
            self.fetched.append(said.get("src") or said.get("href"))
        if tag in {"input", "select", "textarea"} and said.get("type") != "hidden":
            self.controls.append(said)
        if tag == "label":
            self.labels.add(said.get("for"))
        if re.fullmatch(r"h[1-6]", tag):
            self.headings.append(int(tag[1]))

    def handle_endtag(self, tag):
        assert self.open[-1:] == [tag], f"</{tag}> closes {self.open[-1:]}"
        self.open.pop()
        if tag == "a":
            href, words = self._link
            self.links[" ".join("".join(words).split())].add(href)
            self._link = None

    def handle_data(self, data):
        if self._link:
            self._link[1].append(data)
        if self.open and self.open[-1] == "title":
            self.titled += data
        self.words.append(data)

    @property
    def text(self):
        return " ".join(" ".join(self.words).split())


def sound(response, *, kept=True):
    """Hold a page to the list; returns it read. ``kept``: may it be kept for a minute?"""
    page = Page(response)
    assert not response.cookies
    assert "Cookie" not in response.headers.get("Vary", "")
    assert "default-src 'none'" in response.headers["Content-Security-Policy"]
    assert "unsafe" not in response.headers["Content-Security-Policy"]
    assert response.headers["Cache-Control"] == ("public, max-age=60" if kept else "no-store")
    assert len(gzip.compress(response.content)) < ON_THE_WIRE
    assert all(address.startswith("/static/") for address in page.fetched), page.fetched
    assert not page.open, f"left open: {page.open}"
    alike = {words: addresses for words, addresses in page.links.items() if len(addresses) > 1}
    assert not alike, f"links with the same words lead to different places: {alike}"
    assert all(words for words in page.links), "a link has no words"
    addresses = {address for found in page.links.values() for address in found}
    assert not [address for address in addresses if POSTCODE.search(address)], "a postcode is in an address"
    assert {control["id"] for control in page.controls if control.get("type") != "submit"} <= page.labels
    assert len(page.ids) == len(set(page.ids)), "an id is used twice"
    assert page.headings.count(1) == 1
    assert all(after - before <= 1 for before, after in zip(page.headings, page.headings[1:], strict=False))
    assert "Leave this page" in page.links
    assert "999" in page.text
    assert "Treatment where you are" in page.text
    assert "Never change your prescription because of a meeting. Ask us." in page.text
    return page
