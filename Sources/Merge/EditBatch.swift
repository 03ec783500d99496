/// What a register or an attribute holds: one small value.
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
/// Positions and counts are Unicode scalars. An insert of n scalars and a delete of n scalars are n events each, a
/// format and a set are one.
public enum Operation: Hashable, Sendable {
    /// The attributes are what the author's editor chose; nothing is taken over from the neighbours by itself.
    case insert(Place, at: Int, [Unicode.Scalar], Attributes = .none)
    case delete(Place, at: Int, count: Int)
    /// Gives scalars an attribute, and those that others insert between them meanwhile; nil takes it away.
    case format(Place, at: Int, count: Int, key: Name, RegisterValue?)
    /// Nil takes the value away.
    case set(node: Name, key: Name, RegisterValue?)

    public var eventCount: Int {
        switch self {
        case .insert(_, _, let scalars, _): scalars.count
        case .delete(_, _, let count): count
        case .format, .set: 1
        }
    }

    /// The text that it changes; nil for a register.
    public var place: Place? {
        switch self {
        case .insert(let place, _, _, _), .delete(let place, _, _), .format(let place, _, _, _, _): place
        case .set: nil
        }
    }
}

/// What the author of a batch had seen, besides everything that the session itself had made before.
public enum Basis: Hashable, Sendable {
    /// The newest events, ascending, each once, the session's own among them unless another builds on it. Empty only
    /// for what is typed into an empty document.
    case events([EventID])
    /// The first events of the log: of the order in which the server has stored them.
    ///
    /// One number in place of a list, for everybody who hears of the others through one server.
    case log(count: Int)
}

/// Edits of one session that travel, are stored and take effect together.
///
/// The first event builds on the ``basis``, each later one on the event before it. A batch that has been sent is never
/// changed or joined with another: its id with other content is an error.
public struct EditBatch: Hashable, Sendable {
    public let session: SessionID
    /// The sequence of the first event.
    public let firstSequence: UInt64
    public let basis: Basis
    public let operations: [Operation]

    public init(session: SessionID, firstSequence: UInt64, basis: Basis, operations: [Operation]) {
        self.session = session
        self.firstSequence = firstSequence
        self.basis = basis
        self.operations = operations
    }

    public init(session: SessionID, firstSequence: UInt64, parents: [EventID], operations: [Operation]) {
        self.init(session: session, firstSequence: firstSequence, basis: .events(parents), operations: operations)
    }

    public var eventCount: Int {
        operations.reduce(0) { $0 + $1.eventCount }
    }

    /// The sequence of this session's next event.
    public var endSequence: UInt64 {
        firstSequence + UInt64(eventCount)
    }

    /// The text that the session's next operation most likely changes too: that of the last one which changed a text.
    public var lastPlace: Place? {
        operations.last { $0.place != nil }?.place
    }

    /// The event that the session made before this batch; nil for its first.
    var previousOwn: EventID? {
        firstSequence == 0 ? nil : EventID(session: session, sequence: firstSequence - 1)
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
    /// Of one insert: a run of text with more keys than this is no work of a person.
    public static let attributes = 64
    /// An attribute's value: the longest is the address of a link.
    public static let attributeBytes = 2 * 1024
    /// Keeps a log index in 32 bits and a document's history in memory.
    public static let eventsPerDocument = 20_000_000
    public static let sequence: UInt64 = 1 << 40
}
