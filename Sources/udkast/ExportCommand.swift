import Export
import Foundation
import Markup
import RichText
import Store
import Workspace

/// `udkast export`: an approved version as a file, without a server.
struct ExportCommand {
    private let directory: String
    private let document: DocumentID
    private let ordinal: Int?
    private let format: String
    private let output: String

    init(_ words: [String]) throws {
        let options = try Options(words, allowing: ["data", "document", "version", "format", "output"])
        directory = try options.required("data")
        document = DocumentID(try options.required("document"))
        ordinal = try options.number("version", in: 1...1_000_000)
        format = try options.required("format")
        output = try options.required("output")
        guard ["docx", "csv", "html"].contains(format) else {
            throw UsageError(message: "udkast: --format is docx, csv or html, not \(format)")
        }
    }

    func run() async throws {
        try requireStore(in: directory)
        let store = try Store.open(directory: directory)
        let bytes = try await export(from: store)
        await store.close()
        do {
            try Data(bytes).write(to: URL(filePath: output), options: .withoutOverwriting)
        } catch {
            throw CommandError(message: "\(output) could not be written: \(error.localizedDescription)")
        }
    }

    private func export(from store: Store) async throws -> [UInt8] {
        guard let record = try await store.documents.record(document) else {
            throw CommandError(message: "There is no document \(document.rawValue).")
        }
        guard record.kind == .target || format == "html" else {
            throw CommandError(message: "\(document.rawValue) is no procurement target; it is exported as html alone.")
        }
        let version = try await version(in: store)
        guard let version, let approval = version.approval else {
            throw CommandError(message: "\(document.rawValue) has no such approved version.")
        }
        let content = try DocumentContent(canonicalBytes: version.canonicalBytes)
        let approver = try await store.members.member(approval.by)?.name ?? approval.by.rawValue
        let stamp = VersionStamp(
            label: version.label, hash: version.hash,
            approval: VersionStamp.Approval(approver: approver, time: approval.at))
        let bytes =
            switch format {
            case "docx": try TargetContent(content).wordDocument(stamp: stamp)
            case "csv": try TargetContent(content).requirementTable()
            default:
                try DocumentRendering(content).webPage(stamp: stamp, frozen: HTML(VerbatimHTML(version.rendering)))
            }
        try await store.journal.add(
            .versionExported, of: document.rawValue, detail: "\(version.label) \(format)", by: nil, at: .now())
        return bytes
    }

    /// The one that was named, or the newest that is approved.
    private func version(in store: Store) async throws -> Version? {
        guard let ordinal else { return try await store.reviews.latestApproved(of: document) }
        return try await store.reviews.version(VersionID(document: document, ordinal: ordinal))
    }
}
