"""Several people in one draft: following one another, and asking who is near."""

import re

from playwright.sync_api import expect

from harness import CRITERION
from harness.client import Client
from harness.pages import Draft

PLACE = f"{CRITERION}/kravtekst"


def last_place(draft: Draft) -> str:
    return draft.page.locator("[data-criteria] [data-place$='/kravtekst']").last.get_attribute("data-place")


def test_one_follows_a_colleague_until_the_first_key(window):
    mine, yours = Draft(window("koeb1")).open(), Draft(window("formand")).open()
    place = last_place(mine)
    follow = mine.page.locator("[data-presence]").get_by_role("button", name="Demo Formand")

    follow.first.click()
    expect(follow.first).to_have_attribute("aria-pressed", "true")
    yours.field(place).put_caret(0)
    expect(mine.field(place).box).to_be_in_viewport()

    mine.page.keyboard.press("a")
    expect(follow.first).to_have_attribute("aria-pressed", "false")
    yours.field("dokument/titel").put_caret(0)
    mine.page.wait_for_timeout(600)
    expect(mine.field(place).box).to_be_in_viewport()


def test_one_asks_who_is_near_and_what_has_changed(window, server):
    draft = Draft(window("koeb1")).open()
    draft.field(PLACE).put_caret(0)
    draft.page.keyboard.press("Alt+Shift+h")
    answer = draft.page.locator(".nearby")
    expect(answer).to_contain_text("Ingen andre er her")
    expect(answer).to_contain_text("Ingen andre har ændret noget her")

    with Client(server.url, "koeb2") as other:
        other.insert(PLACE, 0, "Tolv tegn. ")
        other.delete(PLACE, 0, 3)
        other.sync()
        expect(draft.field(PLACE).box).to_have_text(re.compile(r"^v tegn\. "))
        draft.page.keyboard.press("Alt+Shift+h")
        expect(answer).to_contain_text(re.compile(r"Demo Indkøber Odense har skrevet 11 tegn og slettet 3"))
    draft.page.keyboard.press("Alt+Shift+h")
    expect(answer).to_contain_text("Ingen andre har ændret noget her")


def test_the_question_can_be_asked_by_tab_and_enter(window):
    draft = Draft(window("koeb1")).open()
    draft.page.get_by_role("button", name="Hvem er her, og hvad er nyt?").focus()
    draft.page.keyboard.press("Enter")

    expect(draft.page.locator(".nearby")).to_have_text("Sæt markøren i en tekst først")


def test_announcements_can_be_switched_off_and_stay_off(window):
    draft = Draft(window("koeb1")).open()
    switch = draft.page.get_by_role("button", name="Oplæs andres ændringer")
    switch.focus()
    draft.page.keyboard.press("Enter")
    expect(switch).to_have_attribute("aria-pressed", "false")

    draft.page.reload()
    draft.wait_until_open()

    expect(draft.page.get_by_role("button", name="Oplæs andres ændringer")).to_have_attribute("aria-pressed", "false")
