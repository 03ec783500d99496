import Foundation
import Merge
import RichText
import Testing

/// Recorded graphs with many inserts at one place, and the texts that every correct merge gives for them.
///
/// `Fixtures/conflicts.json.gz`: arrays of `{endContent, txns: [{parents, agent, patches: [[position, deleted, inserted]]}]}`.
struct ConformanceTests {
    static let fixtures: [Fixture] = try! Fixture.load("conflicts")

    @Test func `there are fixtures`() {
        #expect(Self.fixtures.count == 150)
    }

    @Test(arguments: fixtures.indices)
    func `a contended graph gives the agreed text`(number: Int) throws {
        let fixture = Self.fixtures[number]
        var document = Document()

        for batch in fixture.batches { try document.apply(batch) }

        #expect(String(String.UnicodeScalarView(document.text(at: fixture.place))) == fixture.endContent)
    }

    @Test(arguments: fixtures.indices)
    func `the order of arrival does not matter`(number: Int) throws {
        let fixture = Self.fixtures[number]
        var waiting = fixture.batches
        var document = Document()
        var generator = SystemRandomNumberGenerator()

        while !waiting.isEmpty {
            let ready = waiting.indices.filter { index in
                var copy = document
                return (try? copy.check(waiting[index])) != nil
            }
            let chosen = try #require(ready.randomElement(using: &generator))
            try document.apply(waiting.remove(at: chosen))
        }

        #expect(String(String.UnicodeScalarView(document.text(at: fixture.place))) == fixture.endContent)
    }
}

struct Fixture: Decodable {
    let endContent: String
    let txns: [Transaction]

    struct Transaction: Decodable {
        let parents: [Int]
        let agent: UInt64
        let patches: [Patch]
    }

    struct Patch: Decodable {
        let position: Int
        let deleted: Int
        let inserted: String

        init(from decoder: any Decoder) throws {
            var parts = try decoder.unkeyedContainer()
            position = try parts.decode(Int.self)
            deleted = try parts.decode(Int.self)
            inserted = try parts.decode(String.self)
        }
    }

    var place: Place { Place("brev/tekst")! }

    /// One batch a transaction, in the order of the fixture.
    var batches: [EditBatch] {
        var batches: [EditBatch] = []
        var lastEvents: [[EventID]] = []
        var next: [UInt64: UInt64] = [:]
        for transaction in txns {
            let parents = Array(Set(transaction.parents.flatMap { lastEvents[$0] })).sorted()
            var operations: [Merge.Operation] = []
            for patch in transaction.patches {
                if patch.deleted > 0 { operations.append(.delete(place, at: patch.position, count: patch.deleted)) }
                let scalars = Array(patch.inserted.unicodeScalars)
                if !scalars.isEmpty { operations.append(.insert(place, at: patch.position, scalars)) }
            }
            guard !operations.isEmpty else {
                lastEvents.append(parents)
                continue
            }
            let batch = EditBatch(
                session: SessionID(transaction.agent), firstSequence: next[transaction.agent, default: 0],
                parents: parents, operations: operations)
            next[transaction.agent] = batch.endSequence
            lastEvents.append([EventID(session: batch.session, sequence: batch.endSequence - 1)])
            batches.append(batch)
        }
        return batches
    }

    static func load(_ name: String) throws -> [Fixture] {
        let file = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Fixtures/\(name).json.gz")
        let gunzip = Process()
        gunzip.executableURL = URL(filePath: "/usr/bin/env")
        gunzip.arguments = ["gzip", "-dc", file.path()]
        let output = Pipe()
        gunzip.standardOutput = output
        try gunzip.run()
        let data = output.fileHandleForReading.readDataToEndOfFile()
        gunzip.waitUntilExit()
        return try JSONDecoder().decode([Fixture].self, from: data)
    }
}
