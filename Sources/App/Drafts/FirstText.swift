import Merge
import RichText
import Store
import Workspace

/// Puts together the first text of a document: titles, sections, items in order.
struct FirstText {
    private(set) var operations: [Operation] = []

    /// - Precondition: Node and key are names; they come from our own templates.
    mutating func set(_ node: String, _ key: String, _ value: RegisterValue) {
        operations.append(.set(node: name(node), key: name(key), value))
    }

    mutating func write(_ node: String, _ field: String, _ text: String) {
        if text.isEmpty { return }
        operations.append(.insert(Place(node: name(node), field: name(field)), at: 0, Array(text.unicodeScalars)))
    }

    private func name(_ text: String) -> Name {
        guard let name = Name(text) else { preconditionFailure("\(text) is not a name") }
        return name
    }
}

extension Application {
    /// Writes the first text of a document that has just been made, under a session of its maker.
    ///
    /// Nobody can have opened it yet: its address is given out only when this has returned.
    func write(
        _ text: FirstText, to document: DocumentID, by member: MemberID, at time: Timestamp
    ) async throws(StoreError) {
        let session = try await store.documents.issueSession(for: document, to: member, at: time)
        let batch = Document().batch(by: SessionID(session), text.operations)
        let result = await withCheckedContinuation { continuation in
            store.commit([
                NewBatch(
                    document: document, session: session, firstSequence: batch.firstSequence,
                    eventCount: batch.eventCount, member: member, receivedAt: time, bytes: batch.encoded(after: nil))
            ]) { continuation.resume(returning: $0) }
        }
        try result.get()
    }
}
