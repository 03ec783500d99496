/// Reads one response from the bytes of one connection, for a client that asks one thing at a time.
///
/// Interim responses (RFC 9110, section 15.2) are passed over, but for `101`, which ends HTTP on the connection.
public struct HTTPResponseParser: Sendable {
    public struct Response: Hashable, Sendable {
        public var head: ResponseHead
        public var body: [UInt8] = []
    }

    private enum State {
        case head
        case body(remaining: Int)
        case chunked(ChunkedBody)
        case untilEnd
        case complete
    }

    private let limits: HTTPLimits
    private let answersHead: Bool
    private var state = State.head
    private var scan = HeadScan()
    private var headBytes: [UInt8] = []
    private var response: Response?

    /// - Parameters:
    ///   - answersHead: Whether the request was HEAD, so that no body follows whatever is announced.
    ///   - limits: ``HTTPLimits/bodyBytes`` is what the client will hold.
    public init(answersHead: Bool = false, limits: HTTPLimits = HTTPLimits()) {
        self.answersHead = answersHead
        self.limits = limits
    }

    /// Reads on in `bytes` from `offset`, which is left behind the response.
    ///
    /// - Returns: The response when it is complete, nil while more is needed.
    public mutating func next(
        _ bytes: UnsafeRawBufferPointer, at offset: inout Int
    ) throws(HTTPViolation) -> Response? {
        while true {
            switch state {
            case .head:
                let start = offset
                let isComplete = try scan.advance(bytes, at: &offset, limits: limits)
                headBytes.append(contentsOf: bytes.part(start..<offset))
                guard isComplete else { return nil }
                try beginBody()

            case .body(let remaining):
                let count = min(remaining, bytes.count - offset)
                try append(bytes.part(offset..<offset + count))
                offset += count
                state = remaining == count ? .complete : .body(remaining: remaining - count)
                if remaining != count { return nil }

            case .chunked(var body):
                let step = try body.next(bytes, at: &offset, limits: limits)
                state = .chunked(body)
                switch step {
                case .data(let part): try append(part)
                case .needsMore: return nil
                case .end: state = .complete
                }

            case .untilEnd:
                try append(bytes.part(offset..<bytes.count))
                offset = bytes.count
                return nil

            case .complete:
                defer { response = nil }
                return response
            }
        }
    }

    /// The peer has closed: a body without a length ends there (RFC 9112, section 6.3).
    ///
    /// - Returns: The response, or nil if it was cut off.
    public mutating func finish() -> Response? {
        guard case .untilEnd = state else { return nil }
        state = .complete
        defer { response = nil }
        return response
    }

    private mutating func append(_ part: UnsafeRawBufferPointer) throws(HTTPViolation) {
        guard let count = response?.body.count, count + part.count <= limits.bodyBytes else { throw .bodyTooLarge }
        response?.body.append(contentsOf: part)
    }

    private mutating func beginBody() throws(HTTPViolation) {
        let leading = scan.leadingByteCount
        let head = try headBytes.withUnsafeBytes { bytes in
            Result { () throws(HTTPViolation) in try Self.parse(bytes.part(leading..<bytes.count)) }
        }.get()
        scan = HeadScan()
        headBytes = []
        if head.status < 200, head.status != 101 { return }
        response = Response(head: head)
        if answersHead || head.isBodiless {
            state = .complete
        } else if head.fields.contains("transfer-encoding") {
            guard head.fields.tokens(of: "transfer-encoding") == ["chunked"] else { throw .unsupportedTransferCoding }
            state = .chunked(ChunkedBody())
        } else if head.fields.contains("content-length") {
            let lengths = head.fields.values(of: "content-length")
            guard lengths.count == 1, lengths[0].utf8.allSatisfy(\.isDigit), let length = Int(lengths[0]) else {
                throw .malformedContentLength
            }
            state = .body(remaining: length)
        } else {
            state = .untilEnd
        }
    }

    private static func parse(_ head: UnsafeRawBufferPointer) throws(HTTPViolation) -> ResponseHead {
        // "HTTP/1." digit SP 3 digits [SP reason] (RFC 9112, section 4).
        let line = head.line(from: 0)
        guard line.count >= 12, head.part(0..<7).equalsIgnoringCase("http/1."), head[7].isDigit, head[8] == .space,
            head[9].isDigit, head[10].isDigit, head[11].isDigit, line.count == 12 || head[12] == .space
        else { throw .malformedRequestLine }
        let status = head[9...11].reduce(0) { $0 * 10 + Int($1 &- 0x30) }
        guard (100...599).contains(status) else { throw .malformedRequestLine }

        var entries: [HeaderFields.Entry] = []
        var start = line.upperBound + 2
        while true {
            let next = head.line(from: start)
            if next.isEmpty { break }
            entries.append(try HeaderFields.Entry(line: next, of: head))
            start = next.upperBound + 2
        }
        return ResponseHead(status: status, fields: HeaderFields(head: head, entries: entries))
    }
}
