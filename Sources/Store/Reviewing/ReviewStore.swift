public import RichText
import SQLite
public import Workspace

/// Versions of documents and their approval. Both are only ever added.
public struct ReviewStore: Sendable {
    let worker: StoreWorker

    /// A document's versions, the oldest first.
    public func versions(of document: DocumentID) async throws(StoreError) -> [Version] {
        try await worker.read { database throws(StoreError) in
            try database.rows(
                """
                SELECT v.document, v.ordinal, v.label, v.canonicalBytes, v.hash, v.rendering, v.renderingHash, v.madeBy,
                    v.madeAt, a.approver, a.approvedAt, a.remark
                FROM version v
                LEFT JOIN approval a ON a.document = v.document AND a.ordinal = v.ordinal
                WHERE v.document = ?
                ORDER BY v.ordinal
                """, .id(document), read: Version.init(row:))
        }
    }

    /// One version; nil if there is none.
    public func version(_ id: VersionID) async throws(StoreError) -> Version? {
        try await worker.read { database throws(StoreError) in try database.version(id) }
    }

    /// The newest version; nil if there is none.
    public func latest(of document: DocumentID) async throws(StoreError) -> Version? {
        try await worker.read { database throws(StoreError) in
            try database.first(
                """
                SELECT v.document, v.ordinal, v.label, v.canonicalBytes, v.hash, v.rendering, v.renderingHash, v.madeBy,
                    v.madeAt, a.approver, a.approvedAt, a.remark
                FROM version v
                LEFT JOIN approval a ON a.document = v.document AND a.ordinal = v.ordinal
                WHERE v.document = ?
                ORDER BY v.ordinal DESC
                LIMIT 1
                """, .id(document), read: Version.init(row:))
        }
    }

    /// The newest version that has been approved; nil if none has.
    public func latestApproved(of document: DocumentID) async throws(StoreError) -> Version? {
        try await versions(of: document).last { $0.approval != nil }
    }

    /// Freezes content as the document's next version.
    ///
    /// - Parameters:
    ///   - content: What the document says now.
    ///   - rendering: What readers of the version will be shown: HTML in UTF-8.
    ///   - label: What the version is called; nil for the label after the newest version's, or `0.1`.
    /// - Throws: ``StoreError/duplicate`` when the label is taken.
    public func make(
        of document: DocumentID, content: DocumentContent, rendering: [UInt8], label: VersionLabel? = nil,
        by member: MemberID, at time: Timestamp
    ) async throws(StoreError) -> Version {
        try await worker.decide { database throws(StoreError) in
            let newest = try database.first(
                """
                SELECT ordinal, label
                FROM version
                WHERE document = ?
                ORDER BY ordinal DESC
                LIMIT 1
                """, .id(document)
            ) { row throws(SQLiteError) in (ordinal: try row.count(0), label: try row.text(1)) }
            let next = newest.flatMap { VersionLabel($0.label) }?.next ?? .first
            let bytes = content.canonicalBytes
            let version = Version(
                document: document, ordinal: (newest?.ordinal ?? 0) + 1, label: (label ?? next).description,
                canonicalBytes: bytes, hash: SHA256.hexadecimal(bytes), rendering: rendering,
                renderingHash: SHA256.hexadecimal(rendering), madeBy: member, madeAt: time)
            try database.insert(version)
            return version
        }
    }

    /// Records that the chair stands behind a version.
    ///
    /// - Parameters:
    ///   - id: The version.
    ///   - hash: The hash that the chair was shown. The approval is of that content, not of whatever the version
    ///     turns out to hold.
    ///   - remark: What the chair wants to say with it; may be empty.
    /// - Returns: The version as it now stands.
    /// - Throws: ``StoreError/notFound``, ``StoreError/hashDiffers(stored:)``, or
    ///   ``StoreError/alreadyApproved(_:)`` the second time.
    @discardableResult
    public func approve(
        _ id: VersionID, hash: String, by member: MemberID, at time: Timestamp, remark: String = ""
    ) async throws(StoreError) -> Version {
        try await worker.decide { database throws(StoreError) in
            guard var version = try database.version(id) else { throw .notFound }
            guard version.hash == hash else { throw .hashDiffers(stored: version.hash) }
            if let earlier = version.approval { throw .alreadyApproved(earlier) }
            let approval = Approval(by: member, at: time, remark: remark)
            try database.insert(approval, of: version)
            version.approval = approval
            return version
        }
    }
}

extension Database {
    func insert(_ version: Version) throws(StoreError) {
        try run(
            """
            INSERT INTO version
                (document, ordinal, label, canonicalBytes, hash, rendering, renderingHash, madeBy, madeAt)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
            """,
            .id(version.document), .int(version.ordinal), .text(version.label), .blob(version.canonicalBytes),
            .text(version.hash), .blob(version.rendering), .text(version.renderingHash), .id(version.madeBy),
            .time(version.madeAt))
        try journal(
            .versionMade, of: version.document.rawValue, detail: version.journalDetail, by: version.madeBy,
            at: version.madeAt)
    }

    func insert(_ approval: Approval, of version: Version) throws(StoreError) {
        try run(
            """
            INSERT INTO approval (document, ordinal, approver, approvedAt, remark)
            VALUES (?, ?, ?, ?, ?)
            """,
            .id(version.document), .int(version.ordinal), .id(approval.by), .time(approval.at),
            .text(approval.remark))
        try journal(
            .versionApproved, of: version.document.rawValue, detail: version.journalDetail(of: approval),
            by: approval.by, at: approval.at)
    }

    fileprivate func version(_ id: VersionID) throws(StoreError) -> Version? {
        try first(
            """
            SELECT v.document, v.ordinal, v.label, v.canonicalBytes, v.hash, v.rendering, v.renderingHash, v.madeBy,
                v.madeAt, a.approver, a.approvedAt, a.remark
            FROM version v
            LEFT JOIN approval a ON a.document = v.document AND a.ordinal = v.ordinal
            WHERE v.document = ? AND v.ordinal = ?
            """, .id(id.document), .int(id.ordinal), read: Version.init(row:))
    }
}

extension Version {
    init(row: borrowing Row) throws(SQLiteError) {
        var approval: Approval?
        if let by = try row.optionalIdentifier(9, as: MemberID.self) {
            approval = Approval(by: by, at: try row.timestamp(10), remark: try row.text(11))
        }
        self.init(
            document: try row.identifier(0), ordinal: try row.count(1), label: try row.text(2),
            canonicalBytes: try row.blob(3), hash: try row.text(4), rendering: try row.blob(5),
            renderingHash: try row.text(6), madeBy: try row.identifier(7), madeAt: try row.timestamp(8),
            approval: approval)
    }

    /// What the journal keeps of a version: enough to tell whether the row has been changed since.
    var journalDetail: String { "\(ordinal) \(label) \(hash) \(renderingHash)" }

    /// The same for its approval.
    func journalDetail(of approval: Approval) -> String {
        approval.remark.isEmpty ? journalDetail : "\(journalDetail) \(approval.remark)"
    }
}
