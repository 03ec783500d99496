import Markup
import Workspace

/// The comments beside a document: open threads, a form for a new one, resolved threads folded away.
///
/// The editor fetches it anew when someone has commented; without script its forms post and the page reloads.
struct ThreadList {
    let document: DocumentRecord
    /// In order of their first posts.
    let threads: [CommentThread]
    /// What threads and the form may point at, in the order of the paper.
    let outline: [OutlineEntry]
    let people: People
    let role: Role
    let language: Language

    var html: HTML {
        let open = threads.filter { $0.status == .open }
        let settled = threads.filter { $0.status != .open }
        return HTML {
            element("h2") { language(.comments) }
            if role.can(.comment) {
                newThread
                template
            }
            forms(in: .open, "open")
            forms(in: .resolved, "resolved")
            element("p", ["class": "note", "data-thread-count": String(open.count)]) {
                threads.isEmpty ? language(.noComments) : language(.threadCount(open: open.count))
            }
            element("ol", ["class": "threads", "aria-label": language(.openThreads)]) {
                for thread in open { card(thread) }
            }
            if !settled.isEmpty {
                element("details", ["class": "settled-threads"]) {
                    element("summary") { "\(language(.resolvedThreads)) (\(settled.count))" }
                    element("ol", ["class": "threads", "aria-label": language(.resolvedThreads)]) {
                        for thread in settled { card(thread) }
                    }
                }
            }
        }
    }

    // MARK: One thread

    private func card(_ thread: CommentThread) -> HTML {
        let headingID = "thread-\(thread.id)-place"
        return element("li") {
            element(
                "article",
                [
                    "class": "thread", "id": "thread-\(thread.id)", "data-thread": thread.id.rawValue,
                    "data-state": thread.status == .open ? "open" : "resolved",
                    "data-anchor-node": thread.anchor.node, "data-anchor-place": thread.anchor.place,
                    "data-anchor-from": thread.anchor.passage?.from, "data-anchor-to": thread.anchor.passage?.to,
                    "aria-labelledby": headingID,
                ]
            ) {
                element("header") {
                    element("p", ["class": "thread-place", "id": headingID]) { place(of: thread.anchor) }
                    status(of: thread)
                }
                quotation(of: thread)
                element("ol", ["class": "posts"]) {
                    for post in thread.posts { postEntry(post) }
                }
                withoutScript {
                    forms(
                        of: thread.id.rawValue, thread.status,
                        author: thread.posts.first.map { people.name(of: $0.author) } ?? "")
                }
            }
        }
    }

    /// A link to what the thread is about, or the word that it is gone.
    private func place(of anchor: Anchor) -> HTML {
        guard let entry = outline.first(where: { $0.node == anchor.node }) else {
            return HTML(text: anchor.node == "dokument" ? language(.wholeDocument) : language(.onDeletedText))
        }
        return link([entry.number, entry.title].compactMap(\.self).joined(separator: " "), to: "#\(entry.node)")
    }

    private func status(of thread: CommentThread) -> HTML {
        switch thread.status {
        case .open: HTML()
        case .resolved: tag(settled(thread), .success)
        case .rejected: tag(language(.threadDeclined))
        }
    }

    private func settled(_ thread: CommentThread) -> String {
        thread.settledBy.map { language(.resolvedBy(people.name(of: $0))) } ?? language(.threadResolved)
    }

    /// The words that the thread was started on, also when they have since been changed or removed.
    @HTMLBuilder private func quotation(of thread: CommentThread) -> HTML {
        if let passage = thread.anchor.passage {
            element("blockquote", ["class": "quotation", "lang": "da"]) { passage.quotation }
        }
        if let replacement = thread.replacement {
            element("p", ["class": "suggestion"]) {
                language(.suggestedText) + ": "
                element("q", ["lang": "da"]) { replacement }
            }
        }
    }

    private func postEntry(_ post: Post) -> HTML {
        element("li", ["class": "post"]) {
            element("p", ["class": "post-by"]) {
                element("strong") { people.name(of: post.author) }
                time(post.postedAt.formatted(in: language), iso: post.postedAt.iso8601)
            }
            paragraphs(post.text)
        }
    }

    // MARK: What can be done with a thread

    /// For pages with script, which copy them for the one thread that somebody turns to: hundreds of forms in a page
    /// cost the browser seconds.
    private func forms(in status: CommentThread.Status, _ name: String) -> HTML {
        element("template", ["data-thread-forms": name]) { forms(of: "THREAD", status, author: "AUTHOR") }
    }

    @HTMLBuilder private func forms(of thread: String, _ status: CommentThread.Status, author: String) -> HTML {
        let isOpen = status == .open
        if isOpen, role.can(.comment) {
            postForm(to: "/threads/\(thread)/posts", class: "reply") {
                element(
                    "textarea",
                    [
                        "name": "text", "aria-label": language(.replyTo(author)), "rows": "2", "required": "",
                        "maxlength": "10000",
                    ])
                submitButton(language(.reply))
            }
        }
        if role.can(.settleThread) {
            postForm(to: "/threads/\(thread)/\(isOpen ? "resolution" : "reopening")", class: nil) {
                submitButton(language(isOpen ? .resolve : .reopen), look: "quiet")
            }
        }
    }

    // MARK: A new thread

    private var address: String { "/documents/\(document.id)/threads" }

    /// For pages without script: a thread on a part of the document that is chosen from a list.
    private var newThread: HTML {
        element("details", ["class": "new-thread"]) {
            element("summary") { language(.newComment) }
            postForm(to: address) {
                element("div", ["class": "form-field"]) {
                    element("label", ["for": "new-thread-node"]) { language(.commentOn) }
                    element("select", ["name": "node", "id": "new-thread-node"]) {
                        element("option", ["value": "dokument"]) { language(.wholeDocument) }
                        for entry in outline where entry.node != "dokument" {
                            element("option", ["value": entry.node]) {
                                [entry.number, entry.title].compactMap(\.self).joined(separator: " ")
                            }
                        }
                    }
                }
                text(id: "new-thread-text")
                submitButton(language(.sendComment))
            }
        }
    }

    /// What the editor copies for a thread on a passage, with the passage filled in.
    private var template: HTML {
        element("template", ["data-thread-template": ""]) {
            postForm(to: address, class: "thread thread-new") {
                for name in ["node", "place", "from-anchor", "to-anchor"] {
                    element("input", ["type": "hidden", "name": name, "value": ""])
                }
                element("input", ["type": "hidden", "name": "quotation", "value": ""])
                element("blockquote", ["class": "quotation", "lang": "da"])
                text(id: "selection-thread-text")
                element("div", ["class": "actions"]) {
                    submitButton(language(.sendComment), look: "primary")
                    element("button", ["type": "button", "class": "quiet", "data-action": "cancel"]) {
                        language(.cancel)
                    }
                }
            }
        }
    }

    private func text(id: String) -> HTML {
        element("div", ["class": "form-field"]) {
            element("label", ["for": id]) { language(.commentText) }
            element("textarea", ["name": "text", "id": id, "rows": "3", "required": "", "maxlength": "10000"])
        }
    }
}
