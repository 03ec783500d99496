/// A text as it stands: UTF-8 in chunks of at most 1 KiB, addressed by Unicode scalars.
///
/// Finding a position starts from where the last edit was, so typing costs the same in a long text as in a short one; a
/// jump costs a step a chunk. The chunks lie in one array, so that a text of a few words takes no more than these.
struct TextBuffer: Sendable {
    private struct Chunk: Sendable {
        /// Its bytes start at `slot * chunkBytes`.
        let slot: Int32
        var byteCount: Int32 = 0
        var scalarCount: Int32 = 0

        var isASCII: Bool { byteCount == scalarCount }
    }

    private static let chunkBytes = 1024
    /// What a chunk is given when much text comes at once, so that there is room to type.
    private static let fillBytes = 896

    private var storage: [UInt8] = []
    private var chunks: [Chunk] = []
    private var freeSlots: [Int32] = []
    private(set) var count = 0
    private(set) var byteCount = 0
    /// The chunk of the last edit, and how many scalars stand before it.
    private var cursor = (chunk: 0, start: 0)

    // MARK: Reading

    /// The whole text in UTF-8.
    var utf8: [UInt8] {
        guard byteCount > 0 else { return [] }
        return [UInt8](unsafeUninitializedCapacity: byteCount) { target, written in
            let target = UnsafeMutableRawPointer(target.baseAddress!)
            storage.withUnsafeBytes { source in
                for chunk in chunks {
                    (target + written).copyMemory(
                        from: source.baseAddress! + Int(chunk.slot) * Self.chunkBytes, byteCount: Int(chunk.byteCount))
                    written += Int(chunk.byteCount)
                }
            }
        }
    }

    var scalars: [Unicode.Scalar] {
        decodeUTF8(utf8)!
    }

    /// - Parameter range: within 0..<count.
    func scalars(in range: Range<Int>) -> [Unicode.Scalar] {
        var (number, start) = find(range.lowerBound)
        var bytes: [UInt8] = []
        var position = range.lowerBound
        while position < range.upperBound {
            let chunk = chunks[number]
            let end = min(range.upperBound, start + Int(chunk.scalarCount))
            let base = Int(chunk.slot) * Self.chunkBytes
            let from = base + byteOffset(of: position - start, in: chunk)
            bytes += storage[from..<(base + byteOffset(of: end - start, in: chunk))]
            position = end
            start += Int(chunk.scalarCount)
            number += 1
        }
        return decodeUTF8(bytes)!
    }

    // MARK: Changing

    /// - Parameter position: 0...count.
    mutating func insert(_ scalars: [Unicode.Scalar], at position: Int) {
        if scalars.count == 1, scalars[0].isASCII {
            // By far the most frequent: a key.
            withUnsafePointer(to: UInt8(truncatingIfNeeded: scalars[0].value)) {
                insert(UnsafeBufferPointer(start: $0, count: 1), scalarCount: 1, at: position)
            }
        } else {
            encodeUTF8(scalars).withUnsafeBufferPointer { insert($0, scalarCount: scalars.count, at: position) }
        }
    }

    /// Inserts well-formed UTF-8 that holds `scalarCount` scalars.
    mutating func insert(_ bytes: UnsafeBufferPointer<UInt8>, scalarCount: Int, at position: Int) {
        guard !bytes.isEmpty else { return }
        let number = seek(position)
        let offset = number < chunks.count ? byteOffset(of: position - cursor.start, in: chunks[number]) : 0
        count += scalarCount
        byteCount += bytes.count
        if number < chunks.count, Int(chunks[number].byteCount) + bytes.count <= Self.chunkBytes {
            reserve(Int(chunks[number].byteCount) + bytes.count, in: chunks[number].slot)
            let length = Int(chunks[number].byteCount)
            let start = Int(chunks[number].slot) * Self.chunkBytes
            storage.withUnsafeMutableBytes { storage in
                let at = storage.baseAddress! + start + offset
                (at + bytes.count).copyMemory(from: at, byteCount: length - offset)
                at.copyMemory(from: bytes.baseAddress!, byteCount: bytes.count)
            }
            chunks[number].byteCount += Int32(bytes.count)
            chunks[number].scalarCount += Int32(scalarCount)
        } else {
            spread(bytes, at: number, offset)
        }
    }

    /// Removes `removed` scalars from `position` on; they must exist.
    mutating func remove(_ removed: Int, at position: Int) {
        var left = removed
        var number = seek(position)
        if number < chunks.count, position - cursor.start == Int(chunks[number].scalarCount) {
            cursor = (number + 1, position)
            number += 1
        }
        var scalarOffset = position - cursor.start
        count -= removed
        while left > 0 {
            let here = min(left, Int(chunks[number].scalarCount) - scalarOffset)
            let from = byteOffset(of: scalarOffset, in: chunks[number])
            let to = byteOffset(of: scalarOffset + here, in: chunks[number])
            let length = Int(chunks[number].byteCount)
            let start = Int(chunks[number].slot) * Self.chunkBytes
            storage.withUnsafeMutableBytes { storage in
                let base = storage.baseAddress! + start
                (base + from).copyMemory(from: base + to, byteCount: length - to)
            }
            chunks[number].byteCount -= Int32(to - from)
            chunks[number].scalarCount -= Int32(here)
            byteCount -= to - from
            left -= here
            if chunks[number].byteCount == 0 {
                freeSlots.append(chunks.remove(at: number).slot)
            } else if left > 0 {
                number += 1
                scalarOffset = 0
            }
        }
        // The cursor's chunk may be gone, or another may stand in its place.
        if cursor.chunk >= chunks.count { cursor = (0, 0) }
        join(at: cursor.chunk)
    }

    // MARK: Finding

    /// Moves the cursor to the chunk that holds `position`, or ends there.
    private mutating func seek(_ position: Int) -> Int {
        cursor = find(position)
        return cursor.chunk
    }

    private func find(_ position: Int) -> (chunk: Int, start: Int) {
        precondition(position >= 0 && position <= count, "a position past the end")
        var (number, start) = cursor
        if position < start {
            // Back from the cursor or on from the start, whichever is nearer.
            if position < start / 2 {
                (number, start) = (0, 0)
            } else {
                while position < start {
                    number -= 1
                    start -= Int(chunks[number].scalarCount)
                }
            }
        }
        while number < chunks.count, position > start + Int(chunks[number].scalarCount) {
            start += Int(chunks[number].scalarCount)
            number += 1
        }
        return (number, start)
    }

    private func byteOffset(of scalarOffset: Int, in chunk: Chunk) -> Int {
        if chunk.isASCII { return scalarOffset }
        if scalarOffset == Int(chunk.scalarCount) { return Int(chunk.byteCount) }
        return storage.withUnsafeBytes { storage in
            let start = Int(chunk.slot) * Self.chunkBytes
            return utf8Offset(
                of: scalarOffset,
                in: UnsafeRawBufferPointer(rebasing: storage[start..<(start + Int(chunk.byteCount))]))
        }
    }

    // MARK: Chunks

    private mutating func reserve(_ bytes: Int, in slot: Int32) {
        let end = Int(slot) * Self.chunkBytes + bytes
        guard storage.count < end else { return }
        // The only chunk of a short text is not given a whole slot.
        let wished = slot == 0 ? max(bytes * 2, 32) : Self.chunkBytes
        let size = Int(slot) * Self.chunkBytes + min(wished, Self.chunkBytes)
        storage.append(contentsOf: repeatElement(0, count: size - storage.count))
    }

    private mutating func newChunk() -> Chunk {
        if let slot = freeSlots.popLast() { return Chunk(slot: slot) }
        let slot = Int32((storage.count + Self.chunkBytes - 1) / Self.chunkBytes)
        if slot > 0 { reserve(Self.chunkBytes, in: slot - 1) }
        return Chunk(slot: slot)
    }

    /// Makes room for bytes that do not fit into a chunk: its end moves into a new chunk, and so does what is too much.
    private mutating func spread(_ bytes: UnsafeBufferPointer<UInt8>, at number: Int, _ offset: Int) {
        var tail: [UInt8] = []
        var target = number
        if number < chunks.count {
            let start = Int(chunks[number].slot) * Self.chunkBytes
            tail = Array(storage[(start + offset)..<(start + Int(chunks[number].byteCount))])
            chunks[number].byteCount = Int32(offset)
            chunks[number].scalarCount -= Int32(tail.withUnsafeBytes { countScalars($0) })
        } else {
            chunks.append(newChunk())
        }
        target = fill(UnsafeRawBufferPointer(bytes), from: target)
        _ = tail.withUnsafeBytes { fill($0, from: target) }
        if chunks[number].byteCount == 0 { freeSlots.append(chunks.remove(at: number).slot) }
    }

    /// Appends bytes to a chunk and, once that is well filled, to new ones behind it.
    ///
    /// - Returns: the number of the last chunk written to.
    private mutating func fill(_ bytes: UnsafeRawBufferPointer, from number: Int) -> Int {
        var number = number
        var rest = bytes[...]
        while !rest.isEmpty {
            var room = min(rest.count, max(0, Self.fillBytes - Int(chunks[number].byteCount)))
            // Never cut a scalar in two.
            while room > 0, room < rest.count, rest[rest.startIndex + room] & 0xC0 == 0x80 { room -= 1 }
            if room == 0 {
                number += 1
                chunks.insert(newChunk(), at: number)
                continue
            }
            let piece = UnsafeRawBufferPointer(rebasing: rest.prefix(room))
            reserve(Int(chunks[number].byteCount) + room, in: chunks[number].slot)
            let end = Int(chunks[number].slot) * Self.chunkBytes + Int(chunks[number].byteCount)
            storage.withUnsafeMutableBytes {
                $0.baseAddress!.advanced(by: end).copyMemory(from: piece.baseAddress!, byteCount: room)
            }
            chunks[number].byteCount += Int32(room)
            chunks[number].scalarCount += Int32(countScalars(piece))
            rest = rest.dropFirst(room)
        }
        return number
    }

    /// Joins a chunk with the one behind it where both are nearly empty, so that deleting does not leave crumbs.
    private mutating func join(at number: Int) {
        guard number + 1 < chunks.count,
            chunks[number].byteCount + chunks[number + 1].byteCount < Int32(Self.chunkBytes / 4)
        else { return }
        let next = chunks.remove(at: number + 1)
        let start = Int(next.slot) * Self.chunkBytes
        let bytes = Array(storage[start..<(start + Int(next.byteCount))])
        freeSlots.append(next.slot)
        _ = bytes.withUnsafeBytes { fill($0, from: number) }
    }
}

// MARK: Counting in UTF-8

/// How many scalars well-formed UTF-8 holds.
func countScalars(_ bytes: UnsafeRawBufferPointer) -> Int {
    var count = 0
    var offset = 0
    while offset + 8 <= bytes.count {
        count += 8 - continuationBytes(bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
        offset += 8
    }
    while offset < bytes.count {
        if bytes[offset] & 0xC0 != 0x80 { count += 1 }
        offset += 1
    }
    return count
}

/// The bytes that the first scalars behind an offset take in well-formed UTF-8; nil where there are not so many.
package func utf8Length(ofFirst scalars: Int, in bytes: [UInt8], from offset: Int) -> Int? {
    bytes.withUnsafeBytes { bytes in
        let rest = UnsafeRawBufferPointer(rebasing: bytes[offset...])
        let length = utf8Offset(of: scalars, in: rest)
        if length == rest.count, countScalars(rest) < scalars { return nil }
        return length
    }
}

/// Where the scalar with this number starts; the end for the number of scalars.
func utf8Offset(of scalar: Int, in bytes: UnsafeRawBufferPointer) -> Int {
    var left = scalar
    var offset = 0
    while offset + 8 <= bytes.count {
        let here = 8 - continuationBytes(bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
        if here > left { break }
        left -= here
        offset += 8
    }
    while offset < bytes.count {
        if bytes[offset] & 0xC0 != 0x80 {
            if left == 0 { return offset }
            left -= 1
        }
        offset += 1
    }
    return offset
}

/// How many of eight bytes continue a scalar: those that start with the bits 10.
@inline(__always)
private func continuationBytes(_ word: UInt64) -> Int {
    ((word >> 7) & ~(word >> 6) & 0x0101_0101_0101_0101).nonzeroBitCount
}
