import Merge
import RichText

/// Replays every graph of a file of fixtures: as it came in, from its history at once, and from its saved form.
func checkCommand(_ words: [String]) throws {
    let path = try words.required(0)
    var passed = 0
    var failed: [Int] = []
    for (number, trace) in try Trace.fixtures(file: path).enumerated() {
        if try holds(trace) { passed += 1 } else { failed.append(number) }
    }
    var report = Report("check", trace: path)
    report.add("passed", passed)
    report.add("failed", failed.count)
    report.add("ok", failed.isEmpty)
    report.finish(baseKiB: residentKiB())
    guard failed.isEmpty else {
        throw BenchError(message: "other text than stated: " + failed.map { "\($0)" }.joined(separator: ", "))
    }
}

private func holds(_ trace: Trace) throws -> Bool {
    var built = try History(trace)
    let history = try Replica(history: built.whole.history(), session: 7)
    let saved = try Replica(saved: built.whole.saved(), session: 7)
    return [built.whole, history, saved].allSatisfy { replica in
        replica.text == trace.endContent && (trace.endRuns.map { $0 == replica.runsJSON } ?? true)
    }
}

extension Replica {
    /// As fixtures state it: `[[character, [[key, value],…]],…]`.
    fileprivate var runsJSON: JSONValue {
        .array(
            scalars.map { scalar, attributes in
                let entries = attributes.entries.map { entry in
                    JSONValue.array([.string(entry.key.bytes), JSONValue(entry.value)])
                }
                return .array([.string(encodeUTF8([scalar])), .array(entries)])
            })
    }
}
