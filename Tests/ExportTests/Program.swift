import Foundation
import Testing

/// Programs of other people, which read our files without knowing our code.
enum Program {
    /// LibreOffice, when it is installed.
    static let office = find("soffice")
    static let python = find("python3")

    private static func find(_ name: String) -> URL? {
        (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
            .map { URL(filePath: String($0)).appending(path: name) }
            .first { FileManager.default.isExecutableFile(atPath: $0.path) }
    }

    /// Runs a program to its end.
    ///
    /// - Returns: What it wrote and how it ended, 0 for well.
    static func run(_ program: URL, _ arguments: [String]) throws -> (output: String, status: Int32) {
        let process = Process()
        let pipe = Pipe()
        process.executableURL = program
        process.arguments = arguments
        process.standardOutput = pipe
        process.standardError = pipe
        try process.run()
        let output = pipe.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return (String(decoding: output, as: UTF8.self), process.terminationStatus)
    }

    /// A Word document as `office` reads it: its text, with the marks of lists. In a profile of its own, so that it does
    /// not wait for an office that is already open.
    static func text(ofWordDocument bytes: [UInt8], by office: URL) throws -> String {
        try withTemporaryFolder { folder in
            let file = folder.appending(path: "dokument.docx")
            try Data(bytes).write(to: file)
            let (output, status) = try run(
                office,
                [
                    "--headless", "-env:UserInstallation=file://\(folder.path)/profile", "--convert-to", "txt:Text",
                    "--outdir", folder.path, file.path,
                ])
            #expect(status == 0, "\(output)")
            return try String(contentsOf: folder.appending(path: "dokument.txt"), encoding: .utf8)
        }
    }

    /// Hands a new folder to `body` and removes it afterwards.
    static func withTemporaryFolder<Result>(_ body: (URL) throws -> Result) throws -> Result {
        let folder = FileManager.default.temporaryDirectory.appending(path: "udkast-export-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        return try body(folder)
    }
}
