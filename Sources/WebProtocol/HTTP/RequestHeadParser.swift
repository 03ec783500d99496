import func Glibc.memchr
import func Glibc.memcmp

/// Reads a head that is complete: one pass over the bytes, each line once, strings only for what is kept.
struct RequestHeadParser {
    private let head: UnsafeRawBufferPointer

    private var entries: [HeaderFields.Entry] = []
    private var host: UnsafeRawBufferPointer?
    private var contentLength: Int?
    private var transferEncoding: UnsafeRawBufferPointer?
    private var transferEncodingCount = 0
    private var connectionCloses = false
    private var connectionKeeps = false
    private var connectionUpgrades = false
    private var upgradesToWebSocket = false
    private var expectsContinue = false

    /// - Parameter head: From the first byte of the first line to the empty line's end; every LF has a CR before it.
    init(_ head: UnsafeRawBufferPointer) {
        self.head = head
    }

    mutating func parse() throws(HTTPViolation) -> RequestHead {
        let firstLine = head.line(from: 0)
        let request = try RequestLine(head.part(firstLine))
        entries.reserveCapacity(16)

        var start = firstLine.upperBound + 2
        while true {
            let next = head.line(from: start)
            if next.isEmpty { break }
            try readField(next)
            start = next.upperBound + 2
        }

        return RequestHead(
            method: request.method, target: request.target,
            authority: try authority(of: request), minorVersion: request.minorVersion,
            fields: HeaderFields(head: head, entries: entries),
            bodyLength: try bodyLength(minorVersion: request.minorVersion),
            keepsAlive: request.minorVersion == 1 ? !connectionCloses : connectionKeeps && !connectionCloses,
            expectsContinue: expectsContinue && request.minorVersion == 1,
            asksForWebSocket: upgradesToWebSocket && connectionUpgrades)
    }

    // MARK: Fields

    private mutating func readField(_ line: Range<Int>) throws(HTTPViolation) {
        let entry = try HeaderFields.Entry(line: line, of: head)
        entries.append(entry)
        try interpret(head.part(entry.nameRange), head.part(entry.valueRange))
    }

    /// Takes note of the fields that say how this message is to be read.
    private mutating func interpret(
        _ name: UnsafeRawBufferPointer, _ value: UnsafeRawBufferPointer
    ) throws(HTTPViolation) {
        switch name.count {
        case 4 where name.equalsIgnoringCase("host"):
            if host != nil { throw .duplicateHost }
            host = value
        case 6 where name.equalsIgnoringCase("expect"):
            guard value.equalsIgnoringCase("100-continue") else { throw .unsupportedExpectation }
            expectsContinue = true
        case 7 where name.equalsIgnoringCase("upgrade"):
            forEachMember(of: value) { if $0.equalsIgnoringCase("websocket") { upgradesToWebSocket = true } }
        case 10 where name.equalsIgnoringCase("connection"):
            forEachMember(of: value) { option in
                if option.equalsIgnoringCase("close") { connectionCloses = true }
                if option.equalsIgnoringCase("keep-alive") { connectionKeeps = true }
                if option.equalsIgnoringCase("upgrade") { connectionUpgrades = true }
            }
        case 14 where name.equalsIgnoringCase("content-length"):
            guard contentLength == nil else { throw .malformedContentLength }
            contentLength = try number(value)
        case 17 where name.equalsIgnoringCase("transfer-encoding"):
            transferEncoding = value
            transferEncodingCount += 1
        default:
            break
        }
    }

    /// Digits alone; a number too large to be one is too large a body.
    private func number(_ digits: UnsafeRawBufferPointer) throws(HTTPViolation) -> Int {
        guard !digits.isEmpty else { throw .malformedContentLength }
        for digit in digits where !digit.isDigit { throw .malformedContentLength }
        var number = 0
        for digit in digits {
            let (product, overflowed) = number.multipliedReportingOverflow(by: 10)
            let (sum, overflowedAgain) = product.addingReportingOverflow(Int(digit &- 0x30))
            if overflowed || overflowedAgain { throw .bodyTooLarge }
            number = sum
        }
        return number
    }

    // MARK: What the fields add up to

    private func bodyLength(minorVersion: Int) throws(HTTPViolation) -> RequestHead.BodyLength {
        guard let transferEncoding else { return .bytes(contentLength ?? 0) }
        if contentLength != nil { throw .conflictingLengths }
        guard minorVersion == 1, transferEncodingCount == 1 else { throw .malformedTransferEncoding }
        if transferEncoding.equalsIgnoringCase("chunked") { return .chunked }

        var codings: [UnsafeRawBufferPointer] = []
        forEachMember(of: transferEncoding) { codings.append($0) }
        let chunked = codings.filter { $0.equalsIgnoringCase("chunked") }
        // Chunked that is not last, or twice, leaves the end of the body unknown; another coding is merely not ours.
        guard !codings.isEmpty, chunked.count <= 1 else { throw .malformedTransferEncoding }
        if chunked.count == 1, !codings[codings.count - 1].equalsIgnoringCase("chunked") {
            throw .malformedTransferEncoding
        }
        throw codings.count == 1 && chunked.count == 1 ? .malformedTransferEncoding : .unsupportedTransferCoding
    }

    private func authority(of request: RequestLine) throws(HTTPViolation) -> String? {
        if let host {
            guard Authority.isValid(host) else { throw .malformedHost }
        } else if request.minorVersion == 1 {
            throw .missingHost
        }
        return request.authority ?? host.map { String(decoding: $0, as: UTF8.self).lowercased() }
    }

    private func forEachMember(
        of list: UnsafeRawBufferPointer, _ body: (UnsafeRawBufferPointer) -> Void
    ) {
        var start = 0
        while start <= list.count {
            var end = start
            while end < list.count, list[end] != UInt8(ascii: ",") { end += 1 }
            var (first, last) = (start, end)
            while first < last, list[first] == .space || list[first] == .tab { first += 1 }
            while last > first, list[last - 1] == .space || list[last - 1] == .tab { last -= 1 }
            if first < last { body(list.part(first..<last)) }
            start = end + 1
        }
    }
}

/// `method SP target SP version` (RFC 9112, section 3), exactly one space at each place.
struct RequestLine {
    /// The longest method that is registered is UPDATEREDIRECTREF, 17 letters.
    private static let longestMethod = 32

    let method: String
    let target: String
    let authority: String?
    let minorVersion: Int

    init(_ line: UnsafeRawBufferPointer) throws(HTTPViolation) {
        var methodEnd = 0
        while methodEnd < line.count, ByteSet.token.contains(line[methodEnd]) { methodEnd += 1 }
        guard methodEnd > 0, methodEnd < line.count, line[methodEnd] == .space else { throw .malformedRequestLine }
        var targetEnd = methodEnd + 1
        while targetEnd < line.count, line[targetEnd] != .space { targetEnd += 1 }
        guard targetEnd > methodEnd + 1, targetEnd < line.count else { throw .malformedRequestLine }

        minorVersion = try Self.minorVersion(line.part(targetEnd + 1..<line.count))
        guard methodEnd <= Self.longestMethod else { throw .unsupportedMethod }
        let method = String(decoding: line.part(0..<methodEnd), as: UTF8.self)
        if method == "CONNECT" { throw .unsupportedMethod }
        self.method = method
        (target, authority) = try Self.target(line.part(methodEnd + 1..<targetEnd), method: method)
    }

    private static func minorVersion(_ text: UnsafeRawBufferPointer) throws(HTTPViolation) -> Int {
        // "HTTP/" digit "." digit, with case (RFC 9112, section 2.3).
        let name = "HTTP/" as StaticString
        guard text.count == 8, memcmp(text.baseAddress!, name.utf8Start, 5) == 0,
            text[5].isDigit, text[6] == UInt8(ascii: "."), text[7].isDigit
        else { throw .malformedRequestLine }
        guard text[5] == UInt8(ascii: "1") else { throw .unsupportedVersion }
        return text[7] == UInt8(ascii: "0") ? 0 : 1
    }

    private static func target(
        _ bytes: UnsafeRawBufferPointer, method: String
    ) throws(HTTPViolation) -> (target: String, authority: String?) {
        for byte in bytes where !ByteSet.target.contains(byte) { throw .malformedTarget }
        if bytes[0] == UInt8(ascii: "/") { return (String(decoding: bytes, as: UTF8.self), nil) }
        if bytes.count == 1, bytes[0] == UInt8(ascii: "*"), method == "OPTIONS" { return ("*", nil) }

        // Absolute form: a server must take it, and its host counts instead of Host (RFC 9112, section 3.2.2).
        let schemeCount: Int
        if bytes.count > 7, bytes.part(0..<7).equalsIgnoringCase("http://") {
            schemeCount = 7
        } else if bytes.count > 8, bytes.part(0..<8).equalsIgnoringCase("https://") {
            schemeCount = 8
        } else {
            throw .malformedTarget
        }
        var end = schemeCount
        while end < bytes.count, bytes[end] != UInt8(ascii: "/"), bytes[end] != UInt8(ascii: "?") { end += 1 }
        let host = bytes.part(schemeCount..<end)
        guard Authority.isValid(host) else { throw .malformedTarget }
        let rest = String(decoding: bytes.part(end..<bytes.count), as: UTF8.self)
        return (rest.hasPrefix("/") ? rest : "/" + rest, String(decoding: host, as: UTF8.self).lowercased())
    }
}

/// `host [":" port]` (RFC 3986, section 3.2), without user names and percent-encoding.
enum Authority {
    static func isValid(_ text: UnsafeRawBufferPointer) -> Bool {
        var end = 0
        if text.first == UInt8(ascii: "[") {
            guard let close = text.firstIndex(of: UInt8(ascii: "]")), close > 1 else { return false }
            for byte in text[1..<close] where byte.hexDigitValue == nil {
                guard byte == UInt8(ascii: ":") || byte == UInt8(ascii: ".") else { return false }
            }
            end = close + 1
        } else {
            while end < text.count, ByteSet.host.contains(text[end]) { end += 1 }
            guard end > 0 else { return false }
        }
        if end == text.count { return true }
        guard text[end] == UInt8(ascii: ":"), text.count - end <= 6 else { return false }
        var port = 0
        for byte in text[(end + 1)...] {
            guard byte.isDigit else { return false }
            port = port * 10 + Int(byte &- 0x30)
        }
        return port <= 65_535
    }
}
