// The C functions that a browser calls, and nothing else: each takes and gives numbers and bytes.
//
// Bytes go in through one input buffer: the caller asks for it with `engine_input(size)`, writes, and calls a function
// with the lengths of the parts, which stand one behind the other. Bytes come out through one output buffer: a
// function returns how many, `engine_output()` says where, and they hold until the next call. A negative result is a
// ``Failure``. Positions are Unicode scalars. JavaScript's side is Web/engine/engine.js.

// C has no modules, so C names carry a prefix instead.
// swift-format-ignore-file: AlwaysUseLowerCamelCase

import Merge
import RichText
import Sync

/// What a negative result means.
enum Failure: Int32, Error {
    case notOpen = -1
    case readOnly = -2
    case positionPastEnd = -3
    case tooLarge = -4
    case documentFull = -5
    case badName = -6
    case badValue = -7
    case violation = -8
    case nothing = -9

    init(_ error: EditError) {
        switch error {
        case .notOpen: self = .notOpen
        case .readOnly: self = .readOnly
        case .positionPastEnd: self = .positionPastEnd
        case .tooLarge: self = .tooLarge
        case .documentFull: self = .documentFull
        }
    }
}

/// The conversations and buffers of this instance.
///
/// `nonisolated(unsafe)` is safe here: a WebAssembly instance has one thread, and no function calls back into it.
nonisolated(unsafe) private var engine = EngineState()

/// By reference, so that asking it something does not copy it.
private final class OpenSession {
    var session = ClientSession()
}

private struct EngineState {
    var sessions: [OpenSession?] = []
    /// The place that was named last.
    private var lastPlace: Place?
    var input = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: 4096)
    var output = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: 4096)

    func inputBytes(from offset: Int32 = 0, count: Int32) -> [UInt8] {
        precondition(offset >= 0 && count >= 0 && Int(offset) + Int(count) <= input.count, "parts past the input")
        return Array(input[Int(offset)..<Int(offset + count)])
    }

    subscript(session: Int32) -> OpenSession { sessions[Int(session)]! }

    /// The place at the start of the input; the last one again for a length of 0, so that typing does not read it at
    /// every key.
    mutating func place(_ length: Int32) -> Place? {
        if length > 0 { lastPlace = Place(bytes: inputBytes(count: length)) }
        return lastPlace
    }

    mutating func give(_ bytes: [UInt8]) -> Int32 {
        if bytes.count > output.count {
            output.deallocate()
            output = .allocate(capacity: max(bytes.count, 2 * output.count))
        }
        _ = output.update(fromContentsOf: bytes)
        return Int32(bytes.count)
    }
}

// MARK: Buffers and sessions

@c(engine_input) public func input(_ size: Int32) -> UnsafeMutableRawPointer? {
    if Int(size) > engine.input.count {
        engine.input.deallocate()
        engine.input = .allocate(capacity: max(Int(size), 2 * engine.input.count))
    }
    return UnsafeMutableRawPointer(engine.input.baseAddress)
}

@c(engine_output) public func output() -> UnsafeMutableRawPointer? {
    UnsafeMutableRawPointer(engine.output.baseAddress)
}

@c(engine_create) public func create() -> Int32 {
    if let free = engine.sessions.firstIndex(where: { $0 == nil }) {
        engine.sessions[free] = OpenSession()
        return Int32(free)
    }
    engine.sessions.append(OpenSession())
    return Int32(engine.sessions.count - 1)
}

@c(engine_destroy) public func destroy(_ session: Int32) {
    engine.sessions[Int(session)] = nil
}

// MARK: The conversation

@c(engine_connected) public func connected(_ session: Int32) {
    engine[session].session.connected()
}

/// - Returns: events.
@c(engine_disconnected) public func disconnected(_ session: Int32) -> Int32 {
    giveEvents(engine[session].session.disconnected(), of: session)
}

/// Takes one message of the server.
///
/// - Returns: events.
@c(engine_receive) public func receive(_ session: Int32, _ length: Int32) -> Int32 {
    do throws(ProtocolViolation) {
        return giveEvents(
            try engine[session].session.receive(engine.inputBytes(count: length)), of: session)
    } catch {
        return Failure.violation.rawValue
    }
}

/// - Returns: messages to send, each as four bytes of length (little end first) and its bytes.
@c(engine_take_outgoing) public func takeOutgoing(_ session: Int32) -> Int32 {
    var writer = ByteWriter()
    for message in engine[session].session.takeOutgoing() { writer.write(frame: message) }
    return engine.give(writer.bytes)
}

@c(engine_ping) public func ping(_ session: Int32, _ number: Int32) {
    engine[session].session.ping(UInt64(number.magnitude))
}

/// The person has left all fields.
@c(engine_leave) public func leave(_ session: Int32) {
    engine[session].session.setPresence(nil)
}

/// Input: place.
@c(engine_set_presence) public func setPresence(_ session: Int32, _ placeLength: Int32, _ from: Int32, _ to: Int32)
    -> Int32
{
    guard let place = engine.place(placeLength), from >= 0, to >= 0 else {
        return Failure.badName.rawValue
    }
    engine[session].session.setPresence(Presence(place: place, from: Int(from), to: Int(to)))
    return 0
}

// MARK: Unacknowledged edits

/// - Parameters:
///   - start: How many to leave out at the beginning.
///   - limit: How many to give at most.
/// - Returns: pending batches, each as its session and first sequence (eight bytes each, little end first), four bytes
///   of length and its bytes.
@c(engine_pending) public func pending(_ session: Int32, _ start: Int32, _ limit: Int32) -> Int32 {
    var writer = ByteWriter()
    for waiting in engine[session].session.pending.dropFirst(Int(start)).prefix(Int(limit)) {
        writer.write(fixed: waiting.session.rawValue, bytes: 8)
        writer.write(fixed: waiting.firstSequence, bytes: 8)
        writer.write(frame: waiting.bytes)
    }
    return engine.give(writer.bytes)
}

@c(engine_pending_count) public func pendingCount(_ session: Int32) -> Int32 {
    Int32(engine[session].session.pending.count)
}

@c(engine_adopt) public func adopt(_ session: Int32, _ length: Int32) -> Int32 {
    do throws(DecodingError) {
        try engine[session].session.adopt(engine.inputBytes(count: length))
        return 0
    } catch {
        return Failure.violation.rawValue
    }
}

// MARK: Editing

/// Input: place, text, attributes as JSON (nothing for none). Returns events; nothing where all that happened is what was
/// asked for.
@c(engine_insert) public func insert(
    _ session: Int32, _ placeLength: Int32, _ position: Int32, _ textLength: Int32, _ attributesLength: Int32
) -> Int32 {
    guard let place = engine.place(placeLength) else { return Failure.badName.rawValue }
    guard position >= 0, let text = decodeUTF8(engine.inputBytes(from: placeLength, count: textLength)) else {
        return Failure.badValue.rawValue
    }
    var attributes = Attributes.none
    if attributesLength > 0 {
        let bytes = engine.inputBytes(from: placeLength + textLength, count: attributesLength)
        guard let json = JSONReader.read(bytes), let given = Attributes(json: json) else {
            return Failure.badValue.rawValue
        }
        attributes = given
    }
    return edit(session, isTold: true) { session throws(EditError) in
        try session.insert(text, attributes, at: Int(position), in: place)
    }
}

/// Input: place, key, value as JSON (null takes it away). Returns events.
@c(engine_format) public func format(
    _ session: Int32, _ placeLength: Int32, _ position: Int32, _ count: Int32, _ keyLength: Int32, _ valueLength: Int32
) -> Int32 {
    guard let place = engine.place(placeLength),
        let key = Name(bytes: engine.inputBytes(from: placeLength, count: keyLength))
    else { return Failure.badName.rawValue }
    guard position >= 0, count >= 0,
        let json = JSONReader.read(engine.inputBytes(from: placeLength + keyLength, count: valueLength)),
        let value = json.registerValue
    else { return Failure.badValue.rawValue }
    return edit(session) { session throws(EditError) in
        try session.format(Int(count), at: Int(position), in: place, key, to: value)
    }
}

/// Input: place. Returns events; nothing where all that happened is what was asked for.
@c(engine_delete) public func delete(_ session: Int32, _ placeLength: Int32, _ position: Int32, _ count: Int32) -> Int32
{
    guard let place = engine.place(placeLength) else { return Failure.badName.rawValue }
    guard position >= 0, count >= 0 else { return Failure.badValue.rawValue }
    return edit(session, isTold: true) { session throws(EditError) in
        try session.delete(Int(count), at: Int(position), in: place)
    }
}

/// Input: node, key, value as JSON (null takes it away). Returns events.
@c(engine_set) public func set(_ session: Int32, _ nodeLength: Int32, _ keyLength: Int32, _ valueLength: Int32) -> Int32
{
    guard let node = Name(node: engine.inputBytes(count: nodeLength)),
        let key = Name(bytes: engine.inputBytes(from: nodeLength, count: keyLength))
    else { return Failure.badName.rawValue }
    guard let json = JSONReader.read(engine.inputBytes(from: nodeLength + keyLength, count: valueLength)),
        let value = json.registerValue
    else { return Failure.badValue.rawValue }
    return edit(session) { session throws(EditError) in
        try session.set(node, key, to: value)
    }
}

@c(engine_begin_transaction) public func beginTransaction(_ session: Int32) {
    engine[session].session.beginTransaction()
}

/// - Parameter joinsLast: 1 where undo takes the edits back together with those before.
@c(engine_end_transaction) public func endTransaction(_ session: Int32, _ joinsLast: Int32) {
    engine[session].session.endTransaction(joinsLast: joinsLast != 0)
}

/// Returns events, or ``Failure/nothing`` where there is nothing to take back.
@c(engine_undo) public func undo(_ session: Int32) -> Int32 {
    carryOut(session) { session throws(EditError) in try session.undo() }
}

/// Returns events, or ``Failure/nothing`` where there is nothing to make again.
@c(engine_redo) public func redo(_ session: Int32) -> Int32 {
    carryOut(session) { session throws(EditError) in try session.redo() }
}

private func carryOut(
    _ session: Int32, _ change: (inout ClientSession) throws(EditError) -> [ClientSession.Event]?
) -> Int32 {
    do throws(EditError) {
        guard let events = try change(&engine[session].session) else { return Failure.nothing.rawValue }
        return giveEvents(events, of: session)
    } catch {
        return Failure(error).rawValue
    }
}

/// - Parameter isTold: whether the caller knows the event where it is the only one.
private func edit(
    _ session: Int32, isTold: Bool = false, _ change: (inout ClientSession) throws(EditError) -> [ClientSession.Event]
) -> Int32 {
    do throws(EditError) {
        let events = try change(&engine[session].session)
        return isTold && events.count == 1 ? 0 : giveEvents(events, of: session)
    } catch {
        return Failure(error).rawValue
    }
}

// MARK: Reading

/// Input: place. Returns its text in UTF-8.
@c(engine_text) public func text(_ session: Int32, _ placeLength: Int32) -> Int32 {
    guard let place = engine.place(placeLength) else { return Failure.badName.rawValue }
    return engine.give(engine[session].session.document.utf8(at: place))
}

/// Input: place. Returns its text in runs of equal attributes: `[[text, {attributes}], …]`.
@c(engine_runs) public func runs(_ session: Int32, _ placeLength: Int32) -> Int32 {
    guard let place = engine.place(placeLength) else { return Failure.badName.rawValue }
    var writer = JSONWriter()
    writer.write(
        .array(
            engine[session].session.document.runs(at: place).map { run in
                .array([.string(encodeUTF8(run.text)), run.attributes.json])
            }))
    return engine.give(writer.bytes)
}

/// Returns the canonical form of the document.
@c(engine_content) public func content(_ session: Int32) -> Int32 {
    engine.give(engine[session].session.document.canonicalBytes)
}

/// Returns 64 hexadecimal digits.
@c(engine_hash) public func hash(_ session: Int32) -> Int32 {
    engine.give(SHA256.digits(of: engine[session].session.document.canonicalHash))
}

/// Returns `{"session", "member", "access", "isOpen"}`.
@c(engine_state) public func state(_ session: Int32) -> Int32 {
    engine.give(stateJSON(engine[session].session))
}

/// Input: place. Returns the id of the scalar at the position, `session.sequence`; nothing past the end.
@c(engine_anchor) public func anchor(_ session: Int32, _ placeLength: Int32, _ position: Int32) -> Int32 {
    guard let place = engine.place(placeLength) else { return Failure.badName.rawValue }
    guard let id = engine[session].session.scalarID(at: Int(position), in: place) else { return 0 }
    return engine.give(id.anchorBytes)
}

/// Input: place, anchor. Returns `[position, isDeleted]`, nothing for an anchor that is not of this place.
@c(engine_position) public func position(_ session: Int32, _ placeLength: Int32, _ anchorLength: Int32) -> Int32 {
    guard let place = engine.place(placeLength) else { return Failure.badName.rawValue }
    guard let id = EventID(anchor: engine.inputBytes(from: placeLength, count: anchorLength)),
        let found = engine[session].session.position(of: id, in: place)
    else { return 0 }
    var writer = JSONWriter()
    writer.write(raw: "[")
    writer.write(Int64(found.position))
    writer.write(raw: found.isDeleted ? ",true]" : ",false]")
    return engine.give(writer.bytes)
}

/// Input: two keys; a length of −1 stands for the start or the end. Returns a key between.
@c(engine_order_key) public func orderKey(_ beforeLength: Int32, _ afterLength: Int32) -> Int32 {
    let before = beforeLength < 0 ? nil : engine.inputBytes(count: beforeLength)
    let after = afterLength < 0 ? nil : engine.inputBytes(from: max(beforeLength, 0), count: afterLength)
    return engine.give(OrderKey.between(before, after))
}

private func giveEvents(_ events: [ClientSession.Event], of session: Int32) -> Int32 {
    engine.give(eventsJSON(events, of: engine[session].session))
}

extension ByteWriter {
    fileprivate mutating func write(fixed value: UInt64, bytes count: UInt64) {
        for number in 0..<count { write(byte: UInt8(truncatingIfNeeded: value >> (8 * number))) }
    }

    fileprivate mutating func write(frame message: [UInt8]) {
        write(fixed: UInt64(message.count), bytes: 4)
        write(raw: message)
    }
}
