import func Glibc.memchr

/// Looks for the empty line that ends a head, and refuses what is too long as soon as it is.
struct HeadScan: Sendable {
    /// Bytes of the head seen so far.
    private(set) var byteCount = 0
    /// 2 if the head began with one empty line, which is ignored (RFC 9112, section 2.2).
    private(set) var leadingByteCount = 0

    private var lineCount = 0
    private var lineByteCount = 0
    private var endsInCarriageReturn = false

    /// Moves `offset` behind the head's end, or to the end of `bytes` if it is not there.
    ///
    /// - Returns: Whether the head is complete.
    mutating func advance(
        _ bytes: UnsafeRawBufferPointer, at offset: inout Int, limits: HTTPLimits
    ) throws(HTTPViolation) -> Bool {
        guard let base = bytes.baseAddress else { return false }
        while offset < bytes.count {
            // What cannot be a method (say, a TLS greeting) is refused at once and not only when a line has ended.
            if lineCount == 0, lineByteCount == 0 {
                guard
                    ByteSet.token.contains(bytes[offset]) || bytes[offset] == .carriageReturn && byteCount == 0
                        || bytes[offset] == .lineFeed && byteCount == 0
                else { throw .malformedRequestLine }
            }
            let found = memchr(base + offset, Int32(UInt8.lineFeed), bytes.count - offset)
            let end = found.map { base.distance(to: UnsafeRawPointer($0)) + 1 } ?? bytes.count
            let previous = end - offset >= 2 ? bytes[end - 2] == .carriageReturn : endsInCarriageReturn
            byteCount += end - offset
            lineByteCount += end - offset
            offset = end

            // The line end counts towards the limit of the first line's text only by the two bytes it may still have.
            if lineCount == 0, lineByteCount > limits.requestLineBytes + 2 { throw .requestLineTooLong }
            if byteCount > limits.headBytes { throw .headTooLarge }
            guard found != nil else {
                endsInCarriageReturn = bytes[end - 1] == .carriageReturn
                return false
            }
            guard previous else { throw .bareLineFeed }
            if lineByteCount > 2 {
                lineCount += 1
                if lineCount > limits.fieldCount + 1 { throw .tooManyFields }
            } else if lineCount > 0 {
                return true
            } else {
                leadingByteCount = 2
            }
            lineByteCount = 0
            endsInCarriageReturn = false
        }
        return false
    }
}
