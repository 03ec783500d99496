import Testing

@testable import Markup

struct HTMLTests {
    @Test func `a page reads like what it writes`() {
        let names = ["Møbler", "Engangsservice"]
        let signedIn = true
        let search = "Æ & Ø"

        let page = element("main", ["id": "indhold", "class": "page"]) {
            element("h1") { "Indkøbsmål" }
            if signedIn {
                element("p") { "Du er logget ind" }
            } else {
                element("a", ["href": "/login"]) { "Log ind" }
            }
            element("ul") {
                for name in names {
                    element("li") { name }
                }
            }
            element("input", ["name": "q", "value": search, "required": flag(true), "disabled": flag(false)])
        }

        #expect(
            page.description == """
                <main id="indhold" class="page"><h1>Indkøbsmål</h1><p>Du er logget ind</p>\
                <ul><li>Møbler</li><li>Engangsservice</li></ul>\
                <input name="q" value="Æ &amp; Ø" required></main>
                """)
    }

    @Test func `a document begins with its doctype and language`() {
        let page = htmlDocument(language: "da", ["class": "no-script"]) { element("title") { "Udkast" } }

        #expect(
            page.description
                == "<!DOCTYPE html>\n<html lang=\"da\" class=\"no-script\"><title>Udkast</title></html>")
    }

    @Test(arguments: [
        ("<script>alert(1)</script>", "&lt;script&gt;alert(1)&lt;/script&gt;"),
        ("<img src=x onerror=alert(1)>", "&lt;img src=x onerror=alert(1)&gt;"),
        ("\"><svg/onload=alert(1)>", "&quot;&gt;&lt;svg/onload=alert(1)&gt;"),
        ("' autofocus onfocus='alert(1)", "&#39; autofocus onfocus=&#39;alert(1)"),
        ("&lt;b&gt;", "&amp;lt;b&amp;gt;"),
        ("<!-- --><![CDATA[", "&lt;!-- --&gt;&lt;![CDATA["),
        ("nul\0 og cr\r", "nul\u{FFFD} og cr&#13;"),
        ("æøå e\u{301} 🪑", "æøå e\u{301} 🪑"),
        ("", ""),
    ])
    func `text from people is only text, between tags and in attributes`(payload: String, written: String) {
        #expect(element("p") { payload }.description == "<p>\(written)</p>")
        if !payload.isEmpty {
            #expect(element("p", ["title": payload]).description == "<p title=\"\(written)\"></p>")
        }
    }

    @Test(arguments: [
        "javascript:alert(1)", "JaVaScRiPt:alert(1)", " \u{1}javascript:alert(1)", "java\tscript:alert(1)",
        "java\nscript\r:alert(1)", "vbscript:msgbox", "data:text/html,<script>alert(1)</script>", "blob:x", "file:///x",
        "javascript\u{0}:alert(1)", ":x",
    ])
    func `an address that could run script leads nowhere`(address: String) {
        for link in [
            element("a", ["href": address]), element("img", ["src": address]),
            element("form", ["action": address]), element("button", ["formaction": address]),
        ] {
            #expect(link.description.contains("=\"about:invalid\""))
        }
    }

    @Test(arguments: [
        "/documents/maal-moebler", "versions/3", "?side=2", "#krt-mob-b2", "https://example.org/a:b",
        "HTTPS://example.org", "mailto:demo@demo.invalid", "tel:+4512345678", "//cdn.example", "a/b:c", "",
    ])
    func `an address that only leads somewhere is kept`(address: String) {
        #expect(safeAddress(address) == address)
    }

    @Test func `a first line break in a text area survives the parser`() {
        #expect(element("textarea") { "\nlinje" }.description == "<textarea>\n\nlinje</textarea>")
        #expect(element("textarea") { "linje\n" }.description == "<textarea>linje\n</textarea>")
    }

    @Test func `what was rendered before is written as it stands`() {
        let frozen = element("p") { "1 < 2" }

        let page = element("div") { HTML(VerbatimHTML(frozen.bytes)) }

        #expect(page.description == "<div><p>1 &lt; 2</p></div>")
    }

    @Test func `attributes without a value are left out and sums keep their order`() {
        let attributes: Attributes = ["class": nil, "id": "a"]

        #expect(element("p", attributes + ["lang": "da"]).description == "<p id=\"a\" lang=\"da\"></p>")
    }

    @Test func `event handlers stop the program where they are written`() async {
        await #expect(processExitsWith: .failure) { _ = element("p", ["onclick": "x()"]) }
        await #expect(processExitsWith: .failure) { _ = element("p", ["OnLoad": "x()"]) }
        await #expect(processExitsWith: .failure) { _ = element("p", ["style": "color: red"]) }
        await #expect(processExitsWith: .failure) { _ = element("iframe", ["srcdoc": "<p>"]) }
    }

    @Test func `misuse stops the program where it is written`() async {
        await #expect(processExitsWith: .failure) { _ = element("br") { "tekst" } }
        await #expect(processExitsWith: .failure) { _ = element("script") { "alert(1)" } }
        await #expect(processExitsWith: .failure) { _ = element("p", ["id": "a", "id": "b"]) }
        await #expect(processExitsWith: .failure) { _ = element("p x", [:]) }
        await #expect(processExitsWith: .failure) { _ = styleSheet("p { } </style><script>") }
    }
}
