/// A name for one state of a representation (RFC 9110, section 8.8.3): `"x"`, or `W/"x"` if it only means as much.
public struct EntityTag: Hashable, Sendable {
    /// Without the quotation marks.
    public let opaque: String
    public let isWeak: Bool

    /// - Parameter opaque: Visible ASCII without quotation marks.
    public init(_ opaque: String, isWeak: Bool = false) {
        precondition(opaque.utf8.allSatisfy(Self.mayStand), "not an entity tag: \(opaque)")
        self.opaque = opaque
        self.isWeak = isWeak
    }

    private init(checked opaque: String, isWeak: Bool) {
        self.opaque = opaque
        self.isWeak = isWeak
    }

    public var text: String { (isWeak ? "W/" : "") + "\"\(opaque)\"" }

    /// The same state to the byte (section 8.8.3.2).
    public func isStronglyEqual(to other: EntityTag) -> Bool {
        !isWeak && !other.isWeak && opaque == other.opaque
    }

    public func isWeaklyEqual(to other: EntityTag) -> Bool { opaque == other.opaque }

    /// The tags of a list, up to the first thing that is none; commas may stand in a tag.
    static func list(in value: String) -> [EntityTag] {
        var rest = Array(value.utf8)[...]
        var tags: [EntityTag] = []
        while true {
            while let byte = rest.first, byte == .space || byte == .tab || byte == UInt8(ascii: ",") {
                rest.removeFirst()
            }
            let isWeak = rest.starts(with: "W/".utf8)
            if isWeak { rest = rest.dropFirst(2) }
            guard rest.first == UInt8(ascii: "\""), let end = rest.dropFirst().firstIndex(of: UInt8(ascii: "\"")) else {
                return tags
            }
            let opaque = rest[(rest.startIndex + 1)..<end]
            guard opaque.allSatisfy(mayStand) else { return tags }
            tags.append(EntityTag(checked: String(decoding: opaque, as: UTF8.self), isWeak: isWeak))
            rest = rest[(end + 1)...]
        }
    }

    private static func mayStand(_ byte: UInt8) -> Bool {
        byte == 0x21 || (0x23...0x7e).contains(byte) || byte >= 0x80
    }
}

/// What a request for a representation with a tag comes to, by its conditions and its range (RFC 9110, sections 13
/// and 14). We send no dates of modification, so conditions that name one never hold.
public enum Selection: Hashable, Sendable {
    case whole
    /// 206: these bytes, never none.
    case part(Range<Int>)
    /// 304: the client has it.
    case notModified
    /// 412: the client wanted another state.
    case preconditionFailed
    /// 416: the range begins behind the end.
    case unsatisfiable

    /// In the order of section 13.2.2.
    ///
    /// - Parameters:
    ///   - tag: Of the representation that would be sent.
    ///   - byteCount: Of it.
    ///   - isReading: Whether the method is GET or HEAD.
    public init(_ fields: HeaderFields, tag: EntityTag, byteCount: Int, isReading: Bool = true) {
        let wanted = fields.values(of: "if-match")
        if !wanted.isEmpty, !Self.holds(wanted, { $0.isStronglyEqual(to: tag) }) {
            self = .preconditionFailed
            return
        }
        let known = fields.values(of: "if-none-match")
        if !known.isEmpty, Self.holds(known, { $0.isWeaklyEqual(to: tag) }) {
            self = isReading ? .notModified : .preconditionFailed
            return
        }
        guard isReading, let ranges = fields["range"], Self.mayBePart(fields.values(of: "if-range"), of: tag) else {
            self = .whole
            return
        }
        self = Self.part(ranges, of: byteCount)
    }

    private static func holds(_ values: [String], _ isMeant: (EntityTag) -> Bool) -> Bool {
        values.contains { $0 == "*" || EntityTag.list(in: $0).contains(where: isMeant) }
    }

    /// `If-Range`: the part is wanted only of the state that the client has the rest of.
    private static func mayBePart(_ conditions: [String], of tag: EntityTag) -> Bool {
        guard let condition = conditions.first else { return true }
        return conditions.count == 1 && EntityTag.list(in: condition).first?.isStronglyEqual(to: tag) == true
    }

    /// One range of bytes. Several, other units and what is malformed are answered with the whole, as section 14.2
    /// allows.
    private static func part(_ ranges: String, of byteCount: Int) -> Selection {
        guard ranges.lowercased().hasPrefix("bytes=") else { return .whole }
        let spec = ranges.dropFirst("bytes=".count).trimmingSpaces()
        let ends = spec.split(separator: "-", maxSplits: 1, omittingEmptySubsequences: false)
        guard ends.count == 2 else { return .whole }
        switch (number(ends[0]), number(ends[1])) {
        case (let first?, let last?):
            guard first <= last else { return .whole }
            return first < byteCount ? .part(first..<min(last, byteCount - 1) + 1) : .unsatisfiable
        case (let first?, nil) where ends[1].isEmpty:
            return first < byteCount ? .part(first..<byteCount) : .unsatisfiable
        case (nil, let count?) where ends[0].isEmpty:
            return count > 0 && byteCount > 0 ? .part(max(0, byteCount - count)..<byteCount) : .unsatisfiable
        default:
            return .whole
        }
    }

    /// A number in digits alone; what is too large to count is as good as the largest.
    private static func number(_ text: Substring) -> Int? {
        guard !text.isEmpty, text.utf8.allSatisfy(\.isDigit) else { return nil }
        return Int(text) ?? Int.max - 1
    }
}

/// Whether a client takes a content coding (RFC 9110, section 12.5.3): by its name or `*`, unless with a weight of 0.
public func acceptsCoding(_ coding: String, _ fields: HeaderFields) -> Bool {
    var answer: Bool?
    for member in fields.tokens(of: "accept-encoding") {
        let parts = member.split(separator: ";").map { $0.trimmingSpaces() }
        guard let name = parts.first, name == coding || (name == "*" && answer == nil) else { continue }
        let weight = parts.dropFirst().first { $0.hasPrefix("q=") }?.dropFirst(2) ?? "1"
        answer = weight.contains { ("1"..."9").contains($0) }
        if name == coding { return answer == true }
    }
    return answer == true
}
