import Markup

// The few parts of WordprocessingML (ECMA-376, part 1, chapter 17) that our documents are made of. Measures are in
// twentieths of a point unless said otherwise; children of property elements stand in the order of the schema, which
// Word insists on.

/// A paragraph in one of the styles of ``WordStyles``.
///
/// - Parameters:
///   - startsPage: Whether it stands at the top of a page.
///   - spaceBefore: Instead of the style's own.
///   - item: Makes it an item of a list.
func paragraph(
    _ style: WordStyle, startsPage: Bool = false, spaceBefore: Int? = nil, item: WordLists.Item? = nil,
    @XMLBuilder runs: () -> XML
) -> XML {
    xml("w:p") {
        if style != .body || startsPage || spaceBefore != nil || item != nil {
            xml("w:pPr") {
                if style != .body { xml("w:pStyle", ["w:val": style.rawValue]) }
                if startsPage { xml("w:pageBreakBefore") }
                if let item {
                    xml("w:numPr") {
                        xml("w:ilvl", ["w:val": "\(item.level - 1)"])
                        xml("w:numId", ["w:val": "\(item.list)"])
                    }
                }
                if let spaceBefore { xml("w:spacing", ["w:before": "\(spaceBefore)"]) }
                if let item {
                    let left = style.indent + item.level * WordLists.step
                    xml("w:ind", ["w:left": "\(left)", "w:hanging": "\(WordLists.step)"])
                }
            }
        }
        runs()
    }
}

/// Text in the paragraph's own style, or bold.
func run(_ text: String, isBold: Bool = false) -> XML {
    xml("w:r") {
        if isBold {
            xml("w:rPr") { xml("w:b") }
        }
        xml("w:t", ["xml:space": "preserve"]) { text }
    }
}

/// Text in a look of its own.
func run(_ text: String, look: Prose.Look) -> XML {
    let text = xml("w:t", ["xml:space": "preserve"]) { text }
    let properties = XML {
        if look.address != nil { xml("w:rStyle", ["w:val": "Hyperlink"]) }
        if look.isBold { xml("w:b") }
        if look.isItalic { xml("w:i") }
        if look.isLowered { xml("w:vertAlign", ["w:val": "subscript"]) }
        if look.isRaised { xml("w:vertAlign", ["w:val": "superscript"]) }
    }
    let run = xml("w:r") {
        if !properties.isEmpty { xml("w:rPr") { properties } }
        text
    }
    guard let address = look.address else { return run }
    // An instruction's argument stands in quotes, and has no way to hold one.
    let argument = address.replacing("\"", with: "%22").replacing("\\", with: "%5C")
    return xml("w:fldSimple", ["w:instr": " HYPERLINK \"\(argument)\" "]) { run }
}

/// The step to the next tab stop.
func tab() -> XML {
    xml("w:r") { xml("w:tab") }
}

/// Text that leads to a bookmark of the same document.
func link(to bookmark: String, _ text: String) -> XML {
    xml("w:hyperlink", ["w:anchor": bookmark, "w:history": "1"]) {
        xml("w:r") {
            xml("w:rPr") { xml("w:rStyle", ["w:val": "Hyperlink"]) }
            xml("w:t", ["xml:space": "preserve"]) { text }
        }
    }
}

/// A value that Word computes itself, such as `PAGE`.
///
/// - Parameter shown: What stands there until it has.
func field(_ instruction: String, shown: String) -> XML {
    xml("w:fldSimple", ["w:instr": " \(instruction) "]) { run(shown) }
}

/// Runs that links of the document can lead to.
///
/// - Parameters:
///   - number: Unique in the document.
///   - name: Unique in the document; at most 40 letters, digits and underscores.
func bookmark(_ number: Int, _ name: String, @XMLBuilder runs: () -> XML) -> XML {
    XML {
        xml("w:bookmarkStart", ["w:id": "\(number)", "w:name": name])
        runs()
        xml("w:bookmarkEnd", ["w:id": "\(number)"])
    }
}

/// A table with fixed column widths, so that every program lays it out the same way.
struct WordTable {
    /// One column.
    struct Column {
        /// In twentieths of a point.
        let width: Int
        /// For the header row, which Word repeats on every page; "" in all columns means that there is none.
        let heading: String
    }

    let columns: [Column]
    /// What the table is, for people who do not see it.
    let caption: String
    /// The paragraphs of each cell.
    var rows: [[XML]] = []

    init(columns: [Column], caption: String) {
        self.columns = columns
        self.caption = caption
    }

    /// The `w:tbl` element.
    var part: XML {
        let hasHeader = columns.contains { !$0.heading.isEmpty }
        return xml("w:tbl") {
            xml("w:tblPr") {
                xml("w:tblStyle", ["w:val": "Udkasttabel"])
                xml("w:tblW", ["w:w": "\(columns.reduce(0) { $0 + $1.width })", "w:type": "dxa"])
                xml("w:tblLayout", ["w:type": "fixed"])
                xml(
                    "w:tblLook",
                    [
                        "w:val": hasHeader ? "0020" : "0080",
                        "w:firstRow": hasHeader ? "1" : "0", "w:lastRow": "0",
                        "w:firstColumn": hasHeader ? "0" : "1", "w:lastColumn": "0",
                        "w:noHBand": "1", "w:noVBand": "1",
                    ])
                xml("w:tblCaption", ["w:val": caption])
            }
            xml("w:tblGrid") {
                for column in columns {
                    xml("w:gridCol", ["w:w": "\(column.width)"])
                }
            }
            if hasHeader {
                row(columns.map { column in paragraph(.tableHeading) { run(column.heading) } }, isHeader: true)
            }
            for cells in rows {
                row(cells, isHeader: false)
            }
        }
    }

    private func row(_ cells: [XML], isHeader: Bool) -> XML {
        xml("w:tr") {
            xml("w:trPr") {
                xml("w:cantSplit")
                if isHeader { xml("w:tblHeader") }
            }
            for (column, cell) in zip(columns, cells) {
                xml("w:tc") {
                    xml("w:tcPr") { xml("w:tcW", ["w:w": "\(column.width)", "w:type": "dxa"]) }
                    cell
                }
            }
        }
    }
}
