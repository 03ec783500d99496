import Sync
import WebProtocol
import WebServer

/// One socket in a room.
final class RoomConnection: WebSocketHandler, @unchecked Sendable {
    // Sendable because the server calls it on the socket's loop alone, which is the room's executor: all who touch it
    // run on one thread.

    let client: ClientID
    let socket: WebSocketConnection
    let admission: Admission
    /// As it is now; the admission says what it was at the handshake.
    var access: Access
    private let room: Room

    init(client: ClientID, socket: WebSocketConnection, admission: Admission, room: Room) {
        self.client = client
        self.socket = socket
        self.admission = admission
        access = admission.access
        self.room = room
    }

    func received(_ message: UnsafeRawBufferPointer, isText: Bool) {
        // The conversation is binary (RFC 6455, section 7.4.1: 1003 refuses a kind of data).
        guard !isText else { return socket.close(code: CloseCode.unsupportedData) }
        let bytes = [UInt8](message)
        room.assumeIsolated { [client] in $0.received(bytes, from: client) }
    }

    func closed(code: UInt16?) {
        room.assumeIsolated { [client] in $0.left(client) }
    }
}
