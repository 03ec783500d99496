import RichText
import TestSupport
import Testing

struct OrderKeyTests {
    @Test(arguments: Seeds.first(50))
    func `there is always room between two keys`(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        var keys: [String] = []

        for _ in 0..<200 {
            let slot = generator.oneIn(2) ? min(1, keys.count) : Int.random(in: 0...keys.count, using: &generator)
            let before = slot == 0 ? nil : keys[slot - 1]
            let after = slot == keys.count ? nil : keys[slot]
            let key = OrderKey.between(before, after)
            if let before { #expect(Array(before.utf8).lexicographicallyPrecedes(Array(key.utf8))) }
            if let after { #expect(Array(key.utf8).lexicographicallyPrecedes(Array(after.utf8))) }
            keys.insert(key, at: slot)
        }
    }

    @Test func `a list that only grows at its end keeps short keys`() {
        #expect(OrderKey.spread(120).allSatisfy { $0.utf8.count <= 2 })
    }

    @Test(arguments: [("b", "b"), ("c", "b"), ("5", "50"), ("æ", "ø"), ("", ""), ("0", "00")])
    func `keys from outside that leave no room give one behind the first`(before: String, after: String) {
        #expect(!OrderKey.between(before, after).isEmpty)
    }
}
