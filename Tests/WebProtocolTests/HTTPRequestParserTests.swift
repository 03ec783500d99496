import TestSupport
import Testing
import WebProtocol

@Suite struct HTTPRequestParserTests {
    @Test func `a request gives its parts`() throws {
        let parsed = ParsedRequests(
            "POST /drafts/4?lang=da HTTP/1.1\r\nHost: Udkast.dk:8080\r\nX-A:  1 \t\r\nx-a: 2\r\n"
                + "Content-Length: 4\r\n\r\næøGET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")

        #expect(parsed.violation == nil)
        #expect(parsed.requests.count == 2)
        let first = try #require(parsed.requests.first)
        #expect(first.head.method == "POST")
        #expect(first.head.target == "/drafts/4?lang=da")
        #expect(first.head.authority == "udkast.dk:8080")
        #expect(first.head.fields["X-a"] == "1")
        #expect(first.head.fields.values(of: "x-A") == ["1", "2"])
        #expect(first.head.keepsAlive)
        #expect(first.body == Array("æø".utf8))
        #expect(first.isComplete)
        #expect(!parsed.requests[1].head.keepsAlive)
        #expect(parsed.requests[1].isComplete)
    }

    @Test(arguments: [
        ("HTTP/1.1", "", true), ("HTTP/1.1", "Connection: Close\r\n", false), ("HTTP/1.0", "", false),
        ("HTTP/1.0", "Connection: keep-alive\r\n", true),
        ("HTTP/1.1", "Connection: x\r\nConnection: y, close\r\n", false),
        ("HTTP/1.0", "Connection: keep-alive, close\r\n", false), ("HTTP/1.9", "", true),
    ])
    func `whether the connection stays follows version and options`(version: String, field: String, keeps: Bool) {
        let parsed = ParsedRequests("GET / \(version)\r\nHost: a\r\n\(field)\r\n")

        #expect(parsed.requests.first?.head.keepsAlive == keeps)
    }

    @Test(arguments: [
        ("/", "/", nil), ("*", "*", nil), ("http://b/x?y", "/x?y", "b"), ("HTTPS://B:1", "/", "b:1"),
        ("http://b?x", "/?x", "b"), ("//b/c", "//b/c", nil), ("/a|b[c]{d}", "/a|b[c]{d}", nil),
    ])
    func `a target in each of its forms is understood`(target: String, path: String, authority: String?) {
        let parsed = ParsedRequests("OPTIONS \(target) HTTP/1.1\r\nHost: a\r\n\r\n")

        #expect(parsed.requests.first?.head.target == path)
        #expect(parsed.requests.first?.head.authority == authority ?? "a")
    }

    @Test func `a chunked body is put together and its extensions and trailers forgotten`() {
        let parsed = ParsedRequests(
            "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: Chunked\r\n\r\n"
                + "3;x=\"y\"\r\nabc\r\n00A ; z\r\n0123456789\r\n0\r\nX-Sum: 1\r\n\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n")

        #expect(parsed.violation == nil)
        #expect(parsed.requests.map(\.isComplete) == [true, true])
        #expect(parsed.requests[0].body == Array("abc0123456789".utf8))
        #expect(parsed.requests[0].head.fields["x-sum"] == nil)
    }

    @Test func `one empty line before a request is forgiven`() {
        #expect(ParsedRequests("\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n").requests.count == 1)
        #expect(ParsedRequests("\r\n\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n").violation == .malformedRequestLine)
    }

    @Test func `bytes behind a head are not looked at before they are asked for`() throws {
        let bytes = Array("GET / HTTP/1.1\r\nHost: a\r\nUpgrade: websocket\r\nConnection: upgrade\r\n\r\n\0\n\n\0".utf8)
        var parser = HTTPRequestParser()

        try bytes.withUnsafeBytes { bytes in
            var offset = 0
            guard case .head(let head) = try parser.next(bytes, at: &offset) else {
                Issue.record("no head")
                return
            }
            #expect(head.asksForWebSocket)
            guard case .end = try parser.next(bytes, at: &offset) else {
                Issue.record("no end")
                return
            }
            #expect(bytes.count - offset == 4)
        }
        #expect(!parser.isInsideRequest)
    }

    @Test func `a limit raised after the head holds for its body`() throws {
        let bytes = Array("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 2000000\r\n\r\nx".utf8)
        for (limit, violation) in [(1_999_999, HTTPViolation.bodyTooLarge), (2_000_000, nil)] {
            var parser = HTTPRequestParser()

            bytes.withUnsafeBytes { bytes in
                var offset = 0
                do throws(HTTPViolation) {
                    _ = try parser.next(bytes, at: &offset)
                    parser.limits.bodyBytes = limit
                    _ = try parser.next(bytes, at: &offset)
                    #expect(violation == nil)
                } catch {
                    #expect(error == violation)
                }
            }
        }
    }

    // MARK: Limits

    @Test func `each limit admits what it says and nothing more`() {
        var limits = HTTPLimits()
        limits.requestLineBytes = 20
        limits.headBytes = 120
        limits.fieldCount = 3
        limits.bodyBytes = 5
        limits.chunkLineBytes = 8
        limits.trailerBytes = 16
        let chunked = "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"
        func outcome(_ text: String) -> HTTPViolation? { ParsedRequests(text, limits: limits).violation }
        func fields(_ count: Int) -> String { String(repeating: "b: c\r\n", count: count) }

        #expect(outcome("GET /123456 HTTP/1.1\r\nHost: a\r\n\r\n") == nil)
        #expect(outcome("GET /1234567 HTTP/1.1\r\nHost: a\r\n\r\n") == .requestLineTooLong)
        #expect(outcome("GET /" + String(repeating: "a", count: 90)) == .requestLineTooLong)
        #expect(outcome("GET / HTTP/1.1\r\nHost: a\r\n\(fields(2))\r\n") == nil)
        #expect(outcome("GET / HTTP/1.1\r\nHost: a\r\n\(fields(3))\r\n") == .tooManyFields)
        let padding = String(repeating: "p", count: 120 - 32)
        #expect(outcome("GET / HTTP/1.1\r\nHost: a\r\nb: \(padding)\r\n\r\n") == nil)
        #expect(outcome("GET / HTTP/1.1\r\nHost: a\r\nb: \(padding)p\r\n\r\n") == .headTooLarge)
        #expect(outcome("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\n12345") == nil)
        #expect(outcome("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 6\r\n\r\n") == .bodyTooLarge)
        #expect(outcome(chunked + "2\r\nab\r\n3\r\ncde\r\n0\r\n\r\n") == nil)
        #expect(outcome(chunked + "2\r\nab\r\n4\r\n") == .bodyTooLarge)
        #expect(outcome(chunked + "2;abcd\r\nab\r\n0\r\n\r\n") == nil)
        #expect(outcome(chunked + "2;abcde\r\nab") == .chunkLineTooLong)
        #expect(outcome(chunked + "0\r\na: 23456789\r\n\r\n") == nil)
        #expect(outcome(chunked + "0\r\na: 234567890123\r\n\r\n") == .trailersTooLarge)
    }

    // MARK: Cuts

    static let samples = [
        "GET / HTTP/1.1\r\nHost: a\r\n\r\n",
        "\r\nPOST /a%20b?c=d HTTP/1.1\r\nHost: a:80\r\nContent-Length: 10\r\nCookie: a=b; c=d\r\n\r\n0123456789",
        "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n1;x\r\n!\r\n0\r\nA: b\r\n\r\n",
        "PUT /\u{f8} HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 1\r\n\r\nx",
        "GET http://[::1]:8080/x HTTP/1.0\r\nConnection: keep-alive, upgrade\r\nUpgrade: websocket\r\n\r\n",
    ]

    @Test func `events do not depend on how the bytes were cut`() {
        let bytes = Array(Self.samples.joined().utf8)
        let whole = ParsedRequests([bytes])

        for size in 1...80 {
            let pieces = stride(from: 0, to: bytes.count, by: size).map {
                Array(bytes[$0..<min($0 + size, bytes.count)])
            }
            #expect(ParsedRequests(pieces) == whole)
        }
    }

    /// Damaged requests are refused for the same reason wherever they are cut, and nothing crashes.
    @Test(arguments: Seeds.first(20))
    func `neither does what is refused`(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        let alphabet: [UInt8] = Array("\r\n \t:;,/%0aF+-\0\u{7f}ø*HTP".utf8)
        var limits = HTTPLimits()
        limits.requestLineBytes = 60
        limits.headBytes = 150
        for _ in 0..<200 {
            var bytes = (0..<3).flatMap { _ in Array(Self.samples.randomElement(using: &generator)!.utf8) }
            for _ in 0..<Int.random(in: 0...3, using: &generator) {
                let index = Int.random(in: 0..<bytes.count, using: &generator)
                switch Int.random(in: 0..<3, using: &generator) {
                case 0: bytes[index] = alphabet.randomElement(using: &generator)!
                case 1: bytes.remove(at: index)
                default: bytes.insert(alphabet.randomElement(using: &generator)!, at: index)
                }
            }

            let whole = ParsedRequests([bytes], limits: limits)
            #expect(ParsedRequests(bytes.map { [$0] }, limits: limits) == whole)
            #expect(ParsedRequests(generator.cut(bytes, maximum: 30), limits: limits) == whole)
        }
    }

    @Test(arguments: Seeds.first(20))
    func `random bytes never end in more than a refusal`(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        for _ in 0..<500 {
            let bytes = (0..<Int.random(in: 0...300, using: &generator)).map { _ in
                UInt8.random(in: 0...255, using: &generator)
            }
            #expect(ParsedRequests([bytes]).requests.isEmpty)
        }
    }
}
