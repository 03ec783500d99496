public import Merge
public import RichText

/// A document, and beside it what an editor shows that knows only the patches it was given.
public struct Replica: Sendable {
    public private(set) var document = Document()
    private var texts: [Place: [AttributedScalar]] = [:]
    private var registers: [SlowDocument.Register: RegisterValue?] = [:]

    public init() {}

    /// Opens what a server has saved; the editor shows these places and registers.
    public init(saved bytes: [UInt8], showing oracle: SlowDocument) throws(DecodingError) {
        document = try Document(saved: bytes)
        for place in oracle.places { texts[place] = document.scalars(at: place) }
        for register in oracle.registers {
            registers.updateValue(document.register(register.node, register.key), forKey: register)
        }
    }

    public mutating func apply(_ batch: EditBatch, isSettled: Bool = true) throws(BatchError) {
        show(try document.apply(batch, isSettled: isSettled))
    }

    /// Makes an edit of its own, which is settled later.
    public mutating func perform(_ operation: Operation, by session: SessionID) throws(BatchError) {
        var changes: [Change] = []
        try document.perform(operation, by: session) { changes.append($0) }
        show(changes)
    }

    /// The server has come to a batch of one's own.
    public mutating func settle(_ batch: EditBatch) {
        document.settle(batch.session, from: batch.firstSequence, to: batch.endSequence)
    }

    /// All of them at once.
    public mutating func merge(_ batches: [EditBatch]) throws(BatchError) {
        show(try document.merge(batches))
    }

    public mutating func dropWalkState() {
        document.dropWalkState()
    }

    /// Goes on with what comes back from the bytes of the whole history.
    public mutating func reopen() throws(DecodingError) {
        document = try Document(history: document.encodedHistory())
    }

    /// Goes on with what comes back from the bytes of the document as it is opened from its text.
    public mutating func reopenSaved() throws(DecodingError) {
        document = try Document(saved: document.saved())
    }

    /// Whether the document names scalars by other ids than the oracle, or finds them elsewhere; nil where not.
    ///
    /// - Parameter samples: how many of each text are looked at.
    public mutating func differenceOfIDs(
        from oracle: SlowDocument, samples: Int, using generator: inout SeededGenerator
    ) -> String? {
        for place in oracle.places {
            let origins = oracle.origins(at: place)
            if let past = document.scalarID(at: origins.count, in: place) { return "past the end is \(past)" }
            for _ in 0..<samples {
                if let position = origins.indices.randomElement(using: &generator) {
                    let found = document.scalarID(at: position, in: place)
                    if found != origins[position] {
                        return "\(place.text) at \(position) is \(String(describing: found)), not \(origins[position])"
                    }
                }
                let id = oracle.history.id(of: Int.random(in: 0..<oracle.history.count, using: &generator))
                let expected = oracle.position(of: id, in: place)
                let found = document.position(of: id, in: place)
                if found?.position != expected?.position || found?.isDeleted != expected?.isDeleted {
                    return "\(id.words) of \(place.text) is at \(String(describing: found)), "
                        + "not \(String(describing: expected))"
                }
            }
        }
        return nil
    }

    /// What the document says of a moment of the past otherwise than the oracle; nil where it is the same.
    ///
    /// - Parameter moment: an event that is known here; the moment is that it has just been made.
    public mutating func differenceOfPast(
        from oracle: SlowDocument, at moment: Int, known: EventSet
    ) throws(BatchError) -> String? {
        let history = oracle.history
        let version = history.version(of: moment)
        let frontier = [history.id(of: moment)]
        let past = try document.past(at: frontier)
        if past.content != oracle.content(in: version) { return "the past at \(frontier[0].words) differs" }
        for place in oracle.places {
            let expected = oracle.text(at: place, in: version)
            if try document.text(at: place, in: frontier) != expected { return "\(place.text) at \(frontier[0].words)" }
            let authors = try document.authors(of: place).flatMap { run in
                (0..<UInt64(run.count)).map { EventID(session: run.first.session, sequence: run.first.sequence + $0) }
            }
            if authors != oracle.origins(at: place, in: known) { return "the authors of \(place.text) differ" }
            let runs = try document.comparison(of: place, from: frontier, to: history.heads(of: known))
            if runs.filter({ $0.fate != .inserted }).flatMap(\.text) != expected {
                return "the comparison of \(place.text) with \(frontier[0].words) starts elsewhere"
            }
            if runs.filter({ $0.fate != .deleted }).flatMap(\.text) != oracle.text(at: place, in: known) {
                return "the comparison of \(place.text) with \(frontier[0].words) ends elsewhere"
            }
        }
        return nil
    }

    /// How a batch is refused that does not fit; nil where it is taken.
    public mutating func refusal(of batch: EditBatch) -> BatchError? {
        do throws(BatchError) {
            try apply(batch)
            return nil
        } catch {
            return error
        }
    }

    private mutating func show(_ changes: [Change]) {
        for change in changes {
            switch change {
            case .text(let place, let patch):
                texts[place, default: []].apply(patch)
            case .register(let node, let key, let value):
                registers.updateValue(value, forKey: SlowDocument.Register(node: node, key: key))
            }
        }
    }

    /// What the editor shows otherwise than the document; nil where it is the same.
    public var difference: String? {
        for (place, shown) in texts where shown != document.scalars(at: place) {
            return
                "the patches of \(place.text) give \(shown.words), the document says \(document.scalars(at: place).words)"
        }
        for (register, value) in registers where document.register(register.node, register.key) != value {
            return "the patches of \(register.node.text) \(register.key.text) give \(value.words)"
        }
        return nil
    }

    /// What the document says otherwise than the oracle; nil where it is the same.
    ///
    /// - Parameter version: what the document has heard of, of the oracle's events; nil for all.
    public func difference(from oracle: SlowDocument, in version: EventSet? = nil) -> String? {
        for place in oracle.places {
            let expected = oracle.scalars(at: place, in: version)
            let found = document.scalars(at: place)
            if found != expected { return "\(place.text) is \(found.words), not \(expected.words)" }
            if document.text(at: place) != expected.map(\.scalar) { return "\(place.text) without attributes differs" }
        }
        for register in oracle.registers {
            let expected = oracle.register(register.node, register.key, in: version)
            let found = document.register(register.node, register.key)
            if found != expected {
                return "\(register.node.text) \(register.key.text) is \(found.words), not \(expected.words)"
            }
        }
        return nil
    }
}

extension SlowDocument {
    /// The whole document as a plain value, with neighbours of equal attributes in one span.
    ///
    /// - Parameter version: nil for everything.
    public func content(in version: EventSet? = nil) -> DocumentContent {
        DocumentContent(
            attributedTexts: places.map { place in
                let scalars = scalars(at: place, in: version)
                var spans: [AttributeSpan] = []
                for scalar in scalars {
                    if let last = spans.last, last.attributes == scalar.attributes {
                        spans[spans.count - 1] = AttributeSpan(count: last.count + 1, attributes: last.attributes)
                    } else {
                        spans.append(AttributeSpan(count: 1, attributes: scalar.attributes))
                    }
                }
                let isPlain = spans.allSatisfy(\.attributes.isEmpty)
                return (place: place, text: scalars.map(\.scalar), spans: isPlain ? [] : spans)
            },
            registers: registers.compactMap { register in
                self.register(register.node, register.key, in: version).map {
                    (node: register.node, key: register.key, value: $0)
                }
            })
    }
}

extension Document {
    /// The text with what each scalar carries.
    public func scalars(at place: Place) -> [AttributedScalar] {
        runs(at: place).flatMap { run in run.text.map { AttributedScalar($0, run.attributes) } }
    }
}

extension [AttributedScalar] {
    public mutating func apply(_ patch: TextPatch) {
        switch patch {
        case .insert(let position, let scalars, let attributes):
            insert(contentsOf: scalars.map { AttributedScalar($0, attributes) }, at: position)
        case .delete(let position, let count):
            removeSubrange(position..<(position + count))
        case .format(let position, let count, let key, let value):
            for index in position..<(position + count) {
                var attributes = self[index].attributes
                attributes[key] = value
                self[index] = AttributedScalar(self[index].scalar, attributes)
            }
        }
    }
}
