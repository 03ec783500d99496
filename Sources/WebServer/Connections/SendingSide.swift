import Glibc

/// The socket of a connection and what waits to go out on it.
struct SendingSide: ~Copyable {
    enum Progress {
        /// Everything has gone out.
        case drained
        /// The kernel takes no more for now.
        case blocked
        case failed
    }

    var transport: Transport
    private(set) var outbox = Outbox()
    /// Whether the loop will call ``flush(gatheringIn:)`` at the end of this turn.
    var isScheduled = false
    /// Whether epoll will say when the kernel takes more.
    private(set) var isBlocked = false
    /// Cleared when the connection says its last word; what comes later is dropped.
    var takesMore = true

    /// Whether bytes have gone out since ``stallMilliseconds(at:)`` last looked.
    private var hasProgressed = true
    private var stalledSince: Int64 = 0

    init(_ transport: Transport) {
        self.transport = transport
    }

    /// Queues a chunk.
    ///
    /// - Returns: Whether a flush is to be scheduled.
    @inline(__always)
    mutating func append(_ chunk: Outbox.Chunk) -> Bool {
        guard takesMore else { return false }
        outbox.append(chunk)
        return schedule()
    }

    /// - Returns: Whether a flush is to be scheduled: not if one is, or if the kernel is waited for.
    @inline(__always)
    mutating func schedule() -> Bool {
        guard !isScheduled, !isBlocked else { return false }
        isScheduled = true
        return true
    }

    /// Sends as much as the kernel takes.
    mutating func flush(gatheringIn buffer: UnsafeMutableRawBufferPointer) -> Progress {
        isScheduled = false
        while !outbox.isEmpty {
            switch write(gatheringIn: buffer) {
            case .wrote(let count):
                outbox.remove(count)
                hasProgressed = true
            case .wouldBlock:
                isBlocked = true
                return .blocked
            case .failed:
                return .failed
            }
        }
        isBlocked = false
        return .drained
    }

    /// One system call's worth.
    @inline(__always)
    private mutating func write(gatheringIn buffer: UnsafeMutableRawBufferPointer) -> Transport.WriteResult {
        // The usual case; the outbox holds the frame meanwhile.
        let frame = outbox.onlyFrame
        if !frame.isEmpty { return transport.write(Outbox.nothing, frame, room: buffer) }
        return outbox.next(gatheredIn: buffer).withBytes { transport.write($0, $1, room: buffer) }
    }

    /// Forgets what has not begun to be sent.
    mutating func discardUnsent() {
        outbox.discardUnsent(keeping: transport.promisedByteCount)
    }

    /// How long the peer has taken nothing of what waits for it, as far as calls of this method can tell.
    mutating func stallMilliseconds(at now: Int64) -> Int64 {
        outbox.trim()
        if outbox.isEmpty || hasProgressed { stalledSince = now }
        hasProgressed = false
        return now - stalledSince
    }
}
