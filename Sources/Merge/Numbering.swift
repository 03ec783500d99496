/// Gives each different value a number: from 0, in the order in which they came.
///
/// An array of the values and a table of their numbers, open addressing with linear probing: for values that never
/// leave, that is all a dictionary would be used for, in a fraction of its code.
package struct Numbering<Element: Hashable & Sendable>: Sendable {
    package private(set) var elements: [Element] = []
    /// Numbers by hash, −1 where there is none; a power of two, at most half full.
    private var table: [Int32] = []

    package init() {}

    package var count: Int { elements.count }

    package subscript(number: Int) -> Element { elements[number] }

    /// Nil for a value that has none.
    package func number(of element: Element) -> Int? {
        guard !table.isEmpty else { return nil }
        let number = table[slot(of: element)]
        return number < 0 ? nil : Int(number)
    }

    /// The value's number, a new one where it has none.
    package mutating func number(adding element: Element) -> Int {
        if elements.count * 2 >= table.count { grow() }
        let slot = slot(of: element)
        if table[slot] >= 0 { return Int(table[slot]) }
        table[slot] = Int32(elements.count)
        elements.append(element)
        return elements.count - 1
    }

    /// Where the value's number stands, or would.
    private func slot(of element: Element) -> Int {
        let mask = table.count - 1
        var slot = element.hashValue & mask
        while table[slot] >= 0, elements[Int(table[slot])] != element { slot = (slot + 1) & mask }
        return slot
    }

    private mutating func grow() {
        table = Array(repeating: -1, count: max(8, table.count * 2))
        for number in elements.indices { table[slot(of: elements[number])] = Int32(number) }
    }
}

extension Array where Element: Comparable {
    /// Ascending; for the handful of heads that a version has.
    package func sortedFew() -> [Element] {
        var sorted: [Element] = []
        for element in self {
            var slot = sorted.count
            while slot > 0, element < sorted[slot - 1] { slot -= 1 }
            sorted.insert(element, at: slot)
        }
        return sorted
    }
}
