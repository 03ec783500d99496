import Foundation
import Merge
import TestSupport

/// A recorded graph of several people's edits, and the text that every correct merge gives for it.
///
/// `Fixtures/*.json.gz`: arrays of `{endContent, endRuns, txns: [{parents, agent, patches}]}`. A patch is
/// `[position, deleted, inserted]`, `[position, 0, inserted, attributes]` or, with nothing inserted and attributes, a
/// format of as many scalars. Ids follow the list: one event for each scalar, one for each key of a format.
struct Fixture: Decodable {
    let endContent: String
    /// Each scalar with its keys, ascending, and their values; only where formats are among the edits.
    let endRuns: [EndRun]?
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
        let attributes: [String: Int64?]?

        init(from decoder: any Decoder) throws {
            var parts = try decoder.unkeyedContainer()
            position = try parts.decode(Int.self)
            deleted = try parts.decode(Int.self)
            inserted = try parts.decode(String.self)
            attributes = try parts.isAtEnd ? nil : parts.decode([String: Int64?].self)
        }
    }

    struct EndRun: Decodable {
        let scalar: AttributedScalar

        init(from decoder: any Decoder) throws {
            var parts = try decoder.unkeyedContainer()
            let character = try parts.decode(String.self)
            var attributes = Attributes()
            var entries = try parts.nestedUnkeyedContainer()
            while !entries.isAtEnd {
                var entry = try entries.nestedUnkeyedContainer()
                attributes[Name(try entry.decode(String.self))!] = .integer(try entry.decode(Int64.self))
            }
            scalar = AttributedScalar(character.unicodeScalars.first!, attributes)
        }
    }

    static let place = Place("brev/tekst")!

    /// The text at the end, with what it carries.
    var expected: [AttributedScalar] {
        endRuns?.map(\.scalar) ?? endContent.unicodeScalars.map { AttributedScalar($0) }
    }

    /// One batch a transaction, in the order of the fixture.
    var batches: [EditBatch] {
        var batches: [EditBatch] = []
        var lastEvents: [[EventID]] = []
        var next: [UInt64: UInt64] = [:]
        for transaction in txns {
            let parents = Array(Set(transaction.parents.flatMap { lastEvents[$0] })).sorted()
            let operations = transaction.patches.flatMap(\.operations)
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

extension Fixture.Patch {
    fileprivate var operations: [Merge.Operation] {
        let place = Fixture.place
        let scalars = Array(inserted.unicodeScalars)
        if scalars.isEmpty, let attributes {
            return attributes.sorted { $0.key < $1.key }.map { key, value in
                .format(place, at: position, count: deleted, key: Name(key)!, value.map { .integer($0) })
            }
        }
        var operations: [Merge.Operation] = []
        if deleted > 0 { operations.append(.delete(place, at: position, count: deleted)) }
        if !scalars.isEmpty {
            let entries = (attributes ?? [:]).compactMap { key, value in
                value.map { Attributes.Entry(key: Name(key)!, value: .integer($0)) }
            }
            operations.append(.insert(place, at: position, scalars, Attributes(entries)))
        }
        return operations
    }
}
