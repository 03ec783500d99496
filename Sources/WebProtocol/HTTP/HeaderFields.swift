/// The name of a field: a token, kept in lower case, for names are compared without case (RFC 9110, section 5.1).
public struct HeaderName: Hashable, Sendable, ExpressibleByStringLiteral {
    public let text: String

    /// Nil unless `text` is a token.
    public init?(_ text: String) {
        guard !text.isEmpty, text.utf8.allSatisfy(ByteSet.token.contains) else { return nil }
        self.text = text.lowercased()
    }

    public init(stringLiteral text: StaticString) {
        guard let name = HeaderName("\(text)") else { preconditionFailure("not a field name: \(text)") }
        self = name
    }
}

/// The value of a field that we send. No value can hold a line end or NUL, so nobody can end our head early and write
/// a response of their own behind it (response splitting).
public struct HeaderValue: Hashable, Sendable, ExpressibleByStringLiteral {
    public let text: String

    /// Nil unless `text` is visible ASCII, spaces and tabs alone, without white space around it. Other characters
    /// must be encoded as their field says (`filename*`, percent-encoding).
    public init?(_ text: String) {
        let bytes = text.utf8
        guard bytes.allSatisfy({ $0.isFieldContent && $0 < 0x80 }),
            bytes.first != .space, bytes.first != .tab, bytes.last != .space, bytes.last != .tab
        else { return nil }
        self.text = text
    }

    public init(stringLiteral text: StaticString) {
        guard let value = HeaderValue("\(text)") else { preconditionFailure("not a field value: \(text)") }
        self = value
    }
}

/// The fields of a head in the order they came, duplicates and all.
///
/// Kept as one block of bytes with offsets: a request's fields cost two allocations, and a string is made only of
/// those that someone asks for.
public struct HeaderFields: Sendable {
    /// Where one field lies in ``bytes``.
    struct Entry: Hashable, Sendable {
        var name: Range<UInt32>
        var value: Range<UInt32>
    }

    private var bytes: [UInt8]
    private var entries: [Entry]

    public init() {
        bytes = []
        entries = []
    }

    /// - Parameters:
    ///   - head: The bytes that the entries' offsets count from.
    ///   - entries: Of names that are tokens and values without control characters.
    init(head: UnsafeRawBufferPointer, entries: [Entry]) {
        bytes = Array(head)
        self.entries = entries
    }

    public var count: Int { entries.count }

    public mutating func append(_ name: HeaderName, _ value: HeaderValue) {
        let start = UInt32(bytes.count)
        bytes.append(contentsOf: name.text.utf8)
        let middle = UInt32(bytes.count)
        bytes.append(contentsOf: value.text.utf8)
        entries.append(Entry(name: start..<middle, value: middle..<UInt32(bytes.count)))
    }

    /// Puts `value` in the place of all fields of that name.
    public mutating func set(_ name: HeaderName, _ value: HeaderValue) {
        remove(name)
        append(name, value)
    }

    public mutating func remove(_ name: HeaderName) {
        entries = entries.filter { !matches($0, name.text) }
    }

    /// The value of the first field of that name; bytes that are not UTF-8 show as U+FFFD.
    public subscript(name: String) -> String? {
        for entry in entries where matches(entry, name) { return text(entry.value) }
        return nil
    }

    public func contains(_ name: String) -> Bool {
        entries.contains { matches($0, name) }
    }

    /// The values of all fields of that name, in order.
    public func values(of name: String) -> [String] {
        entries.compactMap { matches($0, name) ? text($0.value) : nil }
    }

    /// The members of a comma-separated list over all fields of that name, in lower case, empty ones left out
    /// (RFC 9110, section 5.6.1).
    public func tokens(of name: String) -> [String] {
        values(of: name).flatMap { value in
            value.split(separator: ",").compactMap { member in
                let token = member.trimmingSpaces()
                return token.isEmpty ? nil : token.lowercased()
            }
        }
    }

    /// Name in lower case and value of each field, in order.
    public var all: [(name: String, value: String)] {
        entries.map { (text($0.name).lowercased(), text($0.value)) }
    }

    /// Writes each field as a line of a head.
    public func write(to head: inout [UInt8]) {
        for entry in entries {
            head.append(contentsOf: bytes[Int(entry.name.lowerBound)..<Int(entry.name.upperBound)])
            head.append(UInt8(ascii: ":"))
            head.append(.space)
            head.append(contentsOf: bytes[Int(entry.value.lowerBound)..<Int(entry.value.upperBound)])
            head.append(.carriageReturn)
            head.append(.lineFeed)
        }
    }

    private func matches(_ entry: Entry, _ name: String) -> Bool {
        guard name.utf8.count == entry.name.count else { return false }
        return bytes.withUnsafeBufferPointer { bytes in
            var offset = Int(entry.name.lowerBound)
            for byte in name.utf8 {
                let other = bytes[offset]
                // Alike to the letter as a rule; the case is looked at only where it differs.
                guard byte == other || byte.lowercased == other.lowercased else { return false }
                offset += 1
            }
            return true
        }
    }

    private func text(_ range: Range<UInt32>) -> String {
        String(decoding: bytes[Int(range.lowerBound)..<Int(range.upperBound)], as: UTF8.self)
    }
}

extension HeaderFields: ExpressibleByDictionaryLiteral {
    public init(dictionaryLiteral fields: (HeaderName, HeaderValue)...) {
        self.init()
        for (name, value) in fields { append(name, value) }
    }
}

extension HeaderFields: Hashable {
    public static func == (left: HeaderFields, right: HeaderFields) -> Bool {
        left.count == right.count && zip(left.all, right.all).allSatisfy { $0 == $1 }
    }

    public func hash(into hasher: inout Hasher) {
        for (name, value) in all {
            hasher.combine(name)
            hasher.combine(value)
        }
    }
}

extension StringProtocol {
    /// Without spaces and tabs at either end (OWS, RFC 9110, section 5.6.3).
    func trimmingSpaces() -> String {
        var bytes = Array(utf8)[...]
        while let first = bytes.first, first == .space || first == .tab { bytes.removeFirst() }
        while let last = bytes.last, last == .space || last == .tab { bytes.removeLast() }
        return String(decoding: bytes, as: UTF8.self)
    }
}
