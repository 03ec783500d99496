import Markup
import Workspace

/// All versions of a document, the latest first, and the form that makes the next.
struct VersionsPage {
    let language: Language
    let document: DocumentRecord
    let role: Role
    /// Ascending.
    let versions: [Version]
    let people: People
    /// The hash of the text as it now is: what a version made from this page will hold.
    let liveHash: String
    /// Whether a version made now would differ from the latest.
    let hasNews: Bool
    let form: FormState

    private var standing: VersionStanding { VersionStanding(latest: versions.last, liveHash: liveHash) }

    /// The address where a document is read and written.
    static func address(of document: DocumentRecord) -> String {
        document.kind == .minutes ? "/meetings/\(document.id)" : "/documents/\(document.id)"
    }

    var html: HTML {
        HTML {
            pageHead("\(language(.versions)): \(document.title)") {
                element("p") { standing.mark(in: language) }
                element("p") { link(language(.goToDraft), to: Self.address(of: document)) }
                if standing.hasChanged, let latest = versions.last {
                    element("p") {
                        link(
                            language(.changesSince(latest.label)),
                            to: "/documents/\(document.id)/versions/\(latest.ordinal)/changes")
                    }
                }
            }
            if role.can(.makeVersion) { makeVersion }
            if versions.isEmpty {
                element("div", ["class": "empty"]) { element("p") { language(.noVersions) } }
            } else {
                element("ul", ["class": "rows"]) {
                    for version in versions.reversed() { row(version) }
                }
            }
        }
    }

    private func row(_ version: Version) -> HTML {
        element("li", ["class": "row"]) {
            element("div", ["class": "row-main"]) {
                link(
                    language(.versionLabel(version.label)),
                    to: "/documents/\(document.id)/versions/\(version.ordinal)", class: "row-title")
                element("p", ["class": "note"]) {
                    "\(language(.madeBy)) \(people.name(of: version.madeBy)), "
                    time(version.madeAt.formatted(in: language), iso: version.madeAt.iso8601)
                }
            }
            element("div", ["class": "row-side"]) { approvalMark(of: version) }
        }
    }

    private func approvalMark(of version: Version) -> HTML {
        guard let approval = version.approval else { return tag(language(.notApproved)) }
        return HTML {
            tag(language(.approved), .success)
            element("span", ["class": "note"]) { people.name(of: approval.by) }
        }
    }

    private var makeVersion: HTML {
        card(language(.makeVersion), id: "make-version") {
            element("p") { language(.makeVersionExplanation) }
            FormFields(language: language, state: form).summary()
            if hasNews {
                postForm(to: "/documents/\(document.id)/versions") {
                    element("input", ["type": "hidden", "name": "hash", "value": liveHash])
                    submitButton(language(.makeVersion), look: "primary")
                }
            } else {
                element("p") { language(.nothingChanged) }
            }
        }
    }
}
