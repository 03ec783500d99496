import Glibc
import RichText
import Workspace

/// One line of JSON on stderr an event, for whoever runs the server. Never the text of a document.
enum Log {
    static func write(_ event: String, _ fields: KeyValuePairs<String, String> = [:]) {
        var line = JSONWriter()
        line.write(raw: "{\"time\":")
        line.write(Timestamp.now().milliseconds)
        line.write(raw: ",\"event\":")
        line.write(string: event)
        for (key, value) in fields {
            line.write(raw: ",")
            line.write(string: key)
            line.write(raw: ":")
            line.write(string: value)
        }
        line.write(raw: "}\n")
        _ = line.bytes.withUnsafeBytes { Glibc.write(STDERR_FILENO, $0.baseAddress, $0.count) }
    }
}
