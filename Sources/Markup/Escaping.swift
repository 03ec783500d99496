/// How one kind of place in a document writes the characters that mean something there.
///
/// All of them escape `& < > " '`, so text is safe between tags and inside either sort of quotes. They differ in the
/// characters that a parser would change or refuse.
enum Escaping {
    /// Text and attribute values of HTML. A parser turns CR into LF unless it is written as a reference, and has no
    /// way at all to express NUL.
    case html
    /// Text between tags of XML 1.0.
    case xmlText
    /// Attribute values of XML 1.0, where a parser turns plain tabs and line breaks into spaces (section 3.3.3).
    case xmlAttribute

    /// Appends the text in UTF-8. What the format cannot express becomes U+FFFD, so that its absence is visible.
    func append(_ text: String, to bytes: inout [UInt8]) {
        var text = text
        text.withUTF8 { utf8 in
            var copied = 0
            var index = 0
            while index < utf8.count {
                let (length, replacement) = replacement(in: utf8, at: index)
                if let replacement {
                    bytes += UnsafeRawBufferPointer(rebasing: UnsafeRawBufferPointer(utf8)[copied..<index])
                    bytes += replacement.utf8
                    copied = index + length
                }
                index += length
            }
            bytes += UnsafeRawBufferPointer(rebasing: UnsafeRawBufferPointer(utf8)[copied...])
        }
    }

    /// What to write instead of the bytes at `index`, nil to keep them, and how many bytes that concerns.
    private func replacement(in utf8: UnsafeBufferPointer<UInt8>, at index: Int) -> (length: Int, String?) {
        switch utf8[index] {
        case UInt8(ascii: "&"): return (1, "&amp;")
        case UInt8(ascii: "<"): return (1, "&lt;")
        case UInt8(ascii: ">"): return (1, "&gt;")
        case UInt8(ascii: "\""): return (1, "&quot;")
        case UInt8(ascii: "'"): return (1, "&#39;")
        case 0x0D: return (1, "&#13;")
        case 0x00: return (1, Self.inexpressible)
        case 0x09: return (1, self == .xmlAttribute ? "&#9;" : nil)
        case 0x0A: return (1, self == .xmlAttribute ? "&#10;" : nil)
        case 0x01...0x1F: return (1, self == .html ? nil : Self.inexpressible)
        case 0xEF where self != .html && isNoncharacter(utf8, at: index): return (3, Self.inexpressible)
        default: return (1, nil)
        }
    }

    /// U+FFFE and U+FFFF, which XML 1.0 (section 2.2) leaves out of `Char`.
    private func isNoncharacter(_ utf8: UnsafeBufferPointer<UInt8>, at index: Int) -> Bool {
        utf8[index + 1] == 0xBF && (utf8[index + 2] == 0xBE || utf8[index + 2] == 0xBF)
    }

    private static let inexpressible = "\u{FFFD}"
}
