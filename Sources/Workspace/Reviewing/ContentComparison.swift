import Merge
public import RichText

/// What distinguishes two contents of one document, part by part: what a chair looks at before approving.
public struct ContentComparison: Sendable {
    /// A part (criterion, section, agenda item …) that is not as it was.
    public struct Part: Sendable {
        public enum Change: Hashable, Sendable {
            case added, deleted, changed
        }

        /// The part's node.
        public let node: String
        public let change: Change
        /// Whether its place among its siblings was changed.
        public let isMoved: Bool
        /// Texts that differ, by field; all of an added part's, none of a deleted one's.
        public let texts: [Text]
        /// Small fields that differ, with their values as text, "" where there is none.
        public let fields: [(key: String, before: String, after: String)]
    }

    /// A text whose words or formats are not as they were.
    public struct Text: Sendable {
        public let field: String
        public let comparison: TextComparison
        /// Of words that are in both; none in an added part, which is new as a whole.
        public let formats: [FormatChange]
    }

    /// In the order of the newer content, deleted parts last.
    public let parts: [Part]

    public init(from before: DocumentContent, to after: DocumentContent) {
        let old = before.livingNodes
        let new = after.livingNodes
        let oldSet = Set(old)
        let newSet = Set(new)
        var parts: [Part] = []
        for node in new {
            guard oldSet.contains(node) else {
                parts.append(
                    Part(
                        node: node, change: .added, isMoved: false,
                        texts: Self.texts(of: node, from: DocumentContent(), to: after),
                        fields: Self.fields(of: node, from: DocumentContent(), to: after)))
                continue
            }
            let texts = Self.texts(of: node, from: before, to: after)
            let fields = Self.fields(of: node, from: before, to: after)
            let isMoved = before.register(node, "order") != after.register(node, "order")
            if !texts.isEmpty || !fields.isEmpty || isMoved {
                parts.append(
                    Part(node: node, change: .changed, isMoved: isMoved, texts: texts, fields: fields))
            }
        }
        for node in old where !newSet.contains(node) {
            parts.append(Part(node: node, change: .deleted, isMoved: false, texts: [], fields: []))
        }
        self.parts = parts
    }

    private static func texts(
        of node: String, from before: DocumentContent, to after: DocumentContent
    ) -> [Text] {
        let fields = Set((before.places + after.places).filter { $0.node == node }.map(\.field))
        return fields.sorted().compactMap { field in
            let (old, new) = (before.runs(node, field), after.runs(node, field))
            guard old != new else { return nil }
            let (oldText, newText) = (before.text(node, field), after.text(node, field))
            let comparison = TextComparison(from: oldText, to: newText)
            let formats = FormatChange.changes(from: old, to: new, comparison)
            // Compared scalar by scalar: texts that only look alike are not the same text.
            guard !formats.isEmpty || !oldText.unicodeScalars.elementsEqual(newText.unicodeScalars) else { return nil }
            return Text(field: field, comparison: comparison, formats: formats)
        }
    }

    private static func fields(
        of node: String, from before: DocumentContent, to after: DocumentContent
    ) -> [(key: String, before: String, after: String)] {
        let keys = Set((before.registers(of: node) + after.registers(of: node)).map(\.key)).subtracting(structure)
        return keys.sorted().compactMap { key in
            let (old, new) = (before.register(node, key), after.register(node, key))
            return old == new ? nil : (key, words(old), words(new))
        }
    }

    /// Registers that say that a part is there and where, not what it says.
    private static let structure: Set<String> = ["kind", "order", "parent", "deleted"]

    private static func words(_ value: RegisterValue?) -> String {
        switch value {
        case .string(let scalars): String(String.UnicodeScalarView(scalars))
        case .integer(let number): String(number)
        case .bool(true): "ja"
        case .bool(false): "nej"
        case nil: ""
        }
    }
}

extension DocumentContent {
    /// Nodes that are not deleted: the document itself, then each kind in its order, parameters after all criteria.
    fileprivate var livingNodes: [String] {
        ["dokument"] + ["produktgruppe", "sektion", "kriterium", "parameter", "punkt"].flatMap { children(kind: $0) }
    }
}
