"""References between criteria: chosen from a list, shown by today's number."""

from playwright.sync_api import expect

from harness import CRITERION
from harness.pages import Draft
from harness.web import Web

PLACE = f"{CRITERION}/markedsnote"


def test_a_reference_is_chosen_by_two_brackets(window, server):
    draft = Draft(window("koeb1")).open()
    draft.field(PLACE).put_caret(0)
    draft.page.keyboard.press("Control+a")
    draft.page.keyboard.press("Delete")
    draft.page.keyboard.type("Se [[")
    dialog = draft.page.get_by_role("dialog")
    expect(dialog).to_be_visible()
    draft.page.keyboard.type("13.5")
    draft.page.keyboard.press("Enter")
    draft.page.keyboard.type(" også")
    draft.wait_until("saved")

    node = draft.page.locator("[data-criteria] article").nth(4).get_attribute("data-node")
    stored = Web(server.url).log_in("sek1").document()["places"][PLACE]
    assert stored == f"Se [[{node}]] også"
    expect(draft.field(PLACE).box.locator(".reference-token")).to_have_attribute("data-shown", "13.5")

    draft.criterion(node).get_by_role("button", name="Slet").first.click()
    expect(draft.field(PLACE).box.locator(".reference-token")).to_have_attribute("data-missing", "")


def test_the_button_puts_a_reference_in_and_escape_leaves_all_as_it_was(window):
    draft = Draft(window("koeb1")).open()
    field = draft.field(PLACE)
    field.put_caret(1)
    before = field.text
    button = draft.page.get_by_role("toolbar").get_by_role("button", name="Henvisning til kriterium")

    button.click()
    draft.page.keyboard.press("Escape")
    assert field.text == before
    expect(field.box).to_be_focused()

    button.click()
    draft.page.get_by_role("dialog").get_by_role("option").nth(2).click()
    node = draft.page.locator("[data-criteria] article").nth(2).get_attribute("data-node")
    assert field.text == f"{before}[[{node}]]"
    draft.page.keyboard.press("Control+z")
    assert field.text == before
