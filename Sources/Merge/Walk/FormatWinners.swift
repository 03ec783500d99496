/// Which formats gave scalars their attributes since the walk's base, one for each key: sets of them, each kept once.
struct FormatWinners: Sendable {
    struct Winner: Hashable, Sendable {
        let key: Int32
        /// A number in the tracker's list.
        let format: Int32
    }

    /// The number of the empty set.
    static let none: Int32 = 0

    /// Each set's winners, ascending by key.
    private var sets = Numbering<[Winner]>()

    init() {
        _ = sets.number(adding: [])
    }

    subscript(number: Int32) -> [Winner] { sets[Int(number)] }

    /// The format that decides about a key in a set, or nil.
    func winner(of key: Int32, in number: Int32) -> Int32? {
        sets[Int(number)].first { $0.key == key }?.format
    }

    /// The number of the set in which `format` decides about its key, and otherwise all is as in `number`.
    mutating func set(_ number: Int32, with format: Int32, for key: Int32) -> Int32 {
        var winners = sets[Int(number)]
        winners.removeAll { $0.key == key }
        winners.insert(Winner(key: key, format: format), at: winners.firstIndex { $0.key > key } ?? winners.count)
        return Int32(sets.number(adding: winners))
    }
}
