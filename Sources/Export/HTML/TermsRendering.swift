import Markup
import RichText
import Workspace

/// Terms of reference in HTML: sections in their order.
struct TermsRendering {
    let content: DocumentContent
    let references: CriterionReferences

    var html: HTML {
        element("div", ["class": "rendering", "lang": "da"]) {
            for section in sections {
                sectionHTML(section, references)
            }
        }
    }

    var outline: [OutlineEntry] {
        sections.map { OutlineEntry(id: $0.id, text: $0.title) }
    }

    /// Those that are said to come last come last, whatever their order.
    private var sections: [Section] {
        let all = content.children(kind: "sektion").map { id in
            Section(
                id: id, title: content.text(id, "titel"),
                placement: content.string(id, "placering").flatMap(Section.Placement.init) ?? .before,
                text: content.formattedText(id, "tekst"))
        }
        return all.filter { $0.placement == .before } + all.filter { $0.placement == .after }
    }
}
