import Merge
import RichText

/// One replica of a document with one text: all that the measurements know of the engine.
struct Replica {
    private(set) var document: Document
    private let session: SessionID

    private static let place = Place("t/t")!

    init(session: Int) {
        document = Document()
        self.session = SessionID(UInt64(session))
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
        for patch in patches {
            if patch.deleted > 0 {
                operations.append(.delete(Self.place, at: patch.position, count: patch.deleted))
            }
            if !patch.inserted.isEmpty { operations.append(.insert(Self.place, at: patch.position, patch.inserted)) }
        }
        let batch = document.batch(by: session, operations)
        let update = batch.encoded(after: document.lastPlace(of: session))
        _ = try document.apply(batch, isSettled: false)
        return update
    }

    mutating func apply(_ update: [UInt8]) throws {
        _ = try document.apply(EditBatch(decoding: update, after: document.lastPlace), isSettled: false)
    }

    // MARK: Whole documents

    /// A fresh replica that takes the complete history.
    init(history: [UInt8], session: Int) throws {
        self.init(session: session)
        document = try Document(history: history)
    }

    /// What a server stores for fast opening, made readable and editable.
    init(saved: [UInt8], session: Int) throws {
        self.init(session: session)
        document = try Document(saved: saved)
    }

    mutating func history() throws -> [UInt8] {
        try document.encodedHistory()
    }

    mutating func saved() throws -> [UInt8] {
        try document.saved()
    }

    // MARK: Reading

    /// In Unicode scalars.
    var length: Int { document.length(of: Self.place) }

    /// In UTF-8.
    var text: [UInt8] {
        document.utf8(at: Self.place)
    }
}
