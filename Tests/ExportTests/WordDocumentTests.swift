import Foundation
import Testing

@testable import Export
@testable import Workspace

struct WordDocumentTests {
    @Test func `each part of a small document is as it was`() throws {
        let document = WordDocument(content: Fixture.small, stamp: Fixture.stamp)

        for part in try document.parts() {
            try Golden.expect(part.xml.document, matches: part.name.replacingOccurrences(of: "/", with: "-"))
        }
    }

    @Test func `the same version exported twice is the same file`() throws {
        let content = try Fixture.furniture()

        #expect(try content.wordDocument(stamp: Fixture.stamp) == content.wordDocument(stamp: Fixture.stamp))
    }

    @Test(.enabled(if: Program.python != nil))
    func `every part is well-formed, whatever people wrote`() throws {
        var content = Fixture.small
        let payload = "\u{0}\u{1}\u{B}<w:p>&amp;]]>\u{FFFF}\"' 🪑 e\u{301}"
        content.title = payload
        content.sections[0].text = FormattedText(payload)
        content.criteria[1].title = payload
        content.criteria[1].requirement = FormattedText(payload)
        content.criteria[1].parameters[0].source = payload
        var stamp = Fixture.stamp
        stamp.organisation = payload
        let python = try #require(Program.python)

        let (output, status) = try Program.withTemporaryFolder { folder in
            let file = folder.appending(path: "a.docx")
            try Data(content.wordDocument(stamp: stamp)).write(to: file)
            let script = """
                import sys, zipfile
                from xml.dom import minidom
                archive = zipfile.ZipFile(sys.argv[1])
                for name in archive.namelist(): minidom.parseString(archive.read(name))
                print(archive.testzip(), len(archive.namelist()))
                """
            return try Program.run(python, ["-c", script, file.path])
        }

        #expect(status == 0)
        #expect(output == "None 11\n")
    }

    @Test(.enabled(if: Program.office != nil), .timeLimit(.minutes(3)))
    func `LibreOffice reads the text of all criteria in their order`() throws {
        let content = try Fixture.furniture()
        let office = try #require(Program.office)

        let text = try Program.text(ofWordDocument: content.wordDocument(stamp: Fixture.stamp), by: office)

        #expect(content.criteria.count == 14)
        var rest = text[...]
        for section in content.sections where section.placement == .before {
            rest = try #require(rest.after(section.text.plain), "\(section.title) is missing or not in its place")
        }
        for criterion in content.criteria {
            rest = try #require(rest.after("\(criterion.number) \(criterion.title)"), "\(criterion.number): title")
            rest = try #require(rest.after(criterion.requirement.plain), "\(criterion.number): requirement")
        }
        for section in content.sections where section.placement == .after {
            rest = try #require(rest.after(section.text.plain), "\(section.title) is missing or not in its place")
        }
        #expect(text.contains("Ellers bruges 13.5, 13.6 og 13.8."))
        #expect(!text.contains("[["))
    }

    @Test func `a version without approval says so`() throws {
        var stamp = Fixture.stamp
        stamp.approval = nil

        let parts = try WordDocument(content: Fixture.small, stamp: stamp).parts()

        let text = parts.first { $0.name == "word/document.xml" }?.xml.description ?? ""
        #expect(text.contains("Version 0.4, ikke godkendt"))
        #expect(text.contains("Versionen er ikke godkendt"))
    }

    @Test func `an export that cannot be right is not made`() {
        var untitled = Fixture.small
        untitled.title = ""
        var repeated = Fixture.small
        repeated.criteria[1].id = repeated.criteria[0].id

        #expect(throws: ExportError.noTitle) { try untitled.wordDocument(stamp: Fixture.stamp) }
        #expect(throws: ExportError.repeatedCriterion(id: "krt-a")) {
            try repeated.wordDocument(stamp: Fixture.stamp)
        }
    }
}

extension Substring {
    /// What follows the first place where `text` stands, nil when it stands nowhere.
    fileprivate func after(_ text: String) -> Substring? {
        range(of: text).map { self[$0.upperBound...] }
    }
}
