import Markup
import Merge
import RichText
import Workspace

/// A text with its attributes, as the editor draws it (Web/editor/field-nodes.js): the text of the elements is the text
/// itself, line breaks included; marks and numbers of lists are attributes that the style sheet shows.
///
/// The attributes of a block stand on the line break before it. So a list that begins a text has a line break before
/// it, and the nothing before that is not shown.
struct RichTextHTML {
    let runs: [TextRun]
    /// Printed numbers by criterion, for references.
    let numbers: [String: String]

    private struct Block {
        /// Whether it holds no more than the line break before the next.
        var isEmpty: Bool { pieces.allSatisfy { $0.text == "\n" } }

        let attributes: Merge.Attributes
        var pieces: [(text: String, attributes: Merge.Attributes)] = []

        var list: String? { attributes.text("list") }
    }

    var html: HTML {
        let blocks = self.blocks
        guard blocks.contains(where: { $0.list != nil }) else {
            return HTML { for block in blocks { inline(block) } }
        }
        let marks = ListMarks.of(blocks.map { ($0.list, $0.attributes.integer("level") ?? 1) })
        return HTML {
            for (index, block) in blocks.enumerated() {
                let isUnseen = index == 0 && block.list == nil && block.isEmpty && blocks[1].list != nil
                element(
                    "div",
                    [
                        "data-block": "", "data-list": block.list, "data-mark": marks[index]?.mark,
                        "data-level": marks[index].map { String($0.level) }, "data-unseen": flag(isUnseen),
                    ]
                ) { inline(block) }
            }
        }
    }

    private var blocks: [Block] {
        var blocks = [Block(attributes: .none)]
        for run in runs {
            for (number, part) in run.text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
                if number > 0 {
                    blocks[blocks.count - 1].pieces.append((text: "\n", attributes: .none))
                    blocks.append(Block(attributes: run.attributes))
                }
                if part.isEmpty { continue }
                let text = String(String.UnicodeScalarView(part))
                blocks[blocks.count - 1].pieces.append((text: text, attributes: run.attributes))
            }
        }
        return blocks
    }

    @HTMLBuilder private func inline(_ block: Block) -> HTML {
        for piece in block.pieces { Self.wrapped(references(in: piece.text), in: piece.attributes) }
    }

    private static func wrapped(_ content: HTML, in attributes: Merge.Attributes) -> HTML {
        var content = content
        for (key, name) in elements where attributes.isOn(key) {
            let inner = content
            content = element(name) { inner }
        }
        if let address = attributes.text("link"), isFollowed(address) {
            let inner = content
            content = element("a", ["href": address, "rel": "noreferrer"]) { inner }
        }
        return content
    }

    /// From the inside out.
    private static let elements: [(key: String, name: MarkupName)] = [
        ("sup", "sup"), ("sub", "sub"), ("i", "em"), ("b", "strong"),
    ]

    /// Addresses of other kinds run scripts or open programs.
    private static func isFollowed(_ address: String) -> Bool {
        let lowered = address.lowercased()
        return ["https:", "http:", "mailto:"].contains { lowered.hasPrefix($0) }
    }

    /// The text with each `[[krt-…]]` marked, so that the number is shown while the characters stay as they are.
    private func references(in text: String) -> HTML {
        var html = HTML()
        for piece in ReferencedText(text).pieces {
            switch piece {
            case .text(let text): html += HTML(text: text)
            case .reference(let id):
                let number = numbers[id]
                html += element(
                    "span",
                    [
                        "class": "reference-token", "data-reference": id, "data-shown": number ?? id,
                        "data-missing": flag(number == nil),
                    ]
                ) { "[[\(id)]]" }
            }
        }
        return html
    }
}

extension Merge.Attributes {
    fileprivate func text(_ key: String) -> String? {
        guard let key = Name(key), case .string(let scalars) = self[key] else { return nil }
        return String(String.UnicodeScalarView(scalars))
    }

    fileprivate func integer(_ key: String) -> Int? {
        guard let key = Name(key), case .integer(let number) = self[key] else { return nil }
        return Int(clamping: number)
    }

    fileprivate func isOn(_ key: String) -> Bool {
        Name(key).map { self[$0] == .bool(true) } ?? false
    }
}
