"""Formatted text: by shortcut, by button, by what one types; kept, merged, undone, and read by the other."""

import pytest
from playwright.sync_api import expect

from harness import CRITERION
from harness.client import Client
from harness.pages import Draft, wait_until_same
from harness.web import Web

PLACE = f"{CRITERION}/markedsnote"


def open_empty(window, member: str = "koeb1", place: str = PLACE) -> Draft:
    draft = Draft(window(member)).open()
    field = draft.field(place)
    field.put_caret(0)
    draft.page.keyboard.press("Control+a")
    draft.page.keyboard.press("Delete")
    return draft


def html(draft: Draft, place: str = PLACE) -> str:
    """What the field holds, without what only the style sheet reads."""
    return draft.field(place).box.evaluate("""box => {
        const copy = box.cloneNode(true)
        for (const filler of copy.querySelectorAll("br[data-filler]")) filler.remove()
        for (const element of copy.querySelectorAll("*")) {
            const mark = element.dataset.mark
            for (const { name } of [...element.attributes]) if (name !== "href") element.removeAttribute(name)
            if (mark) element.setAttribute("mark", mark)
        }
        return copy.innerHTML
    }""")


def stored(server, place: str = PLACE) -> str:
    return Web(server.url).log_in("sek1").document()["places"].get(place, "")


@pytest.mark.parametrize("shortcut, element", [
    ("Control+b", "strong"), ("Control+i", "em"), ("Control+,", "sub"), ("Control+.", "sup"),
])
def test_a_shortcut_formats_what_is_selected_and_takes_it_back(window, server, shortcut, element):
    draft = open_empty(window)
    draft.page.keyboard.type("CO2 og mere")
    draft.page.keyboard.press("Home")
    for _ in range(3):
        draft.page.keyboard.press("Shift+ArrowRight")

    draft.page.keyboard.press(shortcut)
    assert html(draft) == f"<{element}>CO2</{element}> og mere"
    draft.wait_until("saved")
    assert stored(server) == "CO2 og mere"
    other = Draft(window("formand")).open()
    assert html(other) == f"<{element}>CO2</{element}> og mere"

    draft.page.keyboard.press(shortcut)
    assert html(draft) == "CO2 og mere"
    draft.page.keyboard.press("Control+z")
    assert html(draft) == f"<{element}>CO2</{element}> og mere"
    draft.page.keyboard.press("Control+z")
    assert html(draft) == "CO2 og mere"
    draft.wait_until("saved"), other.wait_until("saved")
    wait_until_same(draft, other)


def test_a_shortcut_with_nothing_selected_holds_for_what_is_typed_next(window):
    draft = open_empty(window)
    draft.page.keyboard.type("m")
    draft.page.keyboard.press("Control+.")
    draft.page.keyboard.type("2")
    draft.page.keyboard.press("Control+.")
    draft.page.keyboard.type(" areal")

    assert html(draft) == "m<sup>2</sup> areal"


def test_what_is_typed_behind_bold_is_bold_and_behind_a_link_is_not_linked(window):
    draft = open_empty(window)
    draft.page.keyboard.press("Control+b")
    draft.page.keyboard.type("fed")
    draft.page.keyboard.press("Home")
    draft.page.keyboard.press("End")
    draft.page.keyboard.type(" skrift")
    assert html(draft) == "<strong>fed skrift</strong>"

    draft.page.keyboard.press("Control+a")
    draft.page.keyboard.press("Control+b")
    draft.page.keyboard.press("Control+k")
    draft.page.get_by_role("dialog").get_by_label("Adresse").fill("example.dk")
    draft.page.keyboard.press("Enter")
    draft.page.keyboard.press("End")
    draft.page.keyboard.type(" efter")
    assert html(draft) == '<a href="https://example.dk">fed skrift</a> efter'


@pytest.mark.parametrize("begun, mark", [("- ", "•"), ("* ", "•"), ("1. ", "1."), ("1) ", "1.")])
def test_signs_at_the_start_of_a_line_begin_a_list(window, begun, mark):
    draft = open_empty(window)
    draft.page.keyboard.type(f"{begun}første")
    draft.page.keyboard.press("Enter")
    draft.page.keyboard.type("anden")
    second = mark if mark == "•" else "2."

    assert html(draft) == f'<div>\n</div><div mark="{mark}">første\n</div><div mark="{second}">anden</div>'


def test_lists_have_levels_and_end_with_an_empty_item(window, server):
    draft = open_empty(window)
    keyboard = draft.page.keyboard
    keyboard.type("Indledning")
    keyboard.press("Enter")
    keyboard.type("1. a")
    keyboard.press("Enter")
    keyboard.press("Tab")
    keyboard.type("b")
    keyboard.press("Enter")
    keyboard.press("Shift+Tab")
    keyboard.type("c")
    keyboard.press("Enter")
    keyboard.press("Enter")
    keyboard.type("Slut")

    assert html(draft) == (
        'Indledning\n'.join(["<div>", '</div><div mark="1.">a\n</div>'])
        + '<div mark="a.">b\n</div><div mark="2.">c\n</div><div>Slut</div>')
    draft.wait_until("saved")
    assert stored(server) == "Indledning\na\nb\nc\nSlut"
    assert html(Draft(window("formand")).open()) == html(draft)


def test_backspace_at_the_start_of_an_item_makes_it_a_paragraph(window):
    draft = open_empty(window)
    draft.page.keyboard.type("før")
    draft.page.keyboard.press("Enter")
    draft.page.keyboard.type("- punkt")
    draft.page.keyboard.press("Home")
    draft.page.keyboard.press("Backspace")
    assert html(draft) == "før\npunkt"
    draft.page.keyboard.press("Backspace")
    assert html(draft) == "førpunkt"


def test_the_toolbar_does_the_same_and_shows_what_holds(window):
    draft = open_empty(window)
    toolbar = draft.page.get_by_role("toolbar")
    draft.page.keyboard.type("vigtigt")
    draft.page.keyboard.press("Control+a")
    toolbar.get_by_role("button", name="Fed").click()
    expect(toolbar.get_by_role("button", name="Fed")).to_have_attribute("aria-pressed", "true")
    toolbar.get_by_role("button", name="Punktopstilling").click()
    expect(toolbar.get_by_role("button", name="Punktopstilling")).to_have_attribute("aria-pressed", "true")
    assert html(draft) == '<div>\n</div><div mark="•"><strong>vigtigt</strong></div>'

    toolbar.get_by_role("button", name="Fortryd").click()
    assert html(draft) == "<strong>vigtigt</strong>"


def test_the_toolbar_is_used_by_keyboard_alone(window):
    draft = open_empty(window)
    draft.page.keyboard.type("ord")
    draft.page.keyboard.press("Control+a")
    toolbar = draft.page.get_by_role("toolbar")
    toolbar.get_by_role("button", name="Fed").focus()
    draft.page.keyboard.press("ArrowRight")
    expect(toolbar.get_by_role("button", name="Kursiv")).to_be_focused()
    draft.page.keyboard.press("Enter")

    assert html(draft) == "<em>ord</em>"
    expect(draft.field(PLACE).box).to_be_focused()


def test_two_who_format_and_type_at_once_see_the_same(window, server):
    mine = open_empty(window)
    mine.page.keyboard.type("en to tre fire")
    mine.wait_until("saved")
    yours = Draft(window("formand")).open()
    yours.field(PLACE).put_caret(0.5)
    mine.page.keyboard.press("Control+a")

    mine.page.keyboard.press("Control+b")
    yours.page.keyboard.type("HALV")
    mine.page.keyboard.press("Control+i")
    mine.wait_until("saved"), yours.wait_until("saved")

    expect(mine.field(PLACE).box).to_contain_text("HALV")
    wait_until_same(mine, yours)
    assert html(mine) == html(yours)


def test_undo_of_a_large_deletion_brings_formatting_and_lists_back(window):
    draft = open_empty(window)
    draft.page.keyboard.type("Før")
    draft.page.keyboard.press("Enter")
    draft.page.keyboard.type("- et ")
    draft.page.keyboard.press("Control+b")
    draft.page.keyboard.type("fedt")
    draft.page.keyboard.press("Control+b")
    draft.page.keyboard.type(" punkt")
    before = html(draft)

    draft.page.keyboard.press("Control+a")
    draft.page.keyboard.press("Delete")
    assert html(draft) == ""
    draft.page.keyboard.press("Control+z")

    assert html(draft) == before
    draft.page.keyboard.press("Control+y")
    assert html(draft) == ""


def test_formatted_text_survives_a_reload_and_an_afternoon_offline(window, server):
    draft = open_empty(window)
    draft.page.keyboard.press("Control+b")
    draft.page.keyboard.type("fed")
    draft.page.keyboard.press("Control+b")
    draft.page.keyboard.press("Enter")
    draft.page.keyboard.type("- punkt")
    before = html(draft)
    draft.wait_until("saved")

    draft.page.reload()
    draft.wait_until_open()

    assert html(draft) == before
    with Client(server.url, "koeb2") as other:
        assert other.read(PLACE) == "fed\npunkt"


def test_what_only_looks_otherwise_is_a_change_since_the_version(window):
    draft = Draft(window("koeb1")).open()
    field = draft.field(f"{CRITERION}/kravtekst")
    field.select(0, 6)
    word = draft.page.evaluate("getSelection().toString()")
    draft.page.keyboard.press("Control+b")
    draft.wait_until("saved")

    expect(draft.page.get_by_text("Ændret siden version 0.4")).to_be_visible()
    draft.page.get_by_role("link", name="Versioner", exact=True).click()
    draft.page.get_by_role("link", name="Ændringer siden version 0.4").first.click()

    changed = draft.page.get_by_role("main").locator(".card")
    expect(changed).to_have_count(1)
    expect(changed.get_by_role("listitem")).to_have_text(f"{word}: almindelig → fed")
