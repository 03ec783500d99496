"""A meeting without a network: what was opened can be opened and written in, and comes together on return."""

import re

from playwright.sync_api import expect

from harness import CRITERION, TARGET
from harness.client import Client
from harness.pages import Draft, log_in, wait_until_same
from harness.server import Server
from harness.web import Web
from harness.wire import Conversation, batch, insert

PLACE = f"{CRITERION}/kravtekst"
SILENCE = "ERR_CONNECTION_REFUSED|ERR_FAILED|ERR_INTERNET_DISCONNECTED|WebSocket|Failed to fetch|503|504"


def stored(server, place: str = PLACE) -> str:
    return Web(server.url).log_in("sek1").document()["places"].get(place, "")


def wait_until_kept(page):
    """Waits until the browser can open this page by itself."""
    for _ in range(200):
        if page.evaluate("caches.open('udkast-pages').then(pages => pages.match(location.pathname)).then(page => !!page)"):
            return page.wait_for_timeout(1200)  # and until the last second of history is written
        page.wait_for_timeout(50)
    raise AssertionError("the page was not kept")


def open_and_keep(window, member: str = "koeb1") -> Draft:
    draft = Draft(window(member)).open()
    wait_until_kept(draft.page)
    return draft


def test_a_document_opened_before_is_opened_and_written_in_without_a_server(window, server):
    draft = open_and_keep(window)
    text = draft.field(PLACE).text
    draft.page.console.expect(SILENCE)
    server.kill()
    draft.page.reload()
    draft.wait_until("offline")
    assert draft.field(PLACE).text == text
    draft.field(PLACE).put_caret(0)
    draft.page.keyboard.type("Skrevet på færgen. ")
    expect(draft.status).to_contain_text(re.compile("Offline siden kl. .*venter"))
    standing = draft.page.locator(".draft-title .tag")
    expect(standing).to_have_text("Ændret siden version 0.4")

    draft.page.reload()
    draft.wait_until("offline")
    expect(standing).to_have_text("Ændret siden version 0.4")
    expect(draft.field(PLACE).box).to_contain_text("Skrevet på færgen. ")
    draft.field(PLACE).put_caret(0)
    draft.page.keyboard.type("Og mere. ")

    server.start()
    draft.wait_until("saved", timeout=45)

    assert stored(server).startswith("Og mere. Skrevet på færgen. ")
    assert stored(server).count("Skrevet på færgen. ") == 1


def test_a_page_is_kept_in_the_language_that_it_was_last_seen_in(window, server):
    draft = open_and_keep(window)
    draft.page.reload()
    draft.wait_until_open()
    draft.page.get_by_role("button", name="English").click()
    draft.wait_until_open()
    draft.page.wait_for_timeout(1200)                  # the page is kept while it comes in
    draft.page.console.expect(SILENCE)
    server.kill()
    draft.page.reload()
    draft.wait_until("offline")
    expect(draft.page.get_by_role("heading", name="Contents")).to_be_attached()


def test_a_long_draft_is_kept_as_a_document_and_what_came_after(window, server):
    with Conversation(server, "koeb2") as writer:
        seen = sorted(writer.heads.events)
        for count in range(100):
            parents = [(writer.session, count - 1)] if count else seen
            assert writer.edit(batch(writer.session, count, parents, insert("formaal/tekst", count, "x"))) == "acknowledged"
    draft = open_and_keep(window)
    page = draft.page
    assert page.evaluate(KINDS)[0] == 14
    draft.field(PLACE).put_caret(0)
    page.keyboard.type("Ved bordet. ")
    draft.wait_until("saved")
    page.wait_for_timeout(1200)
    page.console.expect(SILENCE)
    server.kill()
    page.reload()
    draft.wait_until("offline")
    assert draft.field("formaal/tekst").text.startswith("x" * 100)
    assert draft.field(PLACE).text.startswith("Ved bordet. ")
    draft.field(PLACE).put_caret(0)
    page.keyboard.type("På færgen. ")
    server.start()
    draft.wait_until("saved", timeout=45)

    assert stored(server).startswith("På færgen. Ved bordet. ")
    wait_until_same(draft, server=server)


KINDS = """async () => {
    const database = await new Promise(resolve => {
        const request = indexedDB.open("udkast")
        request.onsuccess = () => resolve(request.result)
    })
    const records = await new Promise(resolve => {
        const request = database.transaction("messages").objectStore("messages").getAll()
        request.onsuccess = () => resolve(request.result)
    })
    database.close()
    return records.map(record => record.bytes[0])
}"""


def test_a_browser_killed_offline_has_its_text_when_it_comes_back(mortal_browser, server):
    page = mortal_browser.open()
    log_in(page, "koeb1")
    draft = Draft(page).open()
    wait_until_kept(page)
    typed = "Tohundrede tegn, skrevet uden net. " * 6
    server.kill()
    draft.wait_until("offline")
    draft.field(PLACE).put_caret(0)
    page.keyboard.type(typed)
    page.wait_for_timeout(300)
    mortal_browser.kill()

    page = mortal_browser.open()
    draft = Draft(page)
    page.goto(draft.path)
    draft.wait_until("offline")
    assert draft.field(PLACE).text.startswith(typed)

    server.start()
    page.context.clear_cookies()  # a login ends with its browser; one that was killed may have kept it
    log_in(page, "koeb1")
    draft.open()
    draft.wait_until("saved", timeout=45)
    assert stored(server).startswith(typed)
    assert stored(server).count(typed) == 1


def test_two_tabs_of_one_member_write_in_one_document(window, server):
    first = open_and_keep(window)
    second = Draft(first.page.context.new_page()).open()

    first.field(PLACE).put_caret(0)
    first.page.keyboard.type("Første fane. ")
    expect(second.field(PLACE).box).to_contain_text("Første fane. ")
    second.field(PLACE).put_caret(0)
    second.page.keyboard.type("Anden fane. ")
    expect(first.field(PLACE).box).to_contain_text("Anden fane. ")
    first.wait_until("saved"), second.wait_until("saved")

    wait_until_same(first, second)
    assert stored(server).startswith("Anden fane. Første fane. ")


def test_what_others_wrote_in_between_is_there_when_the_page_opens_again(window, server):
    draft = open_and_keep(window)
    context = draft.page.context
    draft.page.close()
    with Client(server.url, "koeb2") as other:
        other.insert(PLACE, 0, "Imens. ")
        other.sync()

    again = Draft(context.new_page()).open()

    expect(again.field(PLACE).box).to_contain_text("Imens. ")
    wait_until_same(again, server=server)


def test_logging_off_clears_what_was_kept(window, server):
    draft = open_and_keep(window)
    page = draft.page
    page.get_by_role("button", name="Log af").click()
    expect(page.get_by_label("Adgangskode")).to_be_visible()

    left = page.evaluate(KEPT)
    page.console.expect(SILENCE)
    server.kill()
    page.goto(f"/documents/{TARGET}")
    expect(page.get_by_role("heading", name="Der er ikke forbindelse til serveren")).to_be_visible()

    assert left == {"pages": 0, "messages": 0, "sessions": 0}
    assert "Miljø" not in page.content()


def test_the_page_without_a_network_lists_what_can_be_opened(window, server):
    page = open_and_keep(window).page
    page.console.expect(SILENCE)
    server.kill()
    page.goto("/groups/ag-moebler")

    page.locator("[data-kept]").get_by_role("link").click()
    Draft(page).wait_until("offline")


def test_a_page_kept_too_long_ago_is_not_shown(window, server):
    page = open_and_keep(window).page
    page.evaluate("""async () => {
        const pages = await caches.open("udkast-pages")
        const page = await pages.match(location.pathname)
        const headers = new Headers(page.headers)
        headers.set("udkast-kept-at", String(Date.now() - 9 * 3600 * 1000))
        await pages.put(location.pathname, new Response(await page.blob(), { headers }))
        const database = await new Promise(resolve => {
            const request = indexedDB.open("udkast")
            request.onsuccess = () => resolve(request.result)
        })
        const transaction = database.transaction("sessions", "readwrite")
        transaction.objectStore("sessions").clear()
        await new Promise(resolve => { transaction.oncomplete = resolve })
        database.close()
    }""")
    page.console.expect(SILENCE)
    server.kill()
    page.reload()
    expect(page.get_by_role("heading", name="Der er ikke forbindelse til serveren")).to_be_visible()


KEPT = """async () => {
    const database = await new Promise(resolve => {
        const request = indexedDB.open("udkast")
        request.onsuccess = () => resolve(request.result)
    })
    const count = name => new Promise(resolve => {
        const request = database.transaction(name).objectStore(name).count()
        request.onsuccess = () => resolve(request.result)
    })
    const kept = {
        pages: (await (await caches.open("udkast-pages")).keys()).length,
        messages: await count("messages"), sessions: await count("sessions"),
    }
    database.close()
    return kept
}"""


def test_who_may_no_longer_write_keeps_what_was_typed_as_a_private_copy(window, server):
    draft = open_and_keep(window)
    page = draft.page
    secretariat = Web(server.url).log_in("sek1")
    with page.console.expecting(SILENCE):
        page.context.set_offline(True)
        draft.wait_until("offline")
        draft.field(PLACE).put_caret(0)
        page.keyboard.type("Kun min egen tekst. ")
        assert secretariat.post("/groups/ag-moebler/members", member="p-koeb1", role="observer").status == 200
        page.context.set_offline(False)
        expect(page.locator(".private-copy")).to_contain_text("Kun min egen tekst. ", timeout=40_000)
    assert "Kun min egen tekst. " not in stored(server)
    assert "Kun min egen tekst. " not in draft.field(PLACE).text

    page.reload()
    draft.wait_until_open()
    with page.expect_download() as download:
        page.get_by_role("link", name="Hent min tekst").click()
    assert "Kun min egen tekst. " in download.value.path().read_text()
    page.locator(".kept-text").get_by_role("button", name="Luk").click()
    page.reload()
    draft.wait_until_open()
    expect(page.locator(".kept-text")).to_have_count(0)


def test_who_may_no_longer_enter_keeps_what_was_typed_and_nothing_else(window, server):
    draft = open_and_keep(window)
    page = draft.page
    secretariat = Web(server.url).log_in("sek1")
    with page.console.expecting(SILENCE + "|404"):
        page.context.set_offline(True)
        draft.wait_until("offline")
        draft.field(PLACE).put_caret(0)
        page.keyboard.type("Kun min egen tekst. ")
        assert secretariat.post("/groups/ag-moebler/members/p-koeb1/withdrawal").status == 200
        page.context.set_offline(False)
        expect(page.locator(".private-copy")).to_contain_text("Kun min egen tekst. ", timeout=40_000)
        expect(draft.field(PLACE).box).not_to_be_editable()
        assert page.evaluate(KEPT)["messages"] == 0
        page.goto(draft.path)
        assert page.evaluate(KEPT)["pages"] == 0
    assert "Kun min egen tekst. " not in stored(server)
