public import Workspace

/// Fills a store with records as they are, their numbers and times included: demo content, an archive.
///
/// Exists only inside ``Store/fill(_:)``, where everything that is added is one transaction.
public struct Import {
    fileprivate let database: Database
    fileprivate let heads: Box

    /// The ends of the chains of batches, as they become in the course of the import.
    fileprivate final class Box {
        var heads: BatchHeads
        init(_ heads: BatchHeads) { self.heads = heads }
    }

    public func add(_ organisation: Organisation) throws(StoreError) { try database.insert(organisation) }

    /// Adds a person with a password.
    ///
    /// - Parameter passwordHash: With its salt and parameters.
    public func add(_ member: Member, passwordHash: String, at time: Timestamp) throws(StoreError) {
        try database.insert(member, by: nil, at: time)
        try database.setPassword(hash: passwordHash, of: member.id, by: member.id, at: time)
    }

    public func add(_ group: Group, by author: MemberID, at time: Timestamp) throws(StoreError) {
        try database.insert(group, by: author, at: time)
    }

    public func add(_ membership: Membership, by author: MemberID, at time: Timestamp) throws(StoreError) {
        try database.set(membership, by: author, at: time)
    }

    public func add(_ document: DocumentRecord, by author: MemberID, at time: Timestamp) throws(StoreError) {
        try database.insert(document, by: author, at: time)
    }

    /// Adds a meeting with the document for its minutes.
    ///
    /// - Parameter frozenAt: When the minutes were approved; nil if they are open.
    public func add(
        _ meeting: Meeting, minutesFrozenAt frozenAt: Timestamp?, by author: MemberID, at time: Timestamp
    ) throws(StoreError) {
        try database.insert(meeting, minutesFrozenAt: frozenAt, by: author, at: time)
    }

    /// Issues a number under which the batches of one document and one author are then added.
    public func issueSession(
        for document: DocumentID, to member: MemberID, at time: Timestamp
    ) throws(StoreError) -> UInt64 {
        try database.issueSession(for: document, to: member, at: time)
    }

    public func add(_ batches: [NewBatch]) throws(StoreError) {
        switch try heads.heads.append(batches, to: database) {
        case .success: return
        case .failure(let error): throw error
        }
    }

    public func add(_ thread: CommentThread) throws(StoreError) { try database.insert(thread) }

    public func add(_ attendance: Attendance) throws(StoreError) { try database.insert(attendance) }

    public func add(_ decision: Decision) throws(StoreError) { try database.insert(decision) }

    public func add(_ action: ActionItem) throws(StoreError) { try database.insert(action) }

    /// Adds a version, without an approval.
    public func add(_ version: Version) throws(StoreError) { try database.insert(version) }

    public func add(_ approval: Approval, of version: Version) throws(StoreError) {
        try database.insert(approval, of: version)
    }

    public func addToJournal(
        _ event: JournalEvent, of subject: String, detail: String = "", by member: MemberID?, at time: Timestamp
    ) throws(StoreError) {
        try database.journal(event, of: subject, detail: detail, by: member, at: time)
    }
}

extension Store {
    /// Adds many records in one transaction: all of them, or none when the body throws.
    public func fill(_ body: @Sendable (Import) throws(StoreError) -> Void) async throws(StoreError) {
        try await worker.fill(body)
    }
}

extension StoreWorker {
    fileprivate func fill(_ body: @Sendable (Import) throws(StoreError) -> Void) throws(StoreError) {
        let before = heads
        heads = try decide { database throws(StoreError) in
            let box = Import.Box(before)
            try body(Import(database: database, heads: box))
            return box.heads
        }
    }
}
