import Merge

// The commands that measure the merge engine. What is timed stands between two calls of `now()`.

/// A sequential trace, typed: each deletion and each insertion its own committed edit.
func localCommand(_ words: [String]) throws {
    let path = try words.required(0)
    let trace = try Trace(file: path)
    guard !trace.isConcurrent else { throw BenchError(message: "\(path) is not sequential") }
    let patches = trace.transactions.flatMap { $0.patches }
    var replica = Replica(session: 1)
    var operations = 0
    let base = residentKiB()
    let start = now()
    for patch in patches {
        if patch.deleted > 0 {
            try replica.delete(patch.deleted, at: patch.position)
            operations += 1
        }
        if !patch.inserted.isEmpty {
            try replica.insert(patch.inserted, at: patch.position)
            operations += 1
        }
    }
    let time = now() - start
    let text = replica.text
    var report = Report("local", trace: path)
    report.add("ops", operations)
    report.add("ns", time)
    report.add(text: text, of: trace)
    report.finish(baseKiB: base)
}

/// Makes the files that the other commands read.
func buildCommand(_ words: [String]) throws {
    let path = try words.required(0)
    let directory = try words.required(1)
    let trace = try Trace(file: path)
    let base = residentKiB()
    let start = now()
    var history = try History(trace)
    let time = now() - start
    let saved = try history.whole.saved()
    let complete = try history.whole.history()
    try makeDirectory(directory)
    try writeFile(saved, directory + "/saved.bin")
    try writeFile(complete, directory + "/history.bin")
    try writeFile(framed(history.updates), directory + "/updates.bin")
    var report = Report("build", trace: path)
    report.add("ns", time)
    report.add("txns", trace.transactions.count)
    report.add("saved_bytes", saved.count)
    report.add("history_bytes", complete.count)
    report.add("updates_bytes", history.updates.reduce(0) { $0 + $1.count })
    report.add(text: history.whole.text, of: trace)
    report.finish(baseKiB: base)
}

/// `load`: from what a server stores to readable text. `merge`: the same from the complete history.
func openCommand(_ command: String, _ words: [String]) throws {
    let path = try words.required(0)
    let iterations = max(1, try words.number(1, else: 1))
    let bytes = try readFile(path)
    var times: [Int] = []
    var replica: Replica?
    var text: [UInt8] = []
    let base = residentKiB()
    for _ in 0..<iterations {
        replica = nil
        text = []
        let start = now()
        let opened =
            command == "load" ? try Replica(saved: bytes, session: 9) : try Replica(history: bytes, session: 7)
        text = opened.text
        times.append(now() - start)
        replica = opened
    }
    var report = Report(command, trace: path)
    report.add("ns", times[0])
    let warm = times.dropFirst().sorted()
    if !warm.isEmpty { report.add("warm_ns", warm[warm.count / 2]) }
    report.add("bytes", bytes.count)
    report.add(textHash: text)
    // What is at rest includes the document.
    withExtendedLifetime(replica) { report.finish(baseKiB: base) }
}

/// A fresh replica takes one update after another.
func streamCommand(_ words: [String]) throws {
    let path = try words.required(0)
    let updates = frames(try readFile(path))
    var replica = Replica(session: 7)
    var times = [Int](repeating: 0, count: updates.count)
    let base = residentKiB()
    let start = now()
    for (number, update) in updates.enumerated() {
        let each = now()
        try replica.apply(update)
        times[number] = now() - each
    }
    let text = replica.text
    let time = now() - start
    var report = Report("stream", trace: path)
    report.add("ns", time)
    report.add("frames", updates.count)
    report.add(quantiles: times)
    report.add(textHash: text)
    report.finish(baseKiB: base)
}

/// Two people in a saved document; each hears the other `lag` edits late.
func liveCommand(_ words: [String]) throws {
    let path = try words.required(0)
    let edits = try words.number(1, else: 1000)
    let lag = try words.number(2, else: 0)
    var random = LinearGenerator(seed: try words.number(3, else: 1))
    let bytes = try readFile(path)
    var a = try Replica(saved: bytes, session: 21)
    var b = try Replica(saved: bytes, session: 22)
    var toA = Mailbox()
    var toB = Mailbox()
    var local: [Int] = []
    var remote: [Int] = []
    let base = residentKiB()
    for number in 0..<edits {
        toA.updates.append(try type(number, in: &b, &random, noting: &local))
        if lag > 0 { toB.updates.append(try type(number, in: &a, &random, noting: &local)) }
        try toA.deliver(keeping: lag, from: &b, to: &a, noting: &remote)
        try toB.deliver(keeping: lag, from: &a, to: &b, noting: &remote)
    }
    try toA.deliver(keeping: 0, from: &b, to: &a, noting: &remote)
    try toB.deliver(keeping: 0, from: &a, to: &b, noting: &remote)
    let text = a.text
    var report = Report("live", trace: path)
    report.add("edits", edits)
    report.add("lag", lag)
    report.add(quantiles: remote, in: "remote")
    report.add(quantiles: local, in: "local")
    report.add("ok", text == b.text)
    report.add(textHash: text)
    report.finish(baseKiB: base)
}

/// One letter somewhere, timed with the making of its update, which is returned.
private func type(
    _ number: Int, in replica: inout Replica, _ random: inout LinearGenerator, noting times: inout [Int]
) throws -> [UInt8] {
    let position = random.draw(below: replica.length + 1)
    let letter = [Unicode.Scalar(UInt8(ascii: "a") + UInt8(number % 26))]
    let patches = [Trace.Patch(position: position, inserted: letter)]
    let start = now()
    let update = try replica.transaction(patches)
    times.append(now() - start)
    return update
}

/// Updates on their way to one person.
private struct Mailbox {
    var updates: [[UInt8]] = []
    private var delivered = 0

    /// Delivers all but the latest `lag`, which the server has stored meanwhile.
    mutating func deliver(
        keeping lag: Int, from sender: inout Replica, to receiver: inout Replica, noting times: inout [Int]
    ) throws {
        while updates.count - delivered > lag {
            let start = now()
            try receiver.apply(updates[delivered])
            times.append(now() - start)
            sender.noteStored()
            delivered += 1
        }
    }
}

/// The history in memory, then one merge into an empty document.
func replayCommand(_ words: [String]) throws {
    let path = try words.required(0)
    let trace = try Trace(file: path)
    var built = try History(trace)
    let history = try built.whole.history()
    let base = residentKiB()
    let start = now()
    let replica = try Replica(history: history, session: 7)
    let text = replica.text
    let time = now() - start
    var report = Report("replay", trace: path)
    report.add("ns", time)
    report.add(text: text, of: trace)
    report.finish(baseKiB: base)
}

extension Report {
    fileprivate mutating func add(text: [UInt8], of trace: Trace) {
        add("chars", decodeUTF8(text)?.count ?? 0)
        add(textHash: text)
        add("ok", text == trace.endContent)
    }
}
