/// What a register holds: one small value that the last writer decides.
public enum RegisterValue: Hashable, Sendable {
    case bool(Bool)
    case integer(Int64)
    case string([Unicode.Scalar])

    public static func text(_ text: String) -> RegisterValue {
        .string(Array(text.unicodeScalars))
    }
}

/// One thing a person did to a document, as they saw it when they did it.
///
/// Positions and counts are Unicode scalars. An insert of n scalars and a delete of n scalars are n events each, a set
/// is one.
public enum Operation: Hashable, Sendable {
    case insert(Place, at: Int, [Unicode.Scalar])
    case delete(Place, at: Int, count: Int)
    /// Nil takes the value away.
    case set(node: Name, key: Name, RegisterValue?)

    public var eventCount: Int {
        switch self {
        case .insert(_, _, let scalars): scalars.count
        case .delete(_, _, let count): count
        case .set: 1
        }
    }
}

/// Edits of one session that travel, are stored and take effect together.
///
/// The first event builds on `parents`, each later one on the event before it. A batch that has been sent is never
/// changed or joined with another: its id with other content is an error.
public struct EditBatch: Hashable, Sendable {
    public let session: SessionID
    /// The sequence of the first event.
    public let firstSequence: UInt64
    /// What the author had seen: ascending, each once. Empty only for what is typed into an empty document.
    public let parents: [EventID]
    public let operations: [Operation]

    public init(session: SessionID, firstSequence: UInt64, parents: [EventID], operations: [Operation]) {
        self.session = session
        self.firstSequence = firstSequence
        self.parents = parents
        self.operations = operations
    }

    public var eventCount: Int {
        operations.reduce(0) { $0 + $1.eventCount }
    }

    /// The sequence of this session's next event.
    public var endSequence: UInt64 {
        firstSequence + UInt64(eventCount)
    }
}

/// How large a batch may be; each is refused on what the batch announces.
public enum BatchLimits {
    /// A message on the wire is at most this long, and a batch travels in one (requirement S21).
    public static let bytes = 256 * 1024
    /// The largest paste, in scalars; also the largest deletion.
    public static let scalars = 200_000
    /// More than a person does at once; together with the length of a text it bounds the work for one message.
    public static let operations = 2_000
    /// A version rarely has more than two heads; more than this is an attack on the walk.
    public static let parents = 64
    public static let registerBytes = 16 * 1024
    /// Keeps a log index in 32 bits and a document's history in memory.
    public static let eventsPerDocument = 20_000_000
    public static let sequence: UInt64 = 1 << 40
}
