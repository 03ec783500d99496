import Merge
import RichText

/// The bytes of a saved document are refused, or make one that can be read, edited and asked for its past.
@c(LLVMFuzzerTestOneInput)
public func testOneInput(_ data: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let bytes = Array(UnsafeBufferPointer(start: data, count: count))
    do throws(DecodingError) {
        var document = try Document(saved: bytes)
        _ = document.content.canonicalBytes
        let place = Place("krt-1/kravtekst")!
        let session = SessionID(1 << 60)
        do throws(BatchError) {
            try document.apply(document.batch(by: session, [.insert(place, at: document.length(of: place), ["x"])]))
            // Somebody who had seen nothing: now the history is needed, which may be damaged.
            try document.apply(
                EditBatch(
                    session: SessionID(1 << 61), firstSequence: 0, parents: [],
                    operations: [.insert(place, at: 0, ["y"])]))
        } catch {
            return 0
        }
        _ = document.scalarID(at: 0, in: place)
        var again = try Document(saved: try document.saved())
        precondition(again.content == document.content, "written otherwise than it was read")
        again.dropWalkState()
    } catch {
        return 0
    }
    return 0
}
