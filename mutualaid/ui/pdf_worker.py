"""A page in, a PDF out, and then no more: the process that ``pdf`` starts. It knows nothing of the site.

Reads {"html", "files": {address: text}} from its standard input. Only those files can
be fetched: whatever else a page names is refused before anything is opened.
"""

from __future__ import annotations

import json
import resource
import sys

from weasyprint import HTML
from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

HERE = "https://site.invalid"  # where the page is said to stand: nowhere
MEMORY = 1024**3
SECONDS = 30


class OursAlone(URLFetcher):
    """Gives out the files it was handed, and stops at anything else."""

    def __init__(self, files: dict[str, str]) -> None:
        super().__init__(allowed_protocols=())
        self.files = files

    def fetch(self, url: str, headers: object = None) -> URLFetcherResponse:
        text = self.files.get(url.removeprefix(HERE))
        if text is None:
            raise FatalURLFetchingError(f"The page names something that is not handed over with it: {url}")
        return URLFetcherResponse(url, text.encode(), {"Content-Type": "text/css"})


def main() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    told = json.load(sys.stdin)
    page = HTML(string=told["html"], base_url=HERE, url_fetcher=OursAlone(told["files"]))
    sys.stdout.buffer.write(page.write_pdf(pdf_variant="pdf/ua-1") or b"")


if __name__ == "__main__":
    main()
