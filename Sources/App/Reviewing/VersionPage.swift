import Markup
import Workspace

/// One version: what it says, who made and approved it, and whether the text has moved on since.
struct VersionPage {
    let language: Language
    let document: DocumentRecord
    let role: Role
    let version: Version
    let people: People
    let liveHash: String
    let form: FormState
    let receipt: Phrase?

    private var address: String { "/documents/\(document.id)/versions/\(version.ordinal)" }
    private var hasMovedOn: Bool { version.hash != liveHash }

    var title: String { language(.version(version.label, of: document.title)) }

    var html: HTML {
        HTML {
            pageHead(title) {
                element("p") {
                    version.approval == nil ? tag(language(.notApproved)) : tag(language(.approved), .success)
                }
            }
            if let receipt {
                alert(.success) { element("p") { language(receipt) } }
            }
            movedOn
            about
            if version.approval == nil, role.can(.approveVersion) { approve }
            if version.approval != nil, role.can(.exportVersion) { export }
            // No heading: those of the text itself come next and are of the second level.
            element("section", ["class": "version-text", "id": "text", "aria-label": language(.frozenText)]) {
                version.frozenHTML
            }
        }
    }

    private var movedOn: HTML {
        alert(hasMovedOn ? .warning : .information) {
            element("p") { language(hasMovedOn ? .differsFromLive(version.label) : .sameAsLive(version.label)) }
            element("p") {
                link(language(.goToDraft), to: VersionsPage.address(of: document))
                if hasMovedOn {
                    " · "
                    link(language(.changesSince(version.label)), to: "\(address)/changes")
                }
            }
        }
    }

    private var about: HTML {
        facts([
            (language(.version), HTML(text: version.label)),
            (language(.madeBy), HTML(text: people.name(of: version.madeBy))),
            (language(.made), time(version.madeAt.formatted(in: language), iso: version.madeAt.iso8601)),
            (language(.approvedBy), HTML(text: version.approval.map { people.name(of: $0.by) } ?? "")),
            (
                language(.approved),
                version.approval.map { time($0.at.formatted(in: language), iso: $0.at.iso8601) } ?? HTML()
            ),
            (language(.remark), HTML(text: version.approval?.remark ?? "")),
            (language(.fingerprint), element("code", ["class": "hash"]) { version.hash }),
            (language(.renderingFingerprint), element("code", ["class": "hash"]) { version.renderingHash }),
        ])
    }

    private var approve: HTML {
        card(language(.approve), id: "approval") {
            element("p") { language(.approveExplanation) }
            postForm(to: "\(address)/approval") {
                let fields = FormFields(language: language, state: form)
                fields.summary()
                element("input", ["type": "hidden", "name": "hash", "value": version.hash])
                fields.area("remark", .remark, isRequired: false)
                submitButton(language(.approve), look: "primary")
            }
        }
    }

    private var export: HTML {
        card(language(.export), id: "export") {
            element("ul") {
                for (ending, label) in Self.exports where document.kind == .target || ending == "html" {
                    element("li") { link(language(label), to: "\(address)/export.\(ending)") }
                }
            }
        }
    }

    private static let exports: [(String, Phrase)] = [
        ("docx", .exportWord), ("csv", .exportTable), ("html", .exportPage),
    ]
}
