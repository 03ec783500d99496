public import Merge

/// A document whose texts are merged by ``SlowWalk``: what faster merges are held against.
public struct SlowDocument: Sendable {
    private var graph = EventGraph()
    private var texts: [Place: SlowWalk] = [:]

    public init() {}

    public func text(at place: Place) -> [Unicode.Scalar] {
        texts[place]?.text ?? []
    }

    /// The batch must fit; registers are passed over.
    public mutating func apply(_ batch: EditBatch) {
        var parents = batch.parents.map { graph.index(of: $0)! }.sorted()
        var event = graph.append(
            session: batch.session, firstSequence: batch.firstSequence, count: batch.eventCount, parents: parents)
        for operation in batch.operations {
            switch operation {
            case .insert(let place, let position, let scalars):
                _ = texts[place, default: SlowWalk()].insert(
                    scalars, at: position, event: event, parents: parents, in: graph)
            case .delete(let place, let position, let count):
                _ = texts[place, default: SlowWalk()].delete(
                    count, at: position, event: event, parents: parents, in: graph)
            case .set:
                break
            }
            parents = [event.advanced(by: operation.eventCount - 1)]
            event = event.advanced(by: operation.eventCount)
        }
    }

    public func position(of scalar: EventID, in place: Place) -> (position: Int, isDeleted: Bool)? {
        guard let event = graph.index(of: scalar) else { return nil }
        return texts[place]?.position(of: event)
    }
}
