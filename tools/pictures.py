"""Take the README's picture again: the page of an exhibit at a moment, in Chromium. For authors.

make pictures
"""

from __future__ import annotations

from playwright.sync_api import sync_playwright

from app.settings import PROJECT
from tests.browser.conftest import DESKTOP, launch_chromium
from tests.serving import serving

PICTURES = {"overflight.png": "/grand-slam/?lang=en#date=1960-05-01T05:10Z"}
"""The address of each picture in ``docs``."""


def main() -> None:
    """Take every picture."""
    with serving() as address, sync_playwright() as playwright:
        browser = launch_chromium(playwright)
        page = browser.new_page(viewport=DESKTOP, reduced_motion="reduce", color_scheme="light")
        for name, path in PICTURES.items():
            page.goto(f"{address}{path}")
            page.wait_for_selector('html[data-complete="true"]')
            page.evaluate("document.fonts.ready")
            page.screenshot(path=PROJECT / "docs" / name)
            print(PROJECT / "docs" / name)
        browser.close()


if __name__ == "__main__":
    main()
