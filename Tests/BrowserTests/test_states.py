"""The editing surface in the states that people meet it in: each readable by all, wide and on a phone.

With `--look DIR` (Scripts/look) in all four looks, each kept as a picture.
"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import expect

from harness import CRITERION
from harness.client import Client
from harness.pages import Draft
from looks import FEW, LOOKS, expect_accessible, in_every_look
from test_tables import HEADED, PASTE

PLACE = f"{CRITERION}/kravtekst"
LONG = "Kravgrundlag for indkøb af cirkulære kontorstole, hæve-sænke-borde og rumdelere " * 4


def nothing(draft: Draft, server, window):
    draft.page.evaluate("scrollTo(0, 0)")


def writing_with_others(draft: Draft, server, window):
    yours = Draft(window("formand")).open()
    yours.field(PLACE).select(0.2, 30)
    third = Draft(window("koeb2")).open()
    third.field(PLACE).put_caret(0.9)
    draft.field(PLACE).put_caret(0.5)
    draft.page.keyboard.type("Her skrives. ")
    expect(draft.page.locator(".caret:visible")).to_have_count(2)


def a_list_and_formats(draft: Draft, server, window):
    draft.field(PLACE).put_caret(1)
    draft.page.keyboard.press("Enter")
    draft.page.keyboard.type("- bord og stol")
    draft.page.keyboard.press("Enter")
    draft.page.keyboard.press("Tab")
    draft.page.keyboard.press("Control+b")
    draft.page.keyboard.type("fed, CO")
    draft.page.keyboard.press("Control+,")
    draft.page.keyboard.type("2")


def finding(draft: Draft, server, window):
    draft.field(PLACE).put_caret(0)
    draft.page.keyboard.press("Control+h")
    draft.page.keyboard.type("miljø")
    expect(draft.page.get_by_role("search").get_by_role("status")).to_contain_text(" af ")


def linking(draft: Draft, server, window):
    draft.field(PLACE).select(0, 12)
    draft.page.keyboard.press("Control+k")
    expect(draft.page.get_by_role("dialog")).to_be_visible()


def referring(draft: Draft, server, window):
    draft.field(PLACE).put_caret(1)
    draft.page.keyboard.type("[[")
    expect(draft.page.get_by_role("dialog")).to_be_visible()


def a_table(draft: Draft, server, window):
    draft.page.get_by_role("button", name="Tilføj fra tabel").click()
    dialog = draft.page.get_by_role("dialog")
    dialog.get_by_role("textbox").evaluate(PASTE, ["text/html", HEADED])
    expect(dialog.get_by_role("listitem")).to_have_count(2)


def commenting(draft: Draft, server, window):
    draft.field(PLACE).select(0, 30)
    draft.page.keyboard.press("Control+Alt+m")
    draft.page.get_by_role("textbox", name="Kommentar").last.fill("Er grænsen realistisk?")


def offline(draft: Draft, server, window):
    draft.page.context.set_offline(True)
    draft.wait_until("offline")
    draft.field(PLACE).put_caret(0)
    draft.page.keyboard.type("Skrevet på færgen. ")


def back_from_offline(draft: Draft, server, window):
    offline(draft, server, window)
    with Client(server.url, "koeb2") as other:
        other.insert(PLACE, 0, "Skrevet imens. ")
        other.sync()
    draft.page.context.set_offline(False)
    expect(draft.page.locator(".met-texts")).to_be_visible(timeout=45_000)


def an_empty_criterion(draft: Draft, server, window):
    draft.page.get_by_role("button", name="Tilføj kriterium").click()
    draft.page.wait_for_timeout(300)


def an_unfolded_criterion(draft: Draft, server, window):
    folder = draft.criterion(CRITERION).locator("details.more-fields")
    folder.locator("summary").click()
    expect(folder.get_by_role("group", name="Produktgrupper")).to_be_visible()
    folder.scroll_into_view_if_needed()


def a_long_title(draft: Draft, server, window):
    draft.field(f"{CRITERION}/titel").put_caret(0)
    draft.page.keyboard.insert_text(LONG)


def deleted_and_menu(draft: Draft, server, window):
    draft.criterion(CRITERION).get_by_role("button", name="Slet").click()
    details = draft.page.locator("[data-deleted-criteria]")
    details.locator("summary").click()
    draft.page.locator("article.criterion details.menu summary").first.click()
    details.scroll_into_view_if_needed()


@dataclass
class State:
    name: str
    reach: Callable
    member: str = "koeb1"


STATES = [
    State("oversigt", nothing), State("sammen", writing_with_others), State("liste", a_list_and_formats), State("find", finding),
    State("link", linking), State("henvisning", referring), State("tabel", a_table), State("kommentar", commenting),
    State("offline", offline), State("tilbage", back_from_offline), State("tomt-kriterium", an_empty_criterion),
    State("flere-felter", an_unfolded_criterion), State("lang-titel", a_long_title), State("slettet", deleted_and_menu),
]
SILENCE = "ERR_|WebSocket|Failed to fetch"


@pytest.mark.parametrize("state", STATES, ids=lambda state: state.name)
def test_a_state_is_accessible_and_whole(window, server, state, pytestconfig):
    folder = pytestconfig.getoption("--look", default=None)
    draft = Draft(window(state.member, viewport={"width": 1280, "height": 900})).open()
    draft.page.console.expect(SILENCE)
    state.reach(draft, server, window)
    for look in in_every_look(draft.page, LOOKS if folder else FEW):
        draft.page.wait_for_timeout(100)
        if folder:
            Path(folder).mkdir(parents=True, exist_ok=True)
            draft.page.screenshot(path=f"{folder}/tilstand-{state.name}-{look}.png")
        expect_accessible(draft.page, look)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_colours_keep_the_contrast_that_they_promise(window, scheme):
    """WCAG 2.2, 1.4.3 and 1.4.11, of the tokens themselves: axe sees only what happens to be on the page."""
    page = window(color_scheme=scheme)
    page.goto("/login")
    texts = [(ink, ground) for ink in ("ink", "ink-soft", "accent") for ground in ("ground", "paper", "raised", "hover")]
    texts += [("ink", ground) for ground in ("sunken", "accent-tint", "comment-tint", "comment-tint-strong")]
    texts += [("on-accent", "accent"), ("on-accent", "accent-strong"), ("accent", "accent-tint"), ("ink-soft", "sunken")]
    for tone in ("info", "success", "warning", "error"):
        texts += [(tone, f"{tone}-tint"), (tone, "paper"), ("ink", f"{tone}-tint")]
    pairs = [(*pair, 4.5) for pair in texts]
    pairs += [(f"person-{number}", ground, 3) for number in range(1, 13) for ground in ("paper", "raised")]
    pairs += [("line-strong", ground, 3) for ground in ("ground", "paper", "raised")]
    low = page.evaluate("""pairs => {
        const probe = document.body.appendChild(document.createElement("i"))
        const light = name => {
            probe.style.color = `var(--${name})`
            const [, ...parts] = /rgba?\\((\\d+), (\\d+), (\\d+)/.exec(getComputedStyle(probe).color)
            const [r, g, b] = parts.map(part => part / 255).map(part => part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4)
            return 0.2126 * r + 0.7152 * g + 0.0722 * b
        }
        const ratio = (a, b) => (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05)
        return pairs.map(([a, b, least]) => [a, b, least, ratio(light(a), light(b))]).filter(([, , least, found]) => found < least)
    }""", pairs)
    assert low == []
