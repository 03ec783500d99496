import Markup
import Sync
import Workspace

/// The desk on which a document is read and written: bar, outline, paper, comments.
///
/// It is the same for targets, terms of reference and minutes; only the paper differs. The element `draft-editor` makes
/// it live. Without script it is a page to read.
struct EditorDesk {
    let document: DocumentRecord
    let access: Access
    let member: Member
    let language: Language
    /// Above the title: whose it is.
    let eyebrow: HTML
    let title: String
    /// What state the document is in, beside the title.
    let state: HTML
    /// Links and buttons at the right end of the bar.
    let actions: HTML
    /// Messages above the paper.
    let notices: HTML
    let outline: [OutlineEntry]
    /// The text, and for a meeting the records round it, which the editor leaves alone.
    let paper: HTML
    let comments: HTML

    var html: HTML {
        element(
            "draft-editor",
            [
                "document": document.id.rawValue, "socket": "/sync/documents/\(document.id)",
                "member": member.id.rawValue, "member-name": member.name, "access": "\(access.word)",
                "lang": language.rawValue,
            ]
        ) {
            bar
            outlineNavigation
            element("div", ["class": "paper"]) {
                notices
                needsScript
                paper
            }
            element(
                "aside",
                [
                    "class": "comments", "id": "comments", "data-comments": "",
                    "src": "/documents/\(document.id)/threads", "aria-label": language(.comments),
                ]
            ) { comments }
        }
    }

    private var bar: HTML {
        element("header", ["class": "draft-bar"]) {
            element("div", ["class": "draft-title"]) {
                element("p", ["class": "eyebrow"]) { eyebrow }
                element("h1", ["data-document-title": ""]) { title }
                state
            }
            element("ul", ["class": "presence", "data-presence": "", "aria-label": language(.present)])
            element("p", ["class": "save-state", "role": "status", "data-save-state": "saved"]) { language(.saved) }
            element("div", ["class": "actions"]) { actions }
        }
    }

    private var outlineNavigation: HTML {
        element("nav", ["class": "outline", "aria-label": language(.contents)]) {
            element("h2") { language(.contents) }
            element("ol", ["data-outline": ""]) {
                for entry in outline {
                    element("li", ["data-outline-node": entry.node]) {
                        element("a", ["href": "#\(entry.node)"]) {
                            if let number = entry.number {
                                element("span", ["data-outline-number": ""]) { number }
                                " "
                            }
                            element("span", ["data-outline-title": ""]) { entry.title }
                        }
                        element("span", ["data-here": ""])
                    }
                }
            }
        }
    }

    private var needsScript: HTML {
        withoutScript { alert(.information) { element("p") { language(.needsScript) } } }
    }
}

extension Access {
    /// The word that the browser's editor knows it by.
    var word: String {
        switch self {
        case .read: "read"
        case .comment: "comment"
        case .suggest: "suggest"
        case .edit: "edit"
        }
    }
}
