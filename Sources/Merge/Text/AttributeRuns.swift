/// The attributes of a text's scalars in runs; nothing at all for a text without any.
struct AttributeRuns: Sendable {
    struct Run: Sendable {
        var count: Int
        /// A number of ``AttributeSets``.
        var set: Int32
    }

    /// Empty where no scalar has an attribute; else their counts add up to the text's.
    private(set) var runs: [Run] = []

    /// - Parameter length: of the text before.
    mutating func insert(_ count: Int, at position: Int, set: Int32, length: Int) {
        if runs.isEmpty {
            if set == AttributeSets.none { return }
            if length > 0 { runs = [Run(count: length, set: AttributeSets.none)] }
        }
        let number = split(at: position)
        runs.insert(Run(count: count, set: set), at: number)
        join(number + 1)
        join(number)
    }

    mutating func remove(_ count: Int, at position: Int) {
        guard !runs.isEmpty else { return }
        let first = split(at: position)
        let end = split(at: position + count)
        runs.removeSubrange(first..<end)
        join(first)
        dropIfPlain()
    }

    /// Gives the scalars of a range another value for one key.
    ///
    /// - Parameter length: of the text.
    mutating func format(
        _ range: Range<Int>, length: Int, _ key: Name, _ value: RegisterValue?, in sets: inout AttributeSets
    ) {
        if runs.isEmpty {
            if value == nil { return }
            runs = [Run(count: length, set: AttributeSets.none)]
        }
        let first = split(at: range.lowerBound)
        let end = split(at: range.upperBound)
        // Many runs have few different sets, and what becomes of each is looked up once.
        var formatted = Array(repeating: Int32(-1), count: end - first > 1 ? sets.count : 0)
        var kept = first
        for number in first..<end {
            var run = runs[number]
            let old = Int(run.set)
            if old < formatted.count, formatted[old] >= 0 {
                run.set = formatted[old]
            } else {
                run.set = sets.number(of: run.set, with: key, value)
                if old < formatted.count { formatted[old] = run.set }
            }
            keep(run, &kept)
        }
        var rest = end
        if rest < runs.count {
            keep(runs[rest], &kept)
            rest += 1
        }
        runs.removeSubrange(kept..<rest)
        dropIfPlain()
    }

    /// Puts a run behind the first `kept`, or joins it with the last of them.
    private mutating func keep(_ run: Run, _ kept: inout Int) {
        if kept > 0, runs[kept - 1].set == run.set {
            runs[kept - 1].count += run.count
        } else {
            runs[kept] = run
            kept += 1
        }
    }

    /// The runs of a range, which they cover.
    func part(_ range: Range<Int>) -> [Run] {
        guard !runs.isEmpty else { return [Run(count: range.count, set: AttributeSets.none)] }
        var part: [Run] = []
        var start = 0
        for run in runs where start < range.upperBound {
            let end = start + run.count
            let count = min(end, range.upperBound) - max(start, range.lowerBound)
            if count > 0 { part.append(Run(count: count, set: run.set)) }
            start = end
        }
        return part
    }

    /// Makes a run start at `position`.
    ///
    /// - Returns: its number.
    private mutating func split(at position: Int) -> Int {
        var start = 0
        for number in runs.indices {
            if position == start { return number }
            let end = start + runs[number].count
            if position < end {
                let right = Run(count: end - position, set: runs[number].set)
                runs[number].count = position - start
                runs.insert(right, at: number + 1)
                return number + 1
            }
            start = end
        }
        return runs.count
    }

    /// Joins a run with the one before it where they are equal.
    private mutating func join(_ number: Int) {
        guard number > 0, number < runs.count, runs[number].set == runs[number - 1].set else { return }
        runs[number - 1].count += runs[number].count
        runs.remove(at: number)
    }

    private mutating func dropIfPlain() {
        if runs.allSatisfy({ $0.set == AttributeSets.none }) { runs = [] }
    }
}

/// The different attributes that a text's runs have, each kept once.
struct AttributeSets: Sendable {
    /// The number of no attributes.
    static let none: Int32 = 0

    private var sets = Numbering<Attributes>()
    /// Of all sets together.
    private(set) var entryCount = 0
    /// Keys of formats.
    private var keys = Numbering<Name>()

    init() {
        _ = sets.number(adding: .none)
    }

    subscript(number: Int32) -> Attributes { sets[Int(number)] }

    var count: Int { sets.count }

    mutating func number(of attributes: Attributes) -> Int32 {
        let count = sets.count
        let number = Int32(sets.number(adding: attributes))
        if sets.count > count { entryCount += attributes.entries.count }
        return number
    }

    /// The number of a set that has another value for one key.
    mutating func number(of set: Int32, with key: Name, _ value: RegisterValue?) -> Int32 {
        var attributes = sets[Int(set)]
        attributes[key] = value
        return number(of: attributes)
    }

    /// How many different keys formats have named.
    var keyCount: Int { keys.count }

    func key(_ number: Int32) -> Name { keys[Int(number)] }

    mutating func number(ofKey key: Name) -> Int32 {
        Int32(keys.number(adding: key))
    }
}
