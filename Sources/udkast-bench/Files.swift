import Glibc

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
    return try output(of: ["gzip", "-dc", "--", path])
}

/// What a program writes to its standard output; it must end well.
private func output(of command: [String]) throws -> [UInt8] {
    let failure = BenchError(message: "\(command.joined(separator: " ")) failed")
    var ends: [Int32] = [0, 0]
    guard pipe(&ends) == 0 else { throw failure }
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO)
    posix_spawn_file_actions_addclose(&actions, ends[0])
    var words: [UnsafeMutablePointer<CChar>?] = command.map { strdup($0) }
    words.append(nil)
    var process = pid_t()
    let started = posix_spawnp(&process, command[0], &actions, nil, words, environ)
    for word in words { free(word) }
    posix_spawn_file_actions_destroy(&actions)
    close(ends[1])
    defer { close(ends[0]) }
    guard started == 0 else { throw failure }
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while true {
        let count = read(ends[0], &buffer, buffer.count)
        guard count > 0 else { break }
        bytes.append(contentsOf: buffer[..<count])
    }
    var status: Int32 = 0
    guard waitpid(process, &status, 0) == process, status == 0 else { throw failure }
    return bytes
}

func writeFile(_ bytes: [UInt8], _ path: String) throws {
    let failure = BenchError(message: "\(path) cannot be written")
    let descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0o644)
    guard descriptor >= 0 else { throw failure }
    defer { close(descriptor) }
    try bytes.withUnsafeBytes { buffer in
        var done = 0
        while done < buffer.count {
            let count = write(descriptor, buffer.baseAddress! + done, buffer.count - done)
            guard count > 0 else { throw failure }
            done += count
        }
    }
}

/// Makes the directory and those above it that are missing.
func makeDirectory(_ path: String) throws {
    var end = path.startIndex
    while end != path.endIndex {
        end = path[end...].dropFirst().firstIndex(of: "/") ?? path.endIndex
        guard mkdir(String(path[..<end]), 0o755) == 0 || errno == EEXIST else {
            throw BenchError(message: "\(path) cannot be made")
        }
    }
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
