import Foundation
import WebServer

/// A certificate that nobody but its own tests trusts, made anew by the `openssl` program.
final class TestCertificate: Sendable {
    static let localhost = TestCertificate(names: "DNS:localhost,IP:127.0.0.1")
    static let elsewhere = TestCertificate(names: "DNS:elsewhere.example")

    let files: TLSFiles

    init(names: String) {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("udkast-tls-\(UUID())").path
        try! FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        files = TLSFiles(certificateFile: folder + "/certificate.pem", keyFile: folder + "/key.pem")
        let openssl = Process()
        openssl.executableURL = URL(fileURLWithPath: "/usr/bin/openssl")
        openssl.arguments = [
            "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2",
            "-subj", "/CN=udkast-test", "-addext", "subjectAltName=\(names)", "-keyout", files.keyFile, "-out",
            files.certificateFile,
        ]
        openssl.standardError = FileHandle.nullDevice
        try! openssl.run()
        openssl.waitUntilExit()
        precondition(openssl.terminationStatus == 0, "openssl made no certificate")
    }

    var trust: ServerTrust { .authority(file: files.certificateFile) }
}
