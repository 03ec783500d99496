import CEpoll
import Glibc
import WebProtocol

/// What a connection speaks. Called on the loop only.
public class ConnectionProtocol {
    init() {}

    /// Bytes came in. They lie in the loop's buffer and may be changed; what is needed later must be kept.
    func receive(_ bytes: UnsafeMutableRawBufferPointer) {}
    /// The peer will send no more; it may still read.
    func peerFinished() {}
    /// Everything queued has gone out.
    func drained() {}
    /// The reply to a request that was answered later.
    func deliver(_ reply: Reply) {}
    /// Once a second: time limits.
    func tick() {}
    /// How long the peer may take nothing of what waits for it.
    func stallLimit(_ limits: ServerLimits) -> Int64 { limits.stalledWriteMilliseconds }
    /// The server stops: finish what is under way.
    func stop() {}
    /// The connection is gone. Called once, last.
    func closed() {}
}

/// One socket on a loop: reads for its protocol, sends what it queues, and ends it in order.
final class Connection: Pollable, @unchecked Sendable {
    // Sendable because it is touched on its loop's thread alone; `move` hands it to another loop as a whole.

    /// How far the connection is from its end.
    private enum Phase {
        case open
        /// Nothing more is queued; the rest goes out, then the sending side is shut.
        case flushing
        /// Our side is shut. What the peer still sends is thrown away until it closes too: to close at once would
        /// make the kernel reset the connection and the peer lose our last answer.
        case lingering
        case closed
    }

    /// A peer that has our last word may take this long to close.
    private static let lingerMilliseconds: Int64 = 2_000

    /// Where the connection lies in its loop's list.
    var listIndex = 0

    private(set) var loop: EventLoop
    let peerAddress: String
    let shared: ServerState
    /// Not checked for exclusive access, which cost a third of all instructions of a broadcast: no access lasts beyond a
    /// method of the value itself, none of those calls anything that comes back here, and one thread makes them all.
    @exclusivity(unchecked) private var sending: SendingSide
    private var phase = Phase.open
    private var spoken: ConnectionProtocol = ConnectionProtocol()
    private var watched: UInt32 = 0
    private var isReading = true
    private var lingerDeadline: Int64 = 0
    private var isStranger = true
    /// Whether the protocol is to be told when everything has gone out.
    var tellsWhenDrained = false

    init(transport: Transport, peerAddress: String, loop: EventLoop, shared: ServerState) {
        sending = SendingSide(transport)
        self.peerAddress = peerAddress
        self.loop = loop
        self.shared = shared
        super.init(descriptor: transport.descriptor)
    }

    var isSecure: Bool { sending.transport.isSecure }
    var queuedBytes: Int { sending.outbox.byteCount }
    var isOpen: Bool { phase == .open }

    // MARK: Life

    /// Begins to read. Call on the loop, once per loop.
    func attach(_ spoken: ConnectionProtocol) {
        self.spoken = spoken
        watched = wantedEvents
        loop.add(self, events: watched)
        if sending.transport.hasBufferedInput { resumeReading() }
    }

    /// Speaks another protocol from here on, on the same loop.
    func speak(_ spoken: ConnectionProtocol) {
        self.spoken = spoken
    }

    /// Leaves this loop for another; `body` runs there and must ``attach(_:)``. What is queued goes along, what the
    /// peer sends meanwhile waits in the kernel.
    func move(to other: EventLoop, then body: @escaping @Sendable () -> Void) {
        pauseReading()
        // Not at once: whoever called still holds the connection in this turn.
        loop.execute {
            guard self.phase != .closed else { return }
            self.loop.remove(self)
            self.sending.isScheduled = false
            other.execute {
                self.loop = other
                self.isReading = true
                body()
                if !self.sending.outbox.isEmpty { self.scheduleFlush() }
            }
        }
    }

    /// Sends what is queued, then ends the connection so that the peer still gets it.
    func closeAfterFlush() {
        guard phase == .open else { return }
        phase = .flushing
        sending.takesMore = false
        scheduleFlush()
    }

    /// Ends the connection now; what is queued is lost.
    func abort() {
        guard phase != .closed else { return }
        phase = .closed
        isRetired = true
        sending.takesMore = false
        loop.remove(self)
        sending.transport.close()
        peerIsKnown()
        shared.connectionClosed()
        let spoken = spoken
        self.spoken = ConnectionProtocol()
        // Not at once: it may be a send to this very connection that failed, in the middle of a broadcast, and whoever
        // sends must not find its list of members changed under it.
        loop.afterTurn { spoken.closed() }
    }

    /// Whoever is at the other end has shown who they are, or is gone.
    func peerIsKnown() {
        guard isStranger else { return }
        isStranger = false
        shared.strangers.leave(peerAddress)
    }

    // MARK: Sending

    /// Queues a chunk for the end of this turn. When the connection has begun to close, it is dropped.
    func send(_ chunk: Outbox.Chunk) {
        if sending.append(chunk) { loop.flushAtEndOfTurn(self) }
    }

    /// The same for whoever knows the loop already.
    @inline(__always)
    func send(_ frame: EncodedFrame, on loop: EventLoop) {
        if sending.append(.frame(frame)) { loop.flushAtEndOfTurn(self) }
    }

    /// Whether the loop will send at the end of this turn.
    var isScheduled: Bool { sending.isScheduled }

    /// Forgets what has not begun to be sent.
    func discardUnsent() {
        sending.discardUnsent()
    }

    private func scheduleFlush() {
        if sending.schedule() { loop.flushAtEndOfTurn(self) }
    }

    /// Sends as much as the kernel takes. The loop calls it at the end of a turn.
    func flush() {
        guard !isRetired else { return }
        let wasBlocked = sending.isBlocked
        switch sending.flush(gatheringIn: loop.sendBuffer) {
        case .failed:
            abort()
        case .blocked:
            if !wasBlocked { updateEvents() }
        case .drained:
            if wasBlocked { updateEvents() }
            if phase == .flushing {
                beginLingering()
            } else if tellsWhenDrained {
                spoken.drained()
            }
        }
    }

    private func beginLingering() {
        phase = .lingering
        lingerDeadline = loop.now + Self.lingerMilliseconds
        sending.transport.shutDownSending()
        isReading = true
        updateEvents()
    }

    // MARK: Receiving

    /// Lets the kernel hold what comes in; it will slow the peer down.
    func pauseReading() {
        isReading = false
        updateEvents()
    }

    func resumeReading() {
        guard !isReading || sending.transport.hasBufferedInput else { return }
        isReading = true
        updateEvents()
        // TLS may hold bytes that the kernel has handed over already, so no event would announce them.
        if sending.transport.hasBufferedInput {
            loop.schedule(afterMilliseconds: 0) { [weak self] in self?.read() }
        }
    }

    override func ready(_ events: UInt32) {
        if events & (EPOLLIN.rawValue | EPOLLHUP.rawValue | EPOLLERR.rawValue) != 0 {
            if isReading {
                read()
            } else if events & (EPOLLHUP.rawValue | EPOLLERR.rawValue) != 0 {
                abort()
            }
        }
        if events & EPOLLOUT.rawValue != 0, phase != .closed {
            if sending.transport.wantsWriteToRead { read() }
            if sending.isBlocked { flush() }
        }
    }

    private func read() {
        while isReading, phase != .closed {
            switch sending.transport.read(into: loop.receiveBuffer) {
            case .read(let count):
                let bytes = UnsafeMutableRawBufferPointer(rebasing: loop.receiveBuffer[..<count])
                if phase == .open { spoken.receive(bytes) }
                if !sending.transport.hasBufferedInput { return updateEvents() }
            case .wouldBlock:
                return updateEvents()
            case .end:
                peerFinished()
                return
            case .failed:
                abort()
                return
            }
        }
    }

    private func peerFinished() {
        if phase == .lingering {
            abort()
            return
        }
        // Level-triggered epoll would announce the end again and again.
        pauseReading()
        if phase == .open { spoken.peerFinished() }
    }

    // MARK: Time and interest

    func tick() {
        if phase == .closed { return }
        if phase == .lingering {
            if loop.now >= lingerDeadline { abort() }
        } else if sending.stallMilliseconds(at: loop.now) > spoken.stallLimit(shared.configuration.limits) {
            shared.counters.count(.slowReader)
            abort()
        } else if phase == .open {
            spoken.tick()
        }
    }

    func stop() {
        switch phase {
        case .open: spoken.stop()
        case .lingering: abort()
        case .flushing, .closed: break
        }
    }

    func deliver(_ reply: Reply) {
        if phase == .open { spoken.deliver(reply) }
    }

    private var wantedEvents: UInt32 {
        var events: UInt32 = 0
        if isReading { events |= EPOLLIN.rawValue }
        if sending.isBlocked || sending.transport.wantsWriteToRead { events |= EPOLLOUT.rawValue }
        return events
    }

    private func updateEvents() {
        let wanted = wantedEvents
        guard wanted != watched, phase != .closed else { return }
        watched = wanted
        loop.modify(self, events: wanted)
    }
}

/// The open connections of a loop; each knows its place, so that none is searched for.
struct ConnectionList {
    private var members: ContiguousArray<Connection> = []

    var isEmpty: Bool { members.isEmpty }
    var count: Int { members.count }

    mutating func insert(_ connection: Connection) {
        connection.listIndex = members.count
        members.append(connection)
    }

    mutating func remove(_ connection: Connection) {
        let last = members.removeLast()
        if last !== connection {
            members[connection.listIndex] = last
            last.listIndex = connection.listIndex
        }
    }

    /// Those that are open now: a copy, so that any of them may be closed while it is gone through.
    var all: ContiguousArray<Connection> { members }
}
