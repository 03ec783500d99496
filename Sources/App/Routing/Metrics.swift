import Glibc
import Synchronization
import WebServer
import Workspace

/// What an operator's monitoring reads: counts and sizes in the text format of Prometheus (version 0.0.4), nothing about
/// people or documents.
final class Metrics: Sendable {
    private struct Counts {
        /// Answers by the first digit of their status.
        var answers: [Int: Int] = [:]
        var upgrades = 0
    }

    private let counts = Mutex(Counts())
    private let start: Timestamp

    /// - Parameter start: When the server began.
    init(start: Timestamp) {
        self.start = start
    }

    func count(_ reply: Reply) {
        counts.withLock { counts in
            switch reply {
            case .response(let response): counts.answers[response.status / 100, default: 0] += 1
            case .webSocket: counts.upgrades += 1
            }
        }
    }

    /// - Parameter now: For the time that the server has been up.
    func text(at now: Timestamp) -> String {
        let counts = counts.withLock { $0 }
        var lines = ["# HELP udkast_responses_total Answered HTTP requests.", "# TYPE udkast_responses_total counter"]
        for digit in 2...5 {
            lines.append("udkast_responses_total{status=\"\(digit)xx\"} \(counts.answers[digit] ?? 0)")
        }
        lines += [
            "# HELP udkast_websockets_opened_total Sockets that were let into a room.",
            "# TYPE udkast_websockets_opened_total counter", "udkast_websockets_opened_total \(counts.upgrades)",
            "# HELP udkast_uptime_seconds Time since the server began.", "# TYPE udkast_uptime_seconds gauge",
            "udkast_uptime_seconds \((now.milliseconds - start.milliseconds) / 1_000)",
        ]
        if let bytes = Self.residentBytes() {
            lines += [
                "# HELP process_resident_memory_bytes Memory that the process holds.",
                "# TYPE process_resident_memory_bytes gauge", "process_resident_memory_bytes \(bytes)",
            ]
        }
        return lines.joined(separator: "\n") + "\n"
    }

    /// The second figure of `/proc/self/statm`, which counts pages.
    private static func residentBytes() -> Int? {
        guard let file = fopen("/proc/self/statm", "r") else { return nil }
        defer { fclose(file) }
        var line = [CChar](repeating: 0, count: 128)
        guard fgets(&line, Int32(line.count), file) != nil else { return nil }
        let text = String(decoding: line.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
        let figures = text.split(separator: " ")
        guard figures.count > 1, let pages = Int(figures[1]) else { return nil }
        return pages * Int(sysconf(Int32(_SC_PAGESIZE)))
    }
}
