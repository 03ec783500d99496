public import Merge

/// Writes JSON as bytes: all that the canonical form, the browser and command lines need of it.
public struct JSONWriter: Sendable {
    public private(set) var bytes: [UInt8] = []

    public init() {}

    /// Punctuation and keys that need no escaping.
    public mutating func write(raw text: StaticString) {
        text.withUTF8Buffer { bytes.append(contentsOf: $0) }
    }

    /// JSON that is written already.
    public mutating func write(json: [UInt8]) {
        bytes += json
    }

    /// A string from its UTF-8. Only `"`, `\` and the control characters below U+0020 are escaped (RFC 8259, section 7),
    /// those always as `\u00xx`, so that a string has one form.
    public mutating func write(string utf8: [UInt8]) {
        bytes.append(UInt8(ascii: "\""))
        for byte in utf8 {
            switch byte {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"):
                bytes.append(UInt8(ascii: "\\"))
                bytes.append(byte)
            case 0..<0x20:
                write(raw: "\\u00")
                bytes.append(hexadecimalDigit(byte >> 4))
                bytes.append(hexadecimalDigit(byte & 15))
            default:
                bytes.append(byte)
            }
        }
        bytes.append(UInt8(ascii: "\""))
    }

    public mutating func write(string text: String) {
        write(string: Array(text.utf8))
    }

    public mutating func write(_ number: Int64) {
        if number < 0 { bytes.append(UInt8(ascii: "-")) }
        var rest = number.magnitude
        var digits: [UInt8] = []
        repeat {
            digits.append(UInt8(ascii: "0") + UInt8(rest % 10))
            rest /= 10
        } while rest > 0
        bytes.append(contentsOf: digits.reversed())
    }

    public mutating func write(_ value: RegisterValue?) {
        write(JSONValue(value))
    }

    public mutating func write(_ value: JSONValue) {
        switch value {
        case .null: write(raw: "null")
        case .bool(let truth): write(raw: truth ? "true" : "false")
        case .integer(let number): write(number)
        case .string(let bytes): write(string: bytes)
        case .array(let values):
            write(raw: "[")
            for (number, value) in values.enumerated() {
                if number > 0 { write(raw: ",") }
                write(value)
            }
            write(raw: "]")
        case .object(let members):
            write(raw: "{")
            for (number, member) in members.enumerated() {
                if number > 0 { write(raw: ",") }
                write(string: member.key)
                write(raw: ":")
                write(member.value)
            }
            write(raw: "}")
        }
    }
}

/// The digit for a number below 16.
func hexadecimalDigit(_ number: UInt8) -> UInt8 {
    number < 10 ? UInt8(ascii: "0") + number : UInt8(ascii: "a") + number - 10
}

/// A JSON value; strings as their UTF-8.
public indirect enum JSONValue: Hashable, Sendable {
    case null
    case bool(Bool)
    case integer(Int64)
    case string([UInt8])
    case array([JSONValue])
    case object([(key: [UInt8], value: JSONValue)])

    public static func == (left: JSONValue, right: JSONValue) -> Bool {
        switch (left, right) {
        case (.null, .null): true
        case (.bool(let left), .bool(let right)): left == right
        case (.integer(let left), .integer(let right)): left == right
        case (.string(let left), .string(let right)): left == right
        case (.array(let left), .array(let right)): left == right
        case (.object(let left), .object(let right)):
            left.count == right.count && zip(left, right).allSatisfy { $0.key == $1.key && $0.value == $1.value }
        default: false
        }
    }

    public func hash(into hasher: inout Hasher) {
        switch self {
        case .null: hasher.combine(0)
        case .bool(let truth): hasher.combine(truth)
        case .integer(let number): hasher.combine(number)
        case .string(let bytes): hasher.combine(bytes)
        case .array(let values): hasher.combine(values)
        case .object(let members): hasher.combine(members.count)
        }
    }

    public static func text(_ text: String) -> JSONValue {
        .string(Array(text.utf8))
    }

    public init(_ value: RegisterValue?) {
        switch value {
        case nil: self = .null
        case .bool(let truth): self = .bool(truth)
        case .integer(let number): self = .integer(number)
        case .string(let scalars): self = .string(encodeUTF8(scalars))
        }
    }

    /// What a register would hold; nil where the value is an array or object, `.some(nil)` for null.
    public var registerValue: RegisterValue?? {
        switch self {
        case .null: .some(nil)
        case .bool(let truth): .bool(truth)
        case .integer(let number): .integer(number)
        case .string(let bytes): decodeUTF8(bytes).map { .string($0) } ?? .none
        case .array, .object: .none
        }
    }

    /// A member of an object.
    public func member(_ key: String) -> JSONValue? {
        guard case .object(let members) = self else { return nil }
        let key = Array(key.utf8)
        return members.first { $0.key == key }?.value
    }
}
