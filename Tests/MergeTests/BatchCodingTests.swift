import Merge
import TestSupport
import Testing

struct BatchCodingTests {
    static let place = Place("krt-1/kravtekst")!
    static let other = Place("formaal/tekst")!

    static let example = EditBatch(
        session: SessionID(7), firstSequence: 300,
        parents: [
            EventID(session: SessionID(3), sequence: 12), EventID(session: SessionID(7), sequence: 299),
        ],
        operations: [
            .insert(
                place, at: 4, Array("træ 😀".unicodeScalars), Attributes([.init(key: Name("b")!, value: .bool(true))])),
            .delete(place, at: 2, count: 130),
            .insert(other, at: 0, ["\n"], Attributes([.init(key: Name("type")!, value: .text("h1"))])),
            .format(place, at: 0, count: 3, key: Name("link")!, .text("https://eksempel.dk/æ")),
            .format(place, at: 0, count: 12, key: Name("b")!, nil),
            .set(node: Name("krt-1")!, key: Name("standarder:DS/EN 50564")!, .bool(true)),
            .set(node: Name("dokument")!, key: Name("nummer")!, .integer(-13)),
            .set(node: Name("krt-1")!, key: Name("gruppe")!, .text("Kemi")),
            .set(node: Name("krt-1")!, key: Name("gruppe")!, nil),
        ])

    static func decode(_ bytes: [UInt8], after place: Place? = nil) throws(DecodingError) -> EditBatch {
        try EditBatch(decoding: bytes, after: { _ in place })
    }

    @Test func `a batch comes back from its bytes as it was`() throws {
        let decoded = try Self.decode(Self.example.encoded(after: nil))

        #expect(decoded == Self.example)
        #expect(decoded.eventCount == 5 + 130 + 1 + 2 + 4)
        #expect(decoded.endSequence == 300 + 142)
        #expect(decoded.lastPlace == Self.place)
    }

    /// The basis in each of its four forms; the number is that of the form.
    @Test(arguments: forms)
    func `each form of the basis comes back`(form: UInt8, batch: EditBatch) throws {
        let bytes = batch.encoded(after: nil)

        #expect(bytes[0] & 3 == form)
        #expect(try Self.decode(bytes) == batch)
    }

    static let forms: [(UInt8, EditBatch)] = [
        (0, EditBatch(session: SessionID(7), firstSequence: 0, basis: .events([]), operations: operations)),
        (0, EditBatch(session: SessionID(7), firstSequence: 300, parents: [own], operations: operations)),
        (1, EditBatch(session: SessionID(7), firstSequence: 300, basis: .log(count: 0), operations: operations)),
        (1, EditBatch(session: SessionID(7), firstSequence: 0, basis: .log(count: 70_000), operations: operations)),
        (2, EditBatch(session: SessionID(7), firstSequence: 300, parents: [early, own, late], operations: operations)),
        (3, EditBatch(session: SessionID(7), firstSequence: 300, parents: [early, late], operations: operations)),
        (3, EditBatch(session: SessionID(7), firstSequence: 0, parents: [late], operations: operations)),
    ]

    static let own = EventID(session: SessionID(7), sequence: 299)
    static let early = EventID(session: SessionID(3), sequence: 12)
    static let late = EventID(session: SessionID(1 << 40), sequence: 0)
    static let operations: [Merge.Operation] = [.insert(place, at: 0, ["x"])]

    @Test func `a keystroke where one typed before takes a dozen bytes`() throws {
        let batch = EditBatch(
            session: SessionID(300), firstSequence: 5_000, basis: .log(count: 70_000),
            operations: [.insert(Self.place, at: 1_234, ["ø"])])

        let bytes = batch.encoded(after: Self.place)

        // Head, session 2, sequence 2, log 3, kind, position 2, text 2: late on a long day.
        #expect(bytes.count == 13)
        #expect(try Self.decode(bytes, after: Self.place) == batch)
    }

    @Test(arguments: Seeds.first(200))
    func `whatever people do comes back from its bytes`(seed: UInt64) throws {
        let history = RandomHistory(seed: seed, network: .server)
        var written: [SessionID: Place] = [:]
        var read: [SessionID: Place] = [:]

        for batch in history.log {
            let bytes = batch.encoded(after: written[batch.session])
            let decoded = try EditBatch(decoding: bytes, after: { read[$0] })

            #expect(decoded == batch)
            #expect(EditBatch.identifier(of: bytes) == EventID(session: batch.session, sequence: batch.firstSequence))
            written[batch.session] = batch.lastPlace ?? written[batch.session]
            read[batch.session] = decoded.lastPlace ?? read[batch.session]
        }
    }

    @Test(arguments: 0..<example.encoded(after: nil).count)
    func `a batch that was cut short is refused`(count: Int) {
        #expect(throws: DecodingError.self) { try Self.decode(Array(Self.example.encoded(after: nil)[..<count])) }
    }

    @Test(arguments: Seeds.first(2_000))
    func `damaged bytes are refused or say what comes back from them`(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        var bytes = Self.example.encoded(after: nil)
        for _ in 0..<Int.random(in: 1...3, using: &generator) {
            let index = Int.random(in: bytes.indices, using: &generator)
            switch Int.random(in: 0..<4, using: &generator) {
            case 0: bytes.remove(at: index)
            case 1: bytes.insert(UInt8.random(in: 0...255, using: &generator), at: index)
            case 2: bytes[index] ^= 1 << UInt8.random(in: 0..<8, using: &generator)
            default: bytes[index] = UInt8.random(in: 0...255, using: &generator)
            }
        }

        if let batch = try? Self.decode(bytes) {
            let again = batch.encoded(after: nil)
            // A place may be written out where it could be left out; nothing else has two forms.
            #expect(again == bytes || again.count < bytes.count)
            #expect(try Self.decode(again) == batch)
        }
    }
}
