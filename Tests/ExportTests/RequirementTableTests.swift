import Testing

@testable import Export
@testable import Workspace

struct RequirementTableTests {
    @Test func `the demo gives a row for each of its fourteen criteria`() throws {
        let content = try Fixture.furniture()

        let rows = try CSVReader.rows(of: content.requirementTable())

        #expect(
            rows.first == [
                "nummer", "id", "titel", "krav/anbefaling", "niveau", "kravtype", "kravtekst", "dokumentation",
                "pointmodel", "opfyldt (ja/nej)", "leverandørens svar",
            ])
        #expect(rows.count == 15)
        #expect(rows.allSatisfy { $0.count == 11 })
        #expect(rows.dropFirst().map { $0[0] } == (1...14).map { "13.\($0)" })
        #expect(rows.dropFirst().allSatisfy { $0[9].isEmpty && $0[10].isEmpty })
        #expect(
            rows[2].prefix(6) == [
                "13.2", "krt-mob-a2", "Istandsatte møbler som delaftale", "Anbefaling", "Udvidet",
                "Ordregiverforpligtelse",
            ])
        #expect(rows[4][5] == "Mindstekrav (teknisk specifikation) / Tildelingskriterium")
    }

    @Test func `the text for the tender documents goes before the requirement`() throws {
        let rows = try CSVReader.rows(of: Fixture.small.requirementTable())

        #expect(rows[1][6] == "Undersøg lageret.\nNotér svaret.")
        #expect(rows[2][6] == "Produktet skal have mærket.")
    }

    @Test func `references become numbers, and say so when there is nothing to refer to`() throws {
        var content = Fixture.small
        content.criteria[0].requirement = "Se [[krt-b]], [[krt-vaek]], [[ikke en]] og [[krt-b"

        let rows = try CSVReader.rows(of: content.requirementTable())

        #expect(rows[1][6] == "Se 7.2, [slettet kriterium], [[ikke en]] og [[krt-b")
    }

    @Test func `the file opens right in Danish Excel`() throws {
        let bytes = try Fixture.small.requirementTable()

        #expect(bytes.starts(with: [0xEF, 0xBB, 0xBF]))
        #expect(bytes.suffix(2) == Array("\r\n".utf8))
        #expect(String(decoding: bytes, as: UTF8.self).contains("nummer;id;titel"))
    }

    @Test(arguments: [
        "=1+1", "+45 12 34 56 78", "-5", "@SUM(A1)", "\t=1", "\r=1", "\0=1", "\n=1", "  =cmd|' /C calc'!A0",
        "\u{A0}=1", "＝1+1", "＋1", "－1", "＠A",
    ])
    func `a cell never becomes a formula`(payload: String) throws {
        var table = CSVTable()
        table.append([payload, "x"])

        #expect(CSVReader.rows(of: table.bytes) == [["'" + payload, "x"]])
    }

    @Test(arguments: [
        ("Møbler", "Møbler"), ("a;b", "\"a;b\""), ("a,b", "\"a,b\""), ("\"a\"", "\"\"\"a\"\"\""),
        ("a\nb", "\"a\nb\""), ("a\rb", "\"a\rb\""), ("", ""), ("1=1", "1=1"), ("æ - ø", "æ - ø"),
    ])
    func `cells are quoted when they have to be`(cell: String, written: String) {
        var table = CSVTable()
        table.append([cell])

        #expect(Array(table.bytes.dropFirst(3)) == Array((written + "\r\n").utf8))
    }

    @Test func `a target without criteria has no table`() {
        let empty = TargetContent(number: 1, title: "Tom")

        #expect(throws: ExportError.noCriteria) { try empty.requirementTable() }
    }
}

/// A small reader of RFC 4180 with semicolons, written from the RFC and not from our writer.
enum CSVReader {
    static func rows(of bytes: [UInt8]) -> [[String]] {
        var rows: [[String]] = []
        var row: [String] = []
        var cell: [UInt8] = []
        var isQuoted = false
        var index = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
        func next() -> UInt8? { index + 1 < bytes.count ? bytes[index + 1] : nil }
        while index < bytes.count {
            let byte = bytes[index]
            switch byte {
            case UInt8(ascii: "\"") where isQuoted && next() == UInt8(ascii: "\""):
                cell.append(byte)
                index += 1
            case UInt8(ascii: "\""):
                isQuoted.toggle()
            case UInt8(ascii: ";") where !isQuoted:
                row.append(String(decoding: cell, as: UTF8.self))
                cell = []
            case 0x0D where !isQuoted && next() == 0x0A:
                row.append(String(decoding: cell, as: UTF8.self))
                rows.append(row)
                (row, cell) = ([], [])
                index += 1
            default:
                cell.append(byte)
            }
            index += 1
        }
        return rows
    }
}
