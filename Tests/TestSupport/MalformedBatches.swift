public import Merge

/// Bytes that look like a batch and are none, each with what is wrong and the error that must say so.
///
/// For a session that wrote in `a/b` before, or where it says so never did.
public struct MalformedBatch: Sendable, CustomStringConvertible {
    public let name: String
    public let bytes: [UInt8]
    public let lastPlace: Place?
    public let error: DecodingError

    public var description: String { name }

    private init(_ name: String, _ bytes: [UInt8], after place: Place? = Place("a/b"), _ error: DecodingError) {
        self.name = name
        self.bytes = bytes
        lastPlace = place
        self.error = error
    }

    // MARK: The parts of a good batch

    /// By session 9 from sequence 0, on nothing, with one operation; with several the count follows.
    private static let single: [UInt8] = [0x24, 9, 0]
    private static let several: [UInt8] = [0x20, 9, 0]
    /// "x" at 0 where the session wrote before; with attributes; at a written place.
    private static let insert: [UInt8] = [0x29, 0, 0x78]
    private static let insertWithAttributes: [UInt8] = [0x39, 0, 0x78]
    private static let insertAtPlace: [UInt8] = [0x21, 3] + Array("c/d".utf8) + [0, 0x78]
    private static let format: [UInt8] = [0x2C, 0]
    private static let key: [UInt8] = [1, 0x6B]

    private static func number(_ value: Int) -> [UInt8] {
        var writer = ByteWriter()
        writer.write(value)
        return writer.bytes
    }

    private static func inserting(at place: String) -> [UInt8] {
        single + [0x21] + number(place.utf8.count) + Array(place.utf8) + [0, 0x78]
    }

    private static func inserting(text bytes: [UInt8]) -> [UInt8] {
        single + [0x09 | UInt8(bytes.count) << 5, 0] + bytes
    }

    /// What the cases are variations of.
    public static let wellFormed: [[UInt8]] = [
        single + insert, single + insertAtPlace, single + insertWithAttributes + [1] + key + [2],
        several + [2] + insert + insert, single + format + key + [0], inserting(at: "c/d"),
        inserting(text: Array("æ".utf8)),
    ]

    public static let all: [MalformedBatch] = heads + bases + operations + names + texts + attributes + sizes

    private static let heads: [MalformedBatch] = [
        .init("nothing", [], .truncated),
        .init("an older version", [1, 1, 0, 0, 1] + insertAtPlace, .unknownKind(1)),
        .init("a version to come", [0x44, 9, 0] + insert, .unknownKind(0x44)),
        .init("an unknown bit in the head", [0x2C, 9, 0] + insert, .unknownKind(0x2C)),
        .init("a session longer than needed", [0x24, 0x89, 0, 0] + insert, .badNumber),
        .init("a session of 65 bits", [0x24] + Array(repeating: 0xFF, count: 9) + [2, 0] + insert, .badNumber),
        .init("a number without an end", [0x24] + Array(repeating: 0x80, count: 100), .badNumber),
        .init("a sequence past the last", [0x24, 9] + number(1 << 40) + insert, .tooLarge),
        .init("bytes behind the end", single + insert + [0], .trailingBytes),
    ]

    private static let bases: [MalformedBatch] = [
        .init("a log longer than a document", [0x25, 9, 0] + number(20_000_001) + insert, .tooLarge),
        .init("no parents in a list of them", [0x27, 9, 0, 0] + insert, .badNumber),
        .init(
            "too many parents", [0x27, 9, 0, 65] + (1...65).flatMap { [UInt8($0), 0] as [UInt8] } + insert, .tooLarge),
        .init("parents that do not ascend", [0x27, 9, 0, 2, 3, 0, 2, 0] + insert, .badNumber),
        .init("a parent twice", [0x27, 9, 0, 2, 3, 0, 3, 0] + insert, .badNumber),
        .init("a parent past the last sequence", [0x27, 9, 0, 1, 3] + number(1 << 40) + insert, .badNumber),
        .init("the own previous event written out", [0x27, 9, 5, 1, 9, 4] + insert, .badNumber),
        .init("the own previous event of the first", [0x26, 9, 0, 1, 3, 0] + insert, .badNumber),
    ]

    private static let operations: [MalformedBatch] = [
        .init("no operation", several + [0], .truncated),
        .init("a count of one written out", several + [1] + insert, .badNumber),
        .init("fewer operations than announced", several + [3] + insert + insert, .truncated),
        .init("kind 0", single + [0x28, 0, 0x78], .unknownKind(0x28)),
        .init("an unknown kind", single + [0x2D, 0, 0x78], .unknownKind(0x2D)),
        .init("a delete with attributes", single + [0x3A, 0], .unknownKind(0x3A)),
        .init("a format with attributes", single + [0x3C, 0] + key + [2], .unknownKind(0x3C)),
        .init("a set with a length", single + [0x23] + key + key + [0], .unknownKind(0x23)),
        .init("an insert of nothing", single + [0x09, 0, 0], .badNumber),
        .init("a delete of nothing", single + [0x0A, 0, 0], .badNumber),
        .init("a format of nothing", single + [0x0C, 0, 0] + key + [0], .badNumber),
        .init("a short length written out", single + [0x0A, 0, 7], .badNumber),
        .init("a position longer than needed", single + [0x2A, 0x80, 0], .badNumber),
        .init("a position past any text", single + [0x2A] + number(20_000_001), .tooLarge),
        .init("an unknown kind of value", single + [3] + key + key + [7], .unknownKind(7)),
    ]

    private static let names: [MalformedBatch] = [
        .init("the place before, without one", single + insert, after: nil, .badName),
        .init("a place without a slash", inserting(at: "ab"), .badName),
        .init("a place without a node", inserting(at: "/b"), .badName),
        .init("a place without a field", inserting(at: "a/"), .badName),
        .init("a place with a line end in it", inserting(at: "a/\n"), .badName),
        .init("an empty key", single + format + [0, 0], .badName),
        .init("a node with a slash", single + [3, 3] + Array("a/b".utf8) + key + [0], .badName),
        .init(
            "a node that is too long", single + [3] + number(129) + Array(repeating: 0x61, count: 129) + key + [0],
            .tooLarge),
        .init("a key that is not UTF-8", single + format + [1, 0xFF, 0], .badName),
    ]

    private static let texts: [MalformedBatch] = [
        .init("a continuation alone", inserting(text: [0x80]), .badText),
        .init("a slash in two bytes", inserting(text: [0xC0, 0xAF]), .badText),
        .init("half a surrogate pair", inserting(text: [0xED, 0xA0, 0x80]), .badText),
        .init("a scalar past the last", inserting(text: [0xF4, 0x90, 0x80, 0x80]), .badText),
        .init("a scalar cut off", inserting(text: [0x61, 0xC3]), .badText),
        .init("a value that is not UTF-8", single + [3] + key + key + [4, 1, 0xFF], .badText),
    ]

    private static let attributes: [MalformedBatch] = [
        .init("no attributes in a list of them", single + insertWithAttributes + [0], .badNumber),
        .init("too many attributes", single + insertWithAttributes + [65], .tooLarge),
        .init("attributes that do not ascend", single + insertWithAttributes + [2, 1, 0x6C, 2] + key + [2], .badName),
        .init("an attribute twice", single + insertWithAttributes + [2] + key + [2] + key + [1], .badName),
        .init("an attribute without a value", single + insertWithAttributes + [1] + key + [0], .unknownKind(0)),
    ]

    private static let sizes: [MalformedBatch] = [
        .init("more bytes than a batch has", Array(repeating: 0x24, count: BatchLimits.bytes + 1), .tooLarge),
        .init("more operations than a batch has", several + number(2_001) + insert, .tooLarge),
        .init("a text of more bytes than a batch", single + [0x09, 0] + number(BatchLimits.bytes + 1), .tooLarge),
        .init("a text of more bytes than there are", single + [0x09, 0] + number(BatchLimits.bytes), .truncated),
        .init(
            "more scalars than a paste has",
            single + [0x09, 0] + number(BatchLimits.scalars + 1)
                + Array(repeating: 0x61, count: BatchLimits.scalars + 1),
            .tooLarge),
        .init("a delete of more than a paste", single + [0x0A, 0] + number(BatchLimits.scalars + 1), .tooLarge),
        .init("a format of more than a paste", single + [0x0C, 0] + number(BatchLimits.scalars + 1), .tooLarge),
        .init(
            "a register too large", single + [3] + key + key + [4] + number(BatchLimits.registerBytes + 1), .tooLarge),
        .init(
            "an attribute too large",
            single + insertWithAttributes + [1] + key + [4] + number(BatchLimits.attributeBytes + 1), .tooLarge),
        .init(
            "a format's value too large", single + format + key + [4] + number(BatchLimits.attributeBytes + 1),
            .tooLarge),
    ]
}
