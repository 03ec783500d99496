import Merge
import RichText

/// The bytes of a history are refused, or make a document that can be written, read and edited again.
@c(LLVMFuzzerTestOneInput)
public func testOneInput(_ data: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let bytes = Array(UnsafeBufferPointer(start: data, count: count))
    do throws(DecodingError) {
        var document = try Document(history: bytes)
        let content = document.content
        document.dropWalkState()
        var again = try Document(history: try document.encodedHistory())
        precondition(again.content == content, "written otherwise than it was read")
        let place = Place("krt-1/kravtekst")!
        let batch = again.batch(by: SessionID(1 << 60), [.insert(place, at: again.length(of: place), ["x"])])
        do throws(BatchError) {
            try again.apply(batch)
        } catch {
            precondition(error == .documentFull, "an edit at the end of a text does not fit")
        }
    } catch {
        return 0
    }
    return 0
}
