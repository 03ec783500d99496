/// Reads WebSocket frames from the bytes of one connection, however they were cut, and gives whole messages.
///
///     var offset = 0
///     while let event = try parser.next(buffer, at: &offset) { … }
///
/// A message that lies whole in the buffer is unmasked where it is and handed out without a copy, the usual case.
/// What was cut or fragmented is unmasked as it comes and put together in a block of its own, which is given back
/// when the message is complete; an idle connection holds none. Text is checked as it arrives, so wrong bytes close
/// the connection before their message is complete.
///
/// Unsafe pointers are used because a copy per message is what the fast path is about. Every length is held against
/// the buffer or the limit before a pointer is made from it.
public struct WebSocketFrameParser: ~Copyable {
    /// Who we are: it decides who must mask.
    public enum Role: Sendable {
        case server
        case client
    }

    /// Pointers are into the buffer or the parser, and good until the next call.
    public enum Event {
        case message(UnsafeRawBufferPointer, isText: Bool)
        case ping(UnsafeRawBufferPointer)
        case pong(UnsafeRawBufferPointer)
        /// Nil if the frame was empty. A reason has been checked and is not kept: nobody acts on it.
        case close(code: UInt16?)
    }

    private enum State {
        case header
        /// Inside the payload of a frame that was cut; `read` bytes of it are in.
        case payload(FrameHeader, read: Int)
    }

    private let role: Role
    private let maximumMessageBytes: Int
    private var state = State.header
    /// A header whose end has not come, at most 14 bytes.
    private var spill: [UInt8] = []

    /// The kind of the fragmented message that is open, if any.
    private var openMessage: Opcode?
    private var message = Block()
    private var text = UTF8Validator()
    /// A control frame that was cut; it may come in the middle of a message.
    private var control = Block()

    /// - Parameter maximumMessageBytes: Of one message, all its fragments together.
    public init(role: Role, maximumMessageBytes: Int) {
        self.role = role
        self.maximumMessageBytes = maximumMessageBytes
    }

    /// The next event in `buffer` from `offset` on, or nil when all is read and more is needed.
    ///
    /// - Parameter buffer: Payloads are unmasked in it.
    /// - Throws: The first violation in the order of the bytes. The parser is of no further use then.
    public mutating func next(
        _ buffer: UnsafeMutableRawBufferPointer, at offset: inout Int
    ) throws(WebSocketViolation) -> Event? {
        releaseBlocks()
        while true {
            switch state {
            case .header:
                guard let header = try readHeader(buffer, at: &offset) else { return nil }
                try check(header)
                if header.length <= buffer.count - offset {
                    let payload = UnsafeMutableRawBufferPointer(
                        rebasing: buffer[offset..<offset + header.length])
                    offset += header.length
                    if let key = header.key { Masking.apply(key, phase: 0, to: payload) }
                    if let event = try complete(header, UnsafeRawBufferPointer(payload)) { return event }
                } else {
                    state = .payload(header, read: 0)
                }

            case .payload(let header, let read):
                let count = min(header.length - read, buffer.count - offset)
                if count == 0 { return nil }
                let part = UnsafeMutableRawBufferPointer(rebasing: buffer[offset..<offset + count])
                offset += count
                if let key = header.key { Masking.apply(key, phase: read, to: part) }
                let isComplete = read + count == header.length
                state = isComplete ? .header : .payload(header, read: read + count)
                if let event = try append(UnsafeRawBufferPointer(part), of: header, isComplete: isComplete) {
                    return event
                }
            }
        }
    }

    /// Gives back what the last event pointed into.
    private mutating func releaseBlocks() {
        guard case .header = state else { return }
        if openMessage == nil, message.count > 0 { message.reset() }
        if control.count > 0 { control.reset() }
    }

    // MARK: Headers

    private mutating func readHeader(
        _ buffer: UnsafeMutableRawBufferPointer, at offset: inout Int
    ) throws(WebSocketViolation) -> FrameHeader? {
        if spill.isEmpty {
            let rest = UnsafeRawBufferPointer(rebasing: buffer[offset...])
            if let (header, count) = try FrameHeader.read(rest) {
                offset += count
                return header
            }
        }
        // Cut: one byte after the other, for there are few.
        while offset < buffer.count {
            spill.append(buffer[offset])
            offset += 1
            let whole = try spill.withUnsafeBytes { bytes in
                Result { () throws(WebSocketViolation) in try FrameHeader.read(bytes) }
            }.get()
            if let (header, _) = whole {
                spill = []
                return header
            }
        }
        return nil
    }

    /// Everything that can be refused before the payload is here.
    private func check(_ header: FrameHeader) throws(WebSocketViolation) {
        switch role {
        case .server: if header.key == nil { throw .unmaskedFrame }
        case .client: if header.key != nil { throw .maskedFrame }
        }
        switch header.opcode {
        case .continuation: if openMessage == nil { throw .unexpectedContinuation }
        case .text, .binary: if openMessage != nil { throw .interruptedMessage }
        case .close, .ping, .pong: return
        }
        let before = openMessage == nil ? 0 : message.count
        if header.length > maximumMessageBytes - before {
            throw .messageTooLarge(bytes: UInt64(header.length) + UInt64(before), limit: maximumMessageBytes)
        }
    }

    // MARK: Payloads

    /// A frame that lies whole in the buffer.
    private mutating func complete(
        _ header: FrameHeader, _ payload: UnsafeRawBufferPointer
    ) throws(WebSocketViolation) -> Event? {
        if header.opcode.isControl { return try controlEvent(header.opcode, payload) }
        if header.isFinal, header.opcode != .continuation {
            if header.opcode == .text {
                text = UTF8Validator()
                guard text.append(payload), text.isComplete else { throw .invalidText }
            }
            return .message(payload, isText: header.opcode == .text)
        }
        return try append(payload, of: header, isComplete: true)
    }

    /// A part of a frame that was cut, or a fragment of a message.
    private mutating func append(
        _ part: UnsafeRawBufferPointer, of header: FrameHeader, isComplete: Bool
    ) throws(WebSocketViolation) -> Event? {
        if header.opcode.isControl {
            control.append(part)
            return isComplete ? try controlEvent(header.opcode, control.bytes) : nil
        }
        let kind = openMessage ?? header.opcode
        if openMessage == nil {
            openMessage = kind
            text = UTF8Validator()
        }
        if kind == .text {
            guard text.append(part) else { throw .invalidText }
        }
        message.append(part)
        guard isComplete, header.isFinal else { return nil }
        openMessage = nil
        if kind == .text, !text.isComplete { throw .invalidText }
        return .message(message.bytes, isText: kind == .text)
    }

    private func controlEvent(
        _ opcode: Opcode, _ payload: UnsafeRawBufferPointer
    ) throws(WebSocketViolation) -> Event {
        switch opcode {
        case .ping: return .ping(payload)
        case .pong: return .pong(payload)
        default: break
        }
        if payload.isEmpty { return .close(code: nil) }
        guard payload.count >= 2 else { throw .malformedClose }
        let code = UInt16(payload[0]) << 8 | UInt16(payload[1])
        guard CloseCode.maySend(code) else { throw .malformedClose }
        var reason = UTF8Validator()
        guard reason.append(payload.part(2..<payload.count)), reason.isComplete else { throw .invalidText }
        return .close(code: code)
    }
}

/// Bytes that grow as they arrive, at an address that stays until the next change.
private struct Block: ~Copyable {
    private var storage: UnsafeMutableRawBufferPointer?
    private(set) var count = 0

    deinit {
        storage?.deallocate()
    }

    var bytes: UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(rebasing: UnsafeRawBufferPointer(start: storage?.baseAddress, count: count)[...])
    }

    /// Forgets the bytes and gives the memory back.
    mutating func reset() {
        storage?.deallocate()
        storage = nil
        count = 0
    }

    mutating func append(_ part: UnsafeRawBufferPointer) {
        guard !part.isEmpty else { return }
        let capacity = storage?.count ?? 0
        if count + part.count > capacity {
            let larger = UnsafeMutableRawBufferPointer.allocate(
                byteCount: max(count + part.count, capacity * 2), alignment: 8)
            if let storage {
                larger.copyMemory(from: UnsafeRawBufferPointer(rebasing: storage[..<count]))
                storage.deallocate()
            }
            storage = larger
        }
        UnsafeMutableRawBufferPointer(rebasing: storage![count..<count + part.count]).copyMemory(from: part)
        count += part.count
    }
}
