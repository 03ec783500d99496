public import Merge

// The conversation about one document, subprotocol `udkast.1`. Each message is one binary WebSocket message: a byte for
// its kind, then its fields as ``Merge/ByteWriter`` writes them. Texts and names are counted bytes of UTF-8.

/// The version of the conversation, said in the hello; another one is malformed.
public let conversationVersion: UInt64 = 1

/// What a member may do in a document; each includes the ones before it.
public enum Access: UInt8, Hashable, Comparable, Sendable {
    case read
    case comment
    case suggest
    case edit

    public static func < (left: Access, right: Access) -> Bool {
        left.rawValue < right.rawValue
    }
}

/// The member behind a session.
public struct Author: Hashable, Sendable {
    /// The member's id, in UTF-8.
    public let member: [UInt8]
    /// The name as people read it, in UTF-8.
    public let name: [UInt8]

    public init(member: String, name: String) {
        self.member = Array(member.utf8)
        self.name = Array(name.utf8)
    }

    init(member: [UInt8], name: [UInt8]) {
        self.member = member
        self.name = name
    }
}

/// Where somebody is: a selection in a text, in Unicode scalars; `from` equals `to` for a caret.
public struct Presence: Hashable, Sendable {
    public let place: Place
    public let from: Int
    public let to: Int

    public init(place: Place, from: Int, to: Int) {
        self.place = place
        self.from = from
        self.to = to
    }
}

/// Why a batch was not taken. The document is as it was before.
public enum RefusalReason: UInt8, Hashable, Sendable {
    case malformed = 1
    /// The member may not edit this document, or not any longer.
    case noRight
    case unknownParent
    case sequenceGap
    case reusedIdentifier
    case forkedSession
    case positionPastEnd
    case documentFull
    /// The batch's session belongs to somebody else.
    case foreignSession
}

public enum ClientMessage: Hashable, Sendable {
    /// The first message, and again after a refusal: which session the client goes on with (nil asks for a new one) and
    /// what it has of the log.
    case hello(session: SessionID?, known: LogPosition)
    /// An encoded ``Merge/EditBatch``.
    case edit([UInt8])
    /// Nil when the person has left all fields.
    case presence(Presence?)
    case ping(UInt64)
}

/// A moment of the server's log, and what led to it: two replicas that name the same one have the same events.
public struct LogPosition: Hashable, Sendable {
    /// Events before it.
    public private(set) var count = 0
    /// FNV-1a, 64 bits, over the bytes of all batches before it. It tells apart a log that was brought back from a
    /// backup and has gone another way since; it does not guard against malice.
    public private(set) var digest: UInt64 = 0

    public init() {}

    init(count: Int, digest: UInt64) {
        self.count = count
        self.digest = digest
    }

    mutating func pass(_ batch: [UInt8], eventCount: Int) {
        count += eventCount
        for byte in batch { digest = (digest ^ UInt64(byte)) &* 0x100_0000_01B3 }
    }
}

/// How far a session's events are known.
public struct SessionNext: Hashable, Sendable {
    public let session: SessionID
    /// The first sequence that is not known.
    public let next: UInt64

    public init(session: SessionID, next: UInt64) {
        self.session = session
        self.next = next
    }
}

public enum ServerMessage: Hashable, Sendable {
    /// The answer to a hello, followed by `saved`, where the client has nothing yet, and `history`.
    case welcome(session: SessionID, access: Access, Author)
    /// A piece of the document as it was at this moment of the log (``RichText/Document/saved()``): what a client that
    /// has nothing is given instead of the batches that led to it. `history` follows.
    case saved(at: LogPosition, piece: [UInt8], isLast: Bool)
    /// Batches that the client lacks, in the server's order, and who is behind the sessions of all it is given.
    case history(authors: [SessionAuthor], batches: [[UInt8]], isLast: Bool)
    /// A batch of somebody else, or of another tab of one's own.
    case edit([UInt8])
    /// Everything of this session below `next` is on disk.
    case acknowledged(SessionNext)
    /// The batch that starts at this sequence was not taken, and so nothing that follows it.
    case refused(session: SessionID, firstSequence: UInt64, RefusalReason)
    case present(SessionAuthor, Presence?)
    case left(SessionID)
    case access(Access)
    case pong(UInt64)
    /// The document's hash when it had this many events.
    case checkpoint(eventCount: UInt64, hash: [UInt8])
    /// Whether the server can store edits now. While it cannot, edits wait unacknowledged in the clients.
    case saving(isPossible: Bool)
    /// The client has events that this log does not have: the server was set back to a backup.
    case unknownHistory
    /// Something beside the text has changed: `comments`, `versions`, `meeting`; the payload is JSON.
    case notice(topic: [UInt8], payload: [UInt8])
}

public struct SessionAuthor: Hashable, Sendable {
    public let session: SessionID
    public let author: Author

    public init(session: SessionID, author: Author) {
        self.session = session
        self.author = author
    }
}

/// A message that breaks the conversation's form: the connection is closed with ``closeCode``.
public enum ProtocolViolation: Error, Hashable, Sendable {
    case malformed(DecodingError)
    /// Something else came before the hello, or a hello before the answer to the last.
    case helloExpected

    /// RFC 6455, section 7.4.1.
    public var closeCode: UInt16 {
        switch self {
        case .malformed: 1007
        case .helloExpected: 1002
        }
    }
}

/// The longest texts of a message, in bytes.
enum MessageLimits {
    static let name = 1024
    static let payload = 64 * 1024
    static let sessions = 100_000
    static let batches = 1_000_000
}
