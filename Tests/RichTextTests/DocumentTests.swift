import Merge
import RichText
import Testing

/// What does not fit is refused for what is wrong with it, and changes nothing.
struct DocumentTests {
    static let place = Place("krt-1/kravtekst")!
    static let anna = SessionID(1)
    static let bo = SessionID(2)

    /// "Møbler" by Anna, and "træ" by Bo who had not seen it.
    static func document() throws -> Document {
        var document = Document()
        try document.apply(
            EditBatch(
                session: anna, firstSequence: 0, parents: [],
                operations: [.insert(place, at: 0, Array("Møbler".unicodeScalars))]))
        try document.apply(
            EditBatch(
                session: bo, firstSequence: 0, parents: [],
                operations: [.insert(place, at: 0, Array("træ".unicodeScalars))]))
        return document
    }

    static func event(_ session: SessionID, _ sequence: UInt64) -> EventID {
        EventID(session: session, sequence: sequence)
    }

    static func batch(
        _ session: SessionID, _ first: UInt64, _ parents: [EventID], _ operation: Operation
    ) -> EditBatch {
        EditBatch(session: session, firstSequence: first, parents: parents, operations: [operation])
    }

    @Test(arguments: [
        (
            batch(anna, 6, [event(anna, 5), event(bo, 9)], .delete(place, at: 0, count: 1)),
            BatchError.unknownParent(event(bo, 9))
        ),
        (batch(anna, 8, [event(anna, 5)], .delete(place, at: 0, count: 1)), .sequenceGap(expected: 6)),
        (batch(anna, 0, [], .insert(place, at: 0, Array("Møbler".unicodeScalars))), .alreadyKnown),
        (batch(anna, 4, [event(anna, 3)], .delete(place, at: 0, count: 3)), .reusedIdentifier),
        (batch(anna, 6, [event(bo, 2)], .delete(place, at: 0, count: 1)), .forkedSession),
        (batch(anna, 6, [], .delete(place, at: 0, count: 1)), .forkedSession),
        // Anna had not seen Bo's three letters: her text is six long, whatever the document is now.
        (batch(anna, 6, [event(anna, 5)], .insert(place, at: 7, ["x"])), .positionPastEnd(place, length: 6)),
        (batch(anna, 6, [event(anna, 5)], .delete(place, at: 4, count: 3)), .positionPastEnd(place, length: 6)),
        (
            batch(anna, 6, [event(anna, 5), event(bo, 2)], .delete(place, at: 7, count: 3)),
            .positionPastEnd(place, length: 9)
        ),
        (batch(SessionID(3), 0, [], .delete(place, at: 0, count: 1)), .positionPastEnd(place, length: 0)),
        (
            batch(SessionID(3), 0, [], .insert(Place("ny/tekst")!, at: 1, ["x"])),
            .positionPastEnd(Place("ny/tekst")!, length: 0)
        ),
    ])
    func `a batch that does not fit changes nothing`(batch: EditBatch, expected: BatchError) throws {
        var document = try Self.document()
        let hash = document.content.hash

        #expect(throws: expected) { try document.apply(batch) }

        #expect(document.content.hash == hash)
        #expect(document.graph.count == 9)
        // And the next good batch is taken.
        try document.apply(document.batch(by: Self.anna, [.insert(Self.place, at: 9, ["!"])]))
        #expect(document.text(at: Self.place).count == 10)
    }

    @Test func `an operation past the end that an earlier one of the batch made room for is taken`() throws {
        var document = try Self.document()

        try document.apply(
            document.batch(
                by: Self.anna,
                [
                    .delete(Self.place, at: 0, count: 9), .insert(Self.place, at: 0, ["a"]),
                    .insert(Self.place, at: 1, ["b"]),
                ]))

        #expect(document.text(at: Self.place) == ["a", "b"])
    }

    @Test func `of two who set a register at once the greater id wins everywhere`() throws {
        let anna = Self.batch(Self.anna, 0, [], .set(node: Name("krt-1")!, key: Name("niveau")!, .text("basis")))
        let bo = Self.batch(Self.bo, 0, [], .set(node: Name("krt-1")!, key: Name("niveau")!, .text("udvidet")))
        var one = Document()
        var other = Document()

        try one.apply(anna)
        try one.apply(bo)
        try other.apply(bo)
        try other.apply(anna)

        #expect(one.content == other.content)
        #expect(one.register(Name("krt-1")!, Name("niveau")!) == .text("udvidet"))
    }

    @Test func `who has seen the other's value wins, whatever the ids`() throws {
        var document = Document()
        let key = Name("niveau")!
        try document.apply(Self.batch(Self.bo, 0, [], .set(node: Name("krt-1")!, key: key, .text("udvidet"))))
        try document.apply(document.batch(by: Self.anna, [.set(node: Name("krt-1")!, key: key, .text("basis"))]))

        #expect(document.register(Name("krt-1")!, key) == .text("basis"))
    }

    @Test func `a character keeps its id while others type before it`() throws {
        var document = try Self.document()
        let found = document.scalarID(at: 3, in: Self.place)
        let id = try #require(found)

        try document.apply(document.batch(by: Self.bo, [.insert(Self.place, at: 0, ["x", "y"])]))

        let here = document.position(of: id, in: Self.place)
        let elsewhere = document.position(of: id, in: Place("formaal/tekst")!)
        #expect(here?.position == 5)
        #expect(elsewhere == nil)
        #expect(EventID(anchor: id.anchor) == id)
    }

    @Test(arguments: ["", ".", "1", "1.", ".1", "0.1", "-1.2", "1.-2", "1.2.3", "a.b", "01.2", "1.2 "])
    func `what is no anchor is none`(text: String) {
        #expect(EventID(anchor: text) == nil)
    }
}

/// What one message may ask for is bounded, so that others' documents need not wait.
struct DocumentLimitTests {
    static let place = Place("krt-1/kravtekst")!
    static let session = SessionID(1)

    @Test func `a text past its limit is refused`() throws {
        var document = Document()
        let half = [Unicode.Scalar](repeating: "x", count: DocumentLimits.scalarsPerText / 2)
        for _ in 0..<2 { try document.apply(document.batch(by: Self.session, [.insert(Self.place, at: 0, half)])) }

        let one = document.batch(by: Self.session, [.insert(Self.place, at: 0, ["x"])])

        #expect(throws: BatchError.documentFull) { try document.apply(one) }
        #expect(document.text(at: Self.place).count == DocumentLimits.scalarsPerText)
    }

    @Test func `places and registers past their limits are refused, known ones are not`() throws {
        var document = Document()
        for number in 0..<max(DocumentLimits.places, DocumentLimits.registers) {
            let node = Name("n-\(number)")!
            var operations: [Merge.Operation] = [.set(node: node, key: Name("kind")!, .text("kriterium"))]
            if number < DocumentLimits.places {
                operations.append(.insert(Place(node: node, field: Name("titel")!), at: 0, ["x"]))
            }
            try document.apply(document.batch(by: Self.session, operations))
        }

        let place = document.batch(by: Self.session, [.insert(Self.place, at: 0, ["x"])])
        let register = document.batch(by: Self.session, [.set(node: Name("ny")!, key: Name("kind")!, .bool(true))])
        let known = document.batch(by: Self.session, [.set(node: Name("n-0")!, key: Name("kind")!, .bool(true))])

        #expect(throws: BatchError.documentFull) { try document.apply(place) }
        #expect(throws: BatchError.documentFull) { try document.apply(register) }
        try document.apply(known)
    }
}
