import Merge
import RichText

/// One replica of a document with one text: all that the measurements know of the engine.
struct Replica {
    private(set) var document: Document
    private let session: SessionID
    /// Kept from the patches, as an editor does; in Unicode scalars.
    private(set) var length: Int

    private static let place = Place("t/t")!

    init(session: Int) {
        document = Document()
        self.session = SessionID(UInt64(session))
        length = 0
    }

    // MARK: Local edits, each committed by itself

    mutating func insert(_ scalars: [Unicode.Scalar], at position: Int) throws {
        note(try document.apply(document.batch(by: session, [.insert(Self.place, at: position, scalars)])))
    }

    mutating func delete(_ count: Int, at position: Int) throws {
        note(try document.apply(document.batch(by: session, [.delete(Self.place, at: position, count: count)])))
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
        note(try document.apply(batch))
        return batch.encoded()
    }

    mutating func apply(_ update: [UInt8]) throws {
        note(try document.apply(EditBatch(decoding: update)))
    }

    private mutating func note(_ changes: [Change]) {
        for case .text(_, let patch) in changes { length += patch.inserted.count - patch.deleted }
    }

    // MARK: Whole documents

    /// A fresh replica that takes the complete history.
    init(history: [UInt8], session: Int) throws {
        self.init(session: session)
        for update in frames(history) { try apply(update) }
    }

    /// What a server stores for fast opening, made readable and editable.
    init(saved: [UInt8], session: Int) throws {
        try self.init(history: saved, session: session)
    }

    /// - Parameter updates: all of the document's batches, in this replica's order.
    func history(of updates: [[UInt8]]) -> [UInt8] {
        framed(updates)
    }

    func saved(of updates: [[UInt8]]) -> [UInt8] {
        framed(updates)
    }

    // MARK: Reading

    /// In UTF-8.
    var text: [UInt8] {
        encodeUTF8(document.text(at: Self.place))
    }
}
