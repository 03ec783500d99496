import Merge
import RichText
import Workspace

/// A text of a document, read for printing: paragraphs and items of lists, in pieces of one look each.
///
/// Texts carry their structure in themselves: a line feed separates paragraphs, says whether an item of a list follows,
/// and `[[krt-mob-b3]]` stands for the number that the criterion has in this version.
struct Prose: Hashable {
    struct Paragraph: Hashable {
        /// Nil unless it is an item of a list.
        let list: TextBlock.List?
        /// Of an item, from 1; 0 otherwise.
        let level: Int
        /// What stands before an item where lists are only text; "" otherwise.
        let mark: String
        /// Of an item, its place among its like, from 1; 0 otherwise.
        let number: Int
        let pieces: [Piece]

        var plain: String { (mark.isEmpty ? "" : mark + " ") + pieces.map(\.plain).joined() }
    }

    struct Piece: Hashable {
        enum Kind: Hashable {
            case text(String)
            /// A criterion of the same document, with its number as printed.
            case reference(id: String, number: String)
        }

        let kind: Kind
        let look: Look

        var plain: String {
            switch kind {
            case .text(let text): text
            case .reference(_, let number): number
            }
        }
    }

    struct Look: Hashable {
        var isBold = false
        var isItalic = false
        var isLowered = false
        var isRaised = false
        /// Where it leads; nil for what is no link.
        var address: String?

        fileprivate init(_ attributes: Attributes) {
            isBold = attributes.isOn("b")
            isItalic = attributes.isOn("i")
            isLowered = attributes.isOn("sub")
            isRaised = attributes.isOn("sup")
            address = attributes.address
        }
    }

    /// Those that hold anything, in order.
    let paragraphs: [Paragraph]

    init(_ text: FormattedText, _ references: CriterionReferences) {
        let blocks = TextBlock.blocks(of: text.runs) { Character($0).isNewline }
        paragraphs = blocks.compactMap { block in
            let pieces = Prose.trimmed(block.runs).flatMap { run in Prose.pieces(of: run, references) }
            guard !pieces.isEmpty else { return nil }
            return Paragraph(
                list: block.list, level: block.level, mark: block.mark, number: block.number, pieces: pieces)
        }
    }

    /// As plain text, paragraphs again separated by a line feed.
    var plain: String {
        paragraphs.map(\.plain).joined(separator: "\n")
    }

    private static func pieces(of run: TextRun, _ references: CriterionReferences) -> [Piece] {
        let look = Look(run.attributes)
        var kinds: [Piece.Kind] = []
        var rest = String(String.UnicodeScalarView(run.text))[...]
        while let open = rest.firstRange(of: "[["), let close = rest[open.upperBound...].firstRange(of: "]]") {
            let id = rest[open.upperBound..<close.lowerBound]
            guard isCriterionID(id) else {
                kinds.append(.text(String(rest[..<open.upperBound])))
                rest = rest[open.upperBound...]
                continue
            }
            if open.lowerBound > rest.startIndex { kinds.append(.text(String(rest[..<open.lowerBound]))) }
            kinds.append(references.piece(for: String(id)))
            rest = rest[close.upperBound...]
        }
        if !rest.isEmpty { kinds.append(.text(String(rest))) }
        return kinds.map { Piece(kind: $0, look: look) }
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

    /// Without blanks at either end.
    private static func trimmed(_ runs: [TextRun]) -> [TextRun] {
        var runs = runs
        while let last = runs.last {
            let text = last.text.lastIndex { !$0.properties.isWhitespace }.map { last.text[...$0] } ?? []
            runs[runs.count - 1].text = Array(text)
            if !text.isEmpty { break }
            runs.removeLast()
        }
        while let first = runs.first {
            runs[0].text = Array(first.text.drop { $0.properties.isWhitespace })
            if !runs[0].text.isEmpty { break }
            runs.removeFirst()
        }
        return runs
    }
}
