import Merge
import RichText

/// What this session has done, so that undo takes back its own edits and nobody else's (9.6 of the design: undoing is a new
/// edit like any other, never a rewriting of history).
///
/// Each doing holds what would take it back. What others did since is kept beside the topmost one alone and carried down
/// when that is taken off, so a colleague's keystroke costs the same however long the history is.
///
///     undo:  [ doing 1 | others' after it ] [ doing 2 | others' after it ]  <- top
struct OwnHistory: Sendable {
    enum Side: Sendable {
        case undo, redo
    }

    private struct Doing: Sendable {
        var steps: [UndoStep] = []
        var others: [TextShift] = []
    }

    /// How many doings can be taken back.
    private static let limit = 200

    private var undo: [Doing] = []
    private var redo: [Doing] = []
    /// The steps of what is being done.
    private var open: [UndoStep] = []

    mutating func record(_ step: UndoStep) {
        open.append(step)
    }

    /// What was recorded since the last end is one doing.
    ///
    /// - Parameters:
    ///   - side: where it goes: what an undo does, redo takes back.
    ///   - joins: whether it belongs to the doing before, as a word's letters do.
    mutating func end(on side: Side = .undo, isNew: Bool = true, joins: Bool = false) {
        guard !open.isEmpty else { return }
        defer { open = [] }
        if side == .redo {
            redo.append(Doing(steps: open))
            return
        }
        if isNew { redo = [] }
        if joins, undo.last?.others.isEmpty == true {
            undo[undo.count - 1].steps += open
        } else {
            undo.append(Doing(steps: open))
            if undo.count > Self.limit { undo.removeFirst() }
        }
    }

    /// Somebody else has changed a text.
    mutating func observe(_ place: Place, _ patch: TextPatch) {
        let shift: TextShift
        switch patch {
        case .insert(let at, let scalars, _): shift = TextShift(place: place, at: at, count: scalars.count)
        case .delete(let at, let count): shift = TextShift(place: place, at: at, count: -count)
        case .format: return
        }
        Self.append(shift, to: &undo)
        Self.append(shift, to: &redo)
    }

    private static func append(_ shift: TextShift, to doings: inout [Doing]) {
        guard let top = doings.indices.last else { return }
        if let last = doings[top].others.indices.last, doings[top].others[last].join(shift) { return }
        doings[top].others.append(shift)
    }

    /// Takes the newest doing off: the steps to carry out, in order. Nil where there is none.
    mutating func take(from side: Side) -> [UndoStep]? {
        side == .undo ? Self.take(from: &undo) : Self.take(from: &redo)
    }

    private static func take(from doings: inout [Doing]) -> [UndoStep]? {
        guard let doing = doings.popLast() else { return nil }
        var others = doing.others
        var steps: [UndoStep] = []
        for step in doing.steps.reversed() {
            var step = step
            var carried: [TextShift] = []
            for other in others {
                carried += other.behind(step)
                step = step.behind(other)
            }
            others = carried
            steps.append(step)
        }
        if let top = doings.indices.last { doings[top].others += others }
        return steps
    }
}
