import Foundation
import Synchronization
import TestSupport

/// Many seeds of ``MergeCheck``, spread over processes, so that one that crashes tells its seed and the others go on.
struct MergeRun {
    let first: UInt64
    let count: UInt64
    /// Of each history; nil for as many as the seed says.
    let turns: UInt64?

    /// - Returns: 1 where a seed failed, else 0; failures have been printed.
    func failures(jobs: Int) -> Int32 {
        let failed = Mutex(0)
        let start = Date()
        DispatchQueue.concurrentPerform(iterations: jobs) { job in
            let failures = supervise(firstOf: first + UInt64(job), step: UInt64(jobs))
            failed.withLock { $0 += failures }
        }
        let count = failed.withLock { $0 }
        let seconds = Int(Date().timeIntervalSince(start))
        print("\(self.count) histories from seed \(first) in \(seconds) s: \(count) failed")
        return count == 0 ? 0 : 1
    }

    /// Runs a worker over every `step`th seed, and another behind each seed that it did not survive.
    private func supervise(firstOf seed: UInt64, step: UInt64) -> Int {
        var next = seed
        var failures = 0
        while next < first + count {
            let worker = Process()
            worker.executableURL = URL(filePath: CommandLine.arguments[0])
            worker.arguments = ["merge-worker", String(next), String(first + count), String(step)]
            if let turns { worker.arguments!.append(String(turns)) }
            worker.environment = ProcessInfo.processInfo.environment.merging(["SWIFT_BACKTRACE": "enable=no"]) { $1 }
            let output = Pipe()
            worker.standardOutput = output
            do { try worker.run() } catch { Fuzz.fail("\(error)") }
            var current = next
            for line in Lines(of: output.fileHandleForReading) {
                if let seed = UInt64(line) {
                    current = seed
                } else {
                    failures += 1
                    print(line)
                }
            }
            worker.waitUntilExit()
            if worker.terminationStatus == 0 { return failures }
            failures += 1
            print("seed \(current) crashed")
            next = current + step
        }
        return failures
    }

    /// Says each seed before it is tried, and what went wrong with it.
    static func work(_ numbers: [UInt64]) {
        let turns = numbers.count > 3 ? Int(numbers[3]) : nil
        for seed in stride(from: numbers[0], to: numbers[1], by: Int(numbers[2])) {
            say(String(seed))
            do throws(MergeCheck.Failure) {
                try MergeCheck.run(seed: seed, turns: turns)
            } catch {
                say("seed \(seed): \(error)".replacingOccurrences(of: "\n", with: "\\n"))
            }
        }
    }

    /// At once: a crash must not take it along.
    private static func say(_ line: String) {
        FileHandle.standardOutput.write(Data((line + "\n").utf8))
    }
}

/// The lines that come through a pipe, until it is closed.
private struct Lines: Sequence, IteratorProtocol {
    private let handle: FileHandle
    private var buffer: [UInt8] = []

    init(of handle: FileHandle) {
        self.handle = handle
    }

    mutating func next() -> String? {
        while true {
            if let end = buffer.firstIndex(of: UInt8(ascii: "\n")) {
                defer { buffer.removeFirst(end + 1) }
                return String(decoding: buffer[..<end], as: UTF8.self)
            }
            let more = handle.availableData
            guard !more.isEmpty else { return nil }
            buffer += more
        }
    }
}
