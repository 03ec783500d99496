import Merge
import RichText

/// What takes an own edit back, said of the document as it was just after the edit.
enum UndoStep: Sendable {
    /// Takes out what was inserted. The ranges ascend and are not empty: what others write between stays.
    case remove(Place, [Range<Int>])
    /// Puts back what was deleted.
    case restore(Place, at: Int, [TextRun])
    /// Gives ranges the values back that they had for one key.
    case reformat(Place, key: Name, [FormerValue])
    /// Gives a register its value back, unless somebody has written another meanwhile.
    case set(node: Name, key: Name, RegisterValue?, expected: RegisterValue?)

    struct FormerValue: Sendable {
        var range: Range<Int>
        let value: RegisterValue?
    }

    /// The same on a text that somebody else has changed first.
    func behind(_ shift: TextShift) -> UndoStep {
        switch self {
        case .remove(let place, let ranges) where place == shift.place:
            .remove(place, ranges.flatMap { shift.parts(of: $0) })
        case .restore(let place, let at, let runs) where place == shift.place:
            .restore(place, at: shift.position(at), runs)
        case .reformat(let place, let key, let former) where place == shift.place:
            .reformat(
                place, key: key,
                former.compactMap { former in
                    let range = shift.whole(of: former.range)
                    return range.isEmpty ? nil : FormerValue(range: range, value: former.value)
                })
        default: self
        }
    }
}

/// That somebody else has put scalars into a text or taken them out: all that undoing has to know of it.
struct TextShift: Sendable {
    let place: Place
    var at: Int
    /// How many scalars more the text has; less, where it is negative.
    var count: Int

    /// Where what stood at a position stands now; behind what was put in there.
    func position(_ position: Int) -> Int {
        if count >= 0 { return position < at ? position : position + count }
        return position <= at ? position : max(at, position + count)
    }

    /// What is left of a range, without what was put into it.
    func parts(of range: Range<Int>) -> [Range<Int>] {
        if count > 0, range.lowerBound < at, at < range.upperBound {
            return [range.lowerBound..<at, (at + count)..<(range.upperBound + count)]
        }
        let left = whole(of: range)
        return left.isEmpty ? [] : [left]
    }

    /// The range with what was put into it, and without what was put in at its ends.
    func whole(of range: Range<Int>) -> Range<Int> {
        let end = count > 0 && range.upperBound <= at ? range.upperBound : position(range.upperBound)
        return min(position(range.lowerBound), end)..<end
    }

    /// The same as it would have been on the text in which `step` had taken the own edit back before.
    func behind(_ step: UndoStep) -> [TextShift] {
        switch step {
        case .remove(let place, let ranges) where place == self.place:
            let start = at - ranges.reduce(0) { $0 + max(0, min(at, $1.upperBound) - $1.lowerBound) }
            if count >= 0 { return [TextShift(place: place, at: start, count: count)] }
            let end = at - count
            let left = end - ranges.reduce(0) { $0 + max(0, min(end, $1.upperBound) - $1.lowerBound) } - start
            return left == 0 ? [] : [TextShift(place: place, at: start, count: -left)]
        case .restore(let place, let position, let runs) where place == self.place:
            let length = runs.reduce(0) { $0 + $1.text.count }
            if at > position || (count < 0 && at == position) {
                return [TextShift(place: place, at: at + length, count: count)]
            }
            if count >= 0 || at - count <= position { return [self] }
            // What they took out stands on both sides of it.
            return [
                TextShift(place: place, at: at, count: at - position),
                TextShift(place: place, at: at + length, count: count + position - at),
            ]
        default: return [self]
        }
    }

    /// Takes in what follows directly, as a person types or deletes on.
    mutating func join(_ next: TextShift) -> Bool {
        guard place == next.place else { return false }
        if count > 0, next.count > 0, at <= next.at, next.at <= at + count {
            count += next.count
            return true
        }
        guard count < 0, next.count < 0, next.at <= at, at <= next.at - next.count else { return false }
        at = next.at
        count += next.count
        return true
    }
}
