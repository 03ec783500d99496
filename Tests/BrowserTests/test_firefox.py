"""The same editing surface in Firefox: typing, formats, lists, others' edits, undo, and a reload."""

import pytest

from harness import CRITERION, DEMO_PASSWORD, TARGET, email
from harness.client import Client
from harness.firefox import PROGRAM, Firefox
from harness.web import Web

PLACE = f"{CRITERION}/markedsnote"
BOX = f'document.querySelector(\'[data-place="{PLACE}"]\')'
SAVED = "document.querySelector('[data-save-state]')?.dataset.saveState === 'saved'"

pytestmark = pytest.mark.skipif(PROGRAM is None, reason="there is no Firefox here")


@pytest.fixture
def firefox(server):
    with Firefox() as browser:
        browser.goto(f"{server.url}/login")
        browser.evaluate(f"""(() => {{
            const form = document.querySelector("input[type=password]").form
            form.querySelector("input[type=email]").value = {email("koeb1")!r}
            form.querySelector("input[type=password]").value = {DEMO_PASSWORD!r}
            form.requestSubmit()
        }})()""")
        browser.wait_for("location.pathname !== '/login' && document.readyState === 'complete'")
        open_draft(browser, server)
        yield browser
        assert browser.complaints == []


def open_draft(browser: Firefox, server):
    browser.goto(f"{server.url}/documents/{TARGET}")
    browser.wait_for("Boolean(document.querySelector('draft-editor')?.documentHash)")
    browser.wait_for(SAVED)


def empty(browser: Firefox):
    browser.evaluate(f"{BOX}.focus(), getSelection().selectAllChildren({BOX})")
    browser.press("Backspace")
    browser.wait_for(f"{BOX}.textContent === ''")


def test_text_lists_and_formats_are_written_and_stored(firefox, server):
    empty(firefox)
    firefox.type("Før")
    firefox.press("Enter")
    firefox.type("- ét, CO")
    firefox.press("Control+,")
    firefox.type("2")
    firefox.press("Enter")
    firefox.press("Control+b")
    firefox.type("fed æøå")
    firefox.wait_for(SAVED)

    assert firefox.evaluate(f"{BOX}.querySelectorAll('[data-list=bullet]').length") == 2
    assert firefox.evaluate(f"{BOX}.querySelector('sub').textContent") == "2"
    assert firefox.evaluate(f"{BOX}.querySelector('strong').textContent") == "fed æøå"
    document = Web(server.url).log_in("sek1").document()
    assert document["places"][PLACE] == "Før\nét, CO2\nfed æøå"
    assert firefox.evaluate("document.querySelector('draft-editor').documentHash") == document["hash"]

    open_draft(firefox, server)
    assert firefox.evaluate(f"{BOX}.querySelector('strong').textContent") == "fed æøå"


def test_what_others_write_comes_in_and_undo_takes_back_ones_own(firefox, server):
    empty(firefox)
    firefox.type("midt i")
    firefox.wait_for(SAVED)
    with Client(server.url, "koeb2") as other:
        other.insert(PLACE, 0, "Foran. ")
        other.sync()
        firefox.wait_for(f"{BOX}.textContent === 'Foran. midt i'")
        firefox.type(" det hele")
        firefox.wait_for(f"{BOX}.textContent === 'Foran. midt i det hele'")
        firefox.press("Control+z")
        firefox.press("Control+z")
        firefox.wait_for(f"{BOX}.textContent.startsWith('Foran. ') && !{BOX}.textContent.includes('det hele')")
        firefox.wait_for(SAVED)
        assert other.read(PLACE) == firefox.evaluate(f"{BOX}.textContent")


def test_typing_over_a_selection_that_spans_paragraphs(firefox, server):
    empty(firefox)
    firefox.type("Første")
    firefox.press("Enter")
    firefox.type("Anden")
    firefox.press("Enter")
    firefox.type("Tredje")
    for _ in range(len("n\nTredje")):
        firefox.press("Shift+ArrowLeft")
    firefox.type("r og slut")
    firefox.wait_for(f"{BOX}.textContent === 'Første\\nAnder og slut'")
    firefox.wait_for(SAVED)
    assert Web(server.url).log_in("sek1").document()["places"][PLACE] == "Første\nAnder og slut"
