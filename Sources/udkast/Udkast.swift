import Glibc

/// The program: one word says what to do.
@main
struct Udkast {
    static func main() async {
        let words = Array(CommandLine.arguments.dropFirst())
        do {
            guard let command = words.first else { throw UsageError(message: usage) }
            let rest = Array(words.dropFirst())
            switch command {
            case "serve": try await ServeCommand(rest).run()
            case "client": try await ClientCommand(rest).run()
            case "export": try await ExportCommand(rest).run()
            case "backup": try await BackupCommand(rest).run()
            case "restore": try await RestoreCommand(rest).run()
            case "verify": try await VerifyCommand(rest).run()
            case "--help", "help": print(usage)
            default: throw UsageError(message: "udkast: there is no command \(command)\n" + usage)
            }
        } catch {
            say(sentence(for: error))
            exit(error is UsageError ? 2 : 1)
        }
    }

    static let usage = """
        usage: udkast serve   --port N --data DIR [--demo] [--host ADDRESS]
                              [--cert FILE --key FILE [--redirect-port N]]
                              [--origin ORIGIN]… [--trusted-proxy ADDRESS]… [--web DIR]
                              [--threads N] [--sockets-per-member N]
               udkast client  --server URL --login EMAIL:PASSWORD --document ID
               udkast export  --data DIR --document ID [--version N] --format docx|csv|html --output FILE
               udkast backup  --data DIR --output FILE
               udkast restore --input FILE --data DIR
               udkast verify  --data DIR
        """
}

/// The words of a command do not make one.
struct UsageError: Error, CustomStringConvertible {
    let message: String
    var description: String { message }
}

/// What went wrong, in one sentence.
struct CommandError: Error, CustomStringConvertible {
    let message: String
    var description: String { message }
}

func sentence(for error: any Error) -> String {
    "\(error)"
}

/// One line on stderr.
func say(_ line: String) {
    let bytes = Array((line + "\n").utf8)
    _ = bytes.withUnsafeBytes { write(STDERR_FILENO, $0.baseAddress, $0.count) }
}
