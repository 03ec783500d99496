import Merge
import RichText

// What happens when the server does not take edits: they leave the document, and their text is given back.

extension ClientSession {
    mutating func refuse(_ session: SessionID, _ reason: RefusalReason) -> [Event] {
        // Refusals of the batches behind the first one arrive after those were dropped with it.
        guard let event = drop(reason: reason, where: { $0.session == session }) else { return [] }
        if session == self.session, link == .up {
            // Sequences of refused edits are not used again: go on under a new session.
            self.session = nil
            connected()
        }
        return [event]
    }

    /// Takes pending edits out of the document by building it again without them.
    mutating func drop(
        reason: RefusalReason = .foreignSession, where isDropped: (PendingBatch) -> Bool
    ) -> Event? {
        guard pending.contains(where: isDropped) else { return nil }
        rebuild()
        return .refused(reason, lost: applyPending(but: isDropped))
    }

    /// Makes the document anew from what is known of the log.
    private mutating func rebuild() {
        document = Document()
        ownHistory = OwnHistory()
        do throws(DecodingError) {
            if let saved { document = try Document(saved: saved) }
            var reader = ByteReader(confirmed.bytes)
            while reader.remaining > 0 {
                let bytes = try reader.readCounted(limit: BatchLimits.bytes)
                try takeAgain(try EditBatch(stored: bytes, after: document.lastPlace))
            }
        } catch {
            preconditionFailure("it was read before")
        }
    }

    private mutating func takeAgain(_ batch: EditBatch) throws(DecodingError) {
        do throws(BatchError) { try document.apply(batch) } catch { throw .badNumber }
    }

    /// Puts own edits on top of what is known of the log.
    ///
    /// - Returns: the texts of those that were dropped or do not fit, which are pending no longer.
    mutating func applyPending(but isDropped: (PendingBatch) -> Bool = { _ in false }) -> [LostText] {
        var lost: [EditBatch] = []
        let waiting = pending
        pending = []
        for (waiting, batch) in zip(waiting, decoded(waiting)) {
            // Another session's edits may build on the ones that are gone; then they cannot stay either.
            if isDropped(waiting) || !applies(batch) { lost.append(batch) } else { pending.append(waiting) }
        }
        sentCount = min(sentCount, pending.count)
        return Self.texts(of: lost)
    }

    private mutating func applies(_ batch: EditBatch) -> Bool {
        do throws(BatchError) {
            try document.apply(batch, isSettled: false)
            return true
        } catch {
            return false
        }
    }

    /// Reads batches that this session wrote or adopted: the place of each may stand in one before it.
    private func decoded(_ waiting: [PendingBatch]) -> [EditBatch] {
        var places: [(session: SessionID, place: Place)] = []
        return waiting.map { waiting in
            do throws(DecodingError) {
                let batch = try EditBatch(decoding: waiting.bytes) { session in
                    places.last { $0.session == session }?.place ?? document.lastPlace(of: session)
                }
                if let place = batch.lastPlace { places.append((batch.session, place)) }
                return batch
            } catch {
                preconditionFailure("it was read or written before")
            }
        }
    }

    static let unknownPlace = Place("ukendt/tekst")!

    static func texts(of batches: [EditBatch]) -> [LostText] {
        var texts: [LostText] = []
        for operation in batches.flatMap({ $0.operations }) {
            guard case .insert(let place, _, let scalars, _) = operation else { continue }
            if let last = texts.last, last.place == place {
                texts[texts.count - 1] = LostText(place: place, text: last.text + scalars)
            } else {
                texts.append(LostText(place: place, text: scalars))
            }
        }
        return texts
    }
}
