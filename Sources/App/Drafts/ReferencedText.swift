/// A text cut at its references: `[[krt-mob-b3]]` names a criterion and is shown as its number.
struct ReferencedText: Sendable {
    enum Piece: Hashable, Sendable {
        case text(String)
        /// The id between the brackets.
        case reference(String)
    }

    /// In order; together they are the whole text.
    let pieces: [Piece]

    init(_ text: String) {
        var pieces: [Piece] = []
        var plain = ""
        var rest = text.unicodeScalars[...]
        while let first = rest.first {
            if let id = Self.reference(at: rest) {
                if !plain.isEmpty { pieces.append(.text(plain)) }
                plain = ""
                pieces.append(.reference(id))
                rest = rest.dropFirst(id.unicodeScalars.count + 4)
            } else {
                plain.unicodeScalars.append(first)
                rest = rest.dropFirst()
            }
        }
        if !plain.isEmpty { pieces.append(.text(plain)) }
        self.pieces = pieces
    }

    /// The text with a number in place of each reference; one that leads nowhere keeps its brackets.
    func shown(with numbers: [String: String]) -> String {
        pieces.map { piece in
            switch piece {
            case .text(let text): text
            case .reference(let id): numbers[id] ?? "[[\(id)]]"
            }
        }.joined()
    }

    private static func reference(at text: Substring.UnicodeScalarView) -> String? {
        guard text.starts(with: "[[".unicodeScalars) else { return nil }
        let id = text.dropFirst(2).prefix { isIDScalar($0) }
        guard (1...128).contains(id.count), text.dropFirst(2 + id.count).starts(with: "]]".unicodeScalars) else {
            return nil
        }
        return String(id)
    }

    private static func isIDScalar(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case "a"..."z", "A"..."Z", "0"..."9", "-": true
        default: false
        }
    }
}
