public import Merge

/// Character ids as they are written down outside the document, in comment threads: `session.sequence`, both decimal.
extension EventID {
    public var anchor: String {
        String(decoding: anchorBytes, as: UTF8.self)
    }

    public var anchorBytes: [UInt8] {
        var writer = JSONWriter()
        writer.write(Int64(bitPattern: session.rawValue))
        writer.write(raw: ".")
        writer.write(Int64(bitPattern: sequence))
        return writer.bytes
    }

    /// Nil where the bytes are no anchor.
    public init?(anchor bytes: [UInt8]) {
        guard let dot = bytes.firstIndex(of: UInt8(ascii: ".")),
            case .integer(let session) = JSONReader.read(Array(bytes[..<dot])), session > 0,
            case .integer(let sequence) = JSONReader.read(Array(bytes[(dot + 1)...])), sequence >= 0
        else { return nil }
        self.init(session: SessionID(UInt64(session)), sequence: UInt64(sequence))
        // Spaces and zeros in front would give one id several names.
        guard anchorBytes == bytes else { return nil }
    }

    public init?(anchor: String) {
        self.init(anchor: Array(anchor.utf8))
    }
}
