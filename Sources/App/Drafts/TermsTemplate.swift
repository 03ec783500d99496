import Merge
import RichText
import Workspace

/// What new terms of reference hold: the usual sections, empty.
enum TermsTemplate {
    private static let sections: [Phrase] = [
        .termsBackground, .sectionPurpose, .termsTasks, .termsDelimitation, .termsOrganisation, .termsTimetable,
        .termsConsultation, .termsDecision,
    ]

    static func text(title: String) -> FirstText {
        var text = FirstText()
        text.set("dokument", "kind", .text("termsOfReference"))
        text.write("dokument", "titel", title)
        for (index, (title, order)) in zip(sections, OrderKey.spread(sections.count)).enumerated() {
            let node = "afsnit-\(index + 1)"
            text.set(node, "kind", .text("sektion"))
            text.set(node, "placering", .text(Section.Placement.before.rawValue))
            text.set(node, "order", .text(order))
            text.write(node, "titel", Language.danish(title))
        }
        return text
    }
}
