/// The path and the query of a target in origin form, decoded once and for all, so that no two readers can see
/// different paths in one request.
public struct RequestTarget: Hashable, Sendable {
    /// Percent-decoded; begins with `/`. Never holds `.` or `..` segments, a control character, a backslash, or a
    /// slash that was encoded.
    public let path: String

    /// The pairs of the query in order, decoded; empty if there is none.
    public let query: [(name: String, value: String)]

    /// - Parameter target: ``RequestHead/target``; `*` stays as it is.
    public init(_ target: String) throws(HTTPViolation) {
        // Most are addresses of ours, in which there is nothing to decode and nothing that could mean something else.
        if target.utf8.allSatisfy(Self.isPlain) {
            path = target
            query = []
            return
        }
        let bytes = Array(target.utf8)
        let end = bytes.firstIndex(of: UInt8(ascii: "?")) ?? bytes.count
        path = try Self.decodePath(bytes[..<end])
        query = end == bytes.count ? [] : FormEncoding.decode(bytes[(end + 1)...])
    }

    private static func isPlain(_ byte: UInt8) -> Bool {
        byte.lowercased &- 0x61 < 26 || byte.isDigit || byte == UInt8(ascii: "/") || byte == UInt8(ascii: "-")
    }

    private static func decodePath(_ bytes: ArraySlice<UInt8>) throws(HTTPViolation) -> String {
        guard var decoded = PercentEncoding.decode(bytes) else { throw .malformedTarget }
        // An encoded separator would make one segment look like two to whoever decodes first.
        let separators = [UInt8(ascii: "/"), UInt8(ascii: "\\")]
        guard decoded.count(where: separators.contains) == bytes.count(where: { $0 == separators[0] }),
            decoded.allSatisfy({ $0 >= 0x20 && $0 != 0x7f })
        else { throw .unsafePath }
        decoded.append(UInt8(ascii: "/"))
        var start = 0
        for (index, byte) in decoded.enumerated() where byte == separators[0] {
            let segment = decoded[start..<index]
            if segment.count <= 2, !segment.isEmpty, segment.allSatisfy({ $0 == UInt8(ascii: ".") }) {
                throw .unsafePath
            }
            start = index + 1
        }
        decoded.removeLast()
        guard let path = String(validating: decoded, as: UTF8.self) else { throw .unsafePath }
        return path
    }

    public static func == (left: RequestTarget, right: RequestTarget) -> Bool {
        left.path == right.path && left.query.elementsEqual(right.query, by: ==)
    }

    public func hash(into hasher: inout Hasher) {
        hasher.combine(path)
    }
}

/// `%XX` (RFC 3986, section 2.1).
public enum PercentEncoding {
    /// Nil if a `%` is not followed by two hexadecimal digits.
    public static func decode(_ bytes: some Collection<UInt8>) -> [UInt8]? {
        var decoded: [UInt8] = []
        decoded.reserveCapacity(bytes.count)
        var iterator = bytes.makeIterator()
        while let byte = iterator.next() {
            guard byte == UInt8(ascii: "%") else {
                decoded.append(byte)
                continue
            }
            guard let high = iterator.next()?.hexDigitValue, let low = iterator.next()?.hexDigitValue else {
                return nil
            }
            decoded.append(high << 4 | low)
        }
        return decoded
    }

    /// `text` with everything but letters, digits and `-._~` encoded: for one segment of a path or one value.
    public static func encode(_ text: String) -> String {
        let digits = Array("0123456789ABCDEF".utf8)
        var encoded: [UInt8] = []
        for byte in text.utf8 {
            if ByteSet.host.contains(byte) {
                encoded.append(byte)
            } else {
                encoded += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
            }
        }
        return String(decoding: encoded, as: UTF8.self)
    }
}

/// `application/x-www-form-urlencoded`: what forms and queries are written in (WHATWG URL, section 5).
public enum FormEncoding {
    /// The pairs in order. As browsers do, `%` without two digits stands for itself and bytes that are not UTF-8
    /// become U+FFFD; a pair without `=` has an empty value.
    public static func decode(_ bytes: some Collection<UInt8>) -> [(name: String, value: String)] {
        bytes.split(separator: UInt8(ascii: "&")).map { pair in
            let parts = pair.split(separator: UInt8(ascii: "="), maxSplits: 1, omittingEmptySubsequences: false)
            return (text(parts[0]), parts.count > 1 ? text(parts[1]) : "")
        }
    }

    public static func encode(_ pairs: [(name: String, value: String)]) -> String {
        pairs.map { PercentEncoding.encode($0.name) + "=" + PercentEncoding.encode($0.value) }.joined(separator: "&")
    }

    private static func text(_ bytes: some Collection<UInt8>) -> String {
        let spaced = bytes.map { $0 == UInt8(ascii: "+") ? .space : $0 }
        return String(decoding: PercentEncoding.decode(spaced) ?? spaced, as: UTF8.self)
    }
}
