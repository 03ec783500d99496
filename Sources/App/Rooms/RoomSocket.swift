import WebProtocol
import WebServer

/// The way between a room and one open document in a browser: a WebSocket, or plain requests where those are blocked.
/// Called on the room's loop.
protocol RoomSocket: AnyObject, Sendable {
    var loop: EventLoop { get }

    /// Whether frames still go out.
    var isOpen: Bool { get }

    /// Sends a frame that others may be sent too. Who lets too much wait is closed with 1013.
    func send(_ frame: EncodedFrame)

    /// Sends a part of the one large answer that the peer has asked for, which does not count against what may wait.
    func sendLarge(_ frame: EncodedFrame)

    /// - Parameter code: One that may be sent, see `CloseCode/maySend(_:)`.
    func close(code: UInt16, reason: String)

    /// Hands out no further message until ``resumeReceiving()``; nothing is lost.
    func pauseReceiving()

    /// Goes on behind the message at which reading was paused.
    func resumeReceiving()
}

extension RoomSocket {
    func close(code: UInt16) { close(code: code, reason: "") }
}

extension WebSocketConnection: RoomSocket {}
