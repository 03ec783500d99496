"""What other programs put on the clipboard: the structure that we have is kept, the rest is left behind and named."""

import re

import pytest
from playwright.sync_api import expect

from harness import CRITERION
from harness.pages import Draft

PLACE = f"{CRITERION}/markedsnote"

WORD = '<html xmlns:o="urn:schemas-microsoft-com:office:office" xmlns:w="urn:schemas-microsoft-com:office:word">' \
       '<head><meta name=Generator content="Microsoft Word 15"><style><!-- p.MsoNormal {{mso-style-parent:"";}} --></style></head>' \
       '<body lang=DA><!--StartFragment-->{}<!--EndFragment--></body></html>'

GOOGLE = '<meta charset="utf-8"><b style="font-weight:normal;" id="docs-internal-guid-1a2b">{}</b>'

# Name, HTML of the clipboard, lines of the text.
CASES = [
    ("Word: two paragraphs", WORD.format(
        "<p class=MsoNormal>Første afsnit.<o:p></o:p></p>\r\n<p class=MsoNormal><o:p>&nbsp;</o:p></p>\r\n"
        "<p class=MsoNormal>Andet\r\nafsnit.<o:p></o:p></p>"), ["Første afsnit.", "Andet afsnit."]),
    ("Word: colours and fonts are left behind", WORD.format(
        "<p class=MsoNormal><span style='font-size:18.0pt;color:red;font-family:\"Comic Sans MS\"'>Rødt</span></p>"), ["Rødt"]),
    ("web: headings, image and script", '<h2>Overskrift</h2><script>alert(1)</script><style>p{}</style><p onclick="alert(1)">Tekst'
     '<img src="https://example.dk/x.png" onerror="alert(1)"></p>', ["Overskrift", "Tekst"]),
    ("web: blanks and breaks", "<div>  En \n linje<br>til  </div>\n\n<div>&nbsp;</div><pre>a\n  b</pre>",
     ["En linje", "til", "a", "b"]),
    ("Excel: a table", "<table><tr><td>Navn</td><td align=right>Værdi</td></tr><tr><td>Støj</td><td>40&nbsp;dB</td></tr></table>",
     ["Navn | Værdi", "Støj | 40\u00a0dB"]),
    ("Word: a table with paragraphs in its cells", WORD.format(
        "<table class=MsoTableGrid><tr><td><p class=MsoNormal>Felt</p></td><td><p class=MsoNormal>a</p><p class=MsoNormal>b</p></td>"
        "</tr></table>"), ["Felt | a b"]),
    ("decomposed letters", "<p>ba\u030al</p>", ["bål"]),
    ("Google Docs: spans in spans", GOOGLE.format(
        '<p dir="ltr"><span style="font-weight:400">Almindelig </span><span><span>tekst</span></span></p>'), ["Almindelig tekst"]),
    ("LibreOffice: a list keeps its lines", "<ul>\n\t<li><p>et</p></li>\n\t<li><p>to</p></li>\n</ul>", ["et", "to"]),
]

PASTE = """(box, content) => {
    const data = new DataTransfer()
    for (const [type, text] of Object.entries(content)) data.setData(type, text)
    box.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }))
}"""


def open_empty(window) -> Draft:
    draft = Draft(window("koeb1", permissions=["clipboard-read", "clipboard-write"])).open()
    draft.field(PLACE).put_caret(0)
    draft.page.keyboard.press("Control+a")
    draft.page.keyboard.press("Delete")
    return draft


def paste(draft: Draft, place: str = PLACE, **content: str):
    draft.field(place).box.evaluate(PASTE, {kind.replace("_", "/"): text for kind, text in content.items()})


def lines(draft: Draft, place: str = PLACE) -> list[str]:
    return draft.field(place).text.split("\n")


@pytest.mark.parametrize("html, expected", [pytest.param(*case[1:], id=case[0]) for case in CASES])
def test_structure_survives_a_paste(window, html, expected):
    draft = open_empty(window)

    paste(draft, text_html=html, text_plain="ikke brugt")

    assert lines(draft) == expected
    draft.wait_until("saved")


@pytest.mark.parametrize("html, word", [
    ("<p>a<img src='x.png'></p>", "billeder"), ("<h1>a</h1>", "overskrifters"), ("<table><tr><td>a</td></tr></table>", "tabellens"),
])
def test_what_is_left_behind_is_said_in_one_line(window, html, word):
    draft = open_empty(window)

    paste(draft, text_html=html)

    expect(draft.page.locator(".passing-note")).to_contain_text(re.compile(f"ikke taget med: .*{word}"))


def test_plain_text_keeps_its_lines_whatever_their_ends(window):
    draft = open_empty(window)

    paste(draft, text_plain="en\r\nto\rtre\u2028fire\0")

    assert lines(draft) == ["en", "to", "tre", "fire"]


def test_a_title_takes_a_paste_on_one_line(window):
    draft = open_empty(window)
    place = f"{CRITERION}/titel"
    draft.field(place).box.click()
    draft.page.keyboard.press("Control+a")

    paste(draft, place, text_html="<ul><li>Et</li><li>krav</li></ul>")

    assert lines(draft, place) == ["Et krav"]
