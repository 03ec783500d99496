public import RichText

/// A text with its formats, as a version says it.
public struct FormattedText: Hashable, Sendable {
    public var runs: [TextRun]

    public init(runs: [TextRun]) {
        self.runs = runs
    }

    /// A text without formats.
    public init(_ plain: String) {
        runs = plain.isEmpty ? [] : [TextRun(text: Array(plain.unicodeScalars), attributes: .none)]
    }

    public var isEmpty: Bool { runs.isEmpty }

    /// The text alone.
    public var plain: String {
        var scalars = String.UnicodeScalarView()
        for run in runs { scalars.append(contentsOf: run.text) }
        return String(scalars)
    }
}

extension FormattedText: ExpressibleByStringLiteral {
    public init(stringLiteral text: String) { self.init(text) }
}

extension DocumentContent {
    /// The text of a field with its formats; empty where nobody has written.
    public func formattedText(_ node: String, _ field: String) -> FormattedText {
        FormattedText(runs: runs(node, field))
    }
}
