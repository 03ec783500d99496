"""A table that somebody has in Word or Excel becomes criteria: proposed first, then added as one thing."""

import pytest
from playwright.sync_api import expect

from harness import CRITERION
from harness.pages import Draft
from harness.web import Web

PASTE = """(element, [type, content]) => {
    const data = new DataTransfer()
    data.setData(type, content)
    element.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }))
}"""
HEADED = """<table><tr><th>Nr.</th><th>Kriteriets titel</th><th>Kravtekst</th><th>Niveau</th><th>Kravtyper</th><th>Ansvarlig</th></tr>
<tr><td>1</td><td><b>Genbrugte</b>
stole</td><td><p>Stole er <i>genbrugte</i>.</p><ul><li>sæde</li><li>ryg</li></ul></td><td>Basis</td>
<td>Teknisk specifikation, Kontraktvilkår</td><td>Odense</td></tr>
<tr><td>2</td><td>Reservedele</td><td>Reservedele fås i 7 år, CO<sub>2</sub> oplyses.</td><td>Ukendt</td><td></td><td></td></tr></table>"""


def added(draft: Draft, before: int) -> list[str]:
    """Ids of the criteria behind the first so many."""
    articles = draft.page.locator("article.criterion")
    expect(articles).not_to_have_count(before)
    return articles.evaluate_all("(all, before) => all.slice(before).map(article => article.dataset.node)", before)


def test_a_tables_rows_are_proposed_and_added_as_one(window, server):
    draft = Draft(window("koeb1")).open()
    before = draft.page.locator("article.criterion").count()
    draft.page.get_by_role("button", name="Tilføj fra tabel").click()
    dialog = draft.page.get_by_role("dialog", name="Kriterier fra en tabel")
    dialog.get_by_role("textbox", name="Sæt tabellen ind her").evaluate(PASTE, ["text/html", HEADED])
    expect(dialog.get_by_role("status")).to_contain_text("Tabellen giver 2 kriterier.")
    expect(dialog.get_by_role("listitem").first).to_contain_text("Genbrugte stole")
    draft.page.keyboard.press("Enter")  # the focus is on what adds them

    nodes = added(draft, before)
    assert len(nodes) == 2
    draft.wait_until("saved")
    document = Web(server.url).log_in("sek1").document()
    texts, registers = document["places"], document["registers"]
    assert texts[f"{nodes[0]}/titel"] == "Genbrugte stole"
    assert texts[f"{nodes[0]}/kravtekst"] == "Stole er genbrugte.\nsæde\nryg\nAnsvarlig: Odense"
    assert registers[nodes[0]]["niveau"] == "basis"
    assert registers[nodes[0]]["arbejdsstatus"] == "droeftes"
    assert registers[nodes[0]]["kravtyper:teknisk_specifikation"] is True
    assert registers[nodes[0]]["kravtyper:kontraktvilkaar"] is True
    # What no choice is called is kept as text.
    assert texts[f"{nodes[1]}/kravtekst"] == "Reservedele fås i 7 år, CO2 oplyses.\nNiveau: Ukendt"
    requirement = draft.field(f"{nodes[0]}/kravtekst").box
    expect(requirement.locator("em")).to_have_text("genbrugte")
    expect(requirement.locator("[data-list=bullet]")).to_have_count(2)
    expect(draft.field(f"{nodes[1]}/kravtekst").box.locator("sub")).to_have_text("2")

    draft.field(f"{nodes[0]}/titel").put_caret(0)
    draft.page.keyboard.press("Control+z")
    expect(draft.page.locator("article.criterion")).to_have_count(before)


def test_a_table_pasted_among_the_criteria_opens_the_same_dialog(window):
    draft = Draft(window("koeb1")).open()
    before = draft.page.locator("article.criterion").count()
    button = draft.page.get_by_role("button", name="Tilføj kriterium")
    button.focus()
    button.evaluate(PASTE, ["text/plain", "Støj\tHøjst 40 dB\nStøv\tIntet"])
    dialog = draft.page.get_by_role("dialog", name="Kriterier fra en tabel")
    expect(dialog.get_by_role("listitem")).to_have_count(2)
    dialog.get_by_role("button", name="Tilføj 2 kriterier").click()

    nodes = added(draft, before)
    assert [draft.field(f"{node}/titel").text for node in nodes] == ["Støj", "Støv"]
    assert [draft.field(f"{node}/kravtekst").text for node in nodes] == ["Højst 40 dB", "Intet"]


@pytest.mark.parametrize("content", ["<p>Ingen tabel</p>", "<table></table>"])
def test_what_is_no_table_is_said_and_adds_nothing(window, content):
    draft = Draft(window("koeb1")).open()
    before = draft.page.locator("article.criterion").count()
    draft.page.get_by_role("button", name="Tilføj fra tabel").click()
    dialog = draft.page.get_by_role("dialog", name="Kriterier fra en tabel")
    dialog.get_by_role("textbox").evaluate(PASTE, ["text/html", content])
    expect(dialog.get_by_role("status")).to_contain_text("Der er ingen tabel på udklipsholderen.")
    draft.page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    assert draft.page.locator("article.criterion").count() == before


def test_a_table_pasted_into_a_text_stays_text(window):
    draft = Draft(window("koeb1")).open()
    field = draft.field(f"{CRITERION}/markedsnote")
    field.put_caret(0)
    field.box.evaluate(PASTE, ["text/html", "<table><tr><td>a</td><td>b</td></tr></table>"])
    expect(field.box).to_contain_text("a | b")
    expect(draft.page.get_by_role("dialog")).to_have_count(0)


def test_cpv_codes_are_offered_with_their_official_names(window, server):
    draft = Draft(window("koeb1")).open()
    form = draft.page.locator("[data-register-list='dokument/cpv'] + form")
    entry = form.get_by_role("combobox")
    for written, shown in [("90910000-9", "90910000 Rengøring"), ("vejtransport", "60100000 Vejtransport"),
                           ("12345678 Noget andet", "12345678 Noget andet")]:
        entry.fill(written)
        entry.press("Enter")
        expect(draft.page.locator("[data-register-list='dokument/cpv']")).to_contain_text(shown)
    entry.fill("Hvad som helst")
    entry.press("Enter")
    assert entry.evaluate("input => input.validationMessage") == "En CPV-kode har otte cifre, for eksempel 39100000"
    draft.wait_until("saved")
    registers = Web(server.url).log_in("sek1").document()["registers"]["dokument"]
    assert registers["cpv:90910000"] == "Rengøring" and registers["cpv:60100000"] == "Vejtransport"
    assert "cpv:Hvad som helst" not in registers
