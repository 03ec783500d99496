import Markup
import Workspace

// The pieces that renderings are made of. All class names begin with `rendering`, so that a rendering can stand inside
// a page of the server without its rules and the page's getting into each other's way. Headings begin at level 2: the
// page around a rendering has the first.

/// A part of the running text under its heading.
func sectionHTML(_ section: Section, _ references: CriterionReferences) -> HTML {
    element("section", ["class": "rendering-section", "id": section.id]) {
        element("h2") { section.title }
        proseHTML(section.text, references)
    }
}

/// Labels with what belongs to them.
///
/// - Parameter variant: `requirement` for the marked block, `short` for a line each, nil for texts.
func fieldsHTML(_ fields: [(label: String, content: HTML)], variant: String? = nil) -> HTML {
    guard !fields.isEmpty else { return HTML() }
    return element("dl", ["class": "rendering-fields" + (variant.map { " rendering-\($0)" } ?? "")]) {
        for field in fields {
            element("div") {
                element("dt") { field.label }
                element("dd") { field.content }
            }
        }
    }
}

/// A table that can be scrolled sideways, by keyboard too, when the window is narrow.
///
/// - Parameters:
///   - id: Of what names the table, unique on the page: the caption, or else a heading above it.
///   - caption: Nil when a heading names the table.
func tableHTML(id: String, caption: String?, headings: [String], rows: [[String]]) -> HTML {
    element("div", ["class": "rendering-table", "role": "region", "aria-labelledby": id, "tabindex": "0"]) {
        element("table") {
            if let caption {
                element("caption", ["id": id]) { caption }
            }
            element("thead") {
                element("tr") {
                    for heading in headings {
                        element("th", ["scope": "col"]) { heading }
                    }
                }
            }
            element("tbody") {
                for row in rows {
                    element("tr") {
                        for (column, cell) in row.enumerated() {
                            if column == 0 {
                                element("th", ["scope": "row"]) { cell }
                            } else {
                                element("td") { cell }
                            }
                        }
                    }
                }
            }
        }
    }
}
