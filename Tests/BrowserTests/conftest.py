"""Members with a browser window each, and an eye on everything the pages complain of."""

import pytest
from playwright.sync_api import Page, sync_playwright

from harness.mortal_browser import MortalBrowser
from harness.pages import Console, log_in, open_browser, open_window


def pytest_addoption(parser):
    parser.addoption("--look", metavar="DIR", help="write screenshots of every page into this folder")


@pytest.fixture(scope="session")
def playwright():
    with sync_playwright() as playwright:
        yield playwright


@pytest.fixture(scope="session")
def browser(playwright):
    browser = open_browser(playwright)
    yield browser
    browser.close()


@pytest.fixture
def window(browser, server):
    """Opens a window of its own, logged in as a member: `window("koeb1")`, or nobody with `window()`.

    At the end of the test every window must be free of errors, warnings and failed requests; what a test provokes on
    purpose it names with `page.console.expecting(…)`.
    """
    pages = []

    def open_for(member: str | None = None, **options) -> Page:
        page = open_window(browser, server.url, **options)
        page.console = Console(page)
        pages.append(page)
        if member:
            log_in(page, member)
        return page

    yield open_for
    for page in pages:
        page.context.close()
    assert [complaint for page in pages for complaint in page.console.complaints] == []


@pytest.fixture
def mortal_browser(playwright, server, tmp_path):
    """A browser with a profile of its own that can be killed and started again: `MortalBrowser`."""
    browser = MortalBrowser(playwright, server.url, tmp_path / "profile")
    yield browser
    browser.kill()
