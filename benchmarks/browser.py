"""What a page costs a slow telephone, against an empty page of the site: Chromium, its processor slowed four times."""

from __future__ import annotations

import shutil
import statistics
from collections.abc import Callable

from benchmarks.measure import Measured

SLOWER = 4
TIMES = 7
# A first row, or on the empty page its title: whichever comes first is noted by the page itself, as is every long task.
NOTES = """
    window.noted = {row: null, long: 0};
    const look = () => {
        if (window.noted.row === null && document.querySelector(".row, [data-empty]"))
            requestAnimationFrame(() => { window.noted.row ??= performance.now(); });
    };
    new MutationObserver(look).observe(document, {childList: true, subtree: true});
    new PerformanceObserver((list) => {
        for (const task of list.getEntries()) window.noted.long += task.duration;
    }).observe({type: "longtask", buffered: true});
"""
BARS = {"time to first row": 2.0, "bytes": 2.0, "requests": 1.25, "long tasks": 4.0}


def measure(size: str, page: str, empty: str) -> list[Measured]:
    """The address ``page`` against ``empty``; nothing where there is no browser."""
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    if chromium is None:
        print("  no Chromium here: what a browser sees is not measured", flush=True)
        return []
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        seen = [(_visit(browser, page), _visit(browser, empty)) for _ in range(TIMES)]
        browser.close()

    def ratio(name: str, of: Callable[[dict], float]) -> Measured:
        ours, theirs = (statistics.median(of(each[at]) for each in seen) for at in (0, 1))
        return Measured(f"browser, {size}: {name} over an empty page", ours, theirs, bar=BARS[name])

    return [
        ratio("time to first row", lambda noted: noted["row"] / 1000),
        ratio("bytes", lambda noted: noted["bytes"]),
        ratio("requests", lambda noted: noted["requests"]),
        # None at all is as good as a tenth of a frame.
        ratio("long tasks", lambda noted: max(noted["long"], 50) / 1000),
    ]


def _visit(browser, address: str) -> dict[str, float]:
    """One first visit, with nothing kept from before."""
    context = browser.new_context(viewport={"width": 320, "height": 640})
    context.add_init_script(NOTES)
    page = context.new_page()
    wire = context.new_cdp_session(page)
    wire.send("Network.enable")
    wire.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    came: list[float] = []
    wire.on("Network.loadingFinished", lambda told: came.append(told["encodedDataLength"]))
    page.goto(address, wait_until="load")
    page.wait_for_function("() => window.noted.row !== null")
    page.wait_for_timeout(300)
    noted = page.evaluate("() => window.noted")
    context.close()
    return noted | {"bytes": sum(came), "requests": len(came)}
