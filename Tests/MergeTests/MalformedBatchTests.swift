import Merge
import TestSupport
import Testing

struct MalformedBatchTests {
    @Test(arguments: MalformedBatch.all)
    func `malformed bytes are refused for what is wrong with them`(batch: MalformedBatch) {
        #expect(throws: batch.error) { try EditBatch(decoding: batch.bytes, after: { _ in batch.lastPlace }) }
    }

    /// What the malformed ones are variations of; else they could be refused for something else.
    @Test(arguments: MalformedBatch.wellFormed)
    func `the same without the fault is taken`(bytes: [UInt8]) throws {
        _ = try EditBatch(decoding: bytes, after: { _ in Place("a/b") })
    }
}
