import Merge
import RichText
import TestSupport
import Testing

/// Recorded graphs with many inserts at one place and formats that cross, and the texts that every correct merge gives.
struct ConformanceTests {
    static let fixtures = try! Fixture.load("conflicts") + Fixture.load("rich")

    @Test(arguments: fixtures.indices)
    func `a contended graph gives the agreed text and attributes`(number: Int) throws {
        let fixture = Self.fixtures[number]
        var document = Document()

        for batch in fixture.batches { try document.apply(batch) }

        #expect(document.scalars(at: Fixture.place) == fixture.expected)
    }

    @Test(arguments: fixtures.indices)
    func `merged at once, a contended graph gives the same`(number: Int) throws {
        let fixture = Self.fixtures[number]
        var document = Document()

        _ = try document.merge(fixture.batches)

        #expect(document.scalars(at: Fixture.place) == fixture.expected)
    }

    @Test(arguments: fixtures.indices)
    func `the order of arrival does not matter`(number: Int) throws {
        let fixture = Self.fixtures[number]
        var generator = SeededGenerator(seed: UInt64(number))
        var document = Document()

        for batch in fixture.batches.shuffled(causally: &generator) { try document.apply(batch) }

        #expect(document.scalars(at: Fixture.place) == fixture.expected)
    }
}
