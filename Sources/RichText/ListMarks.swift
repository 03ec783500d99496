/// The marks and numbers of list items, which follow from their order and are never stored.
enum ListMarks {
    /// - Parameter blocks: The list that each block is an item of, nil for none, and its level from 1 as it is stored.
    /// - Returns: For each item its mark, the level at which it can be read (none deeper than one below the item before
    ///   it, none deeper than four), and its number among its like, from 1.
    static func of(_ blocks: [(list: TextBlock.List?, level: Int)]) -> [(mark: String, level: Int, number: Int)?] {
        var counts: [(list: TextBlock.List?, count: Int)] = []
        var before = 0
        return blocks.map { block in
            guard let list = block.list else {
                before = 0
                counts = []
                return nil
            }
            let level = min(max(1, block.level), before + 1, 4)
            before = level
            counts.removeLast(max(0, counts.count - level))
            while counts.count < level { counts.append((list: nil, count: 0)) }
            if counts[level - 1].list != list { counts[level - 1] = (list: list, count: 0) }
            counts[level - 1].count += 1
            let mark = list == .ordered ? number(counts[level - 1].count, level: level) : bullets[(level - 1) % 3]
            return (mark: mark, level: level, number: counts[level - 1].count)
        }
    }

    private static let bullets = ["•", "◦", "▪"]

    /// 1. a. i. and then again, as a word processor has it.
    private static func number(_ count: Int, level: Int) -> String {
        switch (level - 1) % 3 {
        case 1: String(UnicodeScalar(UInt8(97 + (count - 1) % 26))) + "."
        case 2: roman(count) + "."
        default: "\(count)."
        }
    }

    private static func roman(_ count: Int) -> String {
        var rest = count
        var text = ""
        for (sign, value) in [("x", 10), ("ix", 9), ("v", 5), ("iv", 4), ("i", 1)] {
            while rest >= value {
                text += sign
                rest -= value
            }
        }
        return text
    }
}
