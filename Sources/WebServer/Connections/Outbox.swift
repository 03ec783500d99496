import WebProtocol

/// What waits to be sent on one connection, in order, without copies: a frame that goes to a thousand members is
/// held by reference a thousand times.
struct Outbox {
    enum Chunk {
        case frame(EncodedFrame)
        case bytes([UInt8])

        var byteCount: Int {
            switch self {
            case .frame(let frame): frame.byteCount
            case .bytes(let bytes): bytes.count
            }
        }

        func withBytes<Result>(_ body: (UnsafeRawBufferPointer) -> Result) -> Result {
            switch self {
            case .frame(let frame): frame.withBytes(body)
            case .bytes(let bytes): bytes.withUnsafeBytes(body)
            }
        }
    }

    /// Chunks from this size on are sent from where they lie; smaller ones are gathered first.
    private static let directByteCount = 4 * 1024
    /// More room than this is given back when the outbox is empty.
    private static let keptCapacity = 32

    private var chunks: ContiguousArray<Chunk> = []
    /// The first chunk not sent whole, and how much of it is sent.
    private var first = 0
    private var offset = 0
    private(set) var byteCount = 0

    var isEmpty: Bool { byteCount == 0 }

    mutating func append(_ chunk: Chunk) {
        if chunk.byteCount == 0 { return }
        byteCount += chunk.byteCount
        chunks.append(chunk)
    }

    /// Gives `body` the next bytes to send: one large chunk where it lies, or as many small ones as `buffer` holds.
    func withNext<Result>(
        gatheredIn buffer: UnsafeMutableRawBufferPointer, _ body: (UnsafeRawBufferPointer) -> Result
    ) -> Result {
        let isAlone = first + 1 == chunks.count
        if isAlone || chunks[first].byteCount - offset >= Self.directByteCount {
            return chunks[first].withBytes { body(UnsafeRawBufferPointer(rebasing: $0[offset...])) }
        }
        var count = 0
        var index = first
        var start = offset
        while index < chunks.count {
            let remaining = chunks[index].byteCount - start
            if remaining >= Self.directByteCount || count + remaining > buffer.count { break }
            chunks[index].withBytes { bytes in
                UnsafeMutableRawBufferPointer(rebasing: buffer[count...]).copyMemory(
                    from: UnsafeRawBufferPointer(rebasing: bytes[start...]))
            }
            count += remaining
            start = 0
            index += 1
        }
        return body(UnsafeRawBufferPointer(rebasing: buffer[..<count]))
    }

    /// Forgets bytes that were sent.
    mutating func remove(_ count: Int) {
        byteCount -= count
        offset += count
        while first < chunks.count, offset >= chunks[first].byteCount {
            offset -= chunks[first].byteCount
            first += 1
        }
        if first == chunks.count {
            // The usual case is one frame a turn, and this is the cheapest way to take one out.
            if first == 1 {
                chunks.removeLast()
            } else {
                chunks.removeAll(keepingCapacity: chunks.capacity <= Self.keptCapacity)
            }
            first = 0
        } else if first >= Self.keptCapacity {
            chunks.removeFirst(first)
            first = 0
        }
    }

    /// Forgets what has not begun to be sent. The rest of a chunk that has stays, or the peer would read the middle
    /// of a frame as the beginning of the next.
    ///
    /// - Parameter promised: Bytes that must stay although none of them may have left: TLS has made a record of them.
    mutating func discardUnsent(keeping promised: Int) {
        var kept = 0
        var end = first
        while end < chunks.count, kept < promised || (end == first && offset > 0) {
            kept += chunks[end].byteCount - (end == first ? offset : 0)
            end += 1
        }
        chunks.removeSubrange(end...)
        byteCount = kept
        if kept == 0 {
            chunks = []
            first = 0
        }
    }

    /// Gives back the room that an idle connection does not need.
    mutating func trim() {
        if chunks.isEmpty, chunks.capacity > 0 { chunks = [] }
    }
}
