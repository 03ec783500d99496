"""Several write without a network, for as long as a meeting lasts, and then find out what the others wrote.

`UDKAST_MINUTES=10000 … -k three_hours` has each of the two note-takers type so many characters; a meeting of three hours
is some ten thousand for one who writes all the time.
"""

import os
import random
import re
from collections import Counter

from playwright.sync_api import expect

from harness import CRITERION
from harness.client import Client
from harness.pages import Draft, wait_until_same
from test_offline import SILENCE, stored, wait_until_kept

PLACE = f"{CRITERION}/kravtekst"
CHARACTERS = int(os.environ.get("UDKAST_MINUTES", "1200"))
SENTENCES = [
    "Formanden bød velkommen, og dagsordenen blev godkendt. ",
    "Odense spurgte, om 70 % er realistisk for små indkøb. ",
    "Gruppen besluttede at bede sekretariatet om en markedsdialog. ",
    "Næste møde er den 12. marts kl. 10; Århus er vært. ",
]


def write_minutes(draft: Draft, places: list[str], chance: random.Random):
    """Types, mostly where the last sentence ended, goes back to other items, and takes something out again."""
    typed = 0
    while typed < CHARACTERS:
        draft.field(chance.choice(places)).put_caret(chance.random())
        for sentence in chance.sample(SENTENCES, 2):
            draft.page.keyboard.type(sentence)
            typed += len(sentence)
        for _ in range(chance.randint(0, 6)):
            draft.page.keyboard.press("Backspace")
        if chance.random() < 0.3:
            draft.page.keyboard.press("Enter")


def test_three_hours_of_minutes_by_two_without_a_network_are_merged(window, server):
    path = "/meetings/moede-moebler-4"
    drafts = [Draft(window(member), path=path).open() for member in ("sek1", "formand")]
    places = drafts[0].page.locator("[data-place$='/referat']").evaluate_all("all => all.map(box => box.dataset.place)")
    for draft in drafts:
        wait_until_kept(draft.page)
    empty = {place: drafts[0].field(place).text for place in places}
    with drafts[0].page.console.expecting(SILENCE), drafts[1].page.console.expecting(SILENCE):
        server.kill()
        for number, draft in enumerate(drafts):
            draft.page.reload()
            draft.wait_until("offline")
            write_minutes(draft, places, random.Random(number))
            draft.field(places[0]).put_caret(0)
            draft.page.keyboard.type(f"Referat fra bord {number}. ")
        before = [{place: draft.field(place).text for place in places} for draft in drafts]
        drafts[0].page.reload()
        drafts[0].wait_until("offline")
        assert {place: drafts[0].field(place).text for place in places} == before[0]
        server.start()
        for draft in drafts:
            draft.wait_until("saved", timeout=45)

    for number, draft in enumerate(drafts):
        expect(draft.field(places[0]).box).to_contain_text("Referat fra bord 0. ")
        expect(draft.field(places[0]).box).to_contain_text("Referat fra bord 1. ")
    wait_until_same(*drafts)
    # Each took out only what they had just typed, so every other character of both is there, and none twice.
    for place in places:
        merged = Counter(drafts[0].field(place).text)
        assert merged + Counter(empty[place]) == Counter(before[0][place]) + Counter(before[1][place])


def away(draft: Draft):
    draft.page.context.set_offline(True)
    draft.wait_until("offline")


def back(draft: Draft):
    draft.page.context.set_offline(False)
    draft.wait_until("saved", timeout=45)


def test_a_note_leads_to_where_offline_text_met_others(window, server):
    draft = Draft(window("koeb1")).open()
    with draft.page.console.expecting(SILENCE), Client(server.url, "koeb2") as other:
        away(draft)
        for place in (PLACE, f"{CRITERION}/markedsnote"):
            draft.field(place).put_caret(1)
            draft.page.keyboard.type(" Skrevet på toget.")
        other.insert(PLACE, 0, "Skrevet på kontoret. ")
        other.insert("formaal/tekst", 0, "Heller ikke her. ")
        other.sync()
        back(draft)

        note = draft.page.locator(".met-texts")
        expect(note).to_contain_text("Mens du var offline, skrev andre i de samme tekster.")
        expect(note.get_by_role("listitem")).to_have_count(1)
        note.get_by_role("button", name=re.compile("Kravtekst")).click()
        expect(draft.field(PLACE).box).to_be_focused()
        draft.page.keyboard.type("Her. ")
        draft.wait_until("saved")
        assert stored(server).startswith("Skrevet på kontoret. Her. ")

        note.get_by_role("button", name="Luk").click()
        expect(note).to_have_count(0)


def test_the_note_is_there_too_when_the_page_was_closed_meanwhile(window, server):
    draft = Draft(window("koeb1")).open()
    wait_until_kept(draft.page)
    draft.page.console.expect(SILENCE)
    server.kill()
    draft.wait_until("offline")
    draft.field(PLACE).put_caret(1)
    draft.page.keyboard.type(" Skrevet på toget.")
    draft.page.wait_for_timeout(300)
    context = draft.page.context
    draft.page.close()
    server.start()
    with Client(server.url, "koeb2") as other:
        other.insert(PLACE, 0, "Skrevet på kontoret. ")
        other.sync()

    again = Draft(context.new_page()).open()

    expect(again.page.locator(".met-texts").get_by_role("button", name=re.compile("Kravtekst"))).to_be_visible()
    assert stored(server).startswith("Skrevet på kontoret. ")


def test_nothing_is_said_when_others_wrote_elsewhere(window, server):
    draft = Draft(window("koeb1")).open()
    with draft.page.console.expecting(SILENCE), Client(server.url, "koeb2") as other:
        away(draft)
        draft.field(PLACE).put_caret(1)
        draft.page.keyboard.type(" Skrevet på toget.")
        other.insert("formaal/tekst", 0, "Skrevet på kontoret. ")
        other.sync()
        back(draft)

        expect(draft.field("formaal/tekst").box).to_contain_text("Skrevet på kontoret. ")
        expect(draft.page.locator(".met-texts")).to_have_count(0)
