import Markup

/// How one paragraph style looks. Measures are in twentieths of a point, sizes of letters in half points; nil leaves
/// things as in the style that it is based on.
struct WordStyleRule {
    /// A block of text that is set off from the rest.
    enum Block {
        case requirement
        case warning

        fileprivate var colours: (bar: String, ground: String) {
            switch self {
            case .requirement: (WordStyles.Colour.accent, WordStyles.Colour.tint)
            case .warning: (WordStyles.Colour.warningRule, WordStyles.Colour.warning)
            }
        }
    }

    let style: WordStyle
    /// What readers see in their list of styles. Those that programs know are translated there.
    let name: String
    var basedOn = WordStyle.body
    /// The style of a paragraph that somebody writes after one in this style.
    var next: WordStyle?

    /// The space before and after the paragraph.
    var space: (before: Int, after: Int)?
    /// In 240ths of the font's own line height.
    var line: Int?
    var size: Int?
    /// Hexadecimal RGB.
    var colour: String?
    var isBold = false
    var font: String?
    var isKeptWithNext = false
    /// Makes it a heading, from 0 for the highest.
    var outlineLevel: Int?
    var block: Block?
    /// Where the text stands; the first line begins at the margin and has a tab stop there.
    var hangingIndent: Int?
    var hasRuleBelow = false
    /// Whether a tab leads to the right margin.
    var hasRightTab = false

    /// How far a block's text stands from the margin, past its bar.
    static let blockIndent = 227

    /// The `w:style` element.
    var part: XML {
        let isDefault = style == .body
        return xml(
            "w:style",
            [
                "w:type": "paragraph", "w:default": isDefault ? "1" : nil,
                "w:customStyle": style.isBuiltIn ? nil : "1", "w:styleId": style.rawValue,
            ]
        ) {
            xml("w:name", ["w:val": name])
            if !isDefault { xml("w:basedOn", ["w:val": basedOn.rawValue]) }
            if let next { xml("w:next", ["w:val": next.rawValue]) }
            xml("w:qFormat")
            wrapped("w:pPr", paragraphProperties)
            wrapped("w:rPr", letterProperties)
        }
    }

    private func wrapped(_ name: MarkupName, _ properties: XML) -> XML {
        properties.isEmpty ? XML() : xml(name) { properties }
    }

    /// Titles and headings stay whole: their lines together, their words unbroken.
    private var isHeading: Bool { outlineLevel != nil || style == .title }

    /// In the order of the schema (`CT_PPrBase`).
    private var paragraphProperties: XML {
        XML {
            if isKeptWithNext { xml("w:keepNext") }
            if isHeading { xml("w:keepLines") }
            if let block { borders(of: block) }
            if hasRuleBelow {
                xml("w:pBdr") { Self.border("w:bottom", WordStyles.Colour.rule, size: 4, space: 3) }
            }
            if let block { xml("w:shd", ["w:val": "clear", "w:color": "auto", "w:fill": block.colours.ground]) }
            if hasRightTab { tabStop("right", at: WordDocument.textWidth) }
            if let hangingIndent { tabStop("left", at: hangingIndent) }
            if isHeading { xml("w:suppressAutoHyphens") }
            if let space {
                xml(
                    "w:spacing",
                    [
                        "w:before": "\(space.before)", "w:after": "\(space.after)", "w:line": line.map(String.init),
                        "w:lineRule": line == nil ? nil : "auto",
                    ])
            }
            if block != nil { xml("w:ind", ["w:left": "\(Self.blockIndent)", "w:right": "170"]) }
            if let hangingIndent {
                xml("w:ind", ["w:left": "\(hangingIndent)", "w:hanging": "\(hangingIndent)"])
            }
            if let outlineLevel { xml("w:outlineLvl", ["w:val": "\(outlineLevel)"]) }
        }
    }

    /// In the order of the schema (`EG_RPrBase`).
    private var letterProperties: XML {
        XML {
            if let font { xml("w:rFonts", ["w:ascii": font, "w:hAnsi": font, "w:cs": font]) }
            if isBold { xml("w:b") }
            if let colour { xml("w:color", ["w:val": colour]) }
            if let size {
                xml("w:sz", ["w:val": "\(size)"])
                xml("w:szCs", ["w:val": "\(size)"])
            }
        }
    }

    private func tabStop(_ alignment: String, at position: Int) -> XML {
        xml("w:tabs") { xml("w:tab", ["w:val": alignment, "w:pos": "\(position)"]) }
    }

    /// A bar at the left, and borders in the colour of the ground elsewhere, which give the ground its padding.
    private func borders(of block: Block) -> XML {
        let colours = block.colours
        return xml("w:pBdr") {
            Self.border("w:top", colours.ground, size: 4, space: 6)
            Self.border("w:left", colours.bar, size: 24, space: 8)
            Self.border("w:bottom", colours.ground, size: 4, space: 6)
            Self.border("w:right", colours.ground, size: 4, space: 6)
        }
    }

    /// One line of a frame.
    ///
    /// - Parameters:
    ///   - size: In eighths of a point.
    ///   - space: To the text, in points.
    static func border(_ side: MarkupName, _ colour: String, size: Int, space: Int) -> XML {
        xml(side, ["w:val": "single", "w:sz": "\(size)", "w:space": "\(space)", "w:color": colour])
    }
}
