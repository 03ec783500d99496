import Glibc
import Sync
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
        var streams = 0
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
            case .stream: counts.streams += 1
            case .webSocket: counts.upgrades += 1
            }
        }
    }

    /// - Parameters:
    ///   - now: For the time that the server has been up.
    ///   - server: The one that answers; nil before there is one.
    func text(at now: Timestamp, rooms: any RoomDirectory, server: WebServer?) -> String {
        let counts = counts.withLock { $0 }
        var text = PrometheusText()
        text.gauge(
            "udkast_uptime_seconds", "Time since the server began.",
            Int((now.milliseconds - start.milliseconds) / 1_000))
        if let bytes = Self.residentBytes() {
            text.gauge("process_resident_memory_bytes", "Memory that the process holds.", bytes)
        }
        text.counter(
            "udkast_responses_total", "Answered HTTP requests.", by: "status",
            (2...5).map { ("\($0)xx", counts.answers[$0] ?? 0) })
        text.counter("udkast_websockets_opened_total", "Sockets that were let into a room.", counts.upgrades)
        text.counter("udkast_streams_opened_total", "Streamed answers in the place of sockets.", counts.streams)
        write(rooms, to: &text)
        if let server { write(server, to: &text) }
        return text.text
    }

    private func write(_ rooms: any RoomDirectory, to text: inout PrometheusText) {
        let counters = rooms.counters
        text.gauge("udkast_rooms", "Documents that are open.", rooms.roomCount)
        text.gauge("udkast_room_sockets", "Sockets in all rooms.", rooms.socketCount)
        text.counter("udkast_edit_batches_total", "Batches of edits that are on disk.", counters.storedBatches)
        text.counter("udkast_edits_total", "Edits that are on disk.", counters.storedEvents)
        text.gauge("udkast_edit_batches_waiting", "Batches that wait for the disk.", counters.waitingBatches)
        text.histogram("udkast_commit_seconds", "From deciding on a commit until it is on disk.", counters.commits)
        text.counter("udkast_commits_failed_total", "Commits that the disk refused.", counters.failedCommits)
        text.counter(
            "udkast_edits_refused_total", "Batches of edits that were not taken.", by: "reason",
            (UInt8.min...UInt8.max).compactMap(RefusalReason.init(rawValue:)).map { ("\($0)", counters.refusals($0)) })
    }

    private func write(_ server: WebServer, to text: inout PrometheusText) {
        let counters = server.counters
        text.gauge("udkast_connections", "Connections that are open.", server.connectionCount)
        text.counter("udkast_connections_accepted_total", "Connections taken.", counters.acceptedConnections)
        text.counter(
            "udkast_refusals_total", "What was turned away or ended.", by: "reason",
            Refusal.allCases.map { ($0.rawValue, counters.refusals($0)) })
        text.histogram(
            "udkast_loop_turn_seconds", "Turns of the event loops: what becomes ready waits so long at most.",
            counters.turns)
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
