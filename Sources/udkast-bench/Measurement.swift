import Glibc
import RichText

/// Wall nanoseconds of a clock that never goes back.
func now() -> Int {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return time.tv_sec * 1_000_000_000 + time.tv_nsec
}

/// Memory that is resident now, in KiB.
func residentKiB() -> Int {
    let fields = pseudoFile("/proc/self/statm").split(separator: " ")
    guard fields.count > 1, let pages = Int(fields[1]) else { return 0 }
    return pages * (Int(sysconf(Int32(_SC_PAGESIZE))) / 1024)
}

/// The most memory that has been resident, in KiB.
func peakKiB() -> Int {
    for line in pseudoFile("/proc/self/status").split(separator: "\n") where line.hasPrefix("VmHWM:") {
        return line.split(whereSeparator: { $0 == " " || $0 == "\t" }).compactMap { Int($0) }.first ?? 0
    }
    return 0
}

/// A file of /proc, whose size is not known before it is read.
private func pseudoFile(_ path: String) -> String {
    let descriptor = open(path, O_RDONLY)
    guard descriptor >= 0 else { return "" }
    defer { close(descriptor) }
    let bytes = [UInt8](unsafeUninitializedCapacity: 8192) { buffer, count in
        count = max(0, read(descriptor, buffer.baseAddress!, buffer.count))
    }
    return String(decoding: bytes, as: UTF8.self)
}

/// Positions at random, the same in every language (Numerical Recipes' generator, modulo 2³²).
struct LinearGenerator {
    private var state: UInt32

    init(seed: Int) {
        state = UInt32(truncatingIfNeeded: seed)
    }

    /// A number below `bound`.
    mutating func draw(below bound: Int) -> Int {
        state = state &* 1_664_525 &+ 1_013_904_223
        return Int((UInt64(state) * UInt64(bound)) >> 32)
    }
}

/// The fields of one measurement, in their order.
struct Report {
    private var writer = JSONWriter()

    init(_ command: String, trace: String) {
        writer.write(raw: "{\"peer\":\"udkast\",\"version\":\"native\",\"cmd\":")
        writer.write(string: command)
        writer.write(raw: ",\"trace\":")
        writer.write(string: String(trace.split(separator: "/").last ?? ""))
    }

    mutating func add(_ key: String, _ number: Int) {
        add(key) { $0.write(Int64(number)) }
    }

    mutating func add(_ key: String, _ truth: Bool) {
        add(key) { $0.write(raw: truth ? "true" : "false") }
    }

    mutating func add(_ key: String, _ text: String) {
        add(key) { $0.write(string: text) }
    }

    /// Of a text in UTF-8.
    mutating func add(textHash text: [UInt8]) {
        add("sha256", SHA256.hexadecimal(text))
    }

    /// Quantiles of times in nanoseconds, given in microseconds; inside an object where there is a key.
    mutating func add(quantiles times: [Int], in key: String? = nil) {
        let sorted = times.sorted()
        guard !sorted.isEmpty else { return }
        func quantile(_ share: Double) -> Double {
            Double(sorted[min(sorted.count - 1, Int(share * Double(sorted.count)))]) / 1000
        }
        let fields = [
            ("p50_us", quantile(0.5)), ("p95_us", quantile(0.95)), ("p99_us", quantile(0.99)), ("max_us", quantile(1)),
            ("mean_us", Double(sorted.reduce(0, +)) / Double(sorted.count) / 1000),
        ]
        let written = fields.map { "\"\($0.0)\":\($0.1)" }.joined(separator: ",")
        let members = key.map { ",\"\($0)\":{\(written)}" } ?? ",\(written)"
        writer.write(json: Array(members.utf8))
    }

    private mutating func add(_ key: String, _ write: (inout JSONWriter) -> Void) {
        writer.write(raw: ",")
        writer.write(string: key)
        writer.write(raw: ":")
        write(&writer)
    }

    /// Prints the line, with the memory as it is now.
    consuming func finish(baseKiB: Int) {
        add("rss_base_kb", baseKiB)
        add("rss_peak_kb", peakKiB())
        add("rss_after_kb", residentKiB())
        writer.write(raw: "}")
        print(String(decoding: writer.bytes, as: UTF8.self))
    }
}
