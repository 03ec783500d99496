import Markup

/// The paragraph styles that a document uses. The raw value is the style's id in the file; headings keep the ids by
/// which every program knows them, so that outlines and screen readers work.
enum WordStyle: String {
    case body = "Normal"
    case overline = "Overlinje"
    case title = "Title"
    case subtitle = "Subtitle"
    case notice = "Bemaerkning"
    case heading1 = "Heading1"
    case heading2 = "Heading2"
    case heading3 = "Heading3"
    /// The line under a criterion's heading: whether it binds, its level and its type.
    case kind = "Kriterielinje"
    /// The label inside the marked block around a requirement.
    case requirementLabel = "Kravmaerkat"
    /// The text that a buyer copies, in the marked block.
    case requirement = "Kravtekst"
    case fieldLabel = "Feltnavn"
    case fieldText = "Felttekst"
    /// A short field on one line, its label at the left.
    case shortField = "Kortfelt"
    case tableText = "Tabeltekst"
    case tableHeading = "Tabeloverskrift"
    case code = "Kode"
    case header = "Header"
    case footer = "Footer"

    /// Whether programs know the style by its name, and not only from our file.
    var isBuiltIn: Bool {
        switch self {
        case .body, .title, .subtitle, .heading1, .heading2, .heading3, .header, .footer: true
        default: false
        }
    }
}

/// `word/styles.xml`: the appearance of the whole document, which readers can change in one place.
///
/// Calibri is on every machine with Word, and programs without it have Carlito with the same widths. Sizes are in
/// half points.
enum WordStyles {
    static var xml: XML {
        Markup.xml("w:styles", ["xmlns:w": WordDocument.mainNamespace]) {
            defaults
            paragraphStyles
            Markup.xml("w:style", ["w:type": "character", "w:default": "1", "w:styleId": "DefaultParagraphFont"]) {
                Markup.xml("w:name", ["w:val": "Default Paragraph Font"])
                Markup.xml("w:uiPriority", ["w:val": "1"])
                Markup.xml("w:semiHidden")
            }
            Markup.xml("w:style", ["w:type": "character", "w:styleId": "Hyperlink"]) {
                Markup.xml("w:name", ["w:val": "Hyperlink"])
                Markup.xml("w:uiPriority", ["w:val": "99"])
                Markup.xml("w:rPr") {
                    Markup.xml("w:color", ["w:val": Colour.accent])
                    Markup.xml("w:u", ["w:val": "single", "w:color": Colour.rule])
                }
            }
            tableStyles
        }
    }

    /// Hexadecimal RGB. All text colours have a contrast of at least 4.5 to 1 on white and on the tint.
    enum Colour {
        static let ink = "1C211F"
        static let muted = "545D58"
        static let accent = "17603F"
        static let rule = "C5D2CA"
        static let tint = "F0F6F2"
        static let warning = "FFF6DD"
        static let warningRule = "D9A514"
    }

    private static var defaults: XML {
        Markup.xml("w:docDefaults") {
            Markup.xml("w:rPrDefault") {
                Markup.xml("w:rPr") {
                    Markup.xml(
                        "w:rFonts",
                        ["w:ascii": "Calibri", "w:hAnsi": "Calibri", "w:eastAsia": "Calibri", "w:cs": "Calibri"])
                    Markup.xml("w:color", ["w:val": Colour.ink])
                    Markup.xml("w:sz", ["w:val": "22"])
                    Markup.xml("w:szCs", ["w:val": "22"])
                    Markup.xml("w:lang", ["w:val": "da-DK", "w:eastAsia": "da-DK", "w:bidi": "ar-SA"])
                }
            }
            Markup.xml("w:pPrDefault") {
                Markup.xml("w:pPr") {
                    Markup.xml("w:spacing", ["w:after": "140", "w:line": "283", "w:lineRule": "auto"])
                }
            }
        }
    }

    private static var paragraphStyles: XML {
        XML {
            style(.body, name: "Normal")
            style(
                .overline, name: "Overlinje", next: .title, before: 0, after: 0, size: 24,
                colour: Colour.accent, isBold: true)
            style(
                .title, name: "Title", next: .subtitle, before: 0, after: 60, line: 240, size: 56,
                colour: Colour.accent, isBold: true, isKeptTogether: true)
            style(.subtitle, name: "Subtitle", next: .body, before: 0, after: 320, size: 24, colour: Colour.muted)
            style(.notice, name: "Bemærkning", before: 0, after: 280, size: 20, block: .warning)
            style(
                .heading1, name: "heading 1", next: .body, before: 480, after: 120, line: 252, size: 34,
                colour: Colour.accent, isBold: true, isKeptWithNext: true, outlineLevel: 0)
            style(
                .heading2, name: "heading 2", next: .body, before: 420, after: 80, line: 252, size: 27,
                colour: Colour.accent, isKeptWithNext: true, outlineLevel: 1, hasRuleBelow: true)
            style(
                .heading3, name: "heading 3", next: .kind, before: 360, after: 20, line: 252, size: 24,
                isBold: true, isKeptWithNext: true, outlineLevel: 2)
            style(
                .kind, name: "Kriterielinje", next: .body, before: 0, after: 140, size: 19, colour: Colour.muted,
                isKeptWithNext: true)
            style(
                .requirementLabel, name: "Kravmærkat", next: .requirement, before: 0, after: 0, size: 18,
                colour: Colour.accent, isBold: true, isKeptWithNext: true, block: .requirement)
            style(
                .requirement, name: "Kravtekst", before: 0, after: 0, block: .requirement)
            style(
                .fieldLabel, name: "Feltnavn", next: .fieldText, before: 140, after: 0, size: 19,
                colour: Colour.accent, isBold: true, isKeptWithNext: true)
            style(.fieldText, name: "Felttekst", before: 0, after: 60)
            style(.shortField, name: "Kortfelt", before: 30, after: 30, line: 252, size: 19, hangingIndent: 2350)
            style(.tableText, name: "Tabeltekst", before: 0, after: 0, line: 252, size: 20)
            style(
                .tableHeading, name: "Tabeloverskrift", basedOn: .tableText, before: 0, after: 0, line: 252,
                size: 19, colour: Colour.accent, isBold: true, isKeptWithNext: true)
            style(
                .code, name: "Kode", basedOn: .tableText, before: 0, after: 0, line: 252, size: 16,
                font: "Consolas")
            style(.header, name: "header", before: 0, after: 0, size: 18, colour: Colour.muted, hasRightTab: true)
            style(.footer, name: "footer", before: 0, after: 0, size: 18, colour: Colour.muted, hasRightTab: true)
        }
    }

    /// How a block of text is set off from the rest.
    private enum Block {
        case requirement
        case warning

        var colours: (bar: String, ground: String) {
            switch self {
            case .requirement: (Colour.accent, Colour.tint)
            case .warning: (Colour.warningRule, Colour.warning)
            }
        }
    }

    private static func style(
        _ style: WordStyle, name: String, basedOn: WordStyle = .body, next: WordStyle? = nil, before: Int? = nil,
        after: Int? = nil, line: Int? = nil, size: Int? = nil, colour: String? = nil, isBold: Bool = false,
        font: String? = nil, isKeptWithNext: Bool = false, isKeptTogether: Bool = false,
        outlineLevel: Int? = nil, block: Block? = nil, hangingIndent: Int? = nil, hasRuleBelow: Bool = false,
        hasRightTab: Bool = false
    ) -> XML {
        let isDefault = style == .body
        let paragraph = XML {
            if isKeptWithNext { Markup.xml("w:keepNext") }
            if isKeptTogether || outlineLevel != nil { Markup.xml("w:keepLines") }
            if let block { borders(of: block) }
            if hasRuleBelow {
                Markup.xml("w:pBdr") { border("w:bottom", Colour.rule, size: 4, space: 3) }
            }
            if let block { Markup.xml("w:shd", ["w:val": "clear", "w:color": "auto", "w:fill": block.colours.ground]) }
            if hasRightTab {
                Markup.xml("w:tabs") {
                    Markup.xml("w:tab", ["w:val": "right", "w:pos": "\(WordDocument.textWidth)"])
                }
            }
            if let hangingIndent {
                Markup.xml("w:tabs") { Markup.xml("w:tab", ["w:val": "left", "w:pos": "\(hangingIndent)"]) }
            }
            if outlineLevel != nil || style == .title { Markup.xml("w:suppressAutoHyphens") }
            if let before, let after {
                Markup.xml(
                    "w:spacing",
                    [
                        "w:before": "\(before)", "w:after": "\(after)", "w:line": line.map(String.init),
                        "w:lineRule": line == nil ? nil : "auto",
                    ])
            }
            if block != nil { Markup.xml("w:ind", ["w:left": "227", "w:right": "170"]) }
            if let hangingIndent {
                Markup.xml("w:ind", ["w:left": "\(hangingIndent)", "w:hanging": "\(hangingIndent)"])
            }
            if let outlineLevel { Markup.xml("w:outlineLvl", ["w:val": "\(outlineLevel)"]) }
        }
        let letters = XML {
            if let font { Markup.xml("w:rFonts", ["w:ascii": font, "w:hAnsi": font, "w:cs": font]) }
            if isBold { Markup.xml("w:b") }
            if let colour { Markup.xml("w:color", ["w:val": colour]) }
            if let size {
                Markup.xml("w:sz", ["w:val": "\(size)"])
                Markup.xml("w:szCs", ["w:val": "\(size)"])
            }
        }
        return Markup.xml(
            "w:style",
            [
                "w:type": "paragraph", "w:default": isDefault ? "1" : nil,
                "w:customStyle": style.isBuiltIn ? nil : "1", "w:styleId": style.rawValue,
            ]
        ) {
            Markup.xml("w:name", ["w:val": name])
            if !isDefault { Markup.xml("w:basedOn", ["w:val": basedOn.rawValue]) }
            if let next { Markup.xml("w:next", ["w:val": next.rawValue]) }
            Markup.xml("w:qFormat")
            if !paragraph.isEmpty { Markup.xml("w:pPr") { paragraph } }
            if !letters.isEmpty { Markup.xml("w:rPr") { letters } }
        }
    }

    /// A bar at the left, and borders in the colour of the ground elsewhere, which give the ground its padding.
    private static func borders(of block: Block) -> XML {
        let colours = block.colours
        return Markup.xml("w:pBdr") {
            border("w:top", colours.ground, size: 4, space: 6)
            border("w:left", colours.bar, size: 24, space: 8)
            border("w:bottom", colours.ground, size: 4, space: 6)
            border("w:right", colours.ground, size: 4, space: 6)
        }
    }

    /// - Parameters:
    ///   - size: In eighths of a point.
    ///   - space: To the text, in points.
    private static func border(_ side: MarkupName, _ colour: String, size: Int, space: Int) -> XML {
        Markup.xml(side, ["w:val": "single", "w:sz": "\(size)", "w:space": "\(space)", "w:color": colour])
    }

    private static var tableStyles: XML {
        XML {
            Markup.xml("w:style", ["w:type": "table", "w:default": "1", "w:styleId": "TableNormal"]) {
                Markup.xml("w:name", ["w:val": "Normal Table"])
                Markup.xml("w:uiPriority", ["w:val": "99"])
                Markup.xml("w:semiHidden")
                Markup.xml("w:tblPr") {
                    Markup.xml("w:tblInd", ["w:w": "0", "w:type": "dxa"])
                }
            }
            Markup.xml("w:style", ["w:type": "table", "w:customStyle": "1", "w:styleId": "Udkasttabel"]) {
                Markup.xml("w:name", ["w:val": "Udkasttabel"])
                Markup.xml("w:basedOn", ["w:val": "TableNormal"])
                Markup.xml("w:tblPr") {
                    Markup.xml("w:tblBorders") {
                        border("w:top", Colour.rule, size: 4, space: 0)
                        border("w:bottom", Colour.rule, size: 4, space: 0)
                        border("w:insideH", Colour.rule, size: 4, space: 0)
                    }
                    Markup.xml("w:tblCellMar") {
                        Markup.xml("w:top", ["w:w": "57", "w:type": "dxa"])
                        Markup.xml("w:left", ["w:w": "85", "w:type": "dxa"])
                        Markup.xml("w:bottom", ["w:w": "57", "w:type": "dxa"])
                        Markup.xml("w:right", ["w:w": "85", "w:type": "dxa"])
                    }
                }
                Markup.xml("w:tblStylePr", ["w:type": "firstRow"]) {
                    Markup.xml("w:tcPr") {
                        Markup.xml("w:shd", ["w:val": "clear", "w:color": "auto", "w:fill": Colour.tint])
                    }
                }
            }
        }
    }
}
