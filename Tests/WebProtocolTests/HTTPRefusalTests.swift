import Testing
import WebProtocol

/// What must not get through, by section of RFC 9112 unless another is named.
@Suite struct HTTPRefusalTests {
    @Test(arguments: [
        // 3: the first line
        ("GET / HTTP/1.1", HTTPViolation?.none),
        ("GET  / HTTP/1.1", .malformedRequestLine), ("GET /  HTTP/1.1", .malformedRequestLine),
        (" GET / HTTP/1.1", .malformedRequestLine), ("GET\t/\tHTTP/1.1", .malformedRequestLine),
        ("GET / HTTP/1.1 ", .malformedRequestLine), ("GET / HTTP/1.1\r", .malformedRequestLine),
        ("GET /a b HTTP/1.1", .malformedRequestLine), ("GET /", .malformedRequestLine),
        ("GET", .malformedRequestLine), ("G(T / HTTP/1.1", .malformedRequestLine),
        ("G\0T / HTTP/1.1", .malformedRequestLine), ("\u{16}\u{3}\u{1}", .malformedRequestLine),
        ("CONNECT a:443 HTTP/1.1", .unsupportedMethod),
        ("ABCDEFGHIJKLMNOPQRSTUVWXYZABCDEFG / HTTP/1.1", .unsupportedMethod),
        // 2.3: the version
        ("GET / HTTP/2.0", .unsupportedVersion), ("GET / HTTP/0.9", .unsupportedVersion),
        ("GET / http/1.1", .malformedRequestLine), ("GET / HTTP/1", .malformedRequestLine),
        ("GET / HTTP/1.10", .malformedRequestLine), ("GET / HTTP/1,1", .malformedRequestLine),
        ("GET / HTTP/+1.1", .malformedRequestLine), ("GET / HTTP/1.a", .malformedRequestLine),
        // 3.2: the target
        ("GET a HTTP/1.1", .malformedTarget), ("GET * HTTP/1.1", .malformedTarget),
        ("GET /a#b HTTP/1.1", .malformedTarget), ("GET /\u{f8} HTTP/1.1", .malformedTarget),
        ("GET /a\\b HTTP/1.1", .malformedTarget), ("GET /<a> HTTP/1.1", .malformedTarget),
        ("GET /a\u{1}b HTTP/1.1", .malformedTarget), ("GET ftp://a/ HTTP/1.1", .malformedTarget),
        ("GET http:///a HTTP/1.1", .malformedTarget), ("GET http://a@b/ HTTP/1.1", .malformedTarget),
        ("GET http://a:99999/ HTTP/1.1", .malformedTarget),
    ])
    func `a first line that is not one is refused`(line: String, violation: HTTPViolation?) {
        #expect(ParsedRequests("\(line)\r\nHost: a\r\n\r\n").violation == violation)
    }

    @Test(arguments: [
        ("Host: a\r\nX: y", HTTPViolation?.none), ("Host: a\r\nX:", nil), ("Host: a\r\nX: \u{e6}", nil),
        // 5.1: names
        ("Host: a\r\nX : y", .malformedFieldName), ("Host: a\r\nX", .malformedFieldName),
        ("Host: a\r\n: y", .malformedFieldName), ("Host: a\r\nX y: z", .malformedFieldName),
        ("Host: a\r\nX(: z", .malformedFieldName), ("Host: a\r\n\u{e6}: z", .malformedFieldName),
        ("Host: a\r\nX\0: z", .malformedFieldName), ("Host : a", .malformedFieldName),
        // 5.2: folding
        ("Host: a\r\nX: y\r\n z", .foldedField), ("Host: a\r\nX: y\r\n\tz: w", .foldedField),
        (" Host: a", .foldedField),
        // 5.5 of RFC 9110: values
        ("Host: a\r\nX: y\0z", .malformedFieldValue), ("Host: a\r\nX: y\rz", .malformedFieldValue),
        ("Host: a\r\nX: y\u{7f}", .malformedFieldValue), ("Host: a\r\nX: \u{1b}[0m", .malformedFieldValue),
        // 2.2: line ends
        ("Host: a\nX: y", .bareLineFeed), ("Host: a\r\nX: y\n", .bareLineFeed),
        // 3.2: Host
        ("X: y", .missingHost), ("Host: a\r\nHost: a", .duplicateHost), ("Host: a\r\nhost: b", .duplicateHost),
        ("Host:", .malformedHost), ("Host: a b", .malformedHost), ("Host: a,b", .malformedHost),
        ("Host: a@b", .malformedHost), ("Host: a/b", .malformedHost), ("Host: a:b", .malformedHost),
        ("Host: a:70000", .malformedHost), ("Host: [::1", .malformedHost), ("Host: [x]", .malformedHost),
        ("Host: [::1]:80", nil), ("Host: a:", nil),
        // 10.1.1 of RFC 9110: Expect
        ("Host: a\r\nExpect: 100-Continue", nil), ("Host: a\r\nExpect: 200-ok", .unsupportedExpectation),
    ])
    func `fields that are not are refused`(fields: String, violation: HTTPViolation?) {
        #expect(ParsedRequests("GET / HTTP/1.1\r\n\(fields)\r\n\r\n").violation == violation)
    }

    @Test(arguments: [
        // 6.3: Content-Length
        ("Content-Length: 0", HTTPViolation?.none), ("Content-Length: 007", nil),
        ("Content-Length:", .malformedContentLength), ("Content-Length: +1", .malformedContentLength),
        ("Content-Length: -1", .malformedContentLength), ("Content-Length: 0x1", .malformedContentLength),
        ("Content-Length: 1 1", .malformedContentLength), ("Content-Length: 1,1", .malformedContentLength),
        ("Content-Length: 1.0", .malformedContentLength), ("Content-Length: \u{661}", .malformedContentLength),
        ("Content-Length: 1\r\nContent-Length: 1", .malformedContentLength),
        ("Content-Length: 1\r\nContent-Length: 2", .malformedContentLength),
        ("Content-Length: 1048577", .bodyTooLarge), ("Content-Length: 18446744073709551616", .bodyTooLarge),
        ("Content-Length: 99999999999999999999999999", .bodyTooLarge),
        // 6.1: Transfer-Encoding
        ("Transfer-Encoding: chunked\r\nContent-Length: 1", .conflictingLengths),
        ("Content-Length: 0\r\nTransfer-Encoding: chunked", .conflictingLengths),
        ("Transfer-Encoding: chunked, chunked", .malformedTransferEncoding),
        ("Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked", .malformedTransferEncoding),
        ("Transfer-Encoding: gzip\r\nTransfer-Encoding: chunked", .malformedTransferEncoding),
        ("Transfer-Encoding: chunked, gzip", .malformedTransferEncoding),
        ("Transfer-Encoding:", .malformedTransferEncoding), ("Transfer-Encoding: ,", .malformedTransferEncoding),
        ("Transfer-Encoding: chunked,", .malformedTransferEncoding),
        ("Transfer-Encoding: gzip, chunked", .unsupportedTransferCoding),
        ("Transfer-Encoding: identity", .unsupportedTransferCoding),
        ("Transfer-Encoding: xchunked", .unsupportedTransferCoding),
        ("Transfer-Encoding: \"chunked\"", .unsupportedTransferCoding),
        ("Transfer-Encoding: chunked;q=1", .unsupportedTransferCoding),
        ("Transfer-Encoding: \u{b}chunked", .malformedFieldValue),
        ("Transfer-Encoding : chunked", .malformedFieldName),
    ])
    func `a length that is not certain is refused`(fields: String, violation: HTTPViolation?) {
        #expect(ParsedRequests("POST / HTTP/1.1\r\nHost: a\r\n\(fields)\r\n\r\n").violation == violation)
    }

    @Test func `chunks are refused from HTTP 1.0`() {
        #expect(
            ParsedRequests("POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n").violation
                == .malformedTransferEncoding)
    }

    @Test(arguments: [
        ("0\r\n\r\n", HTTPViolation?.none), ("1\r\na\r\n0\r\n\r\n", nil), ("000000000000001\r\na\r\n0\r\n\r\n", nil),
        ("\r\n", .malformedChunk), (" 1\r\na", .malformedChunk), ("+1\r\na", .malformedChunk),
        ("-1\r\na", .malformedChunk), ("0x1\r\na", .malformedChunk), ("1 \r\na", .malformedChunk),
        ("g\r\n", .malformedChunk), ("1\na", .malformedChunk), ("1\r\r\na", .malformedChunk),
        (";x\r\n", .malformedChunk), ("1;x\ny\r\na", .malformedChunk), ("1;\0\r\na", .malformedChunk),
        ("1\r\nab", .malformedChunk), ("1\r\na\n0\r\n\r\n", .malformedChunk), ("1\r\na\rb", .malformedChunk),
        ("1\r\na0\r\n", .malformedChunk), ("0000000000000001\r\na", .malformedChunk),
        ("ffffffffffffffff\r\n", .malformedChunk), ("10000000000000000\r\na", .malformedChunk),
        ("fffffffffffffff\r\n", .bodyTooLarge), ("100001\r\n", .bodyTooLarge),
        ("0\r\n x\r\n", .malformedTrailer), ("0\r\nx\r\n", .malformedTrailer), ("0\r\nx : y\r\n", .malformedTrailer),
        ("0\r\n:\r\n", .malformedTrailer), ("0\r\nx: y\n", .malformedTrailer), ("0\r\n\n", .malformedTrailer),
        ("0\r\n\rx", .malformedTrailer), ("0\r\nx: \0\r\n", .malformedTrailer),
    ])
    func `a chunk that is not one is refused`(chunks: String, violation: HTTPViolation?) {
        let head = "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"

        #expect(ParsedRequests(head + chunks).violation == violation)
    }

    @Test func `every refusal has a status for the client to blame itself or us by`() {
        for violation in HTTPViolation.allCases {
            #expect([400, 413, 414, 417, 431, 501, 505].contains(violation.status))
            #expect(!ResponseHead.reason(of: violation.status).isEmpty)
        }
    }
}
