public import Merge

/// A paragraph of a text, or an item of a list in it.
///
/// The attributes of a block stand on the line break before it, so the first block has none; a list that begins a text
/// has a line break before it.
public struct TextBlock: Hashable, Sendable {
    public enum List: String, Sendable {
        case bullet
        case ordered
    }

    /// Nil for a paragraph.
    public let list: List?
    /// How deep an item lies, from 1, as it can be read: none deeper than one below the item before it.
    public let level: Int
    /// What stands before an item, such as `•` or `2.`; "" for a paragraph.
    public let mark: String
    /// An item's place among its like, from 1; 0 for a paragraph.
    public let number: Int
    /// Without line breaks. None where the block is empty.
    public let runs: [TextRun]

    /// - Parameter isBreak: What parts two blocks; a text in its normal form has line feeds alone.
    public static func blocks(
        of runs: [TextRun], partedBy isBreak: (Unicode.Scalar) -> Bool = { $0 == "\n" }
    ) -> [TextBlock] {
        var blocks: [(attributes: Attributes, runs: [TextRun])] = [(.none, [])]
        for run in runs {
            let parts = run.text.split(omittingEmptySubsequences: false, whereSeparator: isBreak)
            for (number, part) in parts.enumerated() {
                if number > 0 { blocks.append((run.attributes, [])) }
                if part.isEmpty { continue }
                blocks[blocks.count - 1].runs.append(TextRun(text: Array(part), attributes: run.attributes))
            }
        }
        let kinds = blocks.map { block in
            (list: block.attributes.text("list").flatMap(List.init), level: block.attributes.integer("level") ?? 1)
        }
        return zip(blocks, zip(kinds, ListMarks.of(kinds))).map { block, kind in
            TextBlock(
                list: kind.0.list, level: kind.1?.level ?? 0, mark: kind.1?.mark ?? "", number: kind.1?.number ?? 0,
                runs: block.runs)
        }
    }
}

extension Attributes {
    /// A value that is a text; nil for others and for none.
    public func text(_ key: String) -> String? {
        guard let key = Name(key), case .string(let scalars) = self[key] else { return nil }
        return String(String.UnicodeScalarView(scalars))
    }

    /// A value that is a number; nil for others and for none.
    public func integer(_ key: String) -> Int? {
        guard let key = Name(key), case .integer(let number) = self[key] else { return nil }
        return Int(clamping: number)
    }

    /// Whether the value is true.
    public func isOn(_ key: String) -> Bool {
        Name(key).map { self[$0] == .bool(true) } ?? false
    }

    /// Where a link leads; nil for addresses that run scripts or open programs.
    public var address: String? {
        guard let address = text("link") else { return nil }
        let lowered = address.lowercased()
        return ["https:", "http:", "mailto:"].contains { lowered.hasPrefix($0) } ? address : nil
    }
}
