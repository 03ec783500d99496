"""Writing in the page: what is typed is kept, merged and undone, by keyboard, with and without a connection."""

import re

import pytest
from playwright.sync_api import expect

from harness import CRITERION
from harness.client import Client
from harness.pages import Draft, wait_until_same
from harness.web import Web

PLACE = f"{CRITERION}/kravtekst"


def stored(server, place: str = PLACE) -> str:
    return Web(server.url).log_in("sek1").document()["places"].get(place, "")


@pytest.mark.parametrize("typed", ["Rødgrød med fløde", "🪑 og 👩‍🌾", "e\N{COMBINING ACUTE ACCENT}n to", "<b>&amp;</b>", "א ב"])
def test_what_is_typed_is_stored_as_typed(window, server, typed):
    draft = Draft(window("koeb1")).open()
    before = stored(server)

    draft.field(PLACE).put_caret(0)
    draft.page.keyboard.type(typed)
    draft.wait_until("saved")

    assert stored(server) == typed + before


def test_a_reload_keeps_what_was_typed_a_moment_ago(window, server):
    draft = Draft(window("koeb1")).open()

    draft.field(PLACE).put_caret(0)
    draft.page.keyboard.type("Lige inden genindlæsning. ")
    draft.page.reload()
    draft.wait_until_open()

    expect(draft.field(PLACE).box).to_contain_text("Lige inden genindlæsning. ")
    assert stored(server).startswith("Lige inden genindlæsning. ")


def test_what_is_typed_offline_is_kept_and_merges_on_return(window, server):
    draft = Draft(window("koeb1")).open()
    with draft.page.console.expecting("ERR_INTERNET_DISCONNECTED|WebSocket"):
        draft.page.context.set_offline(True)
        draft.field(PLACE).put_caret(0)
        draft.page.keyboard.type("Skrevet offline. ")
        draft.wait_until("offline")
        with Client(server.url, "koeb2") as other:
            other.insert(PLACE, 0, "Skrevet imens. ")
            other.sync()

        draft.page.context.set_offline(False)
        draft.wait_until("saved", timeout=40)

    expect(draft.field(PLACE).box).to_contain_text("Skrevet imens. ")
    assert "Skrevet offline. " in stored(server) and "Skrevet imens. " in stored(server)


def test_a_tab_closed_offline_hands_its_edits_to_the_next_one(window, server):
    draft = Draft(window("koeb1")).open()
    with draft.page.console.expecting("ERR_INTERNET_DISCONNECTED|WebSocket"):
        draft.page.context.set_offline(True)
        draft.field(PLACE).put_caret(0)
        draft.page.keyboard.type("Fra en lukket fane. ")
        draft.wait_until("offline")
        context = draft.page.context
        draft.page.wait_for_timeout(300)  # IndexedDB writes in the background; a crash would be another test
        draft.page.close()
    context.set_offline(False)

    Draft(context.new_page()).open()

    assert "Fra en lukket fane. " in stored(server)


def test_the_caret_stays_in_its_place_when_others_write_before_it(window, server):
    draft = Draft(window("koeb1")).open()
    draft.field(PLACE).put_caret(1)
    draft.page.keyboard.type("A")
    with Client(server.url, "koeb2") as other:
        other.insert(PLACE, 0, "Foran. ")
        other.sync()
    expect(draft.field(PLACE).box).to_contain_text("Foran. ")

    draft.page.keyboard.type("B")
    draft.wait_until("saved")

    assert stored(server).endswith("AB")


def test_undo_takes_back_ones_own_and_leaves_what_others_wrote(window, server):
    draft = Draft(window("koeb1")).open()
    before = stored(server)
    draft.field(PLACE).put_caret(0)
    draft.page.keyboard.type("Min. ")
    draft.wait_until("saved")
    with Client(server.url, "koeb2") as other:
        other.insert(PLACE, 0, "Din. ")
        other.sync()
    expect(draft.field(PLACE).box).to_contain_text("Din. ")

    for _ in range(5):
        draft.page.keyboard.press("Control+z")
    draft.wait_until("saved")

    assert stored(server) == "Din. " + before


def test_enter_makes_a_paragraph_and_a_paste_keeps_its_lines(window, server):
    draft = Draft(window("koeb1", permissions=["clipboard-read", "clipboard-write"])).open()
    draft.field(PLACE).put_caret(0)

    draft.page.keyboard.press("Enter")
    draft.page.keyboard.press("ArrowUp")
    draft.page.evaluate("navigator.clipboard.writeText('første\\nanden')")
    draft.page.keyboard.press("Control+v")
    draft.wait_until("saved")

    assert stored(server).startswith("første\nanden\n")


def test_small_fields_reach_the_other_window(window, server):
    mine, yours = Draft(window("koeb1")).open(), Draft(window("formand")).open()
    register = f'[data-register="{CRITERION}/niveau"]'
    value = mine.page.locator(register).input_value()
    other = "udvidet" if value == "basis" else "basis"

    mine.page.locator(register).select_option(other)

    expect(yours.page.locator(register)).to_have_value(other)


def test_a_criterion_is_added_moved_deleted_and_restored(window):
    mine, yours = Draft(window("koeb1")).open(), Draft(window("formand")).open()
    count = len(mine.numbers)

    mine.page.get_by_role("button", name="Tilføj kriterium").click()
    mine.page.keyboard.type("Nyt krav om puder")
    expect(yours.page.locator("article.criterion")).to_have_count(count + 1)
    expect(yours.page.locator("article.criterion").last).to_contain_text("Nyt krav om puder")

    criterion = mine.criterion(CRITERION)
    number = criterion.locator("[data-number]").first
    before = number.text_content()
    criterion.get_by_role("button", name="Flyt op").click()
    moved = f"{before.split('.')[0]}.{int(before.split('.')[1]) - 1}"
    expect(number).to_have_text(moved)
    expect(yours.criterion(CRITERION).locator("[data-number]").first).to_have_text(moved)

    criterion.get_by_role("button", name="Slet").click()
    expect(yours.page.locator("[data-criteria] article.criterion")).to_have_count(count)
    yours.page.get_by_text("Slettede kriterier").first.click()
    yours.page.locator("[data-deleted-criteria]").get_by_role("button", name="Gendan").first.click()
    expect(mine.page.locator("[data-criteria] article.criterion")).to_have_count(count + 1)
    mine.wait_until("saved"), yours.wait_until("saved")
    wait_until_same(mine, yours)


def test_an_observer_reads_along_but_cannot_write(window, server):
    draft = Draft(window("ski")).open()
    box = draft.field(PLACE).box

    assert box.get_attribute("contenteditable") in (None, "false")
    with Client(server.url, "koeb2") as member:
        member.insert(PLACE, 0, "Følg med. ")
        member.sync()
    expect(box).to_contain_text("Følg med. ")


def test_a_member_writes_by_keyboard_alone(window, server):
    draft = Draft(window("koeb1")).open()

    for _ in range(300):
        draft.page.keyboard.press("Tab")
        if draft.page.evaluate("document.activeElement?.dataset.place") == "formaal/tekst":
            break
    draft.page.keyboard.press("Control+Home")
    draft.page.keyboard.type("Uden mus. ")
    draft.wait_until("saved")

    assert stored(server, "formaal/tekst").startswith("Uden mus. ")


def test_people_present_are_shown_and_gone_when_they_leave(window, server):
    draft = Draft(window("koeb1")).open()
    presence = draft.page.locator("[data-presence]")

    with Client(server.url, "koeb2"):
        expect(presence).to_contain_text("Demo Indkøber Odense")
    expect(presence).not_to_contain_text("Demo Indkøber Odense")


def test_minutes_are_written_together(window, server):
    mine = Draft(window("sek1"), path="/meetings/moede-moebler-4").open()
    yours = Draft(window("formand"), path="/meetings/moede-moebler-4").open()
    place = mine.page.locator("[data-place$='/referat']").first.get_attribute("data-place")

    mine.field(place).put_caret(0)
    mine.page.keyboard.type("Mødet begyndte til tiden. ")

    expect(yours.field(place).box).to_contain_text(re.compile("Mødet begyndte til tiden"))
    mine.wait_until("saved")
    wait_until_same(mine, yours)
