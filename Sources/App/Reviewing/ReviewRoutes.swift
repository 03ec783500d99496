import Export
import RichText
import Store
import WebProtocol
import WebServer
import Workspace

extension Application {
    static let reviewRoutes: [Route] = [
        .document("GET", "/documents/:document/versions", to: .read, else: .mayNotRead) {
            try await $0.showVersions($1, form: FormState())
        },
        .document("POST", "/documents/:document/versions", to: .makeVersion, else: .makeVersionForbidden) {
            try await $0.makeVersion($1)
        },
        .document("GET", "/documents/:document/versions/:number", to: .read, else: .mayNotRead) {
            try await $0.showVersion($1, form: FormState())
        },
        .document("GET", "/documents/:document/versions/:number/changes", to: .read, else: .mayNotRead) {
            try await $0.showChanges($1)
        },
        .document(
            "POST", "/documents/:document/versions/:number/approval", to: .approveVersion, else: .approveForbidden
        ) { try await $0.approve($1) },
        export("docx", of: [.target]) { try TargetContent($0).wordDocument(stamp: $2) },
        export("csv", of: [.target]) { (content, _, _) in try TargetContent(content).requirementTable() },
        export("html", of: Set(DocumentKind.allCases)) {
            try DocumentRendering($0).webPage(stamp: $2, frozen: $1.frozenHTML)
        },
    ]

    // MARK: Versions

    private func showVersions(_ visit: Visit<DocumentInsider>, form: FormState) async throws -> Reply {
        let versions = try await store.reviews.versions(of: visit.document.id)
        let text = try await rooms.content(of: visit.document.id)
        let content = VersionsPage(
            language: visit.language, document: visit.document, role: visit.role, versions: versions,
            people: try await people(visit.language), liveHash: text.hash,
            hasNews: try await hasNews(visit.document, saying: text, since: versions.last), form: form
        ).html
        return page(
            visit, member: visit.member, title: visit.language(.versions),
            crumbs: [crumb(visit.group), crumb(visit.document)], status: form.isValid ? 200 : 409, content)
    }

    /// Freezes the text that the person saw: the form carries its hash, and if the text has moved on meanwhile nothing
    /// is made.
    private func makeVersion(_ visit: Visit<DocumentInsider>) async throws -> Reply {
        var form = try visit.form()
        let content = try await rooms.content(of: visit.document.id)
        guard form["hash"] == content.hash else {
            form.refuse("form", .textMovedOn)
            return try await showVersions(visit, form: form)
        }
        let latest = try await store.reviews.latest(of: visit.document.id)
        guard try await hasNews(visit.document, saying: content, since: latest) else {
            form.refuse("form", .nothingChanged)
            return try await showVersions(visit, form: form)
        }
        let version = try await store.reviews.make(
            of: visit.document.id, content: content,
            rendering: try await rendering(of: visit.document, saying: content), by: visit.member.id, at: visit.now)
        rooms.notify(.versions, in: visit.document.id)
        return redirect(to: "/documents/\(visit.document.id)/versions/\(version.ordinal)?receipt=made")
    }

    /// Whether a version made now would differ from the latest: in its text, or for minutes in the records beside it.
    private func hasNews(
        _ document: DocumentRecord, saying content: DocumentContent, since latest: Version?
    ) async throws -> Bool {
        guard let latest, latest.hash == content.hash else { return true }
        guard document.kind == .minutes else { return false }
        return try await rendering(of: document, saying: content) != latest.rendering
    }

    private func version(_ visit: Visit<DocumentInsider>) async throws -> Version {
        guard let ordinal = Int(visit.parameters["number"]), ordinal > 0,
            let version = try await store.reviews.version(VersionID(document: visit.document.id, ordinal: ordinal))
        else { throw PageProblem.notFound }
        return version
    }

    private func showVersion(_ visit: Visit<DocumentInsider>, form: FormState) async throws -> Reply {
        let version = try await version(visit)
        let receipts: [String: Phrase] = ["made": .versionReceipt, "approved": .approvalReceipt]
        let content = VersionPage(
            language: visit.language, document: visit.document, role: visit.role, version: version,
            people: try await people(visit.language),
            liveHash: try await rooms.content(of: visit.document.id).hash, form: form,
            receipt: visit.request.queryValue("receipt").flatMap { receipts[$0] })
        return page(
            visit, member: visit.member, title: content.title,
            crumbs: [
                crumb(visit.group), crumb(visit.document),
                versionsCrumb(visit),
            ], status: form.isValid ? 200 : 409, content.html)
    }

    private func showChanges(_ visit: Visit<DocumentInsider>) async throws -> Reply {
        let version = try await version(visit)
        let content = ChangesPage(
            language: visit.language, document: visit.document, version: version,
            before: try DocumentContent(canonicalBytes: version.canonicalBytes),
            after: try await rooms.content(of: visit.document.id))
        return page(
            visit, member: visit.member, title: content.title,
            crumbs: [crumb(visit.group), crumb(visit.document), versionsCrumb(visit)], content.html)
    }

    private func versionsCrumb(_ visit: Visit<DocumentInsider>) -> PageFrame.Crumb {
        PageFrame.Crumb(text: visit.language(.versions), address: "/documents/\(visit.document.id)/versions")
    }

    // MARK: Approval

    /// The chair approves the hash that was on the screen, not whatever lies here now (requirements S22).
    private func approve(_ visit: Visit<DocumentInsider>) async throws -> Reply {
        let version = try await version(visit)
        var form = try visit.form()
        let remark = form.optionalText("remark", atMost: 2_000)
        guard form.isValid else { return try await showVersion(visit, form: form) }
        do throws(StoreError) {
            _ = try await store.reviews.approve(
                version.id, hash: form["hash"], by: visit.member.id, at: visit.now, remark: remark)
        } catch {
            switch error {
            case .hashDiffers: form.refuse("form", .hashDiffers)
            case .alreadyApproved: form.refuse("form", .alreadyApproved)
            default: throw error
            }
            return try await showVersion(visit, form: form)
        }
        rooms.notify(.versions, in: visit.document.id)
        return redirect(to: "/documents/\(visit.document.id)/versions/\(version.ordinal)?receipt=approved")
    }

    // MARK: Export

    private typealias Exporter = @Sendable (DocumentContent, Version, VersionStamp) throws -> [UInt8]

    /// A route that takes an approved version out as a file.
    private static func export(
        _ ending: StaticString, of kinds: Set<DocumentKind>, _ make: @escaping Exporter
    ) -> Route {
        .document(
            "GET", PathPattern("/documents/:document/versions/:number/export", ending: ending),
            to: .exportVersion, else: .exportForbidden
        ) { application, visit in
            guard kinds.contains(visit.document.kind) else { throw PageProblem.conflict(.exportNotPossible) }
            return try await application.export(visit, ending: "\(ending)", make)
        }
    }

    private func export(_ visit: Visit<DocumentInsider>, ending: String, _ make: Exporter) async throws -> Reply {
        let version = try await version(visit)
        guard let approval = version.approval else { throw PageProblem.conflict(.exportNeedsApproval) }
        let content = try DocumentContent(canonicalBytes: version.canonicalBytes)
        let people = try await people(visit.language)
        let stamp = VersionStamp(
            label: version.label, hash: version.hash,
            approval: VersionStamp.Approval(approver: people.name(of: approval.by), time: approval.at),
            notice: configuration.demoPassword == nil ? "" : Language.danish(.demoNotice))
        let bytes: [UInt8]
        do {
            bytes = try make(content, version, stamp)
        } catch let error as ExportError { throw PageProblem.conflict(error.phrase) }
        try await store.journal.add(
            .versionExported, of: visit.document.id.rawValue, detail: "\(version.label) \(ending)",
            by: visit.member.id, at: visit.now)
        var response = Response(body: bytes)
        response.headers.append("content-type", Self.contentTypes[ending] ?? "application/octet-stream")
        let name = "\(Self.fileTitle(of: visit.document, content)) version \(version.label).\(ending)"
        if let disposition = HeaderValue(contentDisposition(fileName: name)) {
            response.headers.append("content-disposition", disposition)
        }
        return .response(response)
    }

    private static func fileTitle(of document: DocumentRecord, _ content: DocumentContent) -> String {
        let title = content.text("dokument", "titel")
        return switch document.kind {
        case .target: "Indkøbsmål \(document.number ?? 0) \(title)"
        case .minutes: "Referat \(title)"
        case .termsOfReference: title
        }
    }

    private static let contentTypes: [String: HeaderValue] = [
        "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        "csv": "text/csv; charset=utf-8", "html": "text/html; charset=utf-8",
    ]
}

/// A file to be saved, under a name that every browser can read (RFC 6266): an ASCII one, and the right one in UTF-8.
func contentDisposition(fileName: String) -> String {
    let spelled = fileName.replacing("æ", with: "ae").replacing("ø", with: "oe").replacing("å", with: "aa")
        .replacing("Æ", with: "Ae").replacing("Ø", with: "Oe").replacing("Å", with: "Aa")
    let plain = spelled.unicodeScalars.map { scalar in
        switch scalar {
        case "a"..."z", "A"..."Z", "0"..."9", ".", "-", "_", " ": String(scalar)
        default: "_"
        }
    }.joined()
    return "attachment; filename=\"\(plain)\"; filename*=UTF-8''\(PercentEncoding.encode(fileName))"
}
