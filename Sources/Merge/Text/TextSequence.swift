/// One text of a document: what it says, what was ever done to it, and what is needed to merge into it.
///
/// An edit whose author had seen everything in this text is applied as it is. Only when somebody had not does a
/// ``Tracker`` come in: it starts from the latest moment that everybody since has seen, and is kept, fed with what came
/// in between. So people in different fields never pay for each other, and people who take turns do not pay at all.
package struct TextSequence: Sendable {
    private var buffer = TextBuffer()
    private var runs = AttributeRuns()
    private(set) var sets = AttributeSets()
    package private(set) var log = OperationLog()
    /// Whether the text held something before the first event of ``log``: it was opened without its history.
    private var hasBase = false
    private var merging: FedTracker?
    /// Knows every scalar, also those that ``merging`` has forgotten; made when somebody asks for one by its id.
    var whole: FedTracker?
    private var basePoints = BasePoints()
    private var formattingSteps = 0
    private var effects: [TextEffect] = []

    /// More than a text can have: stands for the text at a tracker's base, whose length is not known there.
    private static let plenty: Int32 = 1 << 29

    package init() {}

    /// A text that is opened without its history.
    package init(utf8: [UInt8], count: Int, runs attributed: [(count: Int, attributes: Attributes)]) {
        hasBase = true
        utf8.withUnsafeBufferPointer { buffer.insert($0, scalarCount: count, at: 0) }
        var position = 0
        for run in attributed {
            runs.insert(run.count, at: position, set: sets.number(of: run.attributes), length: position)
            position += run.count
        }
    }

    // MARK: Reading

    /// Scalars.
    package var count: Int { buffer.count }
    /// Of one among several texts. Asked from another module, the text would be copied first.
    package static func count(of texts: [TextSequence], _ number: Int) -> Int { texts[number].buffer.count }
    package var text: [Unicode.Scalar] { buffer.scalars }
    package var utf8: [UInt8] { buffer.utf8 }

    /// The text's attributes in runs that cover it; none for a text without any.
    package var attributeRuns: [(count: Int, attributes: Attributes)] {
        runs.runs.map { ($0.count, sets[$0.set]) }
    }

    /// A range of one among several texts: its scalars, and runs of equal attributes that cover them.
    package static func part(
        of texts: [TextSequence], _ number: Int, _ range: Range<Int>
    ) -> (scalars: [Unicode.Scalar], runs: [(count: Int, attributes: Attributes)]) {
        let runs = texts[number].runs.part(range)
        return (texts[number].buffer.scalars(in: range), runs.map { ($0.count, texts[number].sets[$0.set]) })
    }

    /// How many different attribute keys formats have named.
    package var keyCount: Int { sets.keyCount }

    /// What formats have cost and would cost in one among several texts.
    package static func formatting(of texts: [TextSequence], _ number: Int) -> FormattingCost {
        texts[number].formatting
    }

    private var formatting: FormattingCost {
        FormattingCost(
            entries: sets.entryCount, sets: sets.count, keys: sets.keyCount, operations: log.entries.count,
            spent: formattingSteps)
    }

    /// Whether somebody who lacks these events, newest first, lacks something of this text.
    package func isConcurrent(_ unseen: [Range<Int32>]) -> Bool {
        unseen.contains { log.hasEvents(in: $0) }
    }

    /// How many scalars the text had for somebody who had seen `version`, which lacks the `unseen` events.
    package mutating func length(at version: [LogIndex], unseen: [Range<Int32>], in graph: EventGraph) -> Int {
        guard let lowest = lowestUnseen(unseen) else { return buffer.count }
        prepareMerging(from: lowest, in: graph)
        // What the base had too many is the same in both counts.
        let surplus = merging!.tracker.visibleCount - buffer.count
        merging!.tracker.move(to: version, log, in: graph)
        return merging!.tracker.preparedCount - surplus
    }

    // MARK: Applying

    /// Applies an insert whose position was checked against ``length(at:unseen:in:)`` of its author's version.
    ///
    /// - Parameter unseen: the events before the batch that its author had not seen, newest first.
    package mutating func insert(
        _ scalars: [Unicode.Scalar], _ attributes: Attributes, at position: Int, event: LogIndex,
        unseen: [Range<Int32>], in graph: EventGraph, patches: (TextPatch) -> Void
    ) {
        let lowest = prepare(unseen, in: graph)
        let set = attributes.isEmpty ? AttributeSets.none : sets.number(of: attributes)
        let operation = log.appendInsert(
            scalars, at: Int32(position), attributes: set, start: event.rawValue,
            continues: continues(event, in: graph))
        if lowest == nil {
            note(operation)
            place(scalars, set, at: position)
            patches(.insert(at: position, scalars, attributes))
        } else {
            track(operation, in: graph)
            for effect in effects {
                let set = covered(set, by: effect.winners)
                place(scalars, set, at: effect.at)
                patches(.insert(at: effect.at, scalars, sets[set]))
            }
        }
        checkInvariants()
    }

    /// Applies an insert of UTF-8 that holds `count` scalars, for a reader of whole histories.
    package mutating func insert(
        utf8: UnsafeBufferPointer<UInt8>, count: Int, _ attributes: Attributes, at position: Int, event: LogIndex,
        unseen: [Range<Int32>], in graph: EventGraph
    ) {
        let lowest = prepare(unseen, in: graph)
        var set = attributes.isEmpty ? AttributeSets.none : sets.number(of: attributes)
        let operation = log.appendInsert(
            utf8, count: Int32(count), at: Int32(position), attributes: set, start: event.rawValue,
            continues: continues(event, in: graph))
        var at = position
        if lowest == nil {
            note(operation)
        } else {
            track(operation, in: graph)
            at = effects[0].at
            set = covered(set, by: effects[0].winners)
        }
        runs.insert(count, at: at, set: set, length: buffer.count)
        buffer.insert(utf8, scalarCount: count, at: at)
        checkInvariants()
    }

    /// Applies a delete whose range was checked as for an insert. What others have deleted already falls out, what they
    /// have inserted between stays.
    ///
    /// - Parameter isBackspace: whether each event takes the scalar in front of the one before; `position` is then that
    ///   of the last scalar.
    /// - Returns: how many scalars the text has lost.
    package mutating func delete(
        _ count: Int, at position: Int, isBackspace: Bool = false, event: LogIndex, unseen: [Range<Int32>],
        in graph: EventGraph, patches: (TextPatch) -> Void
    ) -> Int {
        var lost = count
        let lowest = prepare(unseen, in: graph)
        let operation = log.appendDelete(
            Int32(count), at: Int32(position), start: event.rawValue, continues: continues(event, in: graph),
            isBackspace: isBackspace)
        if lowest == nil {
            note(operation)
            let first = Int(operation.lowestPosition)
            remove(count, at: first)
            patches(.delete(at: first, count: count))
        } else {
            track(operation, in: graph)
            lost = 0
            for effect in effects {
                remove(effect.count, at: effect.at)
                lost += effect.count
                patches(.delete(at: effect.at, count: effect.count))
            }
        }
        checkInvariants()
        return lost
    }

    /// Applies a format whose range was checked as for an insert.
    package mutating func format(
        _ count: Int, at position: Int, key: Name, value: RegisterValue?, event: LogIndex, unseen: [Range<Int32>],
        in graph: EventGraph, patches: (TextPatch) -> Void
    ) {
        formattingSteps += formatting.steps(ofFormatting: count)
        let lowest = prepare(unseen, in: graph)
        let format = LoggedFormat(length: Int32(count), key: sets.number(ofKey: key), value: value)
        let operation = log.appendFormat(format, at: Int32(position), start: event.rawValue)
        if lowest == nil {
            note(operation)
            color(position..<(position + count), key, value)
            patches(.format(at: position, count: count, key: key, value))
        } else {
            track(operation, in: graph)
            for effect in effects {
                color(effect.at..<(effect.at + effect.count), key, value)
                patches(.format(at: effect.at, count: effect.count, key: key, value))
            }
        }
        checkInvariants()
    }

    /// - Returns: the text's first event that the author had not seen; nil for an edit that is applied as it is.
    private mutating func prepare(_ unseen: [Range<Int32>], in graph: EventGraph) -> Int32? {
        guard let lowest = lowestUnseen(unseen) else { return nil }
        prepareMerging(from: lowest, in: graph)
        basePoints.drop(behind: lowest)
        return lowest
    }

    /// Takes note of an operation that was applied as it is.
    private mutating func note(_ operation: LoggedOperation) {
        basePoints.add(operation.local..<operation.localEnd)
        // A tracker that would have to catch up with much is better made anew from a later base, if it is needed again.
        if let lag = merging?.lag(behind: log), lag & 63 == 63,
            log.entries.count - log.entry(withLocal: basePoints.latest) <= lag
        {
            merging = nil
        }
    }

    private mutating func track(_ operation: LoggedOperation, in graph: EventGraph) {
        effects.removeAll(keepingCapacity: true)
        merging!.tracker.apply(operation, log, in: graph, to: &effects)
        merging!.skipToEnd(of: log)
    }

    /// Sees to a tracker that has taken everything so far and starts no later than `lowest`.
    private mutating func prepareMerging(from lowest: Int32, in graph: EventGraph) {
        let base = basePoints.latest(upTo: lowest)
        if let tracker = merging {
            let lag = tracker.lag(behind: log)
            if tracker.tracker.base > lowest || (lag > 1 && log.entries.count - log.entry(withLocal: base) <= lag) {
                merging = nil
            }
        }
        if merging == nil { merging = FedTracker(base: base, baseCount: base == 0 && !hasBase ? 0 : Self.plenty, log) }
        merging!.feed(log, in: graph)
    }

    /// Forgets what only makes merging faster.
    package mutating func dropWalkState() {
        merging = nil
        whole = nil
    }

    private func lowestUnseen(_ unseen: [Range<Int32>]) -> Int32? {
        guard let oldest = unseen.last else { return nil }
        var number = log.firstEntry(endingAfter: oldest.lowerBound)
        for range in unseen.reversed() {
            number = log.firstEntry(endingAfter: range.lowerBound, from: number)
            guard number < log.entries.count else { return nil }
            guard log.entries[number].start < range.upperBound else { continue }
            let entry = log.entries[number]
            return entry.local + max(range.lowerBound - entry.start, 0)
        }
        return nil
    }

    private func continues(_ event: LogIndex, in graph: EventGraph) -> Bool {
        event.rawValue > 0 && graph.isOnlyParent(event.rawValue - 1, of: event.rawValue)
    }

    /// The set with what other people's formats make of it.
    private mutating func covered(_ set: Int32, by winners: Int32) -> Int32 {
        guard winners != FormatWinners.none else { return set }
        var set = set
        for winner in merging!.tracker.winners[winners] {
            let format = log.formats[Int(merging!.tracker.formats[Int(winner.format)].content)]
            set = sets.number(of: set, with: sets.key(winner.key), format.value)
        }
        return set
    }

    // MARK: The text

    private mutating func place(_ scalars: [Unicode.Scalar], _ set: Int32, at position: Int) {
        runs.insert(scalars.count, at: position, set: set, length: buffer.count)
        buffer.insert(scalars, at: position)
    }

    private mutating func remove(_ count: Int, at position: Int) {
        buffer.remove(count, at: position)
        runs.remove(count, at: position)
    }

    private mutating func color(_ range: Range<Int>, _ key: Name, _ value: RegisterValue?) {
        runs.format(range, length: buffer.count, key, value, in: &sets)
    }

    // MARK: Scalars by their ids

    /// The event that inserted the visible scalar at `position`, or nil past the end.
    package mutating func event(at position: Int, in graph: EventGraph) -> LogIndex? {
        guard position >= 0, position < buffer.count else { return nil }
        feedWhole(in: graph)
        return LogIndex(log.start(ofLocal: whole!.tracker.id(at: position)))
    }

    /// Where the scalar that `event` inserted stands now; where it is deleted, where it would stand. Nil for an event
    /// that inserted nothing here.
    package mutating func position(of event: LogIndex, in graph: EventGraph) -> (position: Int, isDeleted: Bool)? {
        let number = log.firstEntry(endingAfter: event.rawValue)
        guard number < log.entries.count else { return nil }
        let entry = log.entries[number]
        guard entry.kind == .insert, entry.start <= event.rawValue else { return nil }
        feedWhole(in: graph)
        return whole!.tracker.position(of: entry.local + event.rawValue - entry.start)
    }

    mutating func feedWhole(in graph: EventGraph) {
        if whole == nil { whole = FedTracker(base: 0, baseCount: 0, log) }
        whole!.feed(log, in: graph)
    }

    /// A tracker that has been fed everything knows as many visible scalars as the text has.
    @inline(__always)
    private func checkInvariants() {
        #if MERGE_CHECKS
            merging?.tracker.checkInvariants()
            if let whole {
                whole.tracker.checkInvariants()
                if whole.lag(behind: log) == 0 { precondition(whole.tracker.visibleCount == buffer.count) }
            }
            precondition(runs.runs.isEmpty || runs.runs.reduce(0) { $0 + $1.count } == buffer.count)
        #endif
    }
}
