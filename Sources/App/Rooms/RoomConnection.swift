import Sync
import WebProtocol
import WebServer
import Workspace

/// One socket in a room.
final class RoomConnection: WebSocketHandler, @unchecked Sendable {
    // Sendable because the server calls it on the socket's loop alone, which is the room's executor: all who touch it
    // run on one thread.

    let client: ClientID
    let socket: any RoomSocket
    let admission: Admission
    /// As it is now; the admission says what it was at the handshake.
    var access: Access
    /// When the member last did something here, and not only their browser.
    private(set) var lastUse = Timestamp.now()
    private let room: Room
    private let whenClosed: @Sendable () -> Void
    private var allowance: Allowance

    init(
        client: ClientID, socket: any RoomSocket, admission: Admission, room: Room,
        whenClosed: @escaping @Sendable () -> Void
    ) {
        self.client = client
        self.socket = socket
        self.admission = admission
        access = admission.access
        self.room = room
        self.whenClosed = whenClosed
        allowance = Allowance(at: socket.loop.now)
    }

    func received(_ message: UnsafeRawBufferPointer, isText: Bool) {
        // The conversation is binary (RFC 6455, section 7.4.1: 1003 refuses a kind of data).
        guard !isText else { return socket.close(code: CloseCode.unsupportedData) }
        let bytes = [UInt8](message)
        if !ClientMessage.isPing(bytes) { lastUse = .now() }
        let start = ContinuousClock.now
        room.assumeIsolated { [client] in $0.received(bytes, from: client) }
        let pause = allowance.spend(busy: start.duration(to: .now) / .milliseconds(1), at: socket.loop.now)
        guard pause > 0 else { return }
        socket.pauseReceiving()
        socket.loop.schedule(afterMilliseconds: min(pause, Self.longestPause)) { [socket] in socket.resumeReceiving() }
    }

    /// Well below the time after which a silent peer is taken for dead.
    private static let longestPause: Int64 = 10_000

    func closed(code: UInt16?) {
        room.assumeIsolated { [client] in $0.left(client) }
        whenClosed()
    }
}
