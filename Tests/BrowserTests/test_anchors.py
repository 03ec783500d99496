"""A comment stays with the text that it is about, wherever the text goes."""

import re

import pytest
from playwright.sync_api import expect

from harness import CRITERION
from harness.pages import Draft

PLACE = f"{CRITERION}/kravtekst"
NOTE = f"{CRITERION}/markedsnote"
WORDS = "Skal det stå her?"

MARKED = """() => ["commented", "commented-current"].flatMap(name => [...CSS.highlights.get(name) ?? []])
    .map(range => [range.startContainer.parentElement.closest("[data-place]")?.dataset.place, range.toString()])"""


def select(draft: Draft, place: str, text: str):
    draft.field(place).box.evaluate("""(box, text) => {
        box.focus()
        const walker = document.createTreeWalker(box, NodeFilter.SHOW_TEXT)
        while (walker.nextNode()) {
            const at = walker.currentNode.data.indexOf(text)
            if (at >= 0) return getSelection().setBaseAndExtent(walker.currentNode, at, walker.currentNode, at + text.length)
        }
        throw new Error("the text is not there")
    }""", text)


def marked(draft: Draft) -> list[list[str]]:
    return draft.page.evaluate(MARKED)


def expect_marked(draft: Draft, place: str, text: str):
    for _ in range(100):
        if [place, text] in marked(draft):
            return
        draft.page.wait_for_timeout(50)
    raise AssertionError(f"{[place, text]} is not among {marked(draft)}")


@pytest.fixture
def commented(window):
    """Two windows; a comment hangs on "til drøftelse" in the market note of the first."""
    mine, yours = Draft(window("koeb1")).open(), Draft(window("formand")).open()
    mine.field(NOTE).put_caret(0)
    mine.page.keyboard.type("Dette er til drøftelse i gruppen. ")
    mine.wait_until("saved")
    select(mine, NOTE, "til drøftelse")
    mine.page.keyboard.press("Control+Alt+m")
    mine.page.get_by_role("textbox", name="Kommentar").last.fill(WORDS)
    mine.page.get_by_role("button", name="Send kommentar").click()
    for draft in (mine, yours):
        expect_marked(draft, NOTE, "til drøftelse")
    return mine, yours


def card(draft: Draft):
    return draft.page.locator("[data-comments] [data-thread]", has_text=WORDS)


def test_it_goes_along_with_text_that_is_cut_and_put_in_elsewhere(commented):
    mine, yours = commented
    select(mine, NOTE, "er til drøftelse i")
    mine.page.keyboard.press("Control+x")
    expect(card(yours)).to_contain_text("Teksten er slettet")
    mine.field(PLACE).put_caret(0)
    mine.page.keyboard.press("Control+v")

    for draft in (mine, yours):
        expect_marked(draft, PLACE, "til drøftelse")
        expect(card(draft)).not_to_contain_text("Teksten er slettet")
    mine.wait_until("saved")
    yours.page.reload()
    yours.wait_until_open()
    expect_marked(yours, PLACE, "til drøftelse")
    mine.page.keyboard.press("Home")
    mine.page.keyboard.type("Nu ")
    expect_marked(yours, PLACE, "til drøftelse")
    expect(yours.field(PLACE).box).to_contain_text("Nu er til drøftelse i")


def test_a_copy_leaves_it_where_it_is(commented):
    mine, _ = commented
    select(mine, NOTE, "er til drøftelse i")
    mine.page.keyboard.press("Control+c")
    mine.field(PLACE).put_caret(0)
    mine.page.keyboard.press("Control+v")
    expect(mine.field(PLACE).box).to_contain_text("er til drøftelse i")
    assert marked(mine).count([NOTE, "til drøftelse"]) == 1
    assert [PLACE, "til drøftelse"] not in marked(mine)


def test_undo_of_a_deletion_brings_it_back(commented):
    mine, yours = commented
    mine.field(NOTE).box.focus()
    mine.page.keyboard.press("Control+a")
    mine.page.keyboard.press("Delete")
    expect(card(yours)).to_contain_text("Teksten er slettet")
    mine.page.keyboard.press("Control+z")

    for draft in (mine, yours):
        expect_marked(draft, NOTE, "til drøftelse")
        expect(card(draft)).not_to_contain_text("Teksten er slettet")
    mine.page.keyboard.press("Control+y")
    expect(card(yours)).to_contain_text("Teksten er slettet")
    mine.page.keyboard.press("Control+z")
    expect_marked(yours, NOTE, "til drøftelse")


def test_it_goes_along_when_its_criterion_is_split_and_merged(window):
    mine, yours = Draft(window("koeb1")).open(), Draft(window("formand")).open()
    field = mine.field(PLACE)
    before = field.text
    last = re.search(r"\S+ \S+$", before)[0]
    select(mine, PLACE, last)
    mine.page.keyboard.press("Control+Alt+m")
    mine.page.get_by_role("textbox", name="Kommentar").last.fill(WORDS)
    mine.page.get_by_role("button", name="Send kommentar").click()
    expect_marked(yours, PLACE, last)

    select(mine, PLACE, last)
    mine.page.keyboard.press("ArrowLeft")
    article = mine.criterion(CRITERION)
    article.locator("details.menu summary").click()
    article.get_by_role("button", name="Del i to").click()
    fresh = mine.page.evaluate("document.activeElement.dataset.place").split("/")[0]
    assert fresh != CRITERION
    expect_marked(yours, f"{fresh}/kravtekst", last)

    article.locator("details.menu summary").click()
    article.get_by_role("button", name="Flet med det næste").click()
    expect_marked(yours, PLACE, last)
    expect(card(yours)).not_to_contain_text("Teksten er slettet")
