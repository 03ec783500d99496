import Markup
import RichText
import Store
import WebServer
import Workspace

extension Application {
    static let commentRoutes: [Route] = [
        .document("GET", "/documents/:document/threads", to: .read, else: .mayNotRead) { try await $0.showThreads($1) },
        .document("POST", "/documents/:document/threads", to: .comment, else: .mayNotComment) {
            try await $0.startThread($1)
        },
        .thread("POST", "/threads/:thread/posts", to: .comment, else: .mayNotComment) { try await $0.reply($1) },
        .thread("POST", "/threads/:thread/resolution", to: .settleThread, else: .mayNotSettle) {
            try await $0.settle($1)
        },
        .thread("POST", "/threads/:thread/reopening", to: .settleThread, else: .mayNotSettle) {
            try await $0.reopen($1)
        },
    ]

    /// The longest post, in characters; a longer one belongs in the text (requirements S21: 10 kB).
    static let longestPost = 10_000

    // MARK: Reading

    /// The threads alone, without the page round them, for a page that is open already.
    private func showThreads(_ visit: Visit<DocumentInsider>) async throws -> Reply {
        let content = try await rooms.content(of: visit.document.id)
        let list = try await threadList(visit, content: content, outline: try await outline(visit, of: content))
        return .response(html(list, in: visit.language))
    }

    func threadList(
        _ visit: Visit<DocumentInsider>, content: DocumentContent, outline: [OutlineEntry]
    ) async throws -> HTML {
        ThreadList(
            document: visit.document, threads: try await store.comments.threads(of: visit.document.id),
            outline: outline, people: try await people(visit.language), role: visit.role, language: visit.language
        ).html
    }

    private func outline(_ visit: Visit<DocumentInsider>, of content: DocumentContent) async throws -> [OutlineEntry] {
        switch visit.document.kind {
        case .target: TargetPaper(content: content, language: visit.language, isEditable: false).outline
        case .termsOfReference: TermsPaper(content: content, language: visit.language, isEditable: false).outline
        case .minutes:
            MinutesPaper(content: content, language: visit.language, isEditable: false, people: []).outline
        }
    }

    // MARK: Writing

    private func startThread(_ visit: Visit<DocumentInsider>) async throws -> Reply {
        let form = try visit.form()
        let text = try post(in: form)
        let anchor = try anchor(in: form)
        let thread = try await store.comments.start(
            in: visit.document.id, at: anchor, text: text, mentions: try await mentions(in: text, of: visit.group.id),
            by: visit.member.id, at: visit.now)
        return changed(visit.request, thread, in: visit.document)
    }

    private func reply(_ visit: Visit<ThreadInsider>) async throws -> Reply {
        guard visit.thread.status == .open else { throw PageProblem.conflict(.threadIsResolved) }
        let text = try post(in: try visit.form())
        _ = try await store.comments.reply(
            to: visit.thread.id, text: text, mentions: try await mentions(in: text, of: visit.group.id),
            by: visit.member.id, at: visit.now)
        return changed(visit.request, visit.thread.id, in: visit.document)
    }

    /// Pressing the button twice, or after someone else has, leads to the same thread and no error.
    private func settle(_ visit: Visit<ThreadInsider>) async throws -> Reply {
        if visit.thread.status == .open {
            try await store.comments.settle(visit.thread.id, as: .resolved, by: visit.member.id, at: visit.now)
        }
        return changed(visit.request, visit.thread.id, in: visit.document)
    }

    private func reopen(_ visit: Visit<ThreadInsider>) async throws -> Reply {
        if visit.thread.status != .open {
            try await store.comments.reopen(visit.thread.id, by: visit.member.id, at: visit.now)
        }
        return changed(visit.request, visit.thread.id, in: visit.document)
    }

    /// Back to the thread: in its page, or for a script that stays on its page, in the list alone.
    private func changed(_ request: Request, _ thread: ThreadID, in document: DocumentRecord) -> Reply {
        rooms.notify(.comments, in: document.id)
        if request.headers["x-requested-with"] == "fetch" {
            return redirect(to: "/documents/\(document.id)/threads")
        }
        return redirect(to: "\(VersionsPage.address(of: document))#thread-\(thread)")
    }

    // MARK: What a form says

    private func post(in form: FormState) throws(PageProblem) -> String {
        let text = String(form.untouched("text").replacing("\r\n", with: "\n").trimmed)
        if text.isEmpty { throw .badRequest }
        if text.count > Self.longestPost { throw .tooLarge }
        return text
    }

    /// What a new thread is about: a passage where the editor has said which, else a field, else a part.
    private func anchor(in form: FormState) throws(PageProblem) -> Anchor {
        let place = form["place"].split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        if place.isEmpty || place == [""] {
            return Anchor(node: try name(form["node"].isEmpty ? "dokument" : form["node"]))
        }
        guard place.count == 2 else { throw .badRequest }
        let (from, to) = (form["from-anchor"], form["to-anchor"])
        let passage: Passage? =
            from.isEmpty || to.isEmpty
            ? nil : Passage(from: try name(from), to: try name(to), quotation: quotation(in: form))
        return Anchor(node: try name(place[0]), field: try name(place[1]), passage: passage)
    }

    /// Names of nodes, fields and characters are short; a long one is none of the editor's.
    private func name(_ text: String) throws(PageProblem) -> String {
        guard (1...128).contains(text.utf8.count) else { throw .badRequest }
        return text
    }

    private func quotation(in form: FormState) -> String { String(form.untouched("quotation").prefix(1_000)) }

    /// Members of the group whose name stands behind an @.
    private func mentions(in text: String, of group: GroupID) async throws -> [MemberID] {
        guard text.contains("@") else { return [] }
        return try await store.groups.memberships(of: group).map(\.member).filter { text.contains("@\($0.name)") }
            .map(\.id)
    }
}
