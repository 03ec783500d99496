import Markup

/// `word/styles.xml`: the appearance of the whole document, which readers can change in one place.
///
/// Calibri is on every machine with Word, and programs without it have Carlito with the same widths. Sizes are in
/// half points.
enum WordStyles {
    static var part: XML {
        xml("w:styles", ["xmlns:w": WordDocument.mainNamespace]) {
            defaults
            for rule in rules {
                rule.part
            }
            xml("w:style", ["w:type": "character", "w:default": "1", "w:styleId": "DefaultParagraphFont"]) {
                xml("w:name", ["w:val": "Default Paragraph Font"])
                xml("w:uiPriority", ["w:val": "1"])
                xml("w:semiHidden")
            }
            xml("w:style", ["w:type": "character", "w:styleId": "Hyperlink"]) {
                xml("w:name", ["w:val": "Hyperlink"])
                xml("w:uiPriority", ["w:val": "99"])
                xml("w:rPr") {
                    xml("w:color", ["w:val": Colour.accent])
                    xml("w:u", ["w:val": "single", "w:color": Colour.rule])
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
        xml("w:docDefaults") {
            xml("w:rPrDefault") {
                xml("w:rPr") {
                    xml(
                        "w:rFonts",
                        ["w:ascii": "Calibri", "w:hAnsi": "Calibri", "w:eastAsia": "Calibri", "w:cs": "Calibri"])
                    xml("w:color", ["w:val": Colour.ink])
                    xml("w:sz", ["w:val": "22"])
                    xml("w:szCs", ["w:val": "22"])
                    xml("w:lang", ["w:val": "da-DK", "w:eastAsia": "da-DK", "w:bidi": "ar-SA"])
                }
            }
            xml("w:pPrDefault") {
                xml("w:pPr") {
                    xml("w:spacing", ["w:after": "140", "w:line": "283", "w:lineRule": "auto"])
                }
            }
        }
    }

    /// One for each case of ``WordStyle``.
    private static let rules: [WordStyleRule] = [
        WordStyleRule(style: .body, name: "Normal"),
        WordStyleRule(
            style: .overline, name: "Overlinje", next: .title, space: (0, 0), size: 24, colour: Colour.accent,
            isBold: true),
        WordStyleRule(
            style: .title, name: "Title", next: .subtitle, space: (0, 60), line: 240, size: 56, colour: Colour.accent,
            isBold: true),
        WordStyleRule(style: .subtitle, name: "Subtitle", next: .body, space: (0, 320), size: 24, colour: Colour.muted),
        WordStyleRule(style: .notice, name: "Bemærkning", space: (0, 280), size: 20, block: .warning),
        WordStyleRule(
            style: .heading1, name: "heading 1", next: .body, space: (480, 120), line: 252, size: 34,
            colour: Colour.accent, isBold: true, isKeptWithNext: true, outlineLevel: 0),
        WordStyleRule(
            style: .heading2, name: "heading 2", next: .body, space: (420, 80), line: 252, size: 27,
            colour: Colour.accent, isKeptWithNext: true, outlineLevel: 1, hasRuleBelow: true),
        WordStyleRule(
            style: .heading3, name: "heading 3", next: .kind, space: (360, 20), line: 252, size: 24, isBold: true,
            isKeptWithNext: true, outlineLevel: 2),
        WordStyleRule(
            style: .kind, name: "Kriterielinje", next: .body, space: (0, 140), size: 19, colour: Colour.muted,
            isKeptWithNext: true),
        WordStyleRule(
            style: .requirementLabel, name: "Kravmærkat", next: .requirement, space: (0, 0), size: 18,
            colour: Colour.accent, isBold: true, isKeptWithNext: true, block: .requirement),
        WordStyleRule(style: .requirement, name: "Kravtekst", space: (0, 0), block: .requirement),
        WordStyleRule(
            style: .fieldLabel, name: "Feltnavn", next: .fieldText, space: (140, 0), size: 19, colour: Colour.accent,
            isBold: true, isKeptWithNext: true),
        WordStyleRule(style: .fieldText, name: "Felttekst", space: (0, 60)),
        WordStyleRule(style: .shortField, name: "Kortfelt", space: (30, 30), line: 252, size: 19, hangingIndent: 2350),
        WordStyleRule(style: .tableText, name: "Tabeltekst", space: (0, 0), line: 252, size: 20),
        WordStyleRule(
            style: .tableHeading, name: "Tabeloverskrift", basedOn: .tableText, space: (0, 0), line: 252, size: 19,
            colour: Colour.accent, isBold: true, isKeptWithNext: true),
        WordStyleRule(
            style: .code, name: "Kode", basedOn: .tableText, space: (0, 0), line: 252, size: 16, font: "Consolas"),
        WordStyleRule(style: .header, name: "header", space: (0, 0), size: 18, colour: Colour.muted, hasRightTab: true),
        WordStyleRule(style: .footer, name: "footer", space: (0, 0), size: 18, colour: Colour.muted, hasRightTab: true),
    ]

    private static var tableStyles: XML {
        XML {
            xml("w:style", ["w:type": "table", "w:default": "1", "w:styleId": "TableNormal"]) {
                xml("w:name", ["w:val": "Normal Table"])
                xml("w:uiPriority", ["w:val": "99"])
                xml("w:semiHidden")
                xml("w:tblPr") {
                    xml("w:tblInd", ["w:w": "0", "w:type": "dxa"])
                }
            }
            xml("w:style", ["w:type": "table", "w:customStyle": "1", "w:styleId": "Udkasttabel"]) {
                xml("w:name", ["w:val": "Udkasttabel"])
                xml("w:basedOn", ["w:val": "TableNormal"])
                xml("w:tblPr") {
                    xml("w:tblBorders") {
                        WordStyleRule.border("w:top", Colour.rule, size: 4, space: 0)
                        WordStyleRule.border("w:bottom", Colour.rule, size: 4, space: 0)
                        WordStyleRule.border("w:insideH", Colour.rule, size: 4, space: 0)
                    }
                    xml("w:tblCellMar") {
                        xml("w:top", ["w:w": "57", "w:type": "dxa"])
                        xml("w:left", ["w:w": "85", "w:type": "dxa"])
                        xml("w:bottom", ["w:w": "57", "w:type": "dxa"])
                        xml("w:right", ["w:w": "85", "w:type": "dxa"])
                    }
                }
                xml("w:tblStylePr", ["w:type": "firstRow"]) {
                    xml("w:tcPr") {
                        xml("w:shd", ["w:val": "clear", "w:color": "auto", "w:fill": Colour.tint])
                    }
                }
            }
        }
    }
}
