import Merge
import RichText

extension ClientSession {
    /// Takes back the newest of this session's own doings that still stands: an edit, or the edits of one transaction.
    ///
    /// What others have written meanwhile stays; what they have deleted or set is theirs.
    ///
    /// - Returns: what changed, which may be nothing; nil where there is nothing to take back.
    public mutating func undo() throws(EditError) -> [Event]? {
        try carryOut(.undo)
    }

    /// Makes again what the last undo took back. Edits made since have left nothing to make again.
    public mutating func redo() throws(EditError) -> [Event]? {
        try carryOut(.redo)
    }

    private mutating func carryOut(_ side: OwnHistory.Side) throws(EditError) -> [Event]? {
        guard isOpen, session != nil else { throw .notOpen }
        guard access >= .edit else { throw .readOnly }
        guard let steps = ownHistory.take(from: side) else { return nil }
        beginTransaction()
        var events: [Event] = []
        var failure: EditError?
        for step in steps where failure == nil {
            do throws(EditError) { try carryOut(step, telling: &events) } catch { failure = error }
        }
        ownHistory.end(on: side == .undo ? .redo : .undo, isNew: false)
        closeTransaction()
        // What was done before it failed has to be shown.
        if let failure, events.isEmpty { throw failure }
        return events
    }

    private mutating func carryOut(_ step: UndoStep, telling events: inout [Event]) throws(EditError) {
        switch step {
        case .remove(let place, let ranges):
            for range in ranges.reversed() { events += try delete(range.count, at: range.lowerBound, in: place) }
        case .restore(let place, var at, let runs):
            for run in runs {
                var rest = run.text[...]
                while !rest.isEmpty {
                    let part = Array(rest.prefix(Self.restoredAtOnce))
                    events += try insert(part, run.attributes, at: at, in: place)
                    at += part.count
                    rest = rest.dropFirst(part.count)
                }
            }
        case .reformat(let place, let key, let former):
            for former in former {
                events += try format(former.range.count, at: former.range.lowerBound, in: place, key, to: former.value)
            }
        case .set(let node, let key, let value, let expected):
            if document.register(node, key) == expected { events += try set(node, key, to: value) }
        }
    }

    /// What was typed in many batches may have been deleted in one: it comes back in parts that each fit a message.
    private static let restoredAtOnce = 32_000

    /// What will take an edit back that is about to be made; nil for one that will not be possible.
    func undoStep(for operation: Operation) -> UndoStep? {
        switch operation {
        case .insert(let place, let at, let scalars, _):
            return .remove(place, [at..<(at + scalars.count)])
        case .delete(let place, let at, let count):
            return document.runs(at: place, in: at..<(at + count)).map { .restore(place, at: at, $0) }
        case .format(let place, var at, let count, let key, _):
            // Whose comment hangs on a passage (`c:THREAD`) is nothing that a person has formatted.
            if key.bytes.count > 2, key.bytes[0] == UInt8(ascii: "c"), key.bytes[1] == UInt8(ascii: ":") { return nil }
            guard let runs = document.runs(at: place, in: at..<(at + count)) else { return nil }
            var former: [UndoStep.FormerValue] = []
            for run in runs {
                let end = at + run.text.count
                if let last = former.last, last.value == run.attributes[key] {
                    former[former.count - 1].range = last.range.lowerBound..<end
                } else {
                    former.append(UndoStep.FormerValue(range: at..<end, value: run.attributes[key]))
                }
                at = end
            }
            return .reformat(place, key: key, former)
        case .set(let node, let key, let value):
            return .set(node: node, key: key, document.register(node, key), expected: value)
        }
    }

    /// Takes note of what others have changed.
    mutating func observe(_ changes: [Change]) {
        for case .text(let place, let patch) in changes { ownHistory.observe(place, patch) }
    }
}
