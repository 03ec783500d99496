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
