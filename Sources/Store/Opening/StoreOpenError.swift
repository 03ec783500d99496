/// Why a data directory could not be opened. Nothing in it has been changed then.
public enum StoreOpenError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The directory or a file in it cannot be made, read or written.
    case inaccessible(path: String, reason: String)
    /// Another server has the directory open.
    case inUse(path: String)
    /// The file was written by a newer program.
    case newerSchema(path: String, found: Int, known: Int)
    /// A setting that durability or safety rests on did not take.
    case setting(name: String, expected: String, found: String)
    /// The file is damaged, or no database of this program.
    case damaged(path: String, reason: String)
    /// Something else failed in SQLite.
    case failed(path: String, reason: String)

    /// One English sentence for the operator.
    public var description: String {
        switch self {
        case .inaccessible(let path, let reason):
            "The data directory cannot be used: \(path): \(reason)."
        case .inUse(let path):
            "Another udkast is already running on the data directory \(path)."
        case .newerSchema(let path, let found, let known):
            """
            The store \(path) has schema version \(found), but this program knows only version \(known): \
            use a newer program.
            """
        case .setting(let name, let expected, let found):
            "SQLite did not accept the setting \(name) = \(expected); it stayed at \(found)."
        case .damaged(let path, let reason):
            "The store \(path) is damaged: \(reason). Restore it from a backup."
        case .failed(let path, let reason):
            "The store \(path) could not be opened: \(reason)."
        }
    }
}
