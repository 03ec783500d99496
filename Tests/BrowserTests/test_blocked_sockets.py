"""Editing together where the network lets no WebSocket through: the same, a little later."""

import re
import statistics
import time

import pytest
from playwright.sync_api import expect

from harness import CRITERION
from harness.client import Client
from harness.pages import Console, Draft, log_in, open_window, wait_until_same
from harness.proxy import Proxy
from harness.web import Web

PLACE = f"{CRITERION}/kravtekst"
PROVOKED = "WebSocket|403|ERR_|/sync/documents/"


@pytest.fixture
def blocked(browser, server):
    """Opens a window behind a network that blocks something: `blocked("sockets", "koeb1")`."""
    opened = []

    def open_for(blocking: str, member: str) -> tuple[Draft, Proxy]:
        proxy = Proxy(server.port, blocking=blocking)
        page = open_window(browser, proxy.url)
        page.console = Console(page)
        opened.append((page, proxy))
        log_in(page, member)
        return Draft(page), proxy

    yield open_for
    for page, proxy in opened:
        page.context.close()
        proxy.close()


def wait_for_text(draft: Draft, text: str) -> float:
    """Seconds until the window shows the text."""
    began = time.monotonic()
    expect(draft.field(PLACE).box).to_contain_text(text, timeout=20_000)
    return time.monotonic() - began


@pytest.mark.parametrize("blocking", ["sockets", "silently", "streams"])
def test_two_browsers_write_together_without_sockets(blocked, server, blocking):
    first, proxy = blocked(blocking, "koeb1")
    second, _ = blocked(blocking, "miljoe1")
    with first.page.console.expecting(PROVOKED), second.page.console.expecting(PROVOKED):
        first.open()
        second.open()
        assert proxy.upgrades_refused > 0

        for round in range(3):
            for draft, name in ((first, "Første"), (second, "Anden")):
                draft.field(PLACE).put_caret(0)
                draft.page.keyboard.type(f"{name} {round}. ")
            for draft in (first, second):
                for name in ("Første", "Anden"):
                    wait_for_text(draft, f"{name} {round}. ")
        for draft in (first, second):
            draft.wait_until("saved")
            # Each sees both of them here.
            expect(draft.page.locator("[data-presence] li")).to_have_count(2)

        wait_until_same(first, second, server=server)
        assert first.page.console.complaints == second.page.console.complaints == []


@pytest.mark.parametrize("blocking", ["sockets", "silently", "streams"])
def test_the_other_way_is_found_within_two_seconds(blocked, blocking):
    draft, _ = blocked(blocking, "koeb1")
    with draft.page.console.expecting(PROVOKED):
        draft.page.add_init_script("""
            addEventListener("DOMContentLoaded", () => {
                const status = document.querySelector("[data-save-state]")
                if (!status) return
                new MutationObserver(() => {
                    if (status.dataset.saveState === "saved") window.openedAt ??= performance.now()
                }).observe(status, { attributes: true })
            })""")
        draft.open()
        page = draft.page.evaluate("window.openedAt")

    # The page, its scripts and the engine are part of this figure too.
    assert page < 3500


def test_what_is_typed_while_the_line_is_cut_is_sent_when_it_is_mended(blocked, server):
    draft, proxy = blocked("sockets", "koeb1")
    with draft.page.console.expecting(PROVOKED):
        draft.open()
        proxy.cut()
        draft.field(PLACE).put_caret(0)
        draft.page.keyboard.type("Skrevet uden linje. ")
        draft.wait_until("offline")
        with Client(server.url, "koeb2") as other:
            other.insert(PLACE, 0, "Skrevet imens. ")
            other.sync()
        proxy.mend()
        draft.wait_until("saved", timeout=60)
        wait_for_text(draft, "Skrevet imens. ")

    assert "Skrevet uden linje. " in Web(server.url).log_in("sek1").document()["places"][PLACE]


def test_a_line_ends_with_the_login(blocked, server):
    draft, proxy = blocked("sockets", "koeb1")
    with draft.page.console.expecting(PROVOKED + "|401"):
        draft.open()
        with draft.page.context.expect_page() as other:
            draft.page.evaluate("open('/')")
        other.value.get_by_role("button", name="Log af").click()

        expect(draft.page.get_by_text(re.compile("[Ll]og på")).first).to_be_visible(timeout=20_000)


def test_the_added_delay_is_small(blocked, server, record_property):
    """From a keystroke in one window until it shows in another, over a socket and over each other way."""
    figures = {}
    for blocking in (None, "sockets", "streams"):
        reader, _ = blocked(blocking, "koeb1")
        with reader.page.console.expecting(PROVOKED):
            reader.open()
            with Client(server.url, "koeb2") as writer:
                seconds = []
                for count in range(12):
                    text = f"{blocking}-{count}."
                    writer.insert(PLACE, 0, text)
                    seconds.append(wait_for_text(reader, text))
        figures[blocking or "none"] = statistics.median(seconds)
    record_property("delays", str(figures))
    print(f"median seconds until shown: {figures}")

    assert figures["sockets"] < figures["none"] + 0.3 and figures["streams"] < figures["none"] + 0.5
