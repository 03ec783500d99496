public import Merge

extension EditBatch {
    /// The same events in two batches, the first with as many events; nil where one would be empty.
    public func split(after events: Int) -> (EditBatch, EditBatch)? {
        guard events > 0, events < eventCount else { return nil }
        var first: [Operation] = []
        var second: [Operation] = []
        var left = events
        for operation in operations {
            if left >= operation.eventCount {
                first.append(operation)
            } else if left > 0 {
                let (head, tail) = operation.split(after: left)
                first.append(head)
                second.append(tail)
            } else {
                second.append(operation)
            }
            left = max(0, left - operation.eventCount)
        }
        let cut = firstSequence + UInt64(events)
        return (
            EditBatch(session: session, firstSequence: firstSequence, basis: basis, operations: first),
            EditBatch(
                session: session, firstSequence: cut, parents: [EventID(session: session, sequence: cut - 1)],
                operations: second)
        )
    }

    /// What must be known before this batch can come.
    fileprivate var requirements: [EventID] {
        guard case .events(let parents) = basis else { preconditionFailure("the log has one order") }
        guard firstSequence > 0 else { return parents }
        return parents + [EventID(session: session, sequence: firstSequence - 1)]
    }
}

extension Operation {
    /// Only inserts and deletes are more than one event.
    fileprivate func split(after events: Int) -> (Operation, Operation) {
        switch self {
        case .insert(let place, let position, let scalars, let attributes):
            return (
                .insert(place, at: position, Array(scalars[..<events]), attributes),
                .insert(place, at: position + events, Array(scalars[events...]), attributes)
            )
        case .delete(let place, let position, let count):
            return (
                .delete(place, at: position, count: events), .delete(place, at: position, count: count - events)
            )
        case .format, .set:
            preconditionFailure("one event")
        }
    }
}

extension [EditBatch] {
    /// The same events, some batches cut in two at random.
    public func split(using generator: inout SeededGenerator) -> [EditBatch] {
        flatMap { batch -> [EditBatch] in
            guard generator.oneIn(2), batch.eventCount > 1,
                let (first, second) = batch.split(after: Int.random(in: 1..<batch.eventCount, using: &generator))
            else { return [batch] }
            return [first, second]
        }
    }

    /// Another order that keeps causes before effects; every basis must be events.
    public func shuffled(causally generator: inout SeededGenerator) -> [EditBatch] {
        var numbers: [EventID: Int] = [:]
        for (number, batch) in enumerated() {
            for sequence in batch.firstSequence..<batch.endSequence {
                numbers[EventID(session: batch.session, sequence: sequence)] = number
            }
        }
        var missing = map { batch in Set(batch.requirements.compactMap { numbers[$0] }).count }
        var dependents = [[Int]](repeating: [], count: count)
        for (number, batch) in enumerated() {
            for requirement in Set(batch.requirements.compactMap({ numbers[$0] })) {
                dependents[requirement].append(number)
            }
        }
        var ready = indices.filter { missing[$0] == 0 }
        var result: [EditBatch] = []
        // Now depth first, now breadth first, so that both long branches and their mixing come up.
        let isDepthFirst = generator.oneIn(2)
        while !ready.isEmpty {
            let slot =
                isDepthFirst && !generator.oneIn(6)
                ? ready.count - 1 : Int.random(in: ready.indices, using: &generator)
            let number = ready.remove(at: slot)
            result.append(self[number])
            for dependent in dependents[number] {
                missing[dependent] -= 1
                if missing[dependent] == 0 { ready.append(dependent) }
            }
        }
        return result
    }
}
