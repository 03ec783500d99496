"""Criteria and their parts: made, moved, split, merged, and what they still lack."""

import re

import pytest
from playwright.sync_api import expect

from harness import CRITERION
from harness.client import Client
from harness.pages import Draft, wait_until_same
from harness.web import Web

PLACE = f"{CRITERION}/kravtekst"


def document(server) -> dict:
    return Web(server.url).log_in("sek1").document()


def titles(draft: Draft) -> list[str]:
    return draft.page.locator("[data-criteria] h3 [data-place$='/titel']").all_text_contents()


def more(draft: Draft, node: str, name: str):
    """Presses a button of the criterion's menu."""
    menu = draft.criterion(node).locator("details.menu")
    menu.locator("summary").click()
    menu.get_by_role("button", name=name).click()


def test_a_new_criterion_says_what_it_lacks_until_it_has_it(window):
    draft = Draft(window("koeb1")).open()
    draft.page.get_by_role("button", name="Tilføj kriterium").click()
    article = draft.page.locator("article.criterion").last
    missing = article.locator("[data-missing-fields]")
    expect(missing).to_have_text("Mangler: Kriteriets titel, Forpligtelse, Niveau, Kravtyper og Kravtekst")

    draft.page.keyboard.type("Nyt krav")
    article.locator("select[data-register$='/niveau']").select_option("basis")
    article.locator("select[data-register$='/forpligtelse']").select_option("krav")
    article.get_by_label("Kontraktvilkår").check()
    expect(missing).to_have_text("Mangler: Kravtekst")
    article.locator("[data-place$='/kravtekst']").click()
    draft.page.keyboard.type("Skal overholdes.")

    expect(missing).to_be_hidden()


@pytest.mark.parametrize("length, sentence", [
    (300, None), (399, "Du har 1 tegn tilbage"), (400, "Du har 0 tegn tilbage"), (402, "Teksten er 2 tegn for lang"),
])
def test_a_title_says_how_many_characters_are_left(window, length, sentence):
    draft = Draft(window("koeb1")).open()
    title = draft.field(f"{CRITERION}/titel")
    title.box.click()
    draft.page.keyboard.press("Control+a")
    draft.page.keyboard.insert_text("ø" * length)

    note = draft.criterion(CRITERION).locator(".characters-left")
    if sentence is None:
        expect(note).to_have_count(0)
    else:
        expect(note).to_have_text(sentence)


def test_a_criterion_is_split_at_the_caret_and_undone_as_one(window, server):
    draft = Draft(window("koeb1")).open()
    other = Draft(window("formand")).open()
    before = document(server)
    text = before["places"][PLACE]
    cut = text.index(" ", len(text) // 2)
    draft.field(PLACE).put_caret(cut / len(text))
    number = draft.criterion(CRITERION).locator("[data-number]").text_content()

    more(draft, CRITERION, "Del i to")

    node = draft.page.evaluate("document.activeElement.dataset.place").split("/")[0]
    new = draft.criterion(node)
    expect(new.locator("[data-origin]")).to_have_text(f"Udspringer af {number}")
    expect(other.criterion(node)).to_be_visible()
    draft.wait_until("saved")
    after = document(server)
    assert after["places"][PLACE] == text[:cut] or after["places"][PLACE] == text[:cut + 1]
    assert after["places"][f"{node}/kravtekst"] == text[cut:].strip()
    assert after["places"][f"{node}/titel"] == before["places"][f"{CRITERION}/titel"]
    assert after["registers"][node]["niveau"] == before["registers"][CRITERION]["niveau"]

    draft.field(PLACE).put_caret(0)
    draft.page.keyboard.press("Control+z")
    expect(draft.criterion(node)).to_have_count(0)
    draft.wait_until("saved")
    assert document(server)["places"][PLACE] == text


def test_what_another_types_into_a_criterion_while_it_is_split_is_kept(window, server):
    draft = Draft(window("koeb1")).open()
    length = len(document(server)["places"][PLACE])
    with Client(server.url, "koeb2") as other:
        other.ask(disconnect=True)
        other.insert(PLACE, length, " Skrevet imens.")
        draft.field(PLACE).put_caret(0.5)
        more(draft, CRITERION, "Del i to")
        draft.wait_until("saved")
        other.ask(connect=True)
        other.sync()

    expect(draft.field(PLACE).box).to_contain_text("Skrevet imens.")


def test_two_criteria_are_merged_and_the_second_can_be_restored(window, server):
    draft = Draft(window("koeb1")).open()
    before = document(server)
    nodes = draft.page.locator("[data-criteria] article").evaluate_all("all => all.map(one => one.dataset.node)")
    first = nodes[nodes.index(CRITERION)]
    second = nodes[nodes.index(CRITERION) + 1]

    more(draft, first, "Flet med det næste")

    expect(draft.page.locator(f"[data-criteria] article[data-node='{second}']")).to_have_count(0)
    draft.wait_until("saved")
    after = document(server)
    assert after["places"][PLACE] == before["places"][PLACE] + "\n" + before["places"][f"{second}/kravtekst"]
    assert after["places"][f"{first}/titel"] == before["places"][f"{first}/titel"]
    assert after["registers"][first][f"udspringerAf:{second}"] is True

    draft.page.get_by_text("Slettede kriterier").first.click()
    draft.page.locator(f"[data-deleted='{second}']").get_by_role("button").click()
    expect(draft.criterion(second)).to_be_visible()
    assert draft.field(f"{second}/kravtekst").text == before["places"][f"{second}/kravtekst"]


def test_a_criterion_is_moved_by_keyboard_with_the_caret_in_it(window):
    draft = Draft(window("koeb1")).open()
    before = titles(draft)
    draft.field(PLACE).put_caret(0)

    draft.page.keyboard.press("Alt+Shift+ArrowUp")
    draft.page.keyboard.type("Stadig her. ")

    index = before.index(draft.field(f"{CRITERION}/titel").text)
    moved = titles(draft)
    assert moved[index - 1] == before[index] and moved[index] == before[index - 1]
    assert draft.field(PLACE).text.startswith("Stadig her. ")
    draft.wait_until("saved")


def test_a_criterion_is_moved_by_dragging_it_in_the_outline(window):
    draft = Draft(window("koeb1", viewport={"width": 1280, "height": 900})).open()
    before = titles(draft)
    entries = draft.page.locator("[data-outline] li:has([data-outline-number])")

    entries.nth(3).drag_to(entries.nth(0), target_position={"x": 20, "y": 2})

    expect(entries.nth(0)).to_contain_text(before[3])
    assert titles(draft) == [before[3], *before[:3], *before[4:]]
    assert draft.numbers == [f"13.{number}" for number in range(1, 15)]
    draft.wait_until("saved")


def test_a_section_is_added_moved_deleted_and_restored(window, server):
    mine, yours = Draft(window("koeb1")).open(), Draft(window("formand")).open()
    outline = yours.page.locator("[data-outline]")

    mine.page.get_by_role("button", name="Tilføj afsnit").first.click()
    mine.page.keyboard.type("Afgrænsning")
    node = mine.page.evaluate("document.activeElement.dataset.place").split("/")[0]
    section = yours.page.locator(f"section[data-node='{node}']")
    expect(section).to_contain_text("Afgrænsning")
    expect(outline).to_contain_text("Afgrænsning")
    mine.wait_until("saved")
    registers = document(server)["registers"][node]
    assert (registers["kind"], registers["placering"]) == ("sektion", "foer")

    titles_before = outline.locator("[data-outline-title]").all_inner_texts()
    mine.page.locator(f"section[data-node='{node}']").get_by_role("button", name="Flyt op").click()
    index = titles_before.index("Afgrænsning")
    expect(outline.locator("li").nth(index - 1)).to_contain_text("Afgrænsning")

    mine.page.locator(f"section[data-node='{node}']").get_by_role("button", name="Slet").click()
    expect(section).to_have_count(0)
    expect(outline).not_to_contain_text("Afgrænsning")
    yours.page.get_by_text("Slettede afsnit").first.click()
    yours.page.locator(f"[data-deleted='{node}']").get_by_role("button").click()
    expect(mine.page.locator(f"section[data-node='{node}']")).to_contain_text("Afgrænsning")
    mine.wait_until("saved"), yours.wait_until("saved")
    wait_until_same(mine, yours)


def test_parameters_are_added_filled_deleted_and_undone(window, server):
    mine, yours = Draft(window("koeb1")).open(), Draft(window("formand")).open()
    article = mine.criterion(CRITERION)
    article.locator("details.more-fields summary").click()
    add = article.get_by_role("button", name="Tilføj parameter")
    expect(add).to_be_visible()
    rows = article.locator("[data-parameters] tbody tr")
    count = rows.count()

    add.click()
    expect(rows).to_have_count(count + 1)
    mine.page.keyboard.type("Genanvendt andel")
    row = rows.last
    row.get_by_label("Værdi").fill("72,5")
    row.get_by_label("Enhed").fill("%")
    row.get_by_label("Kilde").fill("Prøvning")
    row.get_by_label("Revurderes").fill("2028-05-01")
    row.get_by_label("Revurderes").blur()
    mine.wait_until("saved")
    node = row.get_attribute("data-node")
    stored = document(server)["registers"][node]
    assert (stored["parent"], stored["navn"], stored["vaerdi"], stored["enhed"], stored["revurderes"]) == (
        CRITERION, "Genanvendt andel", "72,5", "%", "2028-05-01")
    yours.criterion(CRITERION).locator("details.more-fields summary").click()
    expect(yours.page.locator(f"tr[data-node='{node}']").get_by_label("Navn")).to_have_value("Genanvendt andel")

    row.get_by_role("button", name="Slet").click()
    expect(yours.page.locator(f"tr[data-node='{node}']")).to_have_count(0)
    mine.field(PLACE).put_caret(0)
    mine.page.keyboard.press("Control+z")
    expect(yours.page.locator(f"tr[data-node='{node}']").get_by_label("Enhed")).to_have_value("%")


def test_an_observer_sees_no_tools(window):
    draft = Draft(window("ski")).open()
    article = draft.criterion(CRITERION)

    for name in ("Slet", "Flyt op", "Del i to", "Tilføj parameter"):
        expect(article.get_by_role("button", name=re.compile(name))).to_have_count(0)
    expect(article.locator("details.menu")).to_be_hidden()
