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


def word_item(level: int, mark: str, text: str) -> str:
    return (f"<p class=MsoListParagraph style='text-indent:-18.0pt;mso-list:l0 level{level} lfo1'><![if !supportLists]>"
            f"<span style='mso-fareast-font-family:Calibri'><span style='mso-list:Ignore'>{mark}<span style='font:7.0pt "
            f"\"Times New Roman\"'>&nbsp;&nbsp;&nbsp; </span></span></span><![endif]>{text}<o:p></o:p></p>")


GOOGLE = '<meta charset="utf-8"><b style="font-weight:normal;" id="docs-internal-guid-1a2b">{}</b>'

# Name, HTML of the clipboard, lines as `mark text` with formatting in letters: *bold* /italic/ _sub_ ^sup^ [link].
CASES = [
    ("Word: two paragraphs", WORD.format(
        "<p class=MsoNormal>Første afsnit.<o:p></o:p></p>\r\n<p class=MsoNormal><o:p>&nbsp;</o:p></p>\r\n"
        "<p class=MsoNormal>Andet\r\nafsnit.<o:p></o:p></p>"), ["Første afsnit.", "Andet afsnit."]),
    ("Word: bold, italic, sub and sup", WORD.format(
        "<p class=MsoNormal><b>Fed</b> og <i>kursiv</i>, CO<sub>2</sub> og m<sup>2</sup><o:p></o:p></p>"),
     ["*Fed* og /kursiv/, CO_2_ og m^2^"]),
    ("Word: bullets with levels", WORD.format(
        word_item(1, "·", "ét") + word_item(2, "o", "under") + word_item(1, "·", "to")), ["• ét", "◦ under", "• to"]),
    ("Word: numbers with levels", WORD.format(
        word_item(1, "1.", "ét") + word_item(2, "a)", "under") + word_item(1, "2.", "to")), ["1. ét", "a. under", "2. to"]),
    ("Word: colours and fonts are left behind", WORD.format(
        "<p class=MsoNormal><span style='font-size:18.0pt;color:red;font-family:\"Comic Sans MS\"'>Rødt</span></p>"), ["Rødt"]),
    ("LibreOffice: list in a list", "<body><p>Før</p><ul>\n\t<li><p style=\"margin-bottom: 0cm\">et</p>\n\t<ul>\n\t\t<li><p>under</p>"
     "</li>\n\t</ul></li>\n\t<li><p>to</p></li>\n</ul></body>", ["Før", "• et", "◦ under", "• to"]),
    ("LibreOffice: numbers", "<ol>\n\t<li><p>en</p></li>\n\t<li><p><b>to</b></p></li>\n</ol>", ["1. en", "2. *to*"]),
    ("Google Docs: a paragraph that is not bold", GOOGLE.format(
        '<p dir="ltr"><span style="font-weight:400;font-style:normal">Almindelig </span>'
        '<span style="font-weight:700">fed</span><span style="font-style:italic"> kursiv</span></p>'), ["Almindelig *fed*/ kursiv/"]),
    ("Google Docs: nested list", GOOGLE.format(
        '<ul><li dir="ltr" aria-level="1"><p><span style="font-weight:400">et</span></p></li><ul><li dir="ltr" aria-level="2">'
        '<p><span>under</span></p></li></ul><li dir="ltr" aria-level="1"><p><span>to</span></p></li></ul>'),
     ["• et", "◦ under", "• to"]),
    ("Google Docs: raised and lowered", GOOGLE.format(
        '<p><span>H</span><span style="vertical-align:sub">2</span><span>O, 10</span>'
        '<span style="vertical-align:super">3</span></p>'), ["H_2_O, 10^3^"]),
    ("web: links, and none that runs a script",
     '<p>Se <a href="https://example.dk/a?b=1">siden</a> og <a href="javascript:alert(1)">ikke denne</a></p>',
     ["Se [siden] og ikke denne"]),
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
]

LINES = """box => {
    const signs = { STRONG: "*", EM: "/", SUB: "_", SUP: "^" }
    const inline = node => [...node.childNodes].map(child => {
        if (child.nodeType === 3) return child.data
        if (child.tagName === "BR") return ""
        if (child.tagName === "A") return `[${inline(child)}]`
        const sign = signs[child.tagName] ?? ""
        return sign + inline(child) + sign
    }).join("")
    const blocks = [...box.querySelectorAll(":scope > [data-block]")]
    if (blocks.length === 0) return inline(box).split("\\n")
    return blocks.filter(block => block.dataset.unseen === undefined)
        .map(block => (block.dataset.mark ? block.dataset.mark + " " : "") + inline(block).replace(/\\n$/, ""))
}"""

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
    return draft.field(place).box.evaluate(LINES)


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


def test_a_list_pasted_into_a_sentence_begins_on_its_own_line(window):
    draft = open_empty(window)
    draft.page.keyboard.type("Krav:")

    paste(draft, text_html="<ul><li>et</li><li>to</li></ul>")

    assert lines(draft) == ["Krav:", "• et", "• to"]


def test_cut_and_paste_inside_keeps_the_formatting(window):
    draft = open_empty(window)
    draft.page.keyboard.press("Control+b")
    draft.page.keyboard.type("fed")
    draft.page.keyboard.press("Control+b")
    draft.page.keyboard.press("Enter")
    draft.page.keyboard.type("- punkt")
    before = lines(draft)

    draft.page.keyboard.press("Control+a")
    draft.page.keyboard.press("Control+x")
    assert lines(draft) == [""]
    draft.page.keyboard.press("Control+v")
    assert lines(draft) == before

    draft.page.keyboard.press("Control+z")
    assert lines(draft) == [""]
    draft.page.keyboard.press("Control+z")
    assert lines(draft) == before
