/// What became of a text, word by word.
///
/// Words, blanks and signs are compared as they stand, so the runs of ``before`` and of ``after`` put together are the
/// two texts exactly. The shortest set of changes is found (Myers 1986, as in the standard library).
public struct TextComparison: Hashable, Sendable {
    public enum Run: Hashable, Sendable {
        case same(String)
        case deleted(String)
        case inserted(String)
    }

    /// In reading order; no two neighbours are of one kind.
    public let runs: [Run]

    /// Texts with more words than this are shown as replaced as a whole: the search takes time with the square of the
    /// differences.
    static let mostTokens = 6_000

    public init(from before: String, to after: String) {
        let old = Self.tokens(before)
        let new = Self.tokens(after)
        guard max(old.count, new.count) <= Self.mostTokens else {
            runs = [Run.deleted(before), .inserted(after)].filter { !$0.isEmpty }
            return
        }
        let difference = new.difference(from: old)
        var removed = Set<Int>()
        var inserted = Set<Int>()
        for change in difference {
            switch change {
            case .remove(let offset, _, _): removed.insert(offset)
            case .insert(let offset, _, _): inserted.insert(offset)
            }
        }
        var runs: [Run] = []
        var (i, j) = (0, 0)
        while i < old.count || j < new.count {
            if removed.contains(i), i < old.count {
                Self.append(.deleted(old[i]), to: &runs)
                i += 1
            } else if inserted.contains(j), j < new.count {
                Self.append(.inserted(new[j]), to: &runs)
                j += 1
            } else {
                Self.append(.same(new[j]), to: &runs)
                i += 1
                j += 1
            }
        }
        self.runs = runs
    }

    public var before: String { runs.map { if case .inserted = $0 { "" } else { $0.text } }.joined() }
    public var after: String { runs.map { if case .deleted = $0 { "" } else { $0.text } }.joined() }

    /// Joins a run to the last one if that is of the same kind.
    private static func append(_ run: Run, to runs: inout [Run]) {
        switch (runs.last, run) {
        case (.same(let text), .same(let more)): runs[runs.count - 1] = .same(text + more)
        case (.deleted(let text), .deleted(let more)): runs[runs.count - 1] = .deleted(text + more)
        case (.inserted(let text), .inserted(let more)): runs[runs.count - 1] = .inserted(text + more)
        default: runs.append(run)
        }
    }

    /// Words and numbers whole, everything else one character at a time.
    private static func tokens(_ text: String) -> [String] {
        var tokens: [String] = []
        var word = ""
        for character in text {
            if character.isLetter || character.isNumber {
                word.append(character)
                continue
            }
            if !word.isEmpty { tokens.append(word) }
            word = ""
            tokens.append(String(character))
        }
        if !word.isEmpty { tokens.append(word) }
        return tokens
    }
}

extension TextComparison.Run {
    public var text: String {
        switch self {
        case .same(let text), .deleted(let text), .inserted(let text): text
        }
    }

    var isEmpty: Bool { text.isEmpty }
}
