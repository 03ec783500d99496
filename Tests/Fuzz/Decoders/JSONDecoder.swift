import RichText

/// Bytes are no JSON, or what they say comes back from what is written of it.
@c(LLVMFuzzerTestOneInput)
public func testOneInput(_ data: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    guard let value = JSONReader.read(Array(UnsafeBufferPointer(start: data, count: count))) else { return 0 }
    var writer = JSONWriter()
    writer.write(value)
    precondition(JSONReader.read(writer.bytes) == value, "written otherwise than it was read")
    return 0
}
