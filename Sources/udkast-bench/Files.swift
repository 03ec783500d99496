import Foundation

// Files as bytes, and frames in them: a little-endian 32-bit length, then as many bytes.

func readFile(_ path: String) throws -> [UInt8] {
    let descriptor = open(path, O_RDONLY)
    guard descriptor >= 0 else { throw BenchError(message: "\(path) cannot be read") }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw BenchError(message: "\(path) cannot be read") }
    return try [UInt8](unsafeUninitializedCapacity: Int(status.st_size)) { buffer, count in
        while count < buffer.count {
            let got = read(descriptor, buffer.baseAddress! + count, buffer.count - count)
            guard got > 0 else { throw BenchError(message: "\(path) cannot be read") }
            count += got
        }
    }
}

/// A file's bytes, unpacked by the program `gzip` where they are compressed.
func readPlainOrCompressed(_ path: String) throws -> [UInt8] {
    let bytes = try readFile(path)
    guard bytes.starts(with: [0x1F, 0x8B]) else { return bytes }
    let gzip = Process()
    gzip.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    gzip.arguments = ["gzip", "-dc", "--", path]
    let output = Pipe()
    gzip.standardOutput = output
    try gzip.run()
    let unpacked = try output.fileHandleForReading.readToEnd() ?? Data()
    gzip.waitUntilExit()
    guard gzip.terminationStatus == 0 else { throw BenchError(message: "gzip could not read \(path)") }
    return [UInt8](unpacked)
}

func writeFile(_ bytes: [UInt8], _ path: String) throws {
    try Data(bytes).write(to: URL(fileURLWithPath: path))
}

func makeDirectory(_ path: String) throws {
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
}

func framed(_ frames: [[UInt8]]) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(frames.reduce(0) { $0 + $1.count + 4 })
    for frame in frames {
        for shift in stride(from: UInt32(0), to: 32, by: 8) {
            bytes.append(UInt8(truncatingIfNeeded: UInt32(frame.count) >> shift))
        }
        bytes.append(contentsOf: frame)
    }
    return bytes
}

/// - Precondition: `bytes` are whole frames.
func frames(_ bytes: [UInt8]) -> [[UInt8]] {
    var frames: [[UInt8]] = []
    var offset = 0
    while offset < bytes.count {
        precondition(offset + 4 <= bytes.count, "a frame's length ends early")
        var count = 0
        for number in 0..<4 { count |= Int(bytes[offset + number]) << (8 * number) }
        offset += 4
        precondition(offset + count <= bytes.count, "a frame ends early")
        frames.append(Array(bytes[offset..<(offset + count)]))
        offset += count
    }
    return frames
}
