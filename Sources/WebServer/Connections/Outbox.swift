import WebProtocol

/// What waits to be sent on one connection, in order, without copies: a frame that goes to a thousand members is
/// held by reference a thousand times.
///
///     first ── the usual case: one frame a turn, in place, without a list
///     more  ── what stands behind it
struct Outbox: ~Copyable {
    enum Chunk {
        case frame(EncodedFrame)
        case bytes([UInt8])

        @inline(__always)
        var byteCount: Int {
            switch self {
            case .frame(let frame): frame.byteCount
            case .bytes(let bytes): bytes.count
            }
        }

        @inline(__always)
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

    private var first: Chunk?
    /// Where the bytes of `first` lie if it is a frame, so that sending one touches no count of references; else nothing.
    private var firstBytes = UnsafeRawBufferPointer(start: nil, count: 0)
    /// How much of `first` is sent.
    private var offset = 0
    /// Those from `start` on wait; the ones before are gone.
    private var more: ContiguousArray<Chunk> = []
    private var start = 0
    private(set) var byteCount = 0

    var isEmpty: Bool { byteCount == 0 }

    @inline(__always)
    mutating func append(_ chunk: Chunk) {
        let count = chunk.byteCount
        if count == 0 { return }
        // Nothing waits exactly if there is no first.
        if byteCount == 0 { setFirst(chunk) } else { more.append(chunk) }
        byteCount += count
    }

    @inline(__always)
    private mutating func setFirst(_ chunk: Chunk) {
        if case .frame(let frame) = chunk { firstBytes = frame.unmanagedBytes }
        first = chunk
    }

    /// The rest of the one frame that waits; empty if something else does.
    @inline(__always)
    var onlyFrame: UnsafeRawBufferPointer {
        start == more.count && !firstBytes.isEmpty ? firstBytes.dropped(offset) : Self.nothing
    }

    /// What is to be sent next: bytes gathered from small chunks, then a large chunk where it lies. Either may be absent.
    struct Next {
        var gathered: UnsafeRawBufferPointer
        var large: Chunk?
        /// How much of `large` is sent.
        var skipped: Int

        @inline(__always)
        func withBytes<Result>(_ body: (UnsafeRawBufferPointer, UnsafeRawBufferPointer) -> Result) -> Result {
            guard let large else { return body(gathered, Outbox.nothing) }
            return large.withBytes { body(gathered, $0.dropped(skipped)) }
        }
    }

    /// Gathers as many small chunks as `buffer` holds. Something must wait.
    func next(gatheredIn buffer: UnsafeMutableRawBufferPointer) -> Next {
        guard let first else { preconditionFailure("nothing waits") }
        var count = 0
        for index in (start - 1)..<more.count {
            let chunk = index < start ? first : more[index]
            let skipped = index < start ? offset : 0
            let remaining = chunk.byteCount - skipped
            let isAlone = more.count == start
            if isAlone || remaining >= Self.directByteCount || count + remaining > buffer.count {
                return Next(
                    gathered: UnsafeRawBufferPointer(rebasing: buffer[..<count]), large: chunk, skipped: skipped)
            }
            chunk.withBytes { bytes in
                UnsafeMutableRawBufferPointer(rebasing: buffer[count...]).copyMemory(from: bytes.dropped(skipped))
            }
            count += remaining
        }
        return Next(gathered: UnsafeRawBufferPointer(rebasing: buffer[..<count]), large: nil, skipped: 0)
    }

    static var nothing: UnsafeRawBufferPointer { UnsafeRawBufferPointer(start: nil, count: 0) }

    /// Forgets bytes that were sent.
    @inline(__always)
    mutating func remove(_ count: Int) {
        byteCount -= count
        if byteCount == 0 { return clear() }
        removePart(count)
    }

    private mutating func removePart(_ count: Int) {
        offset += count
        while let chunk = first, offset >= chunk.byteCount {
            offset -= chunk.byteCount
            advance()
        }
    }

    private mutating func clear() {
        first = nil
        firstBytes = Self.nothing
        offset = 0
        if !more.isEmpty {
            more.removeAll(keepingCapacity: more.capacity <= Self.keptCapacity)
            start = 0
        }
    }

    private mutating func advance() {
        first = nil
        firstBytes = Self.nothing
        if start < more.count {
            setFirst(more[start])
            start += 1
        }
        if start >= Self.keptCapacity {
            more.removeFirst(start)
            start = 0
        }
    }

    /// Forgets what has not begun to be sent. The rest of a chunk that has stays, or the peer would read the middle
    /// of a frame as the beginning of the next.
    ///
    /// - Parameter promised: Bytes that must stay although none of them may have left: TLS has made a record of them.
    mutating func discardUnsent(keeping promised: Int) {
        guard let chunk = first, promised > 0 || offset > 0 else {
            byteCount = 0
            return clear()
        }
        var kept = chunk.byteCount - offset
        var end = start
        while end < more.count, kept < promised {
            kept += more[end].byteCount
            end += 1
        }
        more.removeSubrange(end...)
        byteCount = kept
    }

    /// Gives back the room that an idle connection does not need.
    mutating func trim() {
        if byteCount == 0, more.capacity > 0 { more = [] }
    }
}

extension UnsafeRawBufferPointer {
    /// What is behind the first `count` bytes, at most all.
    @inline(__always)
    fileprivate func dropped(_ count: Int) -> UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(start: baseAddress.map { $0 + count }, count: self.count - count)
    }
}
