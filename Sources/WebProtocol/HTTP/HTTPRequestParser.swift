import func Glibc.memchr

/// Reads requests from the bytes of one connection, however they were cut.
///
///     var offset = 0
///     while let event = try parser.next(bytes, at: &offset) { … }
///
/// Bytes from `offset` on are not looked at before they are asked for, so after the head of an upgrade they are still
/// there for whoever speaks the next protocol, and a pipelined request waits its turn.
/// A head that lies whole in the bytes is read where it is; only one that was cut is kept, until its rest comes.
public struct HTTPRequestParser: Sendable {
    public enum Event {
        case head(RequestHead)
        /// A part of the body. Points into the bytes that were given to ``next(_:at:)``.
        case body(UnsafeRawBufferPointer)
        /// The request is complete; what follows is the next one.
        case end
    }

    private enum State {
        case head
        case body(remaining: Int)
        case chunked(ChunkedBody)
    }

    /// May be changed between a head and its body, for a route that takes more.
    public var limits: HTTPLimits

    private var state = State.head
    private var scan = HeadScan()
    /// The beginning of a head whose end has not come.
    private var spill: [UInt8] = []

    public init(limits: HTTPLimits = HTTPLimits()) {
        self.limits = limits
    }

    /// Whether a request has begun and is not complete.
    public var isInsideRequest: Bool {
        if case .head = state { scan.byteCount > 0 } else { true }
    }

    /// The next event in `bytes` from `offset` on, or nil when all are read and more are needed.
    ///
    /// - Throws: The first violation in the order of the bytes. The parser is of no further use then.
    public mutating func next(
        _ bytes: UnsafeRawBufferPointer, at offset: inout Int
    ) throws(HTTPViolation) -> Event? {
        switch state {
        case .head:
            guard let head = try readHead(bytes, at: &offset) else { return nil }
            switch head.bodyLength {
            case .bytes(let count): state = .body(remaining: count)
            case .chunked: state = .chunked(ChunkedBody())
            }
            return .head(head)

        case .body(let remaining):
            if remaining > limits.bodyBytes { throw .bodyTooLarge }
            if remaining == 0 {
                state = .head
                return .end
            }
            let count = min(remaining, bytes.count - offset)
            if count == 0 { return nil }
            let part = bytes.part(offset..<offset + count)
            offset += count
            state = .body(remaining: remaining - count)
            return .body(part)

        case .chunked(var body):
            let step = try body.next(bytes, at: &offset, limits: limits)
            state = .chunked(body)
            switch step {
            case .data(let part): return .body(part)
            case .needsMore: return nil
            case .end:
                state = .head
                return .end
            }
        }
    }

    private mutating func readHead(
        _ bytes: UnsafeRawBufferPointer, at offset: inout Int
    ) throws(HTTPViolation) -> RequestHead? {
        let start = offset
        let isComplete = try scan.advance(bytes, at: &offset, limits: limits)
        let part = bytes.part(start..<offset)
        guard isComplete else {
            spill.append(contentsOf: part)
            return nil
        }
        let leading = scan.leadingByteCount
        scan = HeadScan()
        if spill.isEmpty {
            var parser = RequestHeadParser(part.part(leading..<part.count))
            return try parser.parse()
        }
        spill.append(contentsOf: part)
        defer { spill = [] }
        return try spill.withUnsafeBytes { whole in
            Result { () throws(HTTPViolation) in
                var parser = RequestHeadParser(whole.part(leading..<whole.count))
                return try parser.parse()
            }
        }.get()
    }
}
