import Merge
public import RichText

/// A passage that says what it said and does not look as it looked: made bold, raised, an item of a list.
public struct FormatChange: Hashable, Sendable {
    public enum Format: Hashable, Sendable {
        case bold, italic, lowered, raised
        case link(String)
        /// With the level, from 1.
        case item(TextBlock.List, level: Int)
    }

    /// The longest stretch that changed in one way, never over the end of a paragraph; of an item of a list all of it.
    public let passage: String
    /// None where it was, or is, plain text.
    public let before: [Format]
    public let after: [Format]

    public init(passage: String, before: [Format], after: [Format]) {
        self.passage = passage
        self.before = before
        self.after = after
    }

    /// The changes of a text, in reading order. Words that were added or deleted are no concern of theirs.
    ///
    /// - Parameter comparison: What became of the words; its two texts are those of the runs.
    static func changes(from before: [TextRun], to after: [TextRun], _ comparison: TextComparison) -> [FormatChange] {
        let old = before.flatMap { run in run.text.map { _ in formats(run.attributes) } }
        let new = after.flatMap { run in run.text.map { _ in formats(run.attributes) } }
        var changes: [FormatChange] = []
        var (i, j) = (0, 0)
        let text = Array(comparison.after.unicodeScalars)
        for run in comparison.runs {
            let count = run.text.unicodeScalars.count
            switch run {
            case .deleted: i += count
            case .inserted: j += count
            case .same:
                let length = min(count, old.count - i, new.count - j)
                changes += Self.changes(old[i..<i + length], new[j..<j + length], in: text)
                i += count
                j += count
            }
        }
        return changes
    }

    /// - Parameter new: Lies in the text where it says.
    private static func changes(
        _ old: ArraySlice<Formats>, _ new: ArraySlice<Formats>, in text: [Unicode.Scalar]
    ) -> [FormatChange] {
        var changes: [FormatChange] = []
        var at = new.startIndex
        func was(_ index: Int) -> Formats { old[old.startIndex + index - new.startIndex] }
        while at < new.endIndex {
            if text[at] == "\n" {
                if was(at).item != new[at].item {
                    let line = text[(at + 1)...].prefix { $0 != "\n" }
                    changes.append(
                        FormatChange(
                            passage: string(line), before: [was(at).item].compactMap(\.self),
                            after: [new[at].item].compactMap(\.self)))
                }
                at += 1
                continue
            }
            let end = new[at...].indices.first {
                text[$0] == "\n" || new[$0].inline != new[at].inline || was($0).inline != was(at).inline
            }
            let passage = at..<(end ?? new.endIndex)
            if was(at).inline != new[at].inline {
                changes.append(
                    FormatChange(passage: string(text[passage]), before: was(at).inline, after: new[at].inline))
            }
            at = passage.upperBound
        }
        return changes
    }

    private struct Formats {
        var inline: [Format]
        var item: Format?
    }

    private static func formats(_ attributes: Attributes) -> Formats {
        let switches: [(String, Format)] = [("b", .bold), ("i", .italic), ("sub", .lowered), ("sup", .raised)]
        var inline = switches.compactMap { key, format in attributes.isOn(key) ? format : nil }
        if let address = attributes.address { inline.append(.link(address)) }
        let list = attributes.text("list").flatMap(TextBlock.List.init)
        return Formats(inline: inline, item: list.map { .item($0, level: attributes.integer("level") ?? 1) })
    }

    private static func string(_ scalars: ArraySlice<Unicode.Scalar>) -> String {
        var text = String.UnicodeScalarView()
        text.append(contentsOf: scalars)
        return String(text)
    }
}
