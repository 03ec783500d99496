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

    static let bold = Name("b")!
    static let typing: [Operation] = [.insert(place, at: 0, ["x"])]

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
        // A log of nine events, of which one would not be enough.
        (
            EditBatch(session: anna, firstSequence: 6, basis: .log(count: 10), operations: typing),
            .unknownLog(count: 10)
        ),
        (
            EditBatch(session: SessionID(3), firstSequence: 0, basis: .log(count: 10), operations: typing),
            .unknownLog(count: 10)
        ),
        // Bo's whole batch is known, under another start too.
        (batch(bo, 1, [event(bo, 0)], .delete(place, at: 0, count: 1)), .alreadyKnown),
        (batch(bo, 2, [event(bo, 1)], .delete(place, at: 0, count: 2)), .reusedIdentifier),
        (batch(SessionID(3), 1, [], .insert(place, at: 0, ["x"])), .sequenceGap(expected: 0)),
        // Anna had not seen Bo's three letters: her text is six long, whatever the document is now.
        (batch(anna, 6, [event(anna, 5)], .insert(place, at: 7, ["x"])), .positionPastEnd(place, length: 6)),
        (batch(anna, 6, [event(anna, 5)], .delete(place, at: 4, count: 3)), .positionPastEnd(place, length: 6)),
        (
            batch(anna, 6, [event(anna, 5), event(bo, 2)], .delete(place, at: 7, count: 3)),
            .positionPastEnd(place, length: 9)
        ),
        (
            batch(anna, 6, [event(anna, 5)], .format(place, at: 5, count: 2, key: bold, .bool(true))),
            .positionPastEnd(place, length: 6)
        ),
        (
            EditBatch(
                session: anna, firstSequence: 6, basis: .log(count: 6),
                operations: [.insert(place, at: 6, ["x"]), .insert(place, at: 8, ["x"])]),
            .positionPastEnd(place, length: 7)
        ),
        (
            batch(SessionID(3), 0, [], .format(place, at: 0, count: 1, key: bold, nil)),
            .positionPastEnd(place, length: 0)
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

    @Test func `a document that was saved empty takes its first edits`() throws {
        var empty = Document()
        var document = try Document(saved: empty.saved())

        try document.apply(Self.batch(Self.anna, 0, [], .insert(Self.place, at: 0, ["a"])))
        try document.apply(Self.batch(Self.bo, 0, [], .insert(Self.place, at: 0, ["b"])))

        #expect(document.text(at: Self.place) == ["a", "b"])
        let id = document.scalarID(at: 1, in: Self.place)
        #expect(id == Self.event(Self.bo, 0))
    }

    /// A document that was opened from its text alone knows of its past no more than where it ended.
    @Test func `a document opened from its text refuses what the whole one refuses`() throws {
        var whole = try Self.document()
        var opened = try Document(saved: whole.saved())
        let base = whole.graph.frontier
        let next = Self.batch(Self.anna, 6, base, .insert(Self.place, at: 9, ["!"]))
        try whole.apply(next)
        try opened.apply(next)

        for misfit in [
            (Self.batch(Self.anna, 7, base, .delete(Self.place, at: 0, count: 1)), BatchError.forkedSession),
            (Self.batch(Self.anna, 7, [], .delete(Self.place, at: 0, count: 1)), .forkedSession),
            (Self.batch(Self.anna, 6, base, .delete(Self.place, at: 0, count: 1)), .alreadyKnown),
            (Self.batch(Self.bo, 4, base, .delete(Self.place, at: 0, count: 1)), .sequenceGap(expected: 3)),
            (
                Self.batch(Self.bo, 3, [Self.event(Self.bo, 3)], .delete(Self.place, at: 0, count: 1)),
                .unknownParent(Self.event(Self.bo, 3))
            ),
            (
                EditBatch(
                    session: Self.bo, firstSequence: 3, basis: .log(count: 9),
                    operations: [
                        .delete(Self.place, at: 9, count: 1)
                    ]), .positionPastEnd(Self.place, length: 9)
            ),
        ] {
            #expect(throws: misfit.1) { try whole.apply(misfit.0) }
            #expect(throws: misfit.1) { try opened.apply(misfit.0) }
        }
        #expect(opened.content == whole.content)
    }

    @Test func `of several who format at once the greater id wins, and who had seen it wins over both`() throws {
        var document = Document()
        try document.apply(Self.batch(Self.anna, 0, [], .insert(Self.place, at: 0, Array("Træ".unicodeScalars))))
        let seen = [Self.event(Self.anna, 2)]

        for (session, value) in [(Self.bo, 2), (SessionID(3), 3), (Self.anna, 1)] as [(SessionID, Int64)] {
            try document.apply(
                Self.batch(
                    session, session == Self.anna ? 3 : 0, seen,
                    .format(Self.place, at: 0, count: 3, key: Self.bold, .integer(value))))
        }
        #expect(document.runs(at: Self.place).map(\.attributes[Self.bold]) == [.integer(3)])
        try document.apply(
            document.batch(by: Self.anna, [.format(Self.place, at: 1, count: 1, key: Self.bold, .integer(4))]))

        #expect(document.runs(at: Self.place).map(\.attributes[Self.bold]) == [.integer(3), .integer(4), .integer(3)])
    }

    /// Typing at the edges is its author's choice; only what others insert inside meanwhile is covered.
    @Test func `a format covers what others insert strictly inside it meanwhile`() throws {
        var document = Document()
        try document.apply(Self.batch(Self.anna, 0, [], .insert(Self.place, at: 0, Array("abc".unicodeScalars))))
        let seen = [Self.event(Self.anna, 2)]

        try document.apply(
            EditBatch(
                session: Self.bo, firstSequence: 0, parents: seen,
                operations: [0, 2, 4, 6].map { .insert(Self.place, at: $0, ["x"]) }))
        try document.apply(
            Self.batch(Self.anna, 3, seen, .format(Self.place, at: 0, count: 3, key: Self.bold, .bool(true))))

        #expect(document.scalars(at: Self.place).words == "\"x\" \"axbxc\"[b:true] \"x\"")
    }

    @Test func `deleting a block's marker joins its text to the block before`() throws {
        var document = Document()
        let type = Name("type")!
        try document.apply(
            document.batch(
                by: Self.anna,
                [
                    .insert(Self.place, at: 0, ["a"]),
                    .insert(Self.place, at: 1, ["\n"], Attributes([.init(key: type, value: .text("h1"))])),
                    .insert(Self.place, at: 2, ["b"]),
                ]))
        let seen = document.graph.frontier

        try document.apply(Self.batch(Self.anna, 3, seen, .delete(Self.place, at: 1, count: 1)))
        try document.apply(
            EditBatch(
                session: Self.bo, firstSequence: 0, parents: seen,
                operations: [
                    .format(Self.place, at: 1, count: 1, key: type, .text("h2")), .insert(Self.place, at: 2, ["x"]),
                ]))

        #expect(document.scalars(at: Self.place).words == "\"axb\"")
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
