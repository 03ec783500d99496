/// A text of a document, read for printing: paragraphs of plain pieces and references.
///
/// Texts carry their structure in themselves: a line feed separates paragraphs and `[[krt-mob-b3]]` stands for the
/// number that the criterion has in this version.
struct Prose: Hashable {
    enum Piece: Hashable {
        case text(String)
        /// A criterion of the same document, with its number as printed.
        case reference(id: String, number: String)
    }

    /// Those that hold anything, in order.
    let paragraphs: [[Piece]]

    init(_ text: String, _ references: CriterionReferences) {
        paragraphs = text.split(whereSeparator: \.isNewline).map { Prose.pieces(of: $0, references) }
            .filter { $0 != [.text("")] }
    }

    /// As plain text, paragraphs again separated by a line feed.
    var plain: String {
        paragraphs.map { $0.map(\.plain).joined() }.joined(separator: "\n")
    }

    private static func pieces(of line: Substring, _ references: CriterionReferences) -> [Piece] {
        var pieces: [Piece] = []
        var rest = trimmed(line)
        while let open = rest.firstRange(of: "[["), let close = rest[open.upperBound...].firstRange(of: "]]") {
            let id = rest[open.upperBound..<close.lowerBound]
            guard isCriterionID(id) else {
                pieces.append(.text(String(rest[..<open.upperBound])))
                rest = rest[open.upperBound...]
                continue
            }
            if open.lowerBound > rest.startIndex { pieces.append(.text(String(rest[..<open.lowerBound]))) }
            pieces.append(references.piece(for: String(id)))
            rest = rest[close.upperBound...]
        }
        if !rest.isEmpty || pieces.isEmpty { pieces.append(.text(String(rest))) }
        return pieces
    }

    /// Only what looks like an id is a reference; other double brackets are somebody's text.
    private static func isCriterionID(_ text: Substring) -> Bool {
        text.utf8.count > 4 && text.hasPrefix("krt-")
            && text.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"):
                    true
                default: false
                }
            }
    }

    private static func trimmed(_ line: Substring) -> Substring {
        var line = line
        while let last = line.last, last.isWhitespace { line.removeLast() }
        while let first = line.first, first.isWhitespace { line.removeFirst() }
        return line
    }
}

extension Prose.Piece {
    var plain: String {
        switch self {
        case .text(let text): text
        case .reference(_, let number): number
        }
    }
}
