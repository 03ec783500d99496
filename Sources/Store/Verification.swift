import RichText
import SQLite
import Workspace

/// What came of computing every hash in a store anew.
public struct Verification: Hashable, Sendable {
    /// The first thing that does not agree, as one English sentence that names it; nil when all do.
    public private(set) var fault: String?

    public private(set) var journalEntries = 0
    public private(set) var versions = 0
    public private(set) var batches = 0

    /// Checks the file, then the journal's chain, the versions and approvals against it, and each document's batches.
    init(of database: Database) throws(StoreError) {
        fault = try checkFile(database)
        if fault == nil { fault = try checkJournal(database) }
        if fault == nil { fault = try checkVersions(database) }
        if fault == nil { fault = try checkBatches(database) }
    }

    private func checkFile(_ database: Database) throws(StoreError) -> String? {
        let findings = try database.rows("PRAGMA integrity_check") { row throws(SQLiteError) in try row.text(0) }
        if findings != ["ok"] { return "The file is damaged: \(findings.first ?? "no answer")." }
        let dangling = try database.number("SELECT count(*) FROM pragma_foreign_key_check")
        return dangling == 0 ? nil : "The file has \(dangling) references to rows that are not there."
    }

    private mutating func checkJournal(_ database: Database) throws(StoreError) -> String? {
        // Read as text: an event that is none of ours has to be named here, not fail as a damaged file.
        let rows = try database.rows(
            """
            SELECT serial, at, member, event, subject, detail, previousHash, hash
            FROM journal
            ORDER BY serial
            """
        ) { row throws(SQLiteError) in
            let previousHash = try row.text(6)
            return (
                serial: try row.count(0), previousHash: previousHash, hash: try row.text(7),
                expected: JournalEntry.hash(
                    serial: try row.count(0), at: try row.timestamp(1), member: try row.optionalIdentifier(2),
                    event: try row.text(3), subject: try row.text(4), detail: try row.text(5),
                    previousHash: previousHash)
            )
        }
        var previous = JournalEntry.hashBeforeFirst
        for row in rows {
            journalEntries += 1
            guard row.serial == journalEntries else { return "Journal entry \(journalEntries) is missing." }
            guard row.previousHash == previous else {
                return "Journal entry \(row.serial) does not follow from entry \(row.serial - 1)."
            }
            guard row.hash == row.expected else { return "Journal entry \(row.serial) does not agree with its hash." }
            previous = row.hash
        }
        return nil
    }

    private mutating func checkVersions(_ database: Database) throws(StoreError) -> String? {
        let found = try database.rows(
            """
            SELECT v.document, v.ordinal, v.label, v.canonicalBytes, v.hash, v.rendering, v.renderingHash, v.madeBy,
                v.madeAt, a.approver, a.approvedAt, a.remark
            FROM version v
            LEFT JOIN approval a ON a.document = v.document AND a.ordinal = v.ordinal
            ORDER BY v.document, v.ordinal
            """, read: Version.init(row:))
        for version in found {
            versions += 1
            let name = "Version \(version.ordinal) (\(version.label)) of \(version.document)"
            guard SHA256.hexadecimal(version.canonicalBytes) == version.hash else {
                return "\(name) does not agree with its hash."
            }
            guard SHA256.hexadecimal(version.rendering) == version.renderingHash else {
                return "The rendering of \(name.lowercased()) does not agree with its hash."
            }
            guard
                try isJournalled(
                    .versionMade, of: version, detail: version.journalDetail, by: version.madeBy, at: version.madeAt,
                    in: database)
            else { return "\(name) is not the one that the journal tells of." }
            guard let approval = version.approval else { continue }
            guard
                try isJournalled(
                    .versionApproved, of: version, detail: version.journalDetail(of: approval), by: approval.by,
                    at: approval.at, in: database)
            else { return "The approval of \(name.lowercased()) is not the one that the journal tells of." }
        }
        let approvals = try database.number("SELECT count(*) FROM journal WHERE event = 'versionApproved'")
        guard approvals == found.count(where: { $0.approval != nil }) else {
            return "The journal tells of \(approvals) approvals, and not all of them are there."
        }
        let made = try database.number("SELECT count(*) FROM journal WHERE event = 'versionMade'")
        return made == found.count ? nil : "The journal tells of \(made) versions, and not all of them are there."
    }

    private func isJournalled(
        _ event: JournalEvent, of version: Version, detail: String, by member: MemberID, at time: Timestamp,
        in database: Database
    ) throws(StoreError) -> Bool {
        try database.number(
            """
            SELECT count(*)
            FROM journal
            WHERE event = ? AND subject = ? AND detail = ? AND member = ? AND at = ?
            """, .raw(event), .id(version.document), .text(detail), .id(member), .time(time)) == 1
    }

    private mutating func checkBatches(_ database: Database) throws(StoreError) -> String? {
        let documents = try database.rows("SELECT id FROM document ORDER BY id") { row throws(SQLiteError) in
            try row.identifier(0, as: DocumentID.self)
        }
        for document in documents {
            var previous = BatchHeads.start
            let rows = try database.rows(
                """
                SELECT serial, session, firstSequence, eventCount, member, receivedAt, bytes, hash
                FROM batch
                WHERE document = ?
                ORDER BY serial
                """, .id(document)
            ) { row throws(SQLiteError) in (batch: try StoredBatch(row: row), hash: try row.blob(7)) }
            for (batch, hash) in rows {
                batches += 1
                let expected = BatchHeads.hash(
                    after: previous, document: document, session: batch.session, firstSequence: batch.firstSequence,
                    eventCount: batch.eventCount, member: batch.member, receivedAt: batch.receivedAt,
                    bytes: batch.bytes)
                guard hash == expected else {
                    return "Batch \(batch.serial) of \(document) does not agree with its hash."
                }
                previous = hash
            }
        }
        return nil
    }
}
