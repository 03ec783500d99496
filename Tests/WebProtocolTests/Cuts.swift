import TestSupport

extension SeededGenerator {
    /// Cuts `bytes` in pieces of 0 to `maximum` bytes.
    mutating func cut(_ bytes: [UInt8], maximum: Int) -> [[UInt8]] {
        var pieces: [[UInt8]] = []
        var start = 0
        while start < bytes.count {
            let end = min(bytes.count, start + Int.random(in: 0...maximum, using: &self))
            pieces.append(Array(bytes[start..<end]))
            start = end
        }
        return pieces
    }
}
