import Merge
import RichText

/// One replica of a document with one text: all that the measurements know of the engine.
struct Replica {
    private var document: Document
    private let session: SessionID
    /// For each transaction that is not known to be stored, the sequence behind it.
    private var waiting: [UInt64] = []
    private var storedSequence: UInt64

    private static let place = Place("t/t")!

    init(session: Int) {
        self.init(document: Document(), session: session)
    }

    private init(document: Document, session: Int) {
        self.document = document
        self.session = SessionID(UInt64(session))
        storedSequence = document.graph.nextSequence(of: self.session)
    }

    // MARK: Local edits, each committed by itself

    mutating func insert(_ scalars: [Unicode.Scalar], at position: Int) throws {
        try document.perform(.insert(Self.place, at: position, scalars), by: session) { _ in }
    }

    mutating func delete(_ count: Int, at position: Int) throws {
        try document.perform(.delete(Self.place, at: position, count: count), by: session) { _ in }
    }

    // MARK: Updates

    /// Makes the edits as one batch.
    ///
    /// - Returns: what the others have to be sent.
    mutating func transaction(_ patches: [Trace.Patch]) throws -> [UInt8] {
        var operations: [Operation] = []
        for patch in patches { patch.add(to: &operations, at: Self.place) }
        let batch = document.batch(by: session, operations)
        let update = batch.encoded(after: document.lastPlace(of: session))
        for operation in operations { try document.perform(operation, by: session) { _ in } }
        waiting.append(batch.endSequence)
        return update
    }

    /// Learns that the server has stored the oldest transaction of its own that was not known to be.
    mutating func noteStored() {
        let end = waiting.removeFirst()
        document.settle(session, from: storedSequence, to: end)
        storedSequence = end
    }

    /// - Parameter isSettled: whether the update is the next in the server's order.
    mutating func apply(_ update: [UInt8], isSettled: Bool = true) throws {
        let batch = try EditBatch(decoding: update, after: document.lastPlace)
        _ = try document.apply(batch, isSettled: isSettled)
    }

    // MARK: Whole documents

    /// A fresh replica that takes the complete history.
    init(history: [UInt8], session: Int) throws {
        try self.init(document: Document(history: history), session: session)
    }

    /// What a server stores for fast opening, made readable and editable.
    init(saved: [UInt8], session: Int) throws {
        try self.init(document: Document(saved: saved), session: session)
    }

    mutating func history() throws -> [UInt8] {
        try document.encodedHistory()
    }

    mutating func saved() throws -> [UInt8] {
        try document.saved()
    }

    // MARK: Reading

    /// In UTF-8.
    var text: [UInt8] {
        document.utf8(at: Self.place)
    }

    /// In Unicode scalars.
    var length: Int {
        document.length(of: Self.place)
    }

    /// Each scalar with its attributes, keys ascending.
    var scalars: [(scalar: Unicode.Scalar, attributes: Attributes)] {
        document.runs(at: Self.place).flatMap { run in run.text.map { ($0, run.attributes) } }
    }
}

extension Trace.Patch {
    /// A deletion, then an insertion, or formats.
    fileprivate func add(to operations: inout [Operation], at place: Place) {
        for (key, value) in formats {
            operations.append(.format(place, at: position, count: formatted, key: key, value))
        }
        if deleted > 0 { operations.append(.delete(place, at: position, count: deleted)) }
        if !inserted.isEmpty { operations.append(.insert(place, at: position, inserted, attributes)) }
    }
}
