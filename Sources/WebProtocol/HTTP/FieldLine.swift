import func Glibc.memchr

extension UnsafeRawBufferPointer {
    /// The line of a complete head that begins at `start`, without its CRLF.
    @inline(__always)
    func line(from start: Int) -> Range<Int> {
        let base = baseAddress!
        let end = memchr(base + start, Int32(UInt8.lineFeed), count - start)!
        return start..<(base.distance(to: UnsafeRawPointer(end)) - 1)
    }
}

extension HeaderFields.Entry {
    /// `name ":" OWS value OWS` (RFC 9112, section 5): a token, no space before the colon, no control characters.
    ///
    /// - Parameter line: Not empty, in `head`.
    init(line: Range<Int>, of head: UnsafeRawBufferPointer) throws(HTTPViolation) {
        if head[line.lowerBound] == .space || head[line.lowerBound] == .tab { throw .foldedField }
        var colon = line.lowerBound
        while colon < line.upperBound, ByteSet.token.contains(head[colon]) { colon += 1 }
        guard colon > line.lowerBound, colon < line.upperBound, head[colon] == UInt8(ascii: ":") else {
            throw .malformedFieldName
        }
        var start = colon + 1
        var end = line.upperBound
        while start < end, head[start] == .space || head[start] == .tab { start += 1 }
        while end > start, head[end - 1] == .space || head[end - 1] == .tab { end -= 1 }
        for index in start..<end where !head[index].isFieldContent { throw .malformedFieldValue }
        name = UInt32(line.lowerBound)..<UInt32(colon)
        value = UInt32(start)..<UInt32(end)
    }

    var nameRange: Range<Int> { Int(name.lowerBound)..<Int(name.upperBound) }
    var valueRange: Range<Int> { Int(value.lowerBound)..<Int(value.upperBound) }
}
