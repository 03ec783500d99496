import Markup
import RichText
import Workspace

/// The paper of a group's terms of reference: a title and sections.
struct TermsPaper {
    let fields: LiveFields

    init(content: DocumentContent, language: Language, isEditable: Bool) {
        fields = LiveFields(content: content, language: language, isEditable: isEditable, numbers: [:])
    }

    private var sections: [String] { fields.content.children(kind: "sektion") }

    var outline: [OutlineEntry] {
        sections.map { section in
            let title = fields.content.text(section, "titel")
            return OutlineEntry(
                node: section, number: nil, title: title.isEmpty ? fields.language(.untitledSection) : title)
        }
    }

    var html: HTML {
        HTML {
            element("section", ["id": "dokument", "data-node": "dokument"]) {
                fields.text("dokument", "titel", .title, isMultiline: false)
            }
            for section in sections { SectionArticle(id: section, fields: fields).html }
        }
    }
}
