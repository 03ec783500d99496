/// The moments of a text from which its walk can start: those that everybody since has seen all of.
///
/// A moment is the number of the text's own events before it. Whoever has not seen an event takes the moments behind
/// it away (Gentle and Kleppmann, section 3.5: *critical versions*, here of one text).
struct BasePoints: Sendable {
    /// Disjoint and ascending; the first starts at 0.
    private var points: [ClosedRange<Int32>] = [0...0]

    /// Each of these events was made by somebody who had seen all before it.
    mutating func add(_ events: Range<Int32>) {
        let last = points[points.count - 1]
        if events.lowerBound <= last.upperBound + 1 {
            points[points.count - 1] = last.lowerBound...max(last.upperBound, events.upperBound - 1)
        } else {
            points.append(events.lowerBound...(events.upperBound - 1))
        }
    }

    /// Somebody has not seen the text's event with this number.
    mutating func drop(behind event: Int32) {
        while points[points.count - 1].lowerBound > event { points.removeLast() }
        let last = points[points.count - 1]
        if last.upperBound > event { points[points.count - 1] = last.lowerBound...event }
    }

    var latest: Int32 { points[points.count - 1].upperBound }

    /// The latest that somebody has seen who lacks the event with this number and perhaps later ones.
    func latest(upTo event: Int32) -> Int32 {
        var number = points.count - 1
        while points[number].lowerBound > event { number -= 1 }
        return min(points[number].upperBound, event)
    }
}
