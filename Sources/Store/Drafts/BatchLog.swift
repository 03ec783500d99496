import RichText
import SQLite
public import Workspace

/// Edits of one session that are to be stored as the bytes they travelled in.
public struct NewBatch: Hashable, Sendable {
    public let document: DocumentID
    public let session: UInt64

    /// The sequence of the first event, counted from 0 in the session.
    public let firstSequence: UInt64
    public let eventCount: Int
    public let member: MemberID

    /// When the server got it. Shown, never used for order.
    public let receivedAt: Timestamp
    public let bytes: [UInt8]

    public init(
        document: DocumentID, session: UInt64, firstSequence: UInt64, eventCount: Int, member: MemberID,
        receivedAt: Timestamp, bytes: [UInt8]
    ) {
        self.document = document
        self.session = session
        self.firstSequence = firstSequence
        self.eventCount = eventCount
        self.member = member
        self.receivedAt = receivedAt
        self.bytes = bytes
    }
}

/// A batch as it is stored.
public struct StoredBatch: Hashable, Sendable {
    /// Ascending in order of arrival, over all documents.
    public let serial: Int64
    public let session: UInt64
    public let firstSequence: UInt64
    public let eventCount: Int
    public let member: MemberID
    public let receivedAt: Timestamp
    public let bytes: [UInt8]
}

/// The end of each document's chain of batches.
///
/// A batch's hash covers the row and the hash of the document's batch before, so that history cannot be changed, cut
/// in the middle or put in another order without that showing. It covers the member's id and no name, so that a person
/// can be erased.
struct BatchHeads {
    /// As far as they have been looked up.
    private var hashes: [DocumentID: [UInt8]] = [:]

    /// Inserts batches inside a transaction, all of them or none.
    ///
    /// - Returns: success, or the rule that one of the batches breaks.
    /// - Throws: trouble with the disk, after which the transaction is lost.
    mutating func append(
        _ batches: [NewBatch], to database: Database
    ) throws(StoreError) -> Result<Void, StoreError> {
        let before = self
        try database.run("SAVEPOINT submission")
        do throws(StoreError) {
            for batch in batches { try append(batch, to: database) }
            try database.run("RELEASE submission")
            return .success(())
        } catch {
            guard error == .duplicateBatch || error == .foreignSession else { throw error }
            try database.run("ROLLBACK TO submission")
            try database.run("RELEASE submission")
            self = before
            return .failure(error)
        }
    }

    private mutating func append(_ batch: NewBatch, to database: Database) throws(StoreError) {
        let previous: [UInt8]
        if let known = hashes[batch.document] {
            previous = known
        } else {
            previous = try BatchHeads.last(of: batch.document, in: database)
        }
        let hash = BatchHeads.hash(
            after: previous, document: batch.document, session: batch.session, firstSequence: batch.firstSequence,
            eventCount: batch.eventCount, member: batch.member, receivedAt: batch.receivedAt, bytes: batch.bytes)
        do throws(StoreError) {
            try database.run(
                """
                INSERT INTO batch
                    (document, session, firstSequence, eventCount, member, receivedAt, bytes, hash)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?)
                """,
                .id(batch.document), .integer(Int64(bitPattern: batch.session)),
                .integer(Int64(bitPattern: batch.firstSequence)), .int(batch.eventCount), .id(batch.member),
                .time(batch.receivedAt), .blob(batch.bytes), .blob(hash))
        } catch {
            switch error {
            case .duplicate: throw .duplicateBatch
            case .notFound: throw .foreignSession
            default: throw error
            }
        }
        hashes[batch.document] = hash
    }

    /// The hash of a document's last batch; 32 zeros when it has none.
    private static func last(of document: DocumentID, in database: Database) throws(StoreError) -> [UInt8] {
        let found = try database.first(
            """
            SELECT hash
            FROM batch
            WHERE document = ?
            ORDER BY serial DESC
            LIMIT 1
            """, .id(document)
        ) { row throws(SQLiteError) in try row.blob(0) }
        return found ?? start
    }

    /// What stands for the batch before the first.
    static let start = [UInt8](repeating: 0, count: 32)

    static func hash(
        after previous: [UInt8], document: DocumentID, session: UInt64, firstSequence: UInt64, eventCount: Int,
        member: MemberID, receivedAt: Timestamp, bytes: [UInt8]
    ) -> [UInt8] {
        var message = ChainMessage(after: previous)
        message.append(document.rawValue)
        message.append("\(session)")
        message.append("\(firstSequence)")
        message.append("\(eventCount)")
        message.append(member.rawValue)
        message.append("\(receivedAt.milliseconds)")
        message.append(bytes)
        return SHA256.hash(message.bytes)
    }
}

/// What a link of a chain hashes: the hash before, then each field as its length in decimal, a colon and its bytes,
/// so that no two rows read the same.
struct ChainMessage {
    private(set) var bytes: [UInt8]

    init(after previous: [UInt8]) { bytes = previous }

    mutating func append(_ text: String) { append(Array(text.utf8)) }

    mutating func append(_ field: [UInt8]) {
        bytes += "\(field.count):".utf8
        bytes += field
    }
}
