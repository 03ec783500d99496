"""Letters that come otherwise than by a key: dead keys, composition, a phone's suggestions, the browser's spelling check."""

import pytest
from playwright.sync_api import expect

from harness import CRITERION
from harness.client import Client
from harness.pages import Draft
from harness.web import Web

PLACE = f"{CRITERION}/markedsnote"


@pytest.fixture
def draft(window):
    draft = Draft(window("koeb1")).open()
    draft.page.evaluate("""place => {
        const box = document.querySelector(`[data-place="${place}"]`)
        box.focus()
        getSelection().selectAllChildren(box)
    }""", PLACE)
    draft.page.keyboard.press("Delete")
    draft.page.keyboard.type("Ved siden af ")
    return draft


class Keyboard:
    """An input method: it shows what is being composed, and then puts it in."""

    def __init__(self, draft: Draft):
        self.draft = draft
        self.devtools = draft.page.context.new_cdp_session(draft.page)

    def compose(self, *steps: str, replacing: tuple[int, int] | None = None):
        for text in steps:
            where = {"replacementStart": replacing[0], "replacementEnd": replacing[1]} if replacing else {}
            self.devtools.send("Input.imeSetComposition", {
                "text": text, "selectionStart": len(text), "selectionEnd": len(text), **where})
            replacing = None

    def commit(self, text: str):
        self.devtools.send("Input.insertText", {"text": text})


def stored(server, draft: Draft) -> str:
    draft.wait_until("saved")
    return Web(server.url).log_in("sek1").document()["places"].get(PLACE, "")


def test_a_dead_key_and_a_letter_are_one_letter(draft, server):
    keyboard = Keyboard(draft)
    keyboard.compose("´", "é")
    keyboard.commit("é")
    draft.page.keyboard.type("n")

    expect(draft.field(PLACE).box).to_have_text("Ved siden af én")
    assert stored(server, draft) == "Ved siden af én"


def test_what_another_writes_during_a_composition_comes_in_beside_it(draft, server):
    keyboard = Keyboard(draft)
    keyboard.compose("k", "ko", "kon")
    with Client(server.url, "koeb2") as other:
        other.insert(PLACE, 0, "Foran. ")
        other.sync()
    keyboard.compose("kont", "kontor")
    keyboard.commit("kontor")

    expect(draft.field(PLACE).box).to_have_text("Foran. Ved siden af kontor")
    assert stored(server, draft) == "Foran. Ved siden af kontor"


def test_a_composition_that_is_given_up_leaves_nothing(draft, server):
    keyboard = Keyboard(draft)
    keyboard.compose("k", "ko")
    keyboard.compose("")
    draft.page.keyboard.type("bordet")

    expect(draft.field(PLACE).box).to_have_text("Ved siden af bordet")
    assert stored(server, draft) == "Ved siden af bordet"


def test_a_phone_replaces_the_word_before_the_caret(draft, server):
    draft.page.keyboard.type("stolnee")
    keyboard = Keyboard(draft)
    end = len("Ved siden af stolnee")
    keyboard.compose("stolene", replacing=(end - len("stolnee"), end))
    keyboard.commit("stolene")

    expect(draft.field(PLACE).box).to_have_text("Ved siden af stolene")
    assert stored(server, draft) == "Ved siden af stolene"


def test_the_spelling_check_replaces_a_word_and_keeps_its_place(draft, server):
    draft.page.keyboard.type("stolnee og bord")
    box = draft.field(PLACE).box
    assert box.get_attribute("lang") == "da" and box.evaluate("box => box.spellcheck")
    box.evaluate("""box => {
        const walker = document.createTreeWalker(box, NodeFilter.SHOW_TEXT)
        while (walker.nextNode() && !walker.currentNode.data.includes("stolnee"));
        const node = walker.currentNode, at = node.data.indexOf("stolnee")
        const data = new DataTransfer()
        data.setData("text/plain", "stolene")
        const range = new StaticRange({ startContainer: node, startOffset: at, endContainer: node, endOffset: at + 7 })
        box.dispatchEvent(new InputEvent("beforeinput", {
            inputType: "insertReplacementText", dataTransfer: data, targetRanges: [range], bubbles: true, cancelable: true }))
    }""")

    expect(box).to_have_text("Ved siden af stolene og bord")
    assert stored(server, draft) == "Ved siden af stolene og bord"


def test_text_is_dragged_to_another_place(draft, server):
    # Chromium writes what is dragged down as HTML with styles, which the page's policy does not let it apply.
    draft.page.console.expect("Applying inline style")
    draft.page.keyboard.type("flyt mig ")
    box = draft.field(PLACE).box
    box.evaluate("""box => {
        const walker = document.createTreeWalker(box, NodeFilter.SHOW_TEXT)
        while (walker.nextNode() && !walker.currentNode.data.includes("flyt mig "));
        const node = walker.currentNode, at = node.data.indexOf("flyt mig ")
        getSelection().setBaseAndExtent(node, at, node, at + 9)
    }""")
    start = box.evaluate("() => { const r = getSelection().getRangeAt(0).getBoundingClientRect(); return [r.left + 12, r.top + r.height / 2] }")
    edge = box.evaluate("""box => {
        const range = document.createRange()
        range.selectNodeContents(box)
        const r = range.getClientRects()[0]
        return [r.left + 1, r.top + r.height / 2]
    }""")
    mouse = draft.page.mouse
    mouse.move(*start)
    mouse.down()
    mouse.move(start[0] - 10, start[1], steps=3)
    mouse.move(*edge, steps=8)
    mouse.up()

    expect(box).to_have_text("flyt mig Ved siden af ")
    assert stored(server, draft) == "flyt mig Ved siden af "
