import Merge

/// A batch is refused, or its bytes are the one form of what they say, but for places that could have been left out.
@c(LLVMFuzzerTestOneInput)
public func testOneInput(_ data: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let bytes = Array(UnsafeBufferPointer(start: data, count: count))
    for place in [nil, Place("krt-1/kravtekst")] {
        do throws(DecodingError) {
            let batch = try EditBatch(decoding: bytes, after: { _ in place })
            let again = batch.encoded(after: place)
            precondition(again == bytes || again.count < bytes.count, "a second form")
            let batchAgain = try EditBatch(decoding: again, after: { _ in place })
            precondition(batchAgain == batch, "written otherwise than it was read")
            precondition(
                EditBatch.identifier(of: bytes) == EventID(session: batch.session, sequence: batch.firstSequence))
        } catch {
            continue
        }
    }
    return 0
}
