import Markup

/// A section of running text: its title and its paragraphs.
struct SectionArticle {
    let id: String
    let fields: LiveFields

    var html: HTML {
        element("section", ["id": id, "data-node": id]) {
            element("h2") { fields.unlabelled(id, "titel", .sectionTitle, isMultiline: false) }
            element("div", ["class": "field"]) {
                fields.unlabelled(
                    id, "tekst", .sectionText, isMultiline: true, context: LiveFields.textID(id, "titel"))
            }
        }
    }
}

/// One line of the outline beside the paper.
struct OutlineEntry: Hashable, Sendable {
    let node: String
    /// As printed, such as `13.4`; nil for what has no number.
    let number: String?
    let title: String
}
