import Sync

/// A message to the server is refused, or its bytes are the one form of what they say.
@c(LLVMFuzzerTestOneInput)
public func testOneInput(_ data: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let bytes = Array(UnsafeBufferPointer(start: data, count: count))
    do throws(ProtocolViolation) {
        let message = try ClientMessage(decoding: bytes)
        precondition(message.encoded() == bytes, "a second form of one message")
    } catch {
        return 0
    }
    return 0
}
