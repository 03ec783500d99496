/// One of the five kinds of value that SQLite stores.
public enum Value: Hashable, Sendable {
    case null
    case integer(Int64)
    case real(Double)
    case text(String)
    case blob([UInt8])
}

extension Value {
    /// NULL for nil.
    public static func optional(_ integer: Int64?) -> Value { integer.map { .integer($0) } ?? .null }

    /// NULL for nil.
    public static func optional(_ text: String?) -> Value { text.map { .text($0) } ?? .null }

    /// 1 or 0: SQLite has no type of its own for truth.
    public static func bool(_ value: Bool) -> Value { .integer(value ? 1 : 0) }
}
