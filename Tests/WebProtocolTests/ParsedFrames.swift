import WebProtocol

/// What came of a connection's frames, as a value that can be compared.
struct ParsedFrames: Equatable {
    enum Event: Equatable {
        case text(String)
        case binary([UInt8])
        case ping([UInt8])
        case pong([UInt8])
        case close(UInt16?)
    }

    var events: [Event] = []
    var violation: WebSocketViolation?

    init(_ pieces: [[UInt8]], role: WebSocketFrameParser.Role = .server, limit: Int = 1 << 20) {
        var parser = WebSocketFrameParser(role: role, maximumMessageBytes: limit)
        for var piece in pieces {
            piece.withUnsafeMutableBytes { bytes in
                var offset = 0
                do throws(WebSocketViolation) {
                    while let event = try parser.next(bytes, at: &offset) { events.append(Self.copy(event)) }
                    precondition(offset == bytes.count, "bytes were left although more were asked for")
                } catch {
                    violation = error
                }
            }
            if violation != nil { return }
        }
    }

    private static func copy(_ event: WebSocketFrameParser.Event) -> Event {
        switch event {
        case .message(let bytes, isText: true): .text(String(validating: bytes, as: UTF8.self)!)
        case .message(let bytes, isText: false): .binary(Array(bytes))
        case .ping(let bytes): .ping(Array(bytes))
        case .pong(let bytes): .pong(Array(bytes))
        case .close(let code): .close(code)
        }
    }
}

/// One frame as a client may or may not send it; every field can be wrong.
struct Frame {
    var first: UInt8
    var payload: [UInt8]
    var key: [UInt8]? = [0x37, 0xfa, 0x21, 0x3d]

    init(_ first: UInt8, _ payload: [UInt8] = [], key: [UInt8]? = [0x37, 0xfa, 0x21, 0x3d]) {
        self.first = first
        self.payload = payload
        self.key = key
    }

    init(_ first: UInt8, _ text: String) {
        self.init(first, Array(text.utf8))
    }

    var bytes: [UInt8] {
        var bytes = [first]
        let mask: UInt8 = key == nil ? 0 : 0x80
        switch payload.count {
        case ..<126: bytes.append(mask | UInt8(payload.count))
        case ...0xffff: bytes += [mask | 126, UInt8(payload.count >> 8), UInt8(payload.count & 255)]
        default: bytes += [mask | 127] + (0..<8).map { UInt8(truncatingIfNeeded: payload.count >> (56 - 8 * $0)) }
        }
        guard let key else { return bytes + payload }
        return bytes + key + payload.enumerated().map { $1 ^ key[$0 % 4] }
    }
}
