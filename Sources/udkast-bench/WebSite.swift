import WebProtocol
import WebServer

/// What `udkast-bench web` answers.
///
/// It belongs to the server's one loop, as a room of the product belongs to its loop, so there is no lock on the way of
/// a message.
final class WebSite: @unchecked Sendable {
    // Sendable because all but the constants is touched on the server's one loop alone.

    private let maximumMessageBytes: Int
    private var rooms: [String: WebRoom] = [:]

    private static let greeting = Response.text("Hello, world!")
    private static let file = Response(
        headers: ["content-type": "application/octet-stream"], body: [UInt8](repeating: 0x78, count: 16 * 1024))

    init(maximumMessageBytes: Int) {
        self.maximumMessageBytes = maximumMessageBytes
    }

    func answer(_ request: Request) -> Handling {
        let isReading = request.method == "GET" || request.method == "HEAD"
        let path = request.path
        if isReading, path == "/hello" { return .now(.response(Self.greeting)) }
        if isReading, path == "/file" { return .now(.response(Self.file)) }
        if path == "/echo" { return upgrade { WebEcho($0) } }
        if path.hasPrefix("/room/") {
            let name = String(path.dropFirst("/room/".count))
            return upgrade { [self] in room(name).enter($0) }
        }
        return .now(.response(.text("404\n", status: 404)))
    }

    private func upgrade(
        _ open: @escaping @Sendable (WebSocketConnection) -> any WebSocketHandler
    ) -> Handling {
        .now(.webSocket(WebSocketUpgrade(maximumMessageBytes: maximumMessageBytes, open: open)))
    }

    private func room(_ name: String) -> WebRoom {
        if let room = rooms[name] { return room }
        let room = WebRoom { [unowned self] in rooms[name] = nil }
        rooms[name] = room
        return room
    }
}

/// Returns each message as it came.
private final class WebEcho: WebSocketHandler {
    private let socket: WebSocketConnection

    init(_ socket: WebSocketConnection) {
        self.socket = socket
    }

    func received(_ message: UnsafeRawBufferPointer, isText: Bool) {
        socket.send(isText ? .text(message) : .binary(message))
    }

    func closed(code: UInt16?) {}
}

/// Members who hear each other.
private final class WebRoom {
    private var members: ContiguousArray<WebMember> = []
    /// Of each member at its place. Every member holds its own, so these need not count.
    private var sockets: ContiguousArray<Unmanaged<WebSocketConnection>> = []
    private let forget: () -> Void

    /// - Parameter forget: Called when the last member has left.
    init(forget: @escaping () -> Void) {
        self.forget = forget
    }

    func enter(_ socket: WebSocketConnection) -> WebMember {
        let member = WebMember(socket, in: self, place: members.count)
        members.append(member)
        sockets.append(.passUnretained(socket))
        return member
    }

    func leave(_ member: WebMember) {
        let last = members.removeLast()
        let lastSocket = sockets.removeLast()
        if last !== member {
            members[member.place] = last
            sockets[member.place] = lastSocket
            last.place = member.place
        }
        if members.isEmpty { forget() }
    }

    func send(_ frame: EncodedFrame, from sender: WebMember) {
        let place = sender.place
        for index in sockets.indices where index != place { sockets[index]._withUnsafeGuaranteedRef { $0.send(frame) } }
    }
}

private final class WebMember: WebSocketHandler {
    let socket: WebSocketConnection
    /// Where it stands in the room's list.
    var place: Int
    private let room: WebRoom

    init(_ socket: WebSocketConnection, in room: WebRoom, place: Int) {
        self.socket = socket
        self.room = room
        self.place = place
    }

    func received(_ message: UnsafeRawBufferPointer, isText: Bool) {
        room.send(isText ? .text(message) : .binary(message), from: self)
    }

    func closed(code: UInt16?) { room.leave(self) }
}
