import Markup

/// A section of running text: its title and its paragraphs.
struct SectionArticle {
    /// The node, or `NODE` in the template that the editor copies for a new section.
    let id: String
    let fields: LiveFields
    /// Whether sections are added, moved and deleted in this document.
    var isMovable = false

    var html: HTML {
        element("section", ["id": id, "data-node": id]) {
            if isMovable {
                element("div", ["class": "criterion-head"]) {
                    heading
                    tools
                }
            } else {
                heading
            }
            element("div", ["class": "field"]) {
                fields.unlabelled(
                    id, "tekst", .sectionText, isMultiline: true, context: LiveFields.textID(id, "titel"))
            }
        }
    }

    private var heading: HTML {
        element("h2") { fields.unlabelled(id, "titel", .sectionTitle, isMultiline: false) }
    }

    private var tools: HTML {
        let title = LiveFields.textID(id, "titel")
        return element("div", ["class": "criterion-tools actions", "role": "group", "aria-labelledby": title]) {
            for (action, label) in CriterionArticle.tools {
                editorButton(action, fields.language(label), describedBy: title)
            }
        }
    }
}

/// The sections on one side of the criteria, with what adds another and brings deleted ones back.
struct SectionList {
    /// `foer` or `efter`.
    let placement: String
    let sections: [String]
    let deleted: [String]
    let fields: LiveFields

    var html: HTML {
        HTML {
            element("div", ["class": "sections", "data-sections": placement]) {
                for section in sections { item(section, fields) }
            }
            element("div", ["class": "section-tools"]) {
                editorButton("add-section-\(placement)", fields.language(.addSection))
                element("details", ["data-deleted-sections": placement, "hidden": flag(deleted.isEmpty)]) {
                    DeletedNodes(heading: .deletedSections, untitled: .untitledSection, nodes: deleted, fields: fields)
                        .html
                }
            }
        }
    }

    private func item(_ section: String, _ fields: LiveFields) -> HTML {
        element("div") { SectionArticle(id: section, fields: fields, isMovable: true).html }
    }

    /// What the editor copies for a new section.
    static func template(_ fields: LiveFields) -> HTML {
        element("template", ["data-section-template": ""]) {
            element("div") { SectionArticle(id: "NODE", fields: fields, isMovable: true).html }
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
