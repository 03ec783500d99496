"""Find in the whole document, and replace where one may write."""

from playwright.sync_api import expect

from harness import CRITERION
from harness.client import Client
from harness.pages import Draft
from harness.web import Web

PLACE = f"{CRITERION}/kravtekst"


def places(server) -> dict:
    return Web(server.url).log_in("sek1").document()["places"]


def count_of(server, word: str) -> int:
    return sum(text.lower().count(word) for text in places(server).values())


def test_words_are_found_without_regard_to_capitals_and_stepped_through(window, server):
    draft = Draft(window("koeb1")).open()
    with Client(server.url, "koeb2") as other:
        other.insert(PLACE, 0, "Ærøsk ÆRØSK ærøsk ")
        other.sync()
    expect(draft.field(PLACE).box).to_contain_text("Ærøsk")

    draft.page.keyboard.press("Control+h")
    draft.page.keyboard.type("ærøsk")
    panel = draft.page.get_by_role("search")
    count = panel.get_by_role("status")
    expect(count).to_have_text("1 af 3")
    draft.page.keyboard.press("Enter")
    expect(count).to_have_text("2 af 3")
    draft.page.keyboard.press("Shift+Enter")
    draft.page.keyboard.press("Shift+Enter")
    expect(count).to_have_text("3 af 3")
    expect(draft.field(PLACE).box).to_be_in_viewport()

    draft.page.keyboard.press("Escape")
    expect(panel).to_be_hidden()
    assert draft.page.evaluate("getSelection().toString()") == "ærøsk"


def test_all_are_replaced_and_undone_as_one(window, server):
    draft = Draft(window("koeb1")).open()
    before = places(server)
    count = count_of(server, "leverandør")
    assert count > 3

    draft.page.get_by_role("button", name="Find", exact=True).click()
    draft.page.keyboard.type("leverandør")
    panel = draft.page.get_by_role("search")
    panel.get_by_label("Erstat med").fill("udbyder")
    panel.get_by_role("button", name="Erstat alle").click()
    expect(panel.get_by_role("status")).to_contain_text("erstattet")
    draft.wait_until("saved")
    assert count_of(server, "leverandør") == 0
    assert count_of(server, "udbyder") >= count

    draft.page.keyboard.press("Escape")
    draft.field(PLACE).put_caret(0)
    draft.page.keyboard.press("Control+z")
    draft.wait_until("saved")
    assert places(server) == before


def test_one_who_only_reads_finds_and_cannot_replace(window):
    draft = Draft(window("ski")).open()
    draft.page.get_by_role("button", name="Find", exact=True).click()
    draft.page.keyboard.type("leverandør")
    panel = draft.page.get_by_role("search")

    expect(panel.get_by_role("status")).to_contain_text("1 af ")
    expect(panel.get_by_role("button", name="Erstat", exact=True)).to_be_disabled()
    expect(panel.get_by_role("button", name="Erstat alle")).to_be_disabled()
