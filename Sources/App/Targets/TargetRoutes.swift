import Merge
import RichText
import Store
import WebServer
import Workspace

extension Application {
    static let targetRoutes: [Route] = [
        .group("GET", "/groups/:group/targets/new", to: .administerGroup, else: .administrationForbidden) {
            $0.showNewTarget($1, form: FormState())
        },
        .group("POST", "/groups/:group/targets", to: .administerGroup, else: .administrationForbidden) {
            try await $0.createTarget($1)
        },
        .group("POST", "/groups/:group/terms", to: .administerGroup, else: .administrationForbidden) {
            try await $0.createTerms($1)
        },
    ]

    private func showNewTarget(_ visit: Visit<GroupInsider>, form: FormState) -> Reply {
        let content = NewTargetPage(language: visit.language, group: visit.group, form: form).html
        return page(
            visit, member: visit.member, title: visit.language(.createTarget), crumbs: [crumb(visit.group)],
            layout: .narrow, status: form.isValid ? 200 : 422, content)
    }

    private func createTarget(_ visit: Visit<GroupInsider>) async throws -> Reply {
        var form = try visit.form()
        let title = form.requiredText("title", atMost: 400)
        let number = Int(form["number"]) ?? 0
        if !(1...999).contains(number) { form.refuse("number", .numberInvalid) }
        guard form.isValid else { return showNewTarget(visit, form: form) }
        let record = DocumentRecord(
            id: DocumentID(randomID(prefix: "maal")), kind: .target, group: visit.group.id, title: title, number: number
        )
        do throws(StoreError) {
            try await store.documents.add(record, by: visit.member.id, at: visit.now)
        } catch {
            guard error == .duplicate else { throw error }
            form.refuse("number", .numberTaken)
            return showNewTarget(visit, form: form)
        }
        try await write(
            TargetTemplate.text(number: number, title: title, isRevision: visit.group.kind == .revision),
            to: record.id, by: visit.member.id, at: visit.now)
        return redirect(to: "/documents/\(record.id)")
    }

    private func createTerms(_ visit: Visit<GroupInsider>) async throws -> Reply {
        let title = "\(Language.danish(.termsOfReference)): \(visit.group.name)"
        let record = DocumentRecord(
            id: DocumentID(randomID(prefix: "kom")), kind: .termsOfReference, group: visit.group.id, title: title)
        try await store.documents.add(record, by: visit.member.id, at: visit.now)
        try await write(TermsTemplate.text(title: title), to: record.id, by: visit.member.id, at: visit.now)
        return redirect(to: "/documents/\(record.id)")
    }
}

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
