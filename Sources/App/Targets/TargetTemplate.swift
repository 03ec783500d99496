import Merge
import RichText
import Workspace

/// What a new target holds before anybody has written in it: the fixed sections, empty (requirements 2.1).
enum TargetTemplate {
    private static let sections: [(id: String, title: Phrase, placement: Section.Placement)] = [
        ("resume", .sectionSummary, .before), ("formaal", .sectionPurpose, .before),
        ("anvendelse", .sectionScope, .before), ("baggrund", .sectionBackground, .before),
        ("behov", .sectionNeeds, .before), ("marked", .sectionMarket, .before),
        ("oekonomi", .sectionEconomy, .after), ("dokumentation", .sectionVerification, .after),
        ("sammenhaeng", .sectionRelations, .after), ("implementering", .sectionImplementation, .after),
        ("maalopfoelgning", .sectionFollowUp, .after),
    ]

    /// The template is Danish in every interface language: targets are.
    static func text(number: Int, title: String, isRevision: Bool) -> FirstText {
        var text = FirstText()
        text.set("dokument", "kind", .text("target"))
        text.set("dokument", "nummer", .integer(Int64(number)))
        text.set("dokument", "type", .text(isRevision ? "revision" : "nyt"))
        text.write("dokument", "titel", title)
        for (section, order) in zip(sections, OrderKey.spread(sections.count)) {
            text.set(section.id, "kind", .text("sektion"))
            text.set(section.id, "placering", .text(section.placement.rawValue))
            text.set(section.id, "order", .text(order))
            text.write(section.id, "titel", Language.danish(section.title))
        }
        return text
    }
}
