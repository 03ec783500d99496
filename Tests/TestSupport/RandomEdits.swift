import Merge

/// What one person does next: an endless choice of edits, each kind as likely as this history happens to like it.
struct RandomEdits: Sendable {
    private enum Kind: CaseIterable {
        case type, insert, backspace, deleteForwards, deleteRange, replace, paste
        case format, formatBlock, splitBlock, mergeBlocks, set
    }

    static let places = [Place("krt-1/kravtekst")!, Place("formaal/tekst")!, Place("krt-1/celle:1/2")!]
    private static let nodes = [Name("krt-1")!, Name("krt-2")!]
    private static let registerKeys = [Name("kind")!, Name("order")!, Name("standarder:DS/EN 50564")!]
    private static let inlineKeys = ["b", "i", "link", "c:1", "c:2", "s:1"].map { Name($0)! }
    private static let blockKeys = ["type", "list", "indent"].map { Name($0)! }
    private static let values: [RegisterValue?] = [
        .bool(true), .bool(true), .bool(false), .integer(1), .integer(-2), .integer(.max), .text("h1"), .text("å😀"),
        nil, nil,
    ]

    private let kinds: [Kind]
    private let places: [Place]
    /// Inserts go to a few spots rather than anywhere.
    private let isCrowded: Bool
    /// Where the last edit of each text ended; shared, so that people meet.
    private var carets: [Place: Int] = [:]

    init(using generator: inout SeededGenerator) {
        var kinds: [Kind] = []
        for kind in Kind.allCases {
            let likes = Int.random(in: 0...4, using: &generator)
            kinds += Array(repeating: kind, count: kind == .type ? likes + 1 : likes)
        }
        self.kinds = kinds
        places = Array(Self.places.prefix(generator.oneIn(2) ? 1 : Int.random(in: 1...3, using: &generator)))
        isCrowded = generator.oneIn(3)
    }

    /// One to four edits of somebody who has seen these events of the document; rarely none.
    mutating func next(
        in document: SlowDocument, seen: EventSet, using generator: inout SeededGenerator
    ) -> [Operation] {
        var draft = Draft()
        for place in places { draft.texts[place] = document.scalars(at: place, in: seen) }
        for _ in 0..<(generator.oneIn(3) ? Int.random(in: 2...4, using: &generator) : 1) {
            let place = generator.oneIn(3) ? places.randomElement(using: &generator)! : places[0]
            apply(kinds.randomElement(using: &generator)!, at: place, to: &draft, using: &generator)
        }
        return draft.operations
    }

    /// The texts as their author sees them while making a batch.
    private struct Draft {
        var texts: [Place: [AttributedScalar]] = [:]
        var operations: [Operation] = []

        mutating func insert(_ scalars: [Unicode.Scalar], _ attributes: Attributes, at position: Int, in place: Place) {
            operations.append(.insert(place, at: position, scalars, attributes))
            texts[place]!.insert(contentsOf: scalars.map { AttributedScalar($0, attributes) }, at: position)
        }

        mutating func delete(_ count: Int, at position: Int, in place: Place) {
            guard count > 0 else { return }
            operations.append(.delete(place, at: position, count: count))
            texts[place]!.removeSubrange(position..<(position + count))
        }
    }

    private mutating func apply(
        _ kind: Kind, at place: Place, to draft: inout Draft, using generator: inout SeededGenerator
    ) {
        let text = draft.texts[place]!
        let caret = min(carets[place, default: 0], text.count)
        switch kind {
        case .type:
            let scalars = Self.scalars(generator.oneIn(3) ? 1...3 : 1...1, using: &generator)
            draft.insert(scalars, attributes(at: caret, of: text, using: &generator), at: caret, in: place)
            carets[place] = caret + scalars.count
        case .insert:
            let position = spot(in: text, using: &generator)
            let scalars = Self.scalars(1...4, using: &generator)
            draft.insert(scalars, attributes(at: position, of: text, using: &generator), at: position, in: place)
            carets[place] = position + scalars.count
        case .backspace:
            let count = min(caret, Int.random(in: 1...5, using: &generator))
            for number in 0..<count { draft.delete(1, at: caret - 1 - number, in: place) }
            carets[place] = caret - count
        case .deleteForwards:
            let count = min(text.count - caret, Int.random(in: 1...4, using: &generator))
            for _ in 0..<count { draft.delete(1, at: caret, in: place) }
        case .deleteRange:
            let range = Self.range(of: text, using: &generator)
            draft.delete(range.count, at: range.lowerBound, in: place)
            carets[place] = range.lowerBound
        case .replace:
            let range = Self.range(of: text, using: &generator)
            draft.delete(range.count, at: range.lowerBound, in: place)
            draft.insert(Self.scalars(1...3, using: &generator), .none, at: range.lowerBound, in: place)
        case .paste:
            var position = spot(in: text, using: &generator)
            for _ in 0..<Int.random(in: 1...4, using: &generator) {
                let scalars = Self.scalars(1...8, using: &generator)
                draft.insert(scalars, Self.attributes(Self.inlineKeys, using: &generator), at: position, in: place)
                position += scalars.count
            }
        case .format:
            let range = Self.range(of: text, using: &generator)
            guard !range.isEmpty else { return }
            draft.operations.append(
                .format(
                    place, at: range.lowerBound, count: range.count,
                    key: Self.inlineKeys[generator.oneIn(2) ? 0 : Int.random(in: 0..<6, using: &generator)],
                    Self.values.randomElement(using: &generator)!))
        case .formatBlock, .mergeBlocks:
            let markers = text.indices.filter { text[$0].scalar == "\n" }
            guard let marker = markers.randomElement(using: &generator) else { return }
            if kind == .mergeBlocks { return draft.delete(1, at: marker, in: place) }
            draft.operations.append(
                .format(
                    place, at: marker, count: 1, key: Self.blockKeys.randomElement(using: &generator)!,
                    Self.values.randomElement(using: &generator)!))
        case .splitBlock:
            draft.insert(["\n"], Self.attributes(Self.blockKeys, using: &generator), at: caret, in: place)
            carets[place] = caret + 1
        case .set:
            draft.operations.append(
                .set(
                    node: Self.nodes.randomElement(using: &generator)!,
                    key: Self.registerKeys.randomElement(using: &generator)!,
                    Self.values.randomElement(using: &generator)!))
        }
    }

    // MARK: Choices

    private func spot(in text: [AttributedScalar], using generator: inout SeededGenerator) -> Int {
        if isCrowded { return [0, min(1, text.count), text.count / 2, text.count].randomElement(using: &generator)! }
        return Int.random(in: 0...text.count, using: &generator)
    }

    /// What the scalar before carries, as an editor goes on with it, or something else.
    private func attributes(
        at position: Int, of text: [AttributedScalar], using generator: inout SeededGenerator
    ) -> Attributes {
        if position > 0, generator.oneIn(2) { return text[position - 1].attributes }
        return generator.oneIn(3) ? Self.attributes(Self.inlineKeys, using: &generator) : .none
    }

    private static func attributes(_ keys: [Name], using generator: inout SeededGenerator) -> Attributes {
        var attributes = Attributes()
        for key in keys where generator.oneIn(3) { attributes[key] = values.randomElement(using: &generator)! }
        return attributes
    }

    private static func range(of text: [AttributedScalar], using generator: inout SeededGenerator) -> Range<Int> {
        guard !text.isEmpty else { return 0..<0 }
        let start = Int.random(in: 0..<text.count, using: &generator)
        let longest = generator.oneIn(3) ? text.count - start : min(6, text.count - start)
        return start..<(start + Int.random(in: 1...longest, using: &generator))
    }

    private static func scalars(_ count: ClosedRange<Int>, using generator: inout SeededGenerator) -> [Unicode.Scalar] {
        (0..<Int.random(in: count, using: &generator)).map { _ in awkwardAlphabet.randomElement(using: &generator)! }
    }
}
