import Foundation
import Merge
import RichText
import Sync
import TestSupport

/// Good inputs for each decoder, from which libFuzzer makes bad ones: a folder `seeds` for each, named as its source.
struct SeedCorpora {
    let folder: URL

    func write() throws {
        for seed in 0..<UInt64(40) {
            let history = RandomHistory(seed: seed, network: .server, turns: seed < 30 ? 6 : nil)
            try write(history, seed)
        }
        for (number, batch) in (MalformedBatch.wellFormed + MalformedBatch.all.map(\.bytes)).enumerated()
        where batch.count < 1_000 {
            try write(batch, "EditBatchDecoder", "case-\(number)")
        }
        try writeMessages()
    }

    private func write(_ history: RandomHistory, _ seed: UInt64) throws {
        var document = Document()
        var last: [SessionID: Place] = [:]
        var batches: [[UInt8]] = []
        for (number, batch) in history.log.enumerated() {
            let bytes = batch.encoded(after: last[batch.session])
            last[batch.session] = batch.lastPlace ?? last[batch.session]
            batches.append(bytes)
            try document.apply(batch)
            if number < 8 {
                try write(bytes, "EditBatchDecoder", "\(seed)-\(number)")
                try write(ClientMessage.edit(bytes).encoded(), "ClientMessageDecoder", "edit-\(seed)-\(number)")
            }
        }
        try write(document.encodedHistory(), "HistoryDecoder", "\(seed)")
        try write(document.saved(), "SavedDecoder", "\(seed)")
        for (number, line) in document.content.canonicalBytes.split(separator: UInt8(ascii: "\n")).enumerated() {
            try write(Array(line), "JSONDecoder", "\(seed)-\(number)")
        }
        try writeConversation(history, batches, seed)
    }

    private func writeConversation(_ history: RandomHistory, _ batches: [[UInt8]], _ seed: UInt64) throws {
        let authors = Set(history.log.map(\.session)).sorted().map {
            SessionAuthor(session: $0, author: Author(member: "p-\(seed)", name: "Ærø Å"))
        }
        try write(
            ServerMessage.history(authors: authors, batches: batches, isLast: true).encoded(), "ServerMessageDecoder",
            "history-\(seed)")
    }

    private func writeMessages() throws {
        let author = Author(member: "p-1", name: "Åse Ærø 😀")
        let presence = Presence(place: Place("krt-1/kravtekst")!, from: 0, to: 12)
        let next = SessionNext(session: SessionID(7), next: 300)
        let client: [ClientMessage] = [
            .hello(session: nil, known: LogPosition()), .hello(session: SessionID(7), known: LogPosition()),
            .presence(nil), .presence(presence), .ping(1 << 40),
        ]
        for (number, message) in client.enumerated() {
            try write(message.encoded(), "ClientMessageDecoder", "\(number)")
        }
        let server: [ServerMessage] = [
            .welcome(session: SessionID(7), access: .edit, author), .acknowledged(next),
            .refused(session: SessionID(7), firstSequence: 3, .positionPastEnd), .left(SessionID(7)),
            .present(SessionAuthor(session: SessionID(7), author: author), presence), .access(.comment), .pong(9),
            .checkpoint(eventCount: 300, hash: Array(repeating: 7, count: 32)), .saving(isPossible: false),
            .notice(topic: Array("comments".utf8), payload: Array("{\"id\":1}".utf8)),
        ]
        for (number, message) in server.enumerated() {
            try write(message.encoded(), "ServerMessageDecoder", "\(number)")
        }
    }

    private func write(_ bytes: [UInt8], _ decoder: String, _ name: String) throws {
        let seeds = folder.appending(path: "\(decoder)/seeds")
        try FileManager.default.createDirectory(at: seeds, withIntermediateDirectories: true)
        try Data(bytes).write(to: seeds.appending(path: name))
    }
}
