/// The cookies that a browser sends (RFC 6265, section 5.4).
public enum Cookies {
    /// The value of a cookie in the Cookie fields of a request, or nil.
    ///
    /// Sent twice, it is refused: a neighbour on the same domain could have set the other one.
    public static func value(of name: String, in fields: HeaderFields) -> String? {
        var found: String?
        for field in fields.values(of: "cookie") {
            for pair in field.split(separator: ";") {
                let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
                guard parts.count == 2, parts[0].trimmingSpaces() == name else { continue }
                if found != nil { return nil }
                found = parts[1].trimmingSpaces()
            }
        }
        return found
    }
}
