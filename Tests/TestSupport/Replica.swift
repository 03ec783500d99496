public import Merge
public import RichText

/// A document, and beside it what an editor shows that knows only the patches it was given.
public struct Replica: Sendable {
    public private(set) var document = Document()
    private var texts: [Place: [AttributedScalar]] = [:]
    private var registers: [SlowDocument.Register: RegisterValue?] = [:]

    public init() {}

    public mutating func apply(_ batch: EditBatch) throws(BatchError) {
        show(try document.apply(batch))
    }

    /// All of them at once.
    public mutating func merge(_ batches: [EditBatch]) throws(BatchError) {
        show(try document.merge(batches))
    }

    public mutating func dropWalkState() {
        document.dropWalkState()
    }

    /// Goes on with what comes back from the bytes of the whole history.
    public mutating func reopen() throws {
        document = try Document(history: document.encodedHistory())
    }

    /// Goes on with what comes back from the bytes of the document as it is opened from its text.
    public mutating func reopenSaved() throws {
        document = try Document(saved: document.saved())
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
    public var content: DocumentContent {
        DocumentContent(
            attributedTexts: places.map { place in
                let scalars = scalars(at: place)
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
                self.register(register.node, register.key).map { (node: register.node, key: register.key, value: $0) }
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
