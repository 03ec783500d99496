/// A table as a CSV file that Danish Excel opens with a double-click: UTF-8 with a byte order mark, semicolons, and
/// otherwise RFC 4180 (CRLF after every row, quotes doubled inside quotes).
///
/// A cell that a spreadsheet would run as a formula gets an apostrophe in front, as OWASP advises ("CSV Injection"),
/// so that text from a member cannot act on the machine of the buyer who opens it.
struct CSVTable {
    /// UTF-8.
    private(set) var bytes: [UInt8] = [0xEF, 0xBB, 0xBF]

    /// Appends a row, the headings first.
    mutating func append(_ cells: [String]) {
        for (index, cell) in cells.enumerated() {
            if index > 0 { bytes.append(UInt8(ascii: ";")) }
            append(cell: cell)
        }
        bytes += "\r\n".utf8
    }

    private mutating func append(cell: String) {
        let guarded = Self.mayBecomeFormula(cell) ? "'" + cell : cell
        guard guarded.utf8.contains(where: Self.needsQuotes) else {
            bytes += guarded.utf8
            return
        }
        bytes.append(UInt8(ascii: "\""))
        for byte in guarded.utf8 {
            bytes.append(byte)
            if byte == UInt8(ascii: "\"") { bytes.append(byte) }
        }
        bytes.append(UInt8(ascii: "\""))
    }

    /// Also behind spaces, which spreadsheets trim when they import, and for the full-width forms of the signs, which
    /// some of them read as the plain ones.
    private static func mayBecomeFormula(_ cell: String) -> Bool {
        guard let first = cell.unicodeScalars.first(where: { $0 != " " && $0 != "\u{A0}" }) else { return false }
        return switch first {
        case "=", "+", "-", "@", "\t", "\r", "\n", "\0": true
        case "\u{FF1D}", "\u{FF0B}", "\u{FF0D}", "\u{FF20}": true
        default: false
        }
    }

    private static func needsQuotes(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: ";"), UInt8(ascii: ","), UInt8(ascii: "\""), 0x00...0x1F: true
        default: false
        }
    }
}
