import Merge

/// A batch is refused, or its bytes are the one form of what they say.
@c(LLVMFuzzerTestOneInput)
public func testOneInput(_ data: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let bytes = Array(UnsafeBufferPointer(start: data, count: count))
    for place in [nil, Place("krt-1/kravtekst")] {
        do throws(DecodingError) {
            let batch = try EditBatch(decoding: bytes, after: { _ in place })
            precondition(batch.encoded(after: place) == bytes, "a second form of one batch")
            precondition(
                EditBatch.identifier(of: bytes) == EventID(session: batch.session, sequence: batch.firstSequence))
        } catch {
            continue
        }
    }
    return 0
}
