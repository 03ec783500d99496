import Foundation
import Merge
import RichText
import Testing

@testable import Export
@testable import Workspace

/// What people have formatted is printed so, in every form.
struct FormattedTextTests {
    private static let references = CriterionReferences(numbers: ["krt-a": "7.1"], areInDocument: true)

    private static func run(_ text: String, _ values: [String: RegisterValue] = [:]) -> TextRun {
        var attributes = Attributes.none
        for (key, value) in values { attributes[Name(key)!] = value }
        return TextRun(text: Array(text.unicodeScalars), attributes: attributes)
    }

    /// The line break before an item.
    private static func item(_ list: String, _ level: Int64 = 1) -> TextRun {
        run("\n", ["list": .string(Array(list.unicodeScalars)), "level": .integer(level)])
    }

    private static let text = FormattedText(runs: [
        run("Et "), run("fedt", ["b": .bool(true)]), run(" ord, CO"), run("2", ["sub": .bool(true)]),
        run(" og "), run("siden", ["link": .string(Array("https://example.dk/?a=1&b=\"2\"".unicodeScalars))]),
        item("bullet"), run("stol"), item("ordered", 2), run("ryg"), item("ordered", 2),
        run("sæde", ["i": .bool(true)]), item("bullet"), run("bord, se [[krt-a]]"), run("\n"), run("Slut."),
        item("ordered"), run("et"), item("ordered"), run("to"),
    ])

    @Test func `HTML has real lists and elements`() {
        let html = String(decoding: proseHTML(Self.text, Self.references).bytes, as: UTF8.self)

        #expect(
            html == """
                <p>Et <strong>fedt</strong> ord, CO<sub>2</sub> og \
                <a href="https://example.dk/?a=1&amp;b=&quot;2&quot;" rel="noreferrer">siden</a></p>\
                <ul><li>stol<ol><li>ryg</li><li><em>sæde</em></li></ol></li><li>bord, se <a href="#krt-a">7.1</a></li></ul>\
                <p>Slut.</p><ol><li>et</li><li>to</li></ol>
                """)
    }

    @Test func `plain text has the marks`() {
        #expect(
            Prose(Self.text, Self.references).plain == """
                Et fedt ord, CO2 og siden
                • stol
                a. ryg
                b. sæde
                • bord, se 7.1
                Slut.
                1. et
                2. to
                """)
    }

    @Test func `Word has lists that begin at one, and runs that look so`() throws {
        var content = Fixture.small
        content.criteria[0].requirement = Self.text
        content.sections[0].text = Self.text
        let parts = try WordDocument(content: content, stamp: Fixture.stamp).parts()
        let document = try #require(parts.first { $0.name == "word/document.xml" }).xml.description
        let numbering = try #require(parts.first { $0.name == "word/numbering.xml" }).xml.description

        #expect(document.contains("<w:rPr><w:b/></w:rPr><w:t xml:space=\"preserve\">fedt</w:t>"))
        #expect(document.contains("<w:vertAlign w:val=\"subscript\"/>"))
        #expect(document.contains("HYPERLINK &quot;https://example.dk/?a=1&amp;b=%222%22&quot;"))
        #expect(document.contains("<w:numPr><w:ilvl w:val=\"1\"/><w:numId w:val=\"2\"/></w:numPr>"))
        // Two texts with two numbered lists each, and the bullets.
        for list in 1...5 { #expect(numbering.contains("<w:num w:numId=\"\(list)\">")) }
        #expect(!numbering.contains("<w:num w:numId=\"6\">"))
    }

    @Test func `a link that would run a script is only its text`() {
        let text = FormattedText(runs: [
            Self.run("her", ["link": .string(Array("javascript:alert(1)".unicodeScalars))])
        ])
        #expect(String(decoding: proseHTML(text, Self.references).bytes, as: UTF8.self) == "<p>her</p>")
    }

    @Test(.enabled(if: Program.office != nil), .timeLimit(.minutes(3)))
    func `LibreOffice shows the lists with their numbers`() throws {
        var content = Fixture.small
        content.criteria[0].requirement = Self.text
        let office = try #require(Program.office)

        let text = try Program.text(ofWordDocument: content.wordDocument(stamp: Fixture.stamp), by: office)
        let lines = text.split(separator: "\n").map { $0.trimmingCharacters(in: .whitespaces) }

        for line in ["• stol", "a. ryg", "b. sæde", "• bord, se 7.1", "1. et", "2. to"] {
            #expect(lines.contains(line), "\(line) is not among the lines")
        }
    }
}
