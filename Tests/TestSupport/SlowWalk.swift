import Merge

/// The merge of one text, in its slow and plainly right form: one record for every scalar that was ever inserted.
///
/// The idea (eg-walker, section 3): events say *insert, delete or format at position i, in the text as its author saw
/// it*. A record keeps who inserted the scalar and who deleted it; whether it was there for somebody is looked up in the
/// set of events that this somebody had seen, anew for every event:
///
///     record      M   ø   b   e   l   x
///     inserted    1   2   3   4   5   9        by event
///     deleted     –   –   –   6   –   –        by events
///     seen by the author of the next event: 1…8, so for them the text is "Møbl"
///
/// There is no state to move between versions and none to drop or rebuild; records only ever become more and keep
/// their order. Every step scans all of them. That is the point: it is the oracle for faster walks.
///
/// What a scalar carries follows from the definition too, when it is asked for: for each key, the value of the covering
/// format with the greatest Lamport time, then the greatest id; without any, what it was inserted with. A format covers
/// the scalars that its author selected, and those inserted concurrently strictly between the first and last of them.
struct SlowWalk: Sendable {
    struct Record: Sendable {
        let event: Int
        let scalar: Unicode.Scalar
        let attributes: Attributes
        /// The insert event of the record that was directly left when this one was made; nil at the start.
        let originLeft: Int?
        /// That of the next record which the author had seen, deleted or not; nil at the end.
        let originRight: Int?
        var deletions: [Int] = []
    }

    struct Format: Sendable {
        let event: Int
        let key: Name
        let value: RegisterValue?
        /// Insert events of the scalars that the author selected, in the order of the text.
        let selected: [Int]
    }

    /// In the order of the text, those deleted among them.
    private(set) var records: [Record] = []
    private(set) var formats: [Format] = []

    /// Whether the scalar stands in the text of somebody who has seen `version`.
    static func isVisible(_ record: Record, in version: EventSet) -> Bool {
        version.contains(record.event) && !record.deletions.contains { version.contains($0) }
    }

    func count(in version: EventSet) -> Int {
        records.count { Self.isVisible($0, in: version) }
    }

    // MARK: Applying; positions have been checked against the author's text

    mutating func insert(
        _ scalar: Unicode.Scalar, _ attributes: Attributes, at position: Int, event: Int, seen: EventSet,
        in history: SlowHistory
    ) {
        let from = position == 0 ? 0 : slots(of: position - 1, count: 1, in: seen).last! + 1
        let to = records[from...].firstIndex { seen.contains($0.event) } ?? records.count
        let left = from == 0 ? nil : records[from - 1].event
        let right = to == records.count ? nil : records[to].event
        let record = Record(
            event: event, scalar: scalar, attributes: attributes, originLeft: left, originRight: right)
        records.insert(record, at: integrationSlot(of: record, from: from, to: to, in: history))
    }

    mutating func delete(_ count: Int, at position: Int, event: Int, seen: EventSet) {
        for (number, slot) in slots(of: position, count: count, in: seen).enumerated() {
            records[slot].deletions.append(event + number)
        }
    }

    mutating func format(
        _ count: Int, at position: Int, key: Name, value: RegisterValue?, event: Int, seen: EventSet
    ) {
        let selected = slots(of: position, count: count, in: seen).map { records[$0].event }
        formats.append(Format(event: event, key: key, value: value, selected: selected))
    }

    /// Where the scalars stand that the author saw at these positions.
    private func slots(of position: Int, count: Int, in seen: EventSet) -> [Int] {
        let visible = records.indices.filter { Self.isVisible(records[$0], in: seen) }
        precondition(position + count <= visible.count, "\(position) + \(count) is past the end, \(visible.count)")
        return Array(visible[position..<(position + count)])
    }

    /// Where among concurrent inserts at the same place a new record goes: the FugueMax rule.
    ///
    /// Only records that the author had not seen compete, those from `from` up to `to`. A record whose left origin lies
    /// further left ends the search; one with the same left origin goes first if its right origin lies further right,
    /// or, with both origins equal, if its event id is smaller. So runs typed at one place never interleave (Weidner
    /// and Kleppmann, *The Art of the Fugue*; egwalker section 3.3).
    private func integrationSlot(of new: Record, from: Int, to: Int, in history: SlowHistory) -> Int {
        let left = slot(of: new.originLeft) ?? -1
        let right = slot(of: new.originRight) ?? records.count
        var slot = from
        var isScanning = false
        for number in from..<to {
            let other = records[number]
            let otherLeft = self.slot(of: other.originLeft) ?? -1
            if otherLeft < left { break }
            if otherLeft == left {
                if other.originRight == new.originRight {
                    if history.id(of: new.event) < history.id(of: other.event) { break }
                    isScanning = false
                } else {
                    isScanning = (self.slot(of: other.originRight) ?? records.count) < right
                }
            }
            if !isScanning { slot = number + 1 }
        }
        return slot
    }

    private func slot(of event: Int?) -> Int? {
        event.flatMap { event in records.firstIndex { $0.event == event } }
    }

    // MARK: Attributes

    /// What each visible scalar carries in the text of somebody who has seen `version`, in its order.
    func visibleRecords(in version: EventSet, in history: SlowHistory) -> [(record: Record, attributes: Attributes)] {
        var slots: [Int: Int] = [:]
        for (slot, record) in records.enumerated() { slots[record.event] = slot }
        // The greatest comes last, so that it is the one that stays.
        let formats = formats.filter { version.contains($0.event) }.sorted { history.precedes($0.event, $1.event) }
        let spans = formats.map { slots[$0.selected.first!]!...slots[$0.selected.last!]! }
        let selections = formats.map { Set($0.selected) }
        return records.indices.filter { Self.isVisible(records[$0], in: version) }.map { slot in
            let record = records[slot]
            var attributes = record.attributes
            for (number, format) in formats.enumerated() where spans[number].contains(slot) {
                guard
                    selections[number].contains(record.event)
                        || history.areConcurrent(record.event, format.event)
                else { continue }
                attributes[format.key] = format.value
            }
            return (record, attributes)
        }
    }
}
