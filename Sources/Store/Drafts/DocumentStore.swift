import SQLite
public import Workspace

/// Documents and the edits they are made of.
public struct DocumentStore: Sendable {
    let worker: StoreWorker

    /// The record of a document; nil if there is none.
    public func record(_ id: DocumentID) async throws(StoreError) -> DocumentRecord? {
        try await worker.read { database throws(StoreError) in
            try database.first(
                """
                SELECT id, kind, workingGroup, title, number, frozenAt
                FROM document
                WHERE id = ?
                """, .id(id), read: DocumentRecord.init(row:))
        }
    }

    /// The documents of a group: targets by number, then the others by id.
    public func records(of group: GroupID) async throws(StoreError) -> [DocumentRecord] {
        try await worker.read { database throws(StoreError) in
            try database.rows(
                """
                SELECT id, kind, workingGroup, title, number, frozenAt
                FROM document
                WHERE workingGroup = ?
                ORDER BY number IS NULL, number, id
                """, .id(group), read: DocumentRecord.init(row:))
        }
    }

    /// Makes a document with nothing in it. Minutes are made with their meeting: see ``MeetingStore/call(_:by:at:)``.
    ///
    /// - Throws: ``StoreError/duplicate`` when the id or the number is taken.
    public func add(_ record: DocumentRecord, by member: MemberID, at time: Timestamp) async throws(StoreError) {
        try await worker.decide { database throws(StoreError) in
            try database.insert(record, by: member, at: time)
        }
    }

    /// Changes the title that lists show.
    public func rename(_ id: DocumentID, to title: String) async throws(StoreError) {
        try await worker.decide { database throws(StoreError) in
            try database.change("UPDATE document SET title = ? WHERE id = ?", .text(title), .id(id))
        }
    }

    /// From now on nobody writes in the document.
    public func freeze(_ id: DocumentID, by member: MemberID, at time: Timestamp) async throws(StoreError) {
        try await worker.decide { database throws(StoreError) in
            try database.freeze(id, by: member, at: time)
        }
    }

    // MARK: Edits

    /// Issues a number for one open tab: 1 and up, never given twice.
    public func issueSession(
        for document: DocumentID, to member: MemberID, at time: Timestamp
    ) async throws(StoreError) -> UInt64 {
        try await worker.decide { database throws(StoreError) in
            try database.issueSession(for: document, to: member, at: time)
        }
    }

    /// Whom a session was issued to, and for which document; nil if it never was.
    public func owner(
        ofSession session: UInt64
    ) async throws(StoreError) -> (document: DocumentID, member: MemberID)? {
        try await worker.read { database throws(StoreError) in
            try database.first(
                """
                SELECT document, member
                FROM session
                WHERE id = ?
                """, .integer(Int64(bitPattern: session))
            ) { row throws(SQLiteError) in
                (document: try row.identifier(0), member: try row.identifier(1))
            }
        }
    }

    /// Every session that was ever issued for a document, ascending, and whom it was issued to.
    public func sessions(
        of document: DocumentID
    ) async throws(StoreError) -> [(session: UInt64, member: MemberID)] {
        try await worker.read { database throws(StoreError) in
            try database.rows(
                """
                SELECT id, member
                FROM session
                WHERE document = ?
                ORDER BY id
                """, .id(document)
            ) { row throws(SQLiteError) in
                (session: UInt64(bitPattern: try row.integer(0)), member: try row.identifier(1))
            }
        }
    }

    /// A document's batches in order of arrival: its whole history.
    public func batches(of document: DocumentID) async throws(StoreError) -> [StoredBatch] {
        try await worker.read { database throws(StoreError) in
            try database.rows(
                """
                SELECT serial, session, firstSequence, eventCount, member, receivedAt, bytes
                FROM batch
                WHERE document = ?
                ORDER BY serial
                """, .id(document), read: StoredBatch.init(row:))
        }
    }

    /// When a document was last edited; nil if it never was.
    public func lastEdit(of document: DocumentID) async throws(StoreError) -> (member: MemberID, at: Timestamp)? {
        try await worker.read { database throws(StoreError) in
            try database.first(
                """
                SELECT member, receivedAt
                FROM batch
                WHERE document = ?
                ORDER BY serial DESC
                LIMIT 1
                """, .id(document)
            ) { row throws(SQLiteError) in (member: try row.identifier(0), at: try row.timestamp(1)) }
        }
    }
}

extension Database {
    func insert(_ record: DocumentRecord, by member: MemberID?, at time: Timestamp) throws(StoreError) {
        try run(
            """
            INSERT INTO document (id, kind, workingGroup, title, number, frozenAt)
            VALUES (?, ?, ?, ?, ?, ?)
            """,
            .id(record.id), .raw(record.kind), .id(record.group), .text(record.title), .int(record.number),
            .time(record.frozenAt))
        try journal(.documentAdded, of: record.id.rawValue, detail: record.kind.rawValue, by: member, at: time)
    }

    func issueSession(
        for document: DocumentID, to member: MemberID, at time: Timestamp
    ) throws(StoreError) -> UInt64 {
        try run(
            """
            INSERT INTO session (document, member, issuedAt)
            VALUES (?, ?, ?)
            """, .id(document), .id(member), .time(time))
        return UInt64(bitPattern: lastInsertedRow)
    }

    func freeze(_ id: DocumentID, by member: MemberID, at time: Timestamp) throws(StoreError) {
        try change(
            """
            UPDATE document
            SET frozenAt = ?
            WHERE id = ? AND frozenAt IS NULL
            """, .time(time), .id(id))
        try journal(.documentFrozen, of: id.rawValue, by: member, at: time)
    }
}

extension DocumentRecord {
    init(row: borrowing Row) throws(SQLiteError) {
        self.init(
            id: try row.identifier(0), kind: try row.value(1), group: try row.identifier(2), title: try row.text(3),
            number: try row.optionalInteger(4).map { Int($0) }, frozenAt: try row.optionalTimestamp(5))
    }
}

extension StoredBatch {
    init(row: borrowing Row) throws(SQLiteError) {
        serial = try row.integer(0)
        session = UInt64(bitPattern: try row.integer(1))
        firstSequence = UInt64(bitPattern: try row.integer(2))
        eventCount = try row.count(3)
        member = try row.identifier(4)
        receivedAt = try row.timestamp(5)
        bytes = try row.blob(6)
    }
}
