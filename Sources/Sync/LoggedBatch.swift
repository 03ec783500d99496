public import Merge
public import RichText

/// A batch as the server keeps it: in its order of arrival, in the bytes it travelled in.
public struct LoggedBatch: Hashable, Sendable {
    public let session: SessionID
    public let firstSequence: UInt64
    public let eventCount: Int
    public let bytes: [UInt8]

    public init(session: SessionID, firstSequence: UInt64, eventCount: Int, bytes: [UInt8]) {
        self.session = session
        self.firstSequence = firstSequence
        self.eventCount = eventCount
        self.bytes = bytes
    }

    var endSequence: UInt64 { firstSequence + UInt64(eventCount) }
}

/// A stored batch that cannot be: the store was damaged, or written by another version.
public enum StoredBatchError: Error, Hashable, Sendable {
    /// The number counts the document's batches from 0.
    case unreadable(number: Int, DecodingError)
    case doesNotFit(number: Int, BatchError)
}
