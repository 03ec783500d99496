public import Merge

/// A scalar with what it carries.
public struct AttributedScalar: Hashable, Sendable {
    public let scalar: Unicode.Scalar
    public let attributes: Attributes

    public init(_ scalar: Unicode.Scalar, _ attributes: Attributes = .none) {
        self.scalar = scalar
        self.attributes = attributes
    }
}

/// A document merged in the slow and plainly right way: what faster merges are held against.
///
/// Nothing is ever dropped, so it can tell what the document was at any version, and who wrote each scalar.
public struct SlowDocument: Sendable {
    public struct Register: Hashable, Sendable {
        public let node: Name
        public let key: Name
    }

    public private(set) var history = SlowHistory()
    private var texts: [Place: SlowWalk] = [:]
    private var writes: [Register: [(event: Int, value: RegisterValue?)]] = [:]

    public init() {}

    /// The batch must fit. A basis that counts the log counts what this document has heard of, in its order.
    public mutating func apply(_ batch: EditBatch) {
        var seen = history.seen(by: batch)
        var event = history.append(batch, seen: seen)
        for operation in batch.operations {
            switch operation {
            case .insert(let place, let position, let scalars, let attributes):
                for (number, scalar) in scalars.enumerated() {
                    texts[place, default: SlowWalk()].insert(
                        scalar, attributes, at: position + number, event: event + number, seen: seen, in: history)
                    seen.insert((event + number)..<(event + number + 1))
                }
            case .delete(let place, let position, let count):
                texts[place, default: SlowWalk()].delete(count, at: position, event: event, seen: seen)
            case .format(let place, let position, let count, let key, let value):
                texts[place, default: SlowWalk()].format(
                    count, at: position, key: key, value: value, event: event, seen: seen)
            case .set(let node, let key, let value):
                writes[Register(node: node, key: key), default: []].append((event, value))
            }
            seen.insert(event..<(event + operation.eventCount))
            event += operation.eventCount
        }
    }

    // MARK: Reading

    /// Everything heard of.
    public var version: EventSet {
        var version = EventSet()
        version.insert(0..<history.count)
        return version
    }

    public func count(at place: Place, in version: EventSet) -> Int {
        texts[place]?.count(in: version) ?? 0
    }

    /// The text as somebody sees it who has seen `version`; nil stands for everything.
    public func scalars(at place: Place, in version: EventSet? = nil) -> [AttributedScalar] {
        visibleRecords(at: place, in: version).map { AttributedScalar($0.record.scalar, $0.attributes) }
    }

    public func text(at place: Place, in version: EventSet? = nil) -> [Unicode.Scalar] {
        visibleRecords(at: place, in: version).map { $0.record.scalar }
    }

    /// The insert event of every scalar of the text: who wrote it.
    public func origins(at place: Place, in version: EventSet? = nil) -> [EventID] {
        visibleRecords(at: place, in: version).map { history.id(of: $0.record.event) }
    }

    private func visibleRecords(
        at place: Place, in version: EventSet?
    ) -> [(record: SlowWalk.Record, attributes: Attributes)] {
        texts[place]?.visibleRecords(in: version ?? self.version, in: history) ?? []
    }

    /// The value of the last writer: the greatest Lamport time, then the greatest id.
    public func register(_ node: Name, _ key: Name, in version: EventSet? = nil) -> RegisterValue? {
        let version = version ?? self.version
        let known = writes[Register(node: node, key: key), default: []].filter { version.contains($0.event) }
        return known.max { history.precedes($0.event, $1.event) }?.value
    }

    /// Places where somebody has inserted, in their order.
    public var places: [Place] { texts.keys.sorted() }

    /// Registers that somebody has set, in the order of their names.
    public var registers: [Register] {
        writes.keys.sorted { $0.node == $1.node ? $0.key < $1.key : $0.node < $1.node }
    }

    /// Where a scalar stands, or would stand if it were not deleted; nil for one that was never at this place.
    public func position(of scalar: EventID, in place: Place) -> (position: Int, isDeleted: Bool)? {
        guard let event = history.event(of: scalar), let records = texts[place]?.records,
            let slot = records.firstIndex(where: { $0.event == event })
        else { return nil }
        let version = version
        let position = records[..<slot].count { SlowWalk.isVisible($0, in: version) }
        return (position, !SlowWalk.isVisible(records[slot], in: version))
    }
}
