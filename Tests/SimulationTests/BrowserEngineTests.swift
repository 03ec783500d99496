import Foundation
import Merge
import Sync
import TestSupport
import Testing

/// The engine compiled for the browser, run in Node, makes the same documents as the native one.
///
/// Needs `Scripts/engine` to have been run, as `Scripts/test` does.
struct BrowserEngineTests {
    @Test func `native and WebAssembly give the same hash for every afternoon`() throws {
        var lines = ""
        var expected: [String] = []
        for seed in Seeds.first(200) {
            var afternoon = try Afternoon(people: 4, seed: seed)
            try afternoon.run(steps: 300)
            lines += "[" + afternoon.newcomersMessages().map { "\"\($0.hexadecimal)\"" }.joined(separator: ",") + "]\n"
            expected.append(afternoon.server.document.content.hash)
        }

        let hashes = try runNode("engine-hashes.mjs", input: lines).split(separator: "\n").map(String.init)

        #expect(hashes == expected)
    }

    @Test func `an hour of typing takes a few megabytes, and the next hours take the same again`() throws {
        let memory = try runNode("engine-memory.mjs", input: "").split(separator: "\n").compactMap { Int($0) }

        #expect(memory.count == 5)
        #expect(memory[0] < 8 << 20)
        // Blocks of other sizes may be wanted a second time; after that all is there.
        #expect(memory[4] == memory[1])
    }

    private func runNode(_ script: String, input: String) throws -> String {
        let folder = URL(filePath: #filePath).deletingLastPathComponent()
        let file = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
        try input.write(to: file, atomically: true, encoding: .utf8)
        defer { try? FileManager.default.removeItem(at: file) }
        let node = Process()
        node.executableURL = URL(filePath: "/usr/bin/env")
        node.arguments = ["node", folder.appending(path: script).path()]
        node.standardInput = try FileHandle(forReadingFrom: file)
        let output = Pipe()
        node.standardOutput = output
        try node.run()
        let data = output.fileHandleForReading.readDataToEndOfFile()
        node.waitUntilExit()
        #expect(node.terminationStatus == 0)
        return String(decoding: data, as: UTF8.self)
    }
}

extension Afternoon {
    /// What the server would send to somebody who opens the document now.
    func newcomersMessages() -> [[UInt8]] {
        var server = server
        let newcomer = ClientID(UInt64.max)
        server.join(newcomer, author: Author(member: "p-new", name: "Demo Ny"), access: .edit)
        let hello = ClientMessage.hello(session: nil, known: LogPosition()).encoded()
        let effects = server.receive(hello, from: newcomer) + server.sessionIssued(SessionID(1 << 30), to: newcomer)
        return effects.compactMap { effect in
            if case .send(let message, newcomer) = effect { message.encoded() } else { nil }
        }
    }
}

extension [UInt8] {
    fileprivate var hexadecimal: String {
        map { String(format: "%02x", $0) }.joined()
    }
}
