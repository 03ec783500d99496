import Foundation
import SQLite
import Testing

struct BackupTests {
    private let directory = NSTemporaryDirectory() + "udkast-backup-\(UUID().uuidString)"

    private func withDatabase(_ body: (Connection, _ copy: String) throws -> Void) throws {
        try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: directory) }
        let original = try Connection(path: directory + "/a.sqlite")
        try original.execute("PRAGMA journal_mode = WAL; CREATE TABLE note (text TEXT NOT NULL) STRICT")
        try body(original, directory + "/b.sqlite")
    }

    private func texts(at path: String) throws -> [String] {
        let copy = try Connection(readingFrom: path)
        return try copy.rows("SELECT text FROM note ORDER BY rowid", values: []) { row throws(SQLiteError) in
            try row.text(0)
        }
    }

    @Test func `a backup is a whole database in one file`() throws {
        try withDatabase { original, path in
            try original.run("INSERT INTO note (text) VALUES (?)", .text("æble"))

            #expect(try Backup(of: original, to: path).copy(pages: -1))

            #expect(try texts(at: path) == ["æble"])
            #expect(!FileManager.default.fileExists(atPath: path + "-wal"))
        }
    }

    @Test func `what is written while a copy is made comes into it`() throws {
        try withDatabase { original, path in
            let long = String(repeating: "lang ", count: 400)
            for _ in 0..<100 { try original.run("INSERT INTO note (text) VALUES (?)", .text(long)) }
            let backup = try Backup(of: original, to: path)

            // Pages that are copied already, and new ones.
            var steps = 0
            while try !backup.copy(pages: 10) {
                steps += 1
                if steps == 3 { try original.run("UPDATE note SET text = 'rettet' WHERE rowid = 1") }
                if steps == 4 { try original.run("INSERT INTO note (text) VALUES (?)", .text("sidst")) }
            }

            #expect(steps > 4)
            #expect(try texts(at: path) == ["rettet"] + Array(repeating: long, count: 99) + ["sidst"])
        }
    }

    @Test func `a copy that is given up leaves the database as it was`() throws {
        try withDatabase { original, path in
            for _ in 0..<100 {
                try original.run("INSERT INTO note (text) VALUES (?)", .text(String(repeating: "x", count: 999)))
            }
            do {
                let backup = try Backup(of: original, to: path)
                #expect(try !backup.copy(pages: 1))
            }
            try original.run("DELETE FROM note WHERE rowid > 1")
            #expect(
                try original.first("SELECT count(*) FROM note", values: []) { row throws(SQLiteError) in
                    try row.integer(0)
                } == 1)
        }
    }
}
