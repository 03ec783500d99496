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

    var html: HTML {
        let blocks = TextBlock.blocks(of: runs)
        guard blocks.contains(where: { $0.list != nil }) else {
            return HTML {
                for (index, block) in blocks.enumerated() { inline(block, isLast: index == blocks.count - 1) }
            }
        }
        return HTML {
            for (index, block) in blocks.enumerated() {
                let isUnseen = index == 0 && block.list == nil && block.runs.isEmpty && blocks[1].list != nil
                element(
                    "div",
                    [
                        "data-block": "", "data-list": block.list?.rawValue,
                        "data-mark": block.list == nil ? nil : block.mark,
                        "data-level": block.list == nil ? nil : String(block.level), "data-unseen": flag(isUnseen),
                    ]
                ) { inline(block, isLast: index == blocks.count - 1) }
            }
        }
    }

    @HTMLBuilder private func inline(_ block: TextBlock, isLast: Bool) -> HTML {
        for run in block.runs {
            Self.wrapped(references(in: String(String.UnicodeScalarView(run.text))), in: run.attributes)
        }
        if !isLast { "\n" }
    }

    private static func wrapped(_ content: HTML, in attributes: Merge.Attributes) -> HTML {
        var content = content
        for (key, name) in elements where attributes.isOn(key) {
            let inner = content
            content = element(name) { inner }
        }
        if let address = attributes.address {
            let inner = content
            content = element("a", ["href": address, "rel": "noreferrer"]) { inner }
        }
        return content
    }

    /// From the inside out.
    private static let elements: [(key: String, name: MarkupName)] = [
        ("sup", "sup"), ("sub", "sub"), ("i", "em"), ("b", "strong"),
    ]

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
