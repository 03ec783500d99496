import Merge
import TestSupport
import Testing

struct BatchCodingTests {
    static let place = Place("krt-1/kravtekst")!

    static let example = EditBatch(
        session: SessionID(7), firstSequence: 300,
        parents: [
            EventID(session: SessionID(3), sequence: 12), EventID(session: SessionID(7), sequence: 299),
        ],
        operations: [
            .insert(place, at: 4, Array("træ 😀".unicodeScalars)),
            .delete(place, at: 2, count: 130),
            .set(node: Name("krt-1")!, key: Name("standarder:DS/EN 50564")!, .bool(true)),
            .set(node: Name("dokument")!, key: Name("nummer")!, .integer(-13)),
            .set(node: Name("krt-1")!, key: Name("gruppe")!, .text("Kemi")),
            .set(node: Name("krt-1")!, key: Name("gruppe")!, nil),
        ])

    @Test func `a batch comes back from its bytes as it was`() throws {
        let decoded = try EditBatch(decoding: Self.example.encoded())

        #expect(decoded == Self.example)
        #expect(decoded.eventCount == 5 + 130 + 4)
        #expect(decoded.endSequence == 300 + 139)
    }

    @Test(arguments: 0..<example.encoded().count)
    func `a batch that was cut short is refused`(count: Int) {
        #expect(throws: DecodingError.self) { try EditBatch(decoding: Array(Self.example.encoded()[..<count])) }
    }

    @Test func `bytes behind the end are refused`() {
        #expect(throws: DecodingError.trailingBytes) { try EditBatch(decoding: Self.example.encoded() + [0]) }
    }

    /// Head of a batch by session 1 from sequence 0 without parents, with one operation.
    static let head: [UInt8] = [1, 1, 0, 0, 1]
    static let placeBytes: [UInt8] = [3] + Array("a/b".utf8)

    @Test(arguments: [
        ([2, 1, 0, 0, 1] + [1] + placeBytes + [0, 1, 0x61], DecodingError.unknownKind(2)),
        (head + [9] + placeBytes + [0, 1, 0x61], .unknownKind(9)),
        (head + [3, 1, 0x61, 1, 0x62, 7], .unknownKind(7)),
        ([1, 1, 0, 0, 0], .truncated),
        // A number written longer than needed: the same content would have two forms.
        ([1, 0x81, 0x00, 0, 0, 1] + [1] + placeBytes + [0, 1, 0x61], .badNumber),
        // 2^64 and more.
        ([1, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x02, 0, 0, 1], .badNumber),
        // Sequence 2^53.
        ([1, 1, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x10, 0, 1], .tooLarge),
        // 65 parents.
        ([1, 1, 0, 65], .tooLarge),
        // Parents out of order, and twice the same.
        ([1, 1, 0, 2, 3, 0, 2, 0, 1] + [1] + placeBytes + [0, 1, 0x61], .badNumber),
        ([1, 1, 0, 2, 2, 0, 2, 0, 1] + [1] + placeBytes + [0, 1, 0x61], .badNumber),
        // An insert of nothing, a delete of nothing.
        (head + [1] + placeBytes + [0, 0], .tooLarge),
        (head + [2] + placeBytes + [0, 0], .badNumber),
        // A place without a slash, without a node, without a field, with a control character.
        (head + [1, 2, 0x61, 0x62, 0, 1, 0x61], .badName),
        (head + [1, 2, 0x2F, 0x62, 0, 1, 0x61], .badName),
        (head + [1, 2, 0x61, 0x2F, 0, 1, 0x61], .badName),
        (head + [1, 3, 0x61, 0x2F, 0x0A, 0, 1, 0x61], .badName),
        // A node with a slash in its name.
        (head + [3, 3, 0x61, 0x2F, 0x62, 1, 0x62, 0], .badName),
        // A lone continuation, an overlong slash, half a surrogate pair, a scalar past the last.
        (head + [1] + placeBytes + [0, 1, 0x80], .badText),
        (head + [1] + placeBytes + [0, 2, 0xC0, 0xAF], .badText),
        (head + [1] + placeBytes + [0, 3, 0xED, 0xA0, 0x80], .badText),
        (head + [1] + placeBytes + [0, 4, 0xF4, 0x90, 0x80, 0x80], .badText),
        // More bytes announced than a message may have.
        (head + [1] + placeBytes + [0, 0x81, 0x80, 0x10], .tooLarge),
    ])
    func `malformed bytes are refused for what is wrong with them`(bytes: [UInt8], expected: DecodingError) {
        #expect(throws: expected) { try EditBatch(decoding: bytes) }
    }

    @Test(arguments: Seeds.first(500))
    func `random bytes never decode into something else`(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        var bytes = Self.example.encoded()
        for _ in 0..<Int.random(in: 1...3, using: &generator) {
            bytes[Int.random(in: bytes.indices, using: &generator)] = UInt8.random(in: 0...255, using: &generator)
        }

        if let batch = try? EditBatch(decoding: bytes) { #expect(batch.encoded() == bytes) }
    }
}
