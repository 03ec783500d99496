import Markup
import RichText
import Testing

@testable import Export
@testable import Workspace

struct DocumentRenderingTests {
    @Test(arguments: [
        ("target", "Indkøbsmål 7", "<article class=\"rendering-criterion\" id=\"krt-a\">"),
        ("minutes", "Referat", "<article class=\"rendering-item\" id=\"pkt-a\">"),
        ("termsOfReference", "Kommissorium", "<section class=\"rendering-section\" id=\"sek-a\">"),
    ])
    func `every kind of document has a rendering and a page`(kind: String, overline: String, part: String) throws {
        let rendering = try DocumentRendering(Self.document(kind: kind))

        let page = String(decoding: try rendering.webPage(stamp: Fixture.stamp), as: UTF8.self)

        #expect(rendering.overline == overline)
        #expect(rendering.title == "Møbler")
        #expect(rendering.html.description.contains(part))
        #expect(page.contains(rendering.html.description))
        #expect(page.contains("<h1>Møbler</h1>"))
        #expect(page.contains(Fixture.stamp.hash))
    }

    @Test func `a rendering that was frozen takes the place of a new one`() throws {
        let rendering = try DocumentRendering(Self.document(kind: "minutes"))
        let frozen = element("p") { "Som det stod dengang." }

        let page = String(decoding: try rendering.webPage(stamp: Fixture.stamp, frozen: frozen), as: UTF8.self)

        #expect(page.contains("<p>Som det stod dengang.</p></main>"))
        #expect(!page.contains("rendering-item\" id"))
    }

    @Test func `a target is the same from its document and from its content`() throws {
        let document = try Self.document(kind: "target")

        let rendering = try DocumentRendering(document)

        #expect(try rendering.html == TargetContent(document).rendering())
        #expect(
            try rendering.webPage(stamp: Fixture.stamp) == TargetContent(document).webPage(stamp: Fixture.stamp))
    }

    @Test func `a document without a title can be shown but not handed out`() throws {
        let untitled = try DocumentContent(
            canonicalBytes: Array(
                """
                {"format":"udkast-document","version":1}
                ["register","dokument","kind","minutes"]

                """.utf8))

        let rendering = try DocumentRendering(untitled)

        #expect(throws: ExportError.noTitle) { try rendering.webPage(stamp: Fixture.stamp) }
    }

    @Test func `a document of no known kind is refused by name`() throws {
        let strange = try Self.document(kind: "brev")

        #expect(throws: ExportError.unknownKind("brev")) { try DocumentRendering(strange) }
        #expect(throws: ExportError.unknownKind("")) { try DocumentRendering(DocumentContent()) }
    }

    /// A document with one part of every kind.
    private static func document(kind: String) throws -> DocumentContent {
        try DocumentContent(
            canonicalBytes: Array(
                """
                {"format":"udkast-document","version":1}
                ["register","dokument","kind","\(kind)"]
                ["register","dokument","nummer",7]
                ["register","krt-a","kind","kriterium"]
                ["register","pkt-a","kind","punkt"]
                ["register","sek-a","kind","sektion"]
                ["text","dokument","titel","Møbler"]
                ["text","krt-a","kravtekst","Undersøg lageret."]
                ["text","krt-a","titel","Genbrug"]
                ["text","pkt-a","titel","Velkomst"]
                ["text","sek-a","titel","Formål"]

                """.utf8))
    }
}
