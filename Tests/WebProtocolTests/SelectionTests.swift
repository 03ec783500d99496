import Testing

@testable import WebProtocol

/// Conditions and ranges of a request for 10 bytes with the tag `"t"` (RFC 9110, sections 13 and 14).
@Suite struct SelectionTests {
    private func selection(_ fields: HeaderFields, isReading: Bool = true) -> Selection {
        Selection(fields, tag: EntityTag("t"), byteCount: 10, isReading: isReading)
    }

    @Test(
        arguments: [
            ("bytes=0-0", .part(0..<1)), ("bytes=2-4", .part(2..<5)), ("bytes=2-", .part(2..<10)),
            ("bytes=-3", .part(7..<10)), ("bytes=-300", .part(0..<10)), ("bytes=5-500", .part(5..<10)),
            ("bytes=9-99999999999999999999", .part(9..<10)), ("Bytes=1-1", .part(1..<2)), ("bytes= 1-2", .part(1..<3)),
            ("bytes=10-", .unsatisfiable), ("bytes=10-12", .unsatisfiable), ("bytes=-0", .unsatisfiable),
            ("bytes=99999999999999999999-", .unsatisfiable), ("bytes=0-1,3-4", .whole), ("bytes=4-2", .whole),
            ("bytes=", .whole), ("bytes=-", .whole), ("bytes=a-b", .whole), ("bytes=+1-2", .whole), ("bytes=1", .whole),
            ("bytes=--1", .whole), ("items=0-1", .whole), ("", .whole), ("bytes=1-2x", .whole), ("bytes=0x1-2", .whole),
        ] as [(String, Selection)])
    func `a range is what its digits say, or nothing`(range: String, expected: Selection) throws {
        #expect(selection(["range": try #require(HeaderValue(range))]) == expected)
    }

    @Test(
        arguments: [
            ("\"t\"", .notModified), ("W/\"t\"", .notModified), ("*", .notModified), ("\"a\", \"t\"", .notModified),
            ("\"a,\", W/\"t\"", .notModified), ("\"a\"", .whole), ("t", .whole), ("\"T\"", .whole), ("", .whole),
            ("\"t", .whole), ("\"a\" \"t\"", .notModified),
        ] as [(String, Selection)])
    func `who has it is told so and no more`(tags: String, expected: Selection) throws {
        #expect(selection(["if-none-match": try #require(HeaderValue(tags))]) == expected)
    }

    @Test(
        arguments: [
            ("\"t\"", .whole), ("*", .whole), ("\"a\", \"t\"", .whole), ("W/\"t\"", .preconditionFailed),
            ("\"a\"", .preconditionFailed), ("", .preconditionFailed),
        ] as [(String, Selection)])
    func `who wants another state is told that it is not there`(tags: String, expected: Selection) throws {
        #expect(selection(["if-match": try #require(HeaderValue(tags))]) == expected)
    }

    @Test(
        arguments: [
            ("\"t\"", .part(0..<2)), ("\"a\"", .whole), ("W/\"t\"", .whole), ("Sun, 06 Nov 1994 08:49:37 GMT", .whole),
        ] as [(String, Selection)])
    func `a part is for those who have the rest of the same state`(condition: String, expected: Selection) throws {
        #expect(selection(["range": "bytes=0-1", "if-range": try #require(HeaderValue(condition))]) == expected)
    }

    @Test func `conditions stand before ranges, and only reading has either`() {
        #expect(selection(["range": "bytes=0-1", "if-none-match": "\"t\""]) == .notModified)
        #expect(selection(["range": "bytes=0-1", "if-match": "\"a\""]) == .preconditionFailed)
        #expect(selection(["range": "bytes=0-1"], isReading: false) == .whole)
        #expect(selection(["if-none-match": "*"], isReading: false) == .preconditionFailed)
    }

    @Test(arguments: [
        ("gzip", true), ("br, gzip;q=0.8", true), ("GZIP", true), ("*", true), ("gzip;q=0", false),
        ("gzip; q=0.000", false), ("identity", false), ("", false), ("*;q=0", false), ("*, gzip;q=0", false),
        ("gzip;q=0, *", false), ("x-gzip", false), ("gzipped", false), ("*;q=0, gzip", true),
    ])
    func `a coding is sent to those who take it`(accepted: String, expected: Bool) throws {
        #expect(acceptsCoding("gzip", ["accept-encoding": try #require(HeaderValue(accepted))]) == expected)
    }
}
