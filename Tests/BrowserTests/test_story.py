"""The whole of the work, once through: two members write, one comments, the chair approves, the Secretariat exports."""

import csv
import io
import json
import re
import subprocess

from playwright.sync_api import Page, expect

from harness import CRITERION, ROOT, TARGET
from harness.pages import Draft, wait_until_same
from harness.web import Web

PLACE = f"{CRITERION}/kravtekst"
COLUMNS = [
    "nummer", "id", "titel", "krav/anbefaling", "niveau", "kravtype", "kravtekst", "dokumentation", "pointmodel",
    "opfyldt (ja/nej)", "leverandørens svar",
]


def words(text: str) -> str:
    """The text with every run of blanks as one and references as `#`."""
    return " ".join(re.sub(r"\[\[krt-[a-z0-9-]+\]\]", "#", text).split())


def download(page: Page, link: str) -> tuple[str, bytes]:
    with page.expect_download() as waiting:
        page.get_by_role("link", name=link).click()
    return waiting.value.suggested_filename, waiting.value.path().read_bytes()


def test_members_write_the_chair_approves_and_the_secretariat_exports(window, server, tmp_path):
    member, chair = Draft(window("koeb1")).open(), Draft(window("formand")).open()

    # They write in one criterion at once, and each sees the other there.
    at_members, at_chairs = member.field(PLACE), chair.field(PLACE)
    at_members.put_caret(0)
    member.page.keyboard.type("Fra medlemmet. ", delay=20)
    at_chairs.put_caret(1)
    chair.page.keyboard.type(" Fra formanden.", delay=20)
    expect(at_chairs.box).to_contain_text("Fra medlemmet. ")
    expect(at_members.box).to_contain_text(" Fra formanden.")
    expect(member.page.locator("[data-presence]")).to_contain_text("Demo Formand")
    member.wait_until("saved"), chair.wait_until("saved")
    wait_until_same(member, chair)

    # The member comments on the criterion; the chair answers and resolves, without reloading.
    member.criterion(CRITERION).get_by_role("button", name="Kommentér").first.click()
    member.page.get_by_role("textbox", name="Kommentar").last.fill("Skal vi nævne FSC her?")
    member.page.get_by_role("button", name="Send kommentar").click()
    thread = chair.page.locator("[data-comments] [data-thread]", has_text="Skal vi nævne FSC her?")
    expect(thread).to_be_visible()
    thread.click()
    thread.get_by_role("textbox").fill("Ja, med eller tilsvarende.")
    thread.get_by_role("button", name="Svar").click()
    expect(member.page.locator("[data-comments]")).to_contain_text("Ja, med eller tilsvarende.")
    thread.get_by_role("button", name="Markér som løst").click()
    expect(thread).to_contain_text("Løst")

    # The chair makes a version and approves it. Later edits leave it as it is.
    chair.page.goto(f"/documents/{TARGET}/versions")
    chair.page.get_by_role("button", name="Lav en version").click()
    chair.page.get_by_role("button", name="Godkend version").click()
    expect(chair.page.get_by_text("Versionen er godkendt.")).to_be_visible()
    version = re.search(r"/documents/[^/]+/versions/\d+", chair.page.url)[0]
    frozen = chair.page.locator("main").inner_text()
    assert "Fra medlemmet. " in frozen and "Fra formanden." in frozen
    at_members.put_caret(0)
    member.page.keyboard.type("For sent. ")
    member.wait_until("saved")
    chair.page.goto(version)
    assert "For sent. " not in chair.page.locator("main").inner_text()
    expect(chair.page.get_by_text("er ændret siden version")).to_be_visible()

    # The Secretariat exports what was approved; the member may not.
    secretariat = window("sek1")
    secretariat.goto(version)
    name, docx = download(secretariat, "Word-dokument (DOCX)")
    assert name.endswith(".docx")
    check_docx(docx, tmp_path)
    name, table = download(secretariat, "Kravskema (CSV til Excel)")
    assert name.endswith(".csv")
    check_table(table)
    name, page = download(secretariat, "Hjemmeside (HTML)")
    assert name.endswith(".html") and "Fra medlemmet. " in page.decode()
    assert Web(server.url).log_in("koeb1").get(f"{version}/export.docx").status == 403


def criteria() -> list[dict]:
    """The criteria of the demo target, in order."""
    fixture = ROOT / "Sources/App/Demo/Fixtures/indkoebsmaal-moebler.json"
    criteria = json.loads(fixture.read_text())["kriterier"]
    assert len(criteria) == 14
    return criteria


def pattern_of(text: str) -> re.Pattern:
    """Finds the text wherever it is printed: with any blanks, and with numbers for its references."""
    return re.compile(re.escape(words(text)).replace(re.escape("#"), r"\d+\.\d+"))


def check_docx(content: bytes, scratch):
    """LibreOffice opens it, and its text has the requirement of each criterion, in order."""
    (scratch / "eksport.docx").write_bytes(content)
    subprocess.run(
        ["soffice", f"-env:UserInstallation=file://{scratch}/profile", "--headless", "--convert-to", "txt:Text (encoded):UTF8",
         "--outdir", scratch, scratch / "eksport.docx"], check=True, capture_output=True, timeout=120)
    text = words((scratch / "eksport.txt").read_text(encoding="utf-8-sig"))
    position = 0
    for criterion in criteria():
        found = pattern_of(criterion["kravtekst"]).search(text, position)
        assert found, f"not in its place: {criterion['kravtekst']}"
        position = found.end()


def check_table(content: bytes):
    """One row a criterion, with the text that a supplier is to meet."""
    assert content.startswith(b"\xef\xbb\xbf")
    heading, *rows = csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=";")
    assert heading == COLUMNS
    assert len(rows) == 14
    assert [row[0] for row in rows] == [f"13.{number}" for number in range(1, 15)]
    for row, criterion in zip(rows, criteria()):
        assert row[1] == criterion["id"]
        text = criterion.get("udbudstekst") or criterion["kravtekst"]
        assert pattern_of(text).fullmatch(words(row[6])) or criterion["id"] == CRITERION, row[0]
