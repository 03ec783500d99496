"""The pages as a person finds them: by role and by name. Danish, as in the product."""

import re
import time
from contextlib import contextmanager

from playwright.sync_api import Browser, Locator, Page, Playwright, expect

from . import CHROMIUM, DEMO_PASSWORD, TARGET, email
from .web import Web

# Keeps what each deletion took away, as it stood at that very moment (see `Field.press_and_report_deleted`).
_WATCH_DELETIONS = """
    window.deletedByTest = "";
    document.addEventListener("beforeinput", event => {
        if (event.inputType.startsWith("delete")) window.deletedByTest += getSelection().toString();
    }, { capture: true });
"""


def open_browser(playwright: Playwright, *flags: str) -> Browser:
    # Chromium's own sandbox needs a user other than root, and the pages under test are ours.
    return playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", *flags])


def open_window(browser: Browser, url: str, **options) -> Page:
    """A window of its own, as in a Danish office: it shares no login with others."""
    context = browser.new_context(base_url=url, locale="da-DK", timezone_id="Europe/Copenhagen", **options)
    context.set_default_timeout(20_000)
    return context.new_page()


def log_in(page: Page, member: str, password: str = DEMO_PASSWORD):
    page.goto("/login")
    page.get_by_label("E-mail").fill(email(member))
    page.get_by_label("Adgangskode").fill(password)
    page.get_by_role("button", name="Log på", exact=True).click()
    expect(page.get_by_role("button", name="Log af")).to_be_visible()


class Field:
    """One text that is edited together: a textbox at a place `NODE/FIELD`."""

    def __init__(self, page: Page, place: str):
        self.page = page
        self.place = place
        self.box: Locator = page.locator(f'[data-place="{place}"]')

    @property
    def text(self) -> str:
        return self.box.text_content()

    def put_caret(self, fraction: float):
        """Puts the caret somewhere in the text: 0 is the start, 1 the end."""
        self._select(fraction, 0)

    def select(self, fraction: float, count: int):
        """Selects up to `count` UTF-16 units of one paragraph, never half of a character."""
        self._select(fraction, count)

    def press_and_report_deleted(self, key: str) -> str:
        """Presses a key that deletes the selection, and returns what the selection held when the page learnt of it."""
        self.page.evaluate("deletedByTest = ''")
        self.page.keyboard.press(key)
        return self.page.evaluate("deletedByTest")

    def _select(self, fraction: float, count: int):
        self.box.evaluate(
            """(box, [fraction, count]) => {
                box.focus()
                const walker = document.createTreeWalker(box, NodeFilter.SHOW_TEXT)
                const nodes = []
                while (walker.nextNode()) nodes.push(walker.currentNode)
                const length = nodes.reduce((sum, node) => sum + node.length, 0)
                let offset = Math.round(fraction * length), index = 0
                while (index < nodes.length - 1 && offset > nodes[index].length) offset -= nodes[index++].length
                if (!nodes.length) return getSelection().collapse(box, 0)
                const text = nodes[index].data
                const whole = at => text.codePointAt(at - 1) > 0xFFFF && at > 0 ? at + 1 : at
                const from = whole(Math.min(offset, text.length))
                getSelection().setBaseAndExtent(nodes[index], from, nodes[index], whole(Math.min(from + count, text.length)))
            }""",
            [fraction, count])


class Draft:
    """The page of a document that is edited together: a draft, terms of reference or a meeting's minutes."""

    def __init__(self, page: Page, document: str = TARGET, path: str | None = None):
        self.page = page
        self.path = path or f"/documents/{document}"
        self.editor = page.locator("draft-editor")

    def open(self) -> "Draft":
        self.page.add_init_script(_WATCH_DELETIONS)
        self.page.goto(self.path)
        return self.wait_until_open()

    def wait_until_open(self) -> "Draft":
        """Waits until the server has given the document: the page is written with the text before that."""
        deadline = time.monotonic() + 20
        while not self.hash():
            assert time.monotonic() < deadline, f"{self.path} is not open after 20 s"
            self.page.wait_for_timeout(50)
        self.wait_until("saved")
        return self

    def field(self, place: str) -> Field:
        return Field(self.page, place)

    def criterion(self, node: str) -> Locator:
        return self.page.locator(f'article[data-node="{node}"]')

    @property
    def status(self) -> Locator:
        return self.page.locator("[role=status][data-save-state]")

    @property
    def save_state(self) -> str:
        return self.status.get_attribute("data-save-state")

    def wait_until(self, state: str, timeout: float = 20):
        expect(self.status).to_have_attribute("data-save-state", state, timeout=timeout * 1000)

    def hash(self) -> str | None:
        """The canonical hash of what this browser holds; None before the document is open."""
        return self.editor.evaluate("editor => editor.documentHash")

    @property
    def numbers(self) -> list[str]:
        """The printed numbers of the criteria, from the top."""
        return self.page.locator("article.criterion [data-number]").all_text_contents()


def wait_until_same(*drafts: Draft, server=None):
    """Waits until the drafts hold the same document, which is also the server's where one is given.

    A draft that is saved has its own edits at the server; those of others may still be on their way to it."""
    deadline = time.monotonic() + 20
    while True:
        hashes = [draft.hash() for draft in drafts]
        if server:
            hashes.append(Web(server.url).log_in("sek1").document()["hash"])
        if len(set(hashes)) == 1:
            return
        assert time.monotonic() < deadline, f"not the same after 20 s: {hashes}"
        drafts[0].page.wait_for_timeout(50)


class Console:
    """What a page complains of: errors and warnings on the console, exceptions, requests that failed."""

    def __init__(self, page: Page):
        self.complaints: list[str] = []
        self._expected: list[re.Pattern] = []
        page.on("console", lambda message: message.type in ("error", "warning") and self._add(message.text))
        page.on("pageerror", lambda error: self._add(f"exception: {error}"))
        page.on("response", lambda answer: answer.status >= 400 and self._add(f"{answer.status} {answer.url}"))

    def expect(self, pattern: str):
        """From here on complaints that match are part of the test: for what does not end before the test does."""
        self._expected.append(re.compile(pattern))

    @contextmanager
    def expecting(self, pattern: str):
        """Within this block complaints that match are part of the test."""
        self.expect(pattern)
        yield
        self._expected.pop()

    def _add(self, complaint: str):
        if not any(pattern.search(complaint) for pattern in self._expected):
            self.complaints.append(complaint)
