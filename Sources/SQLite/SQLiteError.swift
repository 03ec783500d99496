import CSQLite

/// SQLite refused something; what it said.
public struct SQLiteError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The extended result code (sqlite.org/rescode.html), such as 2067 for a broken UNIQUE.
    public let code: Int32

    /// SQLite's own sentence, in English. May name tables and columns, never bound values.
    public let message: String

    public init(code: Int32, message: String) {
        self.code = code
        self.message = message
    }

    /// The low byte of ``code``: the kind of trouble without its details.
    public var primaryCode: Int32 { code & 0xFF }

    public var description: String { "SQLite: \(message) (code \(code))" }
}

extension SQLiteError {
    /// A UNIQUE or a PRIMARY KEY constraint would have been broken.
    public var isDuplicate: Bool {
        code == Codes.constraintUnique || code == Codes.constraintPrimaryKey || code == Codes.constraintRowID
    }

    /// A FOREIGN KEY constraint would have been broken.
    public var isMissingReference: Bool { code == Codes.constraintForeignKey }

    /// There is no room left for what was to be written.
    public var isFull: Bool { primaryCode == SQLITE_FULL }

    /// Another connection holds the file.
    public var isBusy: Bool { primaryCode == SQLITE_BUSY || primaryCode == SQLITE_LOCKED }

    /// The file is damaged, or no database at all.
    public var isCorrupt: Bool { primaryCode == SQLITE_CORRUPT || primaryCode == SQLITE_NOTADB }

    /// The code of an error that says that a file cannot be opened.
    public static var cannotOpen: Int32 { SQLITE_CANTOPEN }

    /// The code of an error that says that the file is damaged.
    public static var corrupt: Int32 { SQLITE_CORRUPT }
}

/// Extended codes. C computes them in macros that Swift does not import.
private enum Codes {
    static let constraintForeignKey = SQLITE_CONSTRAINT | (3 << 8)
    static let constraintPrimaryKey = SQLITE_CONSTRAINT | (6 << 8)
    static let constraintUnique = SQLITE_CONSTRAINT | (8 << 8)
    static let constraintRowID = SQLITE_CONSTRAINT | (10 << 8)
}
