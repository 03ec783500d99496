import Testing
import WebProtocol

@Suite struct RequestTargetTests {
    @Test(arguments: [
        ("/", "/"), ("/a/b", "/a/b"), ("/a%20b", "/a b"), ("/r%C3%B8d", "/rød"), ("/a//b/", "/a//b/"), ("*", "*"),
        ("/a+b", "/a+b"), ("/...", "/..."), ("/.a/b.", "/.a/b."), ("/a?b/../c", "/a"),
    ])
    func `a path is decoded`(target: String, path: String) throws {
        #expect(try RequestTarget(target).path == path)
    }

    @Test(arguments: [
        ("/..", HTTPViolation.unsafePath), ("/a/../b", .unsafePath), ("/./a", .unsafePath), ("/a/.", .unsafePath),
        ("/%2e%2e/a", .unsafePath), ("/.%2E", .unsafePath), ("/a%2fb", .unsafePath), ("/a%5Cb", .unsafePath),
        ("/a%00", .unsafePath), ("/a%0d%0ab", .unsafePath), ("/%7f", .unsafePath), ("/%ff", .unsafePath),
        ("/%C0%AF", .unsafePath), ("/%ED%A0%80", .unsafePath), ("/%", .malformedTarget), ("/%2", .malformedTarget),
        ("/%zz", .malformedTarget), ("/%+1", .malformedTarget),
    ])
    func `a path that could mean another is refused`(target: String, violation: HTTPViolation) {
        #expect(throws: violation) { try RequestTarget(target) }
    }

    @Test(arguments: [
        ("a=b&c=d", ["a", "b", "c", "d"]), ("a=r%C3%B8d+gr%C3%B8d", ["a", "rød grød"]), ("a", ["a", ""]),
        ("a=b=c", ["a", "b=c"]), ("&&a=1&", ["a", "1"]), ("a=%", ["a", "%"]), ("a=%ff", ["a", "\u{fffd}"]),
        ("a=1&a=2", ["a", "1", "a", "2"]), ("", []), ("=x", ["", "x"]),
    ])
    func `a query and a form give their pairs in order`(text: String, pairs: [String]) throws {
        #expect(FormEncoding.decode(Array(text.utf8)).flatMap { [$0.name, $0.value] } == pairs)
        #expect(try RequestTarget("/?" + text).query.flatMap { [$0.name, $0.value] } == pairs)
    }

    @Test func `what is encoded comes back`() throws {
        let text = "Rød grød & 100 % / ?=+\u{1f60a}\r\n"

        #expect(FormEncoding.decode(Array(FormEncoding.encode([("a&b", text)]).utf8)).map(\.value) == [text])
        #expect(PercentEncoding.decode(Array(PercentEncoding.encode(text).utf8)) == Array(text.utf8))
    }
}
