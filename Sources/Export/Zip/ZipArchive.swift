/// A ZIP file in the making (PKWARE APPNOTE 6.3.10): names and bytes in, one file out.
///
/// Entries are stored, not compressed: our exports are small, and the same entries always give the same file, on any
/// machine and in any year. That is also why every entry carries the same date, the first one the format can express.
///
/// ```
/// ┌ for each entry ──────────────┐ ┌ for each entry ────┐
/// │ local header │ name │ bytes  │ │ header │ name │ …  │ end record
/// └──────────────────────────────┘ └ central directory ─┘
/// ```
struct ZipArchive {
    private var body: [UInt8] = []
    private var directory: [UInt8] = []
    private var names: Set<String> = []

    /// Appends a file.
    ///
    /// - Parameters:
    ///   - name: A relative path with `/` between its parts, at most 65,535 bytes, each name once.
    ///   - bytes: What the file holds; archive and directory together stay below 4 GiB.
    /// - Throws: ``ExportError/fileTooLarge(part:)``. Two entries with one name are a mistake in the program.
    mutating func add(_ name: String, _ bytes: [UInt8]) throws(ExportError) {
        precondition(names.insert(name).inserted, "the archive has \(name) already")
        precondition(!name.isEmpty && !name.hasPrefix("/") && name.utf8.count <= Int(UInt16.max), "\(name) is no path")
        let end = body.count + directory.count + bytes.count + 2 * name.utf8.count + Self.headersPerEntry
        guard end < Int(UInt32.max), names.count < Int(UInt16.max) else { throw .fileTooLarge(part: name) }

        let offset = UInt32(body.count)
        var description: [UInt8] = []
        description.append(littleEndian: Self.versionNeeded)
        description.append(littleEndian: Self.namesAreUTF8)
        description.append(littleEndian: Self.stored)
        description.append(littleEndian: Self.time)
        description.append(littleEndian: Self.date)
        description.append(littleEndian: CRC32.checksum(of: bytes))
        description.append(littleEndian: UInt32(bytes.count))  // compressed
        description.append(littleEndian: UInt32(bytes.count))  // uncompressed
        description.append(littleEndian: UInt16(name.utf8.count))
        description.append(littleEndian: UInt16(0))  // extra field

        body.append(littleEndian: UInt32(0x0403_4B50))
        body += description
        body += name.utf8
        body += bytes

        directory.append(littleEndian: UInt32(0x0201_4B50))
        directory.append(littleEndian: Self.versionNeeded)  // made by: the same, on MS-DOS
        directory += description
        directory.append(littleEndian: UInt16(0))  // comment
        directory.append(littleEndian: UInt16(0))  // number of the disk
        directory.append(littleEndian: UInt16(0))  // internal attributes
        directory.append(littleEndian: UInt32(0))  // external attributes
        directory.append(littleEndian: offset)
        directory += name.utf8
    }

    /// The whole file.
    var bytes: [UInt8] {
        var end: [UInt8] = []
        end.append(littleEndian: UInt32(0x0605_4B50))
        end.append(littleEndian: UInt16(0))  // number of this disk
        end.append(littleEndian: UInt16(0))  // disk where the directory starts
        end.append(littleEndian: UInt16(names.count))
        end.append(littleEndian: UInt16(names.count))
        end.append(littleEndian: UInt32(directory.count))
        end.append(littleEndian: UInt32(body.count))
        end.append(littleEndian: UInt16(0))  // comment
        return body + directory + end
    }

    private static let versionNeeded: UInt16 = 20
    private static let namesAreUTF8: UInt16 = 1 << 11
    private static let stored: UInt16 = 0
    private static let time: UInt16 = 0
    /// 1 January 1980: years since 1980, month and day in seven, four and five bits.
    private static let date: UInt16 = 0 << 9 | 1 << 5 | 1
    /// Both headers of an entry and the end record, rounded up.
    private static let headersPerEntry = 128
}

extension [UInt8] {
    fileprivate mutating func append(littleEndian value: some FixedWidthInteger) {
        Swift.withUnsafeBytes(of: value.littleEndian) { append(contentsOf: $0) }
    }
}
