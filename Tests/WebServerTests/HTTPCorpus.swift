/// Bad input by section of the RFC, and the status that answers it: 0 if the server may only close.
///
/// Each row is sent over a real socket as it stands, and once more a byte at a time; after each a good request on a
/// new connection must be answered.
enum HTTPCorpus {
    struct Row: Sendable, CustomStringConvertible {
        let section: String
        let what: String
        let input: String
        let status: Int

        var description: String { "\(section) \(what)" }
    }

    static let rows: [Row] = firstLines + targets + lines + hosts + lengths + codings + chunks + sizes + others

    private static let host = "Host: localhost\r\n"

    private static func row(_ section: String, _ what: String, _ input: String, _ status: Int = 400) -> Row {
        Row(section: section, what: what, input: input, status: status)
    }

    private static func get(_ target: String) -> String { "GET \(target) HTTP/1.1\r\n\(host)\r\n" }
    private static func field(_ field: String) -> String { "GET /hello HTTP/1.1\r\n\(host)\(field)\r\n\r\n" }
    private static func post(_ fields: String, _ body: String = "") -> String {
        "POST /echo HTTP/1.1\r\n\(host)\(fields)\r\n\r\n\(body)"
    }
    private static func chunked(_ body: String) -> String { post("Transfer-Encoding: chunked", body) }

    private static let firstLines = [
        row("9112 2.2", "two empty lines first", "\r\n\r\nGET /hello HTTP/1.1\r\n\(host)\r\n"),
        row("9112 2.2", "white space first", " GET /hello HTTP/1.1\r\n\(host)\r\n"),
        row("9112 2.3", "version in lower case", "GET /hello http/1.1\r\n\(host)\r\n"),
        row("9112 2.3", "version 2.0", "GET /hello HTTP/2.0\r\n\(host)\r\n", 505),
        row("9112 2.3", "version 0.9", "GET /hello HTTP/0.9\r\n\(host)\r\n", 505),
        row("9112 2.3", "minor version of two digits", "GET /hello HTTP/1.11\r\n\(host)\r\n"),
        row("9112 2.3", "no version", "GET /hello\r\n\(host)\r\n"),
        row("9112 2.3", "the preface of HTTP/2", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 505),
        row("9112 3", "two spaces before the target", "GET  /hello HTTP/1.1\r\n\(host)\r\n"),
        row("9112 3", "two spaces before the version", "GET /hello  HTTP/1.1\r\n\(host)\r\n"),
        row("9112 3", "a tab between the parts", "GET\t/hello HTTP/1.1\r\n\(host)\r\n"),
        row("9112 3", "a space at the end", "GET /hello HTTP/1.1 \r\n\(host)\r\n"),
        row("9112 3.1", "a method that is not a token", "GE(T /hello HTTP/1.1\r\n\(host)\r\n"),
        row("9112 3.1", "no method", "/hello HTTP/1.1\r\n\(host)\r\n"),
        row("9112 3.1", "NUL in the method", "G\0ET /hello HTTP/1.1\r\n\(host)\r\n"),
        row(
            "9112 3.1", "a method of 40 letters", "\(String(repeating: "A", count: 40)) / HTTP/1.1\r\n\(host)\r\n", 501),
        row("9112 3", "nothing but an empty line and LF", "\n\n"),
        row("9112 3", "a vertical tab between the parts", "GET\u{b}/hello HTTP/1.1\r\n\(host)\r\n"),
        row("9112 2.3", "a version with a sign", "GET /hello HTTP/-1.1\r\n\(host)\r\n"),
        row("9112 2.3", "another protocol", "GET /hello ICY/1.1\r\n\(host)\r\n"),
        row("9110 9.3.6", "CONNECT", "CONNECT localhost:443 HTTP/1.1\r\n\(host)\r\n", 501),
        row("8446", "a TLS greeting on the plain port", "\u{16}\u{3}\u{1}\u{2}\0\u{1}\0\u{1}\u{fc}\u{3}\u{3}\r\n\r\n"),
    ]

    private static let targets = [
        row("9112 3.2", "a fragment", get("/hello#a")),
        row("9112 3.2", "bytes that are not ASCII", get("/r\u{f8}d")),
        row("9112 3.2", "CR in the target", "GET /he\rllo HTTP/1.1\r\n\(host)\r\n"),
        row("9112 3.2", "NUL in the target", get("/he\0llo")),
        row("9112 3.2", "neither path nor address", get("hello")),
        row("9112 3.2", "an asterisk with GET", get("*")),
        row("9112 3.2.2", "another scheme", get("gopher://localhost/")),
        row("9112 3.2.2", "an address with a user", get("http://a:b@localhost/hello")),
        row("3986 2.1", "% without digits", get("/%")),
        row("3986 2.1", "% with one digit", get("/%4")),
        row("3986 2.1", "% with letters", get("/%GG")),
        row("3986 2.1", "NUL encoded", get("/a%00b")),
        row("3986 2.1", "a line end encoded", get("/a%0d%0aX:%20b")),
        row("3986 2.1", "a slash encoded", get("/a%2Fb")),
        row("3986 2.1", "a backslash encoded", get("/a%5C..%5Cb")),
        row("3986 3.3", "a backslash", get("/a\\b")),
        row("3986 3.3", "a quotation mark", get("/a\"b")),
        row("3986 3.3", "climbing at the end", get("/a/..")),
        row("3986 3.3", "climbing", get("/../etc/passwd")),
        row("3986 3.3", "climbing encoded", get("/a/%2e%2e/b")),
        row("3629 3", "overlong UTF-8", get("/%c0%ae%c0%ae/")),
    ]

    private static let lines = [
        row("9112 2.2", "LF alone", "GET /hello HTTP/1.1\n\(host)\r\n"),
        row("9112 2.2", "LF alone behind a field", "GET /hello HTTP/1.1\r\nHost: localhost\n\r\n"),
        row("9112 2.2", "LF alone at the end", "GET /hello HTTP/1.1\r\n\(host)\n"),
        row("9112 2.2", "CR alone in a value", field("X: a\rb")),
        row("9112 2.2", "white space before the first field", "GET /hello HTTP/1.1\r\n \(host)\r\n"),
        row("9112 5.1", "a space before the colon", field("X : a")),
        row("9112 5.1", "no colon", field("X")),
        row("9112 5.1", "no name", field(": a")),
        row("9112 5.1", "a name that is not a token", field("X@Y: a")),
        row("9112 5.1", "NUL in a name", field("X\0: a")),
        row("9112 5.2", "a folded value", field("X: a\r\n b")),
        row("9112 5.2", "a folded empty value", field("X:\r\n\tb")),
        row("9112 5.1", "a tab before the colon", field("X\t: a")),
        row("9112 5.1", "a name in quotes", field("\"X\": a")),
        row("9112 5.1", "the first line again", field("GET /hello HTTP/1.1")),
        row("9112 2.2", "CR before CRLF", "GET /hello HTTP/1.1\r\nX: a\r\r\n\(host)\r\n"),
        row("9110 5.5", "NUL in a value", field("X: a\0b")),
        row("9110 5.5", "DEL in a value", field("X: a\u{7f}b")),
        row("9110 5.5", "an escape in a value", field("X: \u{1b}[2J")),
    ]

    private static let hosts = [
        row("9112 3.2", "no Host", "GET /hello HTTP/1.1\r\nX: a\r\n\r\n"),
        row("9112 3.2", "two Hosts", "GET /hello HTTP/1.1\r\n\(host)\(host)\r\n"),
        row("9112 3.2", "two Hosts that differ", "GET /hello HTTP/1.1\r\n\(host)host: b\r\n\r\n"),
        row("9112 3.2", "an empty Host", "GET /hello HTTP/1.1\r\nHost:\r\n\r\n"),
        row("9112 3.2", "a list for Host", "GET /hello HTTP/1.1\r\nHost: a, b\r\n\r\n"),
        row("9112 3.2", "a Host with a path", "GET /hello HTTP/1.1\r\nHost: a/b\r\n\r\n"),
        row("9112 3.2", "a Host with a user", "GET /hello HTTP/1.1\r\nHost: a@b\r\n\r\n"),
        row("9112 3.2", "a Host in quotes", "GET /hello HTTP/1.1\r\nHost: \"a\"\r\n\r\n"),
        row("3986 3.2.2", "an IPv6 address that does not end", "GET /hello HTTP/1.1\r\nHost: [::1\r\n\r\n"),
        row("3986 3.2.3", "a port past 65535", "GET /hello HTTP/1.1\r\nHost: a:65536\r\n\r\n"),
        row("3986 3.2.3", "a port that is not a number", "GET /hello HTTP/1.1\r\nHost: a:b\r\n\r\n"),
    ]

    private static let lengths = [
        row("9112 6.3", "two lengths that differ", post("Content-Length: 1\r\nContent-Length: 2", "ab")),
        row("9112 6.3", "two lengths that agree", post("Content-Length: 1\r\nContent-Length: 1", "a")),
        row("9112 6.3", "a list of lengths", post("Content-Length: 1, 1", "a")),
        row("9110 8.6", "a length with a sign", post("Content-Length: +1", "a")),
        row("9110 8.6", "a negative length", post("Content-Length: -1", "a")),
        row("9110 8.6", "a length in hexadecimal", post("Content-Length: 0x1", "a")),
        row("9110 8.6", "a length with a space inside", post("Content-Length: 1 0", "a")),
        row("9110 8.6", "a length that is empty", post("Content-Length:", "a")),
        row("9110 8.6", "a length past 2^64", post("Content-Length: 18446744073709551617", "a"), 413),
        row("9110 8.6", "a length with a fraction", post("Content-Length: 1.0", "a")),
        row("9110 8.6", "a length in quotes", post("Content-Length: \"1\"", "a")),
        row("9112 6.3", "a length past the limit", post("Content-Length: 1048577", "a"), 413),
    ]

    private static let codings = [
        row("9112 6.1", "chunked and a length", post("Transfer-Encoding: chunked\r\nContent-Length: 5", "0\r\n\r\n")),
        row("9112 6.1", "a length and chunked", post("Content-Length: 5\r\nTransfer-Encoding: chunked", "0\r\n\r\n")),
        row("9112 6.1", "chunked twice", post("Transfer-Encoding: chunked, chunked", "0\r\n\r\n")),
        row("9112 6.1", "chunked not last", post("Transfer-Encoding: chunked, gzip", "0\r\n\r\n")),
        row("9112 6.1", "an empty coding", post("Transfer-Encoding:", "0\r\n\r\n")),
        row("9112 6.1", "another coding", post("Transfer-Encoding: gzip, chunked", "0\r\n\r\n"), 501),
        row("9112 6.1", "identity", post("Transfer-Encoding: identity", "a"), 501),
        row("9112 6.1", "chunked with a parameter", post("Transfer-Encoding: chunked;q=1", "0\r\n\r\n"), 501),
        row("9112 6.1", "chunked and an empty member", post("Transfer-Encoding: chunked,", "0\r\n\r\n")),
        row(
            "9112 6.1", "two lines that together are chunked last",
            post("Transfer-Encoding: gzip\r\nTransfer-Encoding: chunked", "0\r\n\r\n")),
        row("9112 6.1", "almost chunked", post("Transfer-Encoding: xchunked", "0\r\n\r\n"), 501),
        row("9112 6.1", "chunked behind a vertical tab", post("Transfer-Encoding: \u{b}chunked", "0\r\n\r\n")),
        row(
            "9112 6.1", "chunked from HTTP/1.0",
            "POST /echo HTTP/1.0\r\n\(host)Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n"),
    ]

    private static let chunks = [
        row("9112 7.1", "a size with a sign", chunked("+1\r\na\r\n0\r\n\r\n")),
        row("9112 7.1", "a negative size", chunked("-1\r\na\r\n0\r\n\r\n")),
        row("9112 7.1", "a size with 0x", chunked("0x1\r\na\r\n0\r\n\r\n")),
        row("9112 7.1", "a space before the size", chunked(" 1\r\na\r\n0\r\n\r\n")),
        row("9112 7.1", "a space behind the size", chunked("1 \r\na\r\n0\r\n\r\n")),
        row("9112 7.1", "no size", chunked("\r\na\r\n0\r\n\r\n")),
        row("9112 7.1", "a size past 2^64", chunked("10000000000000001\r\na\r\n0\r\n\r\n")),
        row("9112 7.1", "a size past the limit", chunked("100001\r\na"), 413),
        row("9112 7.1", "LF alone behind the size", chunked("1\na\r\n0\r\n\r\n")),
        row("9112 7.1", "more data than announced", chunked("1\r\nab\r\n0\r\n\r\n")),
        row("9112 7.1", "LF alone behind the data", chunked("1\r\na\n0\r\n\r\n")),
        row("9112 7.1.1", "LF in an extension", chunked("1;a\nb\r\na\r\n0\r\n\r\n")),
        row("9112 7.1.1", "an endless extension", chunked("1;" + String(repeating: "a", count: 300))),
        row("9112 7.1.2", "a trailer without a colon", chunked("0\r\nX\r\n\r\n")),
        row("9112 7.1.2", "a folded trailer", chunked("0\r\nX: a\r\n b\r\n\r\n")),
        row("9112 7.1.2", "endless trailers", chunked("0\r\nX: " + String(repeating: "a", count: 5_000)), 431),
    ]

    private static let sizes = [
        row("9110 15.5.15", "a target of 9,000 bytes", get("/" + String(repeating: "a", count: 9_000)), 414),
        row("9110 15.5.15", "a target that never ends", "GET /" + String(repeating: "a", count: 9_000), 414),
        row("6585 5", "a field of 40,000 bytes", field("X: " + String(repeating: "a", count: 40_000)), 431),
        row("6585 5", "150 fields", field(Array(repeating: "X: a", count: 150).joined(separator: "\r\n")), 431),
    ]

    private static let others = [
        row("9110 10.1.1", "an unknown expectation", post("Expect: 200-maybe\r\nContent-Length: 1", "a"), 417),
        row("6455 4.2.1", "a handshake without a key", "GET /echo HTTP/1.1\r\n\(host)\(upgrade)\r\n"),
        row(
            "6455 4.2.1", "a key of 15 bytes",
            "GET /echo HTTP/1.1\r\n\(host)\(upgrade)Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAA\r\n\r\n"),
        row(
            "6455 4.4", "version 8",
            "GET /echo HTTP/1.1\r\n\(host)Upgrade: websocket\r\nConnection: upgrade\r\n"
                + "Sec-WebSocket-Version: 8\r\nSec-WebSocket-Key: \(Handshake.key)\r\n\r\n", 426),
        row(
            "6455 4.2.1", "a handshake by POST",
            "POST /echo HTTP/1.1\r\n\(host)\(upgrade)Sec-WebSocket-Key: \(Handshake.key)\r\n\r\n", 426),
        row("6455 4.2.1", "no handshake where one is needed", "GET /flood HTTP/1.1\r\n\(host)\r\n", 426),
        row(
            "6455 10.2", "a page of another site",
            "GET /echo HTTP/1.1\r\n\(host)\(upgrade)Sec-WebSocket-Key: \(Handshake.key)\r\nOrigin: http://evil\r\n\r\n",
            403),
        row(
            "6455 10.2", "two origins",
            "GET /echo HTTP/1.1\r\n\(host)\(upgrade)Sec-WebSocket-Key: \(Handshake.key)\r\n"
                + "Origin: http://localhost\r\nOrigin: http://localhost\r\n\r\n", 403),
    ]

    private static let upgrade = "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
}
