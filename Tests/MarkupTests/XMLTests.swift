import Testing

@testable import Markup

struct XMLTests {
    @Test func `elements nest and empty ones close themselves`() {
        let paragraph = xml("w:p") {
            xml("w:pPr") { xml("w:pStyle", ["w:val": "Overskrift"]) }
            xml("w:r") { xml("w:t", ["xml:space": "preserve"]) { "CO₂ & m² " } }
        }

        #expect(
            paragraph.description == """
                <w:p><w:pPr><w:pStyle w:val="Overskrift"/></w:pPr>\
                <w:r><w:t xml:space="preserve">CO₂ &amp; m² </w:t></w:r></w:p>
                """)
        #expect(
            String(decoding: paragraph.document, as: UTF8.self)
                .hasPrefix("<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<w:p>"))
    }

    @Test(arguments: [
        ("]]><a b='c'>", "]]&gt;&lt;a b=&#39;c&#39;&gt;"),
        ("\u{0}\u{1}\u{8}\u{B}\u{C}\u{1F}", "\u{FFFD}\u{FFFD}\u{FFFD}\u{FFFD}\u{FFFD}\u{FFFD}"),
        ("\u{FFFE}x\u{FFFF}", "\u{FFFD}x\u{FFFD}"),
        ("\u{FFFD}\u{FF21}\u{10FFFF}\u{7F}\u{85}", "\u{FFFD}\u{FF21}\u{10FFFF}\u{7F}\u{85}"),
        ("a\tb\nc\r", "a\tb\nc&#13;"),
    ])
    func `text holds only characters that XML can express`(text: String, written: String) {
        #expect(xml("t") { text }.description == "<t>\(written)</t>")
    }

    @Test func `white space in attributes survives normalisation`() {
        #expect(xml("t", ["a": "\t\n\r\u{1}"]).description == "<t a=\"&#9;&#10;&#13;\u{FFFD}\"/>")
    }
}
