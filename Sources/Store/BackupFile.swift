import Glibc
import SQLite

/// A copy of the store's database in a file that only its owner can read. The file has its name only once it is whole;
/// one that is given up before leaves nothing behind.
final class BackupFile {
    private let path: String
    private var unfinished: String { path + ".unfinished" }
    private var backup: Backup?
    private var isWhole = false

    init(of connection: Connection, to path: String) throws(SQLiteError) {
        self.path = path
        // Whatever is wrong with the path, SQLite says it next.
        _ = makePrivateFile(unfinished)
        backup = try Backup(of: connection, to: unfinished)
    }

    deinit { if !isWhole { unlink(unfinished) } }

    /// Copies so many pages more, all where the number is negative, and says whether the file is there, whole.
    func copy(pages: Int) throws(SQLiteError) -> Bool {
        guard let backup, try backup.copy(pages: pages) else { return false }
        self.backup = nil
        guard rename(unfinished, path) == 0 else {
            throw SQLiteError(code: SQLiteError.cannotOpen, message: "\(path): \(String(cString: strerror(errno)))")
        }
        isWhole = true
        let directory = path.lastIndex(of: "/").map { String(path[..<$0]) } ?? "."
        syncDirectory(directory.isEmpty ? "/" : directory)
        return true
    }
}
