"""Every page: without errors, readable by all (WCAG 2.2 AA as far as axe sees it), and whole on a phone."""

from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from harness import TARGET
from harness.pages import Draft
from looks import LOOKS, expect_accessible, in_every_look


@dataclass
class Visit:
    name: str
    path: str
    member: str | None = None
    status: int = 200


VISITS = [
    Visit("log-paa", "/login"),
    Visit("forside", "/", "koeb1"),
    Visit("gruppe", "/groups/ag-moebler", "koeb1"),
    Visit("gruppe-sekretariat", "/groups/ag-moebler", "sek1"),
    Visit("udkast", f"/documents/{TARGET}", "koeb1"),
    Visit("udkast-formand", f"/documents/{TARGET}", "formand"),
    Visit("udkast-observatoer", f"/documents/{TARGET}", "ski"),
    Visit("udkast-engangsservice", "/documents/maal-engangsservice", "formand3"),
    Visit("kommissorium", "/documents/kom-moebler", "koeb1"),
    Visit("moede", "/meetings/moede-moebler-4", "sek1"),
    Visit("moede-medlem", "/meetings/moede-moebler-1", "koeb1"),
    Visit("versioner", f"/documents/{TARGET}/versions", "formand"),
    Visit("version", f"/documents/{TARGET}/versions/1", "formand"),
    Visit("version-sekretariat", f"/documents/{TARGET}/versions/1", "sek1"),
    Visit("ikke-fundet", "/documents/findes-ikke", "koeb1", status=404),
    Visit("ikke-din-gruppe", f"/documents/{TARGET}", "koeb6", status=404),
]


def open_page(page: Page, visit: Visit) -> Page:
    if visit.status >= 400:
        with page.console.expecting(str(visit.status)):
            answer = page.goto(visit.path)
    else:
        answer = page.goto(visit.path)
    assert answer.status == visit.status
    if page.locator("draft-editor").count():
        Draft(page).wait_until_open()
    return page


@pytest.mark.parametrize("visit", VISITS, ids=lambda visit: visit.name)
def test_a_page_is_accessible_and_whole_on_a_phone(window, visit):
    page = open_page(window(visit.member, viewport={"width": 1280, "height": 900}), visit)

    for look in in_every_look(page):
        expect_accessible(page, look)


@pytest.mark.parametrize("visit", VISITS, ids=lambda visit: visit.name)
def test_a_page_names_itself_and_its_language(window, visit):
    page = open_page(window(visit.member), visit)

    assert page.locator("html").get_attribute("lang") == "da"
    assert page.title().endswith("Udkast")
    expect(page.get_by_role("heading", level=1)).to_have_count(1)
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Gå til sidens indhold")).to_be_focused()


def test_one_click_logs_a_demo_person_in(window):
    page = window()
    page.goto("/login")

    page.get_by_role("button", name="Demo Indkøber København").click()

    expect(page.get_by_role("heading", name="Mine arbejdsgrupper")).to_be_visible()


def test_a_wrong_password_and_an_unknown_address_are_told_the_same(window):
    said = []
    for address in ("koeb1@demo.invalid", "ingen@demo.invalid"):
        page = window()
        page.goto("/login")
        page.get_by_label("E-mail").fill(address)
        page.get_by_label("Adgangskode").fill("ikke-den-rigtige")
        with page.console.expecting("401|403|422"):
            page.get_by_role("button", name="Log på", exact=True).click()
            expect(page.get_by_role("alert")).to_be_visible()
        said.append(page.get_by_role("alert").inner_text())

    assert said[0] == said[1] and "forkert" in said[0]


def test_the_language_can_be_changed_and_is_remembered(window):
    page = window("koeb1")

    page.get_by_role("button", name="English").click()
    page.goto("/")

    expect(page.get_by_role("heading", name="My working groups")).to_be_visible()
    assert page.locator("html").get_attribute("lang") == "en"


def test_a_logged_off_browser_is_asked_to_log_in_again(window):
    page = window("koeb1")

    page.get_by_role("button", name="Log af").click()
    page.goto("/groups/ag-moebler")

    expect(page.get_by_label("Adgangskode")).to_be_visible()


@pytest.mark.parametrize("visit", VISITS, ids=lambda visit: visit.name)
def test_look(window, visit, pytestconfig):
    """Not a test: with `--look DIR` (Scripts/look) it shows every page at two widths, light and dark."""
    folder = pytestconfig.getoption("--look", default=None)
    if not folder:
        pytest.skip("only with --look DIR")
    Path(folder).mkdir(parents=True, exist_ok=True)
    for width, scheme in LOOKS:
        page = open_page(window(visit.member, viewport={"width": width, "height": 900}, color_scheme=scheme), visit)
        page.screenshot(path=f"{folder}/{visit.name}-{width}-{scheme}.png", full_page=True)
