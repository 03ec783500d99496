import SQLite
public import Workspace

/// Comment threads. Posts are added and never taken away.
public struct CommentStore: Sendable {
    let worker: StoreWorker

    /// A document's threads with their posts, in the order in which they were started.
    public func threads(of document: DocumentID) async throws(StoreError) -> [CommentThread] {
        try await worker.read { database throws(StoreError) in
            let threads = try database.rows(
                """
                SELECT id, document, node, field, fromCharacter, toCharacter, quotation, kind, status, replacement,
                    settledBy, settledAt, wasReopened
                FROM thread
                WHERE document = ?
                """, .id(document), read: CommentThread.init(row:))
            let posts = try database.posts(ofThreadsIn: document)
            let complete = threads.map { thread in
                var thread = thread
                thread.posts = posts[thread.id] ?? []
                return thread
            }
            return complete.sorted { left, right in
                (left.posts.first?.postedAt.milliseconds ?? 0, left.id) < (
                    right.posts.first?.postedAt.milliseconds ?? 0, right.id
                )
            }
        }
    }

    /// One thread with its posts; nil if there is none.
    public func thread(_ id: ThreadID) async throws(StoreError) -> CommentThread? {
        try await worker.read { database throws(StoreError) in try database.thread(id) }
    }

    /// How many of a document's threads are open.
    public func openCount(of document: DocumentID) async throws(StoreError) -> Int {
        try await worker.read { database throws(StoreError) in
            try database.number(
                "SELECT count(*) FROM thread WHERE document = ? AND status = 'open'", .id(document))
        }
    }

    /// Starts a thread with its first post.
    ///
    /// - Parameters:
    ///   - document: The document that it is about.
    ///   - anchor: What in it.
    ///   - replacement: What the quoted passage should read instead; this makes it a suggestion.
    ///   - text: What the first post says.
    /// - Returns: The new thread's id.
    public func start(
        in document: DocumentID, at anchor: Anchor, replacement: String? = nil, text: String,
        mentions: [MemberID] = [], by author: MemberID, at time: Timestamp
    ) async throws(StoreError) -> ThreadID {
        try await worker.decide { database throws(StoreError) in
            // Threads are never deleted, so their number grows with each and names the next.
            let id = ThreadID("t\(try database.number("SELECT count(*) FROM thread") + 1)")
            try database.insert(
                CommentThread(
                    id: id, document: document, anchor: anchor, kind: replacement == nil ? .comment : .suggestion,
                    replacement: replacement,
                    posts: [Post(number: 1, author: author, postedAt: time, text: text, mentions: mentions)]))
            return id
        }
    }

    /// Adds a post to a thread.
    ///
    /// - Returns: The post's number in the thread.
    /// - Throws: ``StoreError/notFound`` when there is no such thread.
    @discardableResult
    public func reply(
        to thread: ThreadID, text: String, mentions: [MemberID] = [], by author: MemberID, at time: Timestamp
    ) async throws(StoreError) -> Int {
        try await worker.decide { database throws(StoreError) in
            let number = try database.number("SELECT count(*) FROM post WHERE thread = ?", .id(thread)) + 1
            try database.insert(
                Post(number: number, author: author, postedAt: time, text: text, mentions: mentions), in: thread)
            return number
        }
    }

    /// Resolves or rejects an open thread.
    ///
    /// - Parameter status: `.resolved` or `.rejected`.
    /// - Throws: ``StoreError/notFound``, or ``StoreError/threadIsSettled`` when it is not open.
    public func settle(
        _ thread: ThreadID, as status: CommentThread.Status, by member: MemberID, at time: Timestamp
    ) async throws(StoreError) {
        precondition(status != .open, "a thread is reopened, not settled as open")
        try await worker.decide { database throws(StoreError) in
            guard let found = try database.thread(thread) else { throw .notFound }
            guard found.status == .open else { throw .threadIsSettled }
            try database.change(
                """
                UPDATE thread
                SET status = ?, settledBy = ?, settledAt = ?
                WHERE id = ?
                """, .raw(status), .id(member), .time(time), .id(thread))
            try database.journal(.threadSettled, of: thread.rawValue, detail: status.rawValue, by: member, at: time)
        }
    }

    /// Opens a settled thread again.
    ///
    /// - Throws: ``StoreError/notFound``, or ``StoreError/threadIsSettled`` when it is open.
    public func reopen(_ thread: ThreadID, by member: MemberID, at time: Timestamp) async throws(StoreError) {
        try await worker.decide { database throws(StoreError) in
            guard let found = try database.thread(thread) else { throw .notFound }
            guard found.status != .open else { throw .threadIsSettled }
            try database.change(
                """
                UPDATE thread
                SET status = 'open', settledBy = NULL, settledAt = NULL, wasReopened = 1
                WHERE id = ?
                """, .id(thread))
            try database.journal(.threadReopened, of: thread.rawValue, by: member, at: time)
        }
    }
}

extension Database {
    func insert(_ thread: CommentThread) throws(StoreError) {
        let passage = thread.anchor.passage
        try run(
            """
            INSERT INTO thread
                (id, document, node, field, fromCharacter, toCharacter, quotation, kind, replacement, status,
                settledBy, settledAt, wasReopened)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """,
            .id(thread.id), .id(thread.document), .text(thread.anchor.node), .optional(thread.anchor.field),
            .optional(passage?.from), .optional(passage?.to), .optional(passage?.quotation), .raw(thread.kind),
            .optional(thread.replacement), .raw(thread.status), .id(thread.settledBy), .time(thread.settledAt),
            .bool(thread.wasReopened))
        for post in thread.posts { try insert(post, in: thread.id) }
    }

    fileprivate func insert(_ post: Post, in thread: ThreadID) throws(StoreError) {
        try run(
            """
            INSERT INTO post (thread, number, author, postedAt, text)
            VALUES (?, ?, ?, ?, ?)
            """, .id(thread), .int(post.number), .id(post.author), .time(post.postedAt), .text(post.text))
        for member in Set(post.mentions) {
            try run(
                """
                INSERT INTO mention (thread, number, member)
                VALUES (?, ?, ?)
                """, .id(thread), .int(post.number), .id(member))
        }
    }

    fileprivate func thread(_ id: ThreadID) throws(StoreError) -> CommentThread? {
        let thread = try first(
            """
            SELECT id, document, node, field, fromCharacter, toCharacter, quotation, kind, status, replacement,
                settledBy, settledAt, wasReopened
            FROM thread
            WHERE id = ?
            """, .id(id), read: CommentThread.init(row:))
        guard var thread else { return nil }
        thread.posts = try posts(ofThreadsIn: thread.document)[id] ?? []
        return thread
    }

    fileprivate func posts(ofThreadsIn document: DocumentID) throws(StoreError) -> [ThreadID: [Post]] {
        let mentions = try rows(
            """
            SELECT n.thread, n.number, n.member
            FROM mention n
            JOIN thread t ON t.id = n.thread
            WHERE t.document = ?
            ORDER BY n.member
            """, .id(document)
        ) { row throws(SQLiteError) in
            (
                thread: try row.identifier(0, as: ThreadID.self), number: try row.count(1),
                member: try row.identifier(2, as: MemberID.self)
            )
        }
        let mentioned = Dictionary(grouping: mentions) { "\($0.thread) \($0.number)" }
        let posts = try rows(
            """
            SELECT p.thread, p.number, p.author, p.postedAt, p.text
            FROM post p
            JOIN thread t ON t.id = p.thread
            WHERE t.document = ?
            ORDER BY p.thread, p.number
            """, .id(document)
        ) { row throws(SQLiteError) in
            let thread = try row.identifier(0, as: ThreadID.self)
            let number = try row.count(1)
            let post = Post(
                number: number, author: try row.identifier(2), postedAt: try row.timestamp(3), text: try row.text(4),
                mentions: (mentioned["\(thread) \(number)"] ?? []).map(\.member))
            return (thread: thread, post: post)
        }
        return Dictionary(grouping: posts, by: \.thread).mapValues { $0.map(\.post) }
    }
}

extension CommentThread {
    /// Without its posts.
    init(row: borrowing Row) throws(SQLiteError) {
        var passage: Passage?
        if let from = try row.optionalText(4) {
            passage = Passage(from: from, to: try row.text(5), quotation: try row.text(6))
        }
        self.init(
            id: try row.identifier(0), document: try row.identifier(1),
            anchor: Anchor(node: try row.text(2), field: try row.optionalText(3), passage: passage),
            kind: try row.value(7), status: try row.value(8), replacement: try row.optionalText(9),
            settledBy: try row.optionalIdentifier(10), settledAt: try row.optionalTimestamp(11),
            wasReopened: try row.bool(12), posts: [])
    }
}
