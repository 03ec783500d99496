import Foundation
import Testing

/// Files under `Golden` that show what an export looked like when somebody last looked at it.
///
/// `UDKAST_WRITE_GOLDEN=1 swift test --filter ExportTests` writes them anew; the difference is then read in the
/// commit, like any other.
enum Golden {
    /// Holds the markup against the file of that name, an element a line, so that a difference is easy to read.
    static func expect(_ markup: [UInt8], matches name: String, sourceLocation: SourceLocation = #_sourceLocation)
        throws
    {
        let shown = String(decoding: markup, as: UTF8.self).replacingOccurrences(of: "><", with: ">\n<") + "\n"
        let file = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Golden/\(name)")
        if ProcessInfo.processInfo.environment["UDKAST_WRITE_GOLDEN"] != nil {
            try Data(shown.utf8).write(to: file)
        }
        let golden = try String(contentsOf: file, encoding: .utf8)
        guard shown != golden else { return }
        let lines = zip(shown.split(separator: "\n"), golden.split(separator: "\n"))
        let difference = lines.first { $0 != $1 }.map { "«\($0)» instead of «\($1)»" } ?? "one is longer"
        Issue.record("\(name) differs: \(difference)", sourceLocation: sourceLocation)
    }
}
