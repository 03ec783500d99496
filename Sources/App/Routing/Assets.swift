import Crypto
import Foundation
import WebProtocol
import WebServer

/// The files under `Web/`, read once at start and served from memory under an address that names their content.
///
/// `/assets/<fingerprint>/app.js` never changes: the fingerprint is a digest of all files together, so a new release
/// has new addresses for everything, modules that import each other always belong together, and browsers may keep what
/// they have for ever. A file `x.gz` beside `x` is its compressed form, not a file of its own.
///
/// The service worker alone has one address for ever, ``serviceWorkerPath``: by it browsers find out that there is a new
/// release. It learns the names of the others from `files.json`.
public struct Assets: Sendable {
    private struct File {
        let bytes: [UInt8]
        let compressed: [UInt8]?
        let contentType: HeaderValue
        /// Part of the entity tag, 16 hexadecimal digits of the digest.
        let tag: String
    }

    private let files: [String: File]
    /// 16 hexadecimal digits.
    public let fingerprint: String

    /// Reads every file below a folder, except hidden ones.
    ///
    /// - Throws: What Foundation says when the folder or a file in it cannot be read.
    public init(folder: String) throws {
        let paths = try FileManager.default.subpathsOfDirectory(atPath: folder)
        var contents: [String: [UInt8]] = [:]
        for path in paths where !path.split(separator: "/").contains(where: { $0.hasPrefix(".") }) {
            let full = folder + "/" + path
            var isFolder: ObjCBool = false
            guard FileManager.default.fileExists(atPath: full, isDirectory: &isFolder), !isFolder.boolValue else {
                continue
            }
            if path.hasSuffix(".gz"), Self.isStale(full) { continue }
            contents[path] = [UInt8](try Data(contentsOf: URL(filePath: full)))
        }
        self.init(files: contents)
    }

    /// Whether a compressed form is older than its file: somebody has changed that since.
    private static func isStale(_ compressed: String) -> Bool {
        func date(_ path: String) -> Date? {
            try? FileManager.default.attributesOfItem(atPath: path)[.modificationDate] as? Date
        }
        guard let form = date(compressed), let file = date(String(compressed.dropLast(3))) else { return false }
        return form < file
    }

    /// - Parameter files: Content by path relative to the folder, such as `styles/app.css`.
    init(files contents: [String: [UInt8]]) {
        var all = SHA256()
        var files: [String: File] = [:]
        for (path, bytes) in contents.sorted(by: { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }) {
            if path.hasSuffix(".gz"), contents[String(path.dropLast(3))] != nil { continue }
            let digest = SHA256.hash(bytes)
            all.update(Array(path.utf8) + [0])
            all.update(digest)
            files[path] = File(
                bytes: bytes, compressed: contents[path + ".gz"], contentType: Self.contentType(of: path),
                tag: Hex.encode(Array(digest.prefix(8))))
        }
        files[Self.listPath] = File(
            bytes: jsonList(of: files.keys.filter { $0 != Self.serviceWorkerFile }.sorted()), compressed: nil,
            contentType: Self.contentType(of: Self.listPath), tag: "")
        self.files = files
        fingerprint = Hex.encode(Array(all.finish().prefix(8)))
    }

    /// Where browsers ask for the service worker. From there it may answer for every page.
    static let serviceWorkerPath = "/service-worker.js"
    private static let serviceWorkerFile = "offline/service-worker.js"
    private static let listPath = "files.json"

    /// The service worker, which browsers ask for anew whenever they wonder; nil if this release has none.
    func serviceWorker() -> Response? {
        guard let file = files[Self.serviceWorkerFile] else { return nil }
        var response = Response(headers: ["cache-control": "no-cache"], body: file.bytes)
        response.headers.append("content-type", file.contentType)
        return response
    }

    /// The `Web` folder that belongs to a program: the first `Web` with an `app.js` in the program's folder or one
    /// above it. Nil if there is none up to the root.
    public static func folder(ofProgram path: String) -> String? {
        var folder = URL(filePath: path).resolvingSymlinksInPath().deletingLastPathComponent()
        while true {
            let candidate = folder.appending(path: "Web").path(percentEncoded: false)
            if FileManager.default.fileExists(atPath: candidate + "/app.js") { return candidate }
            if folder.path(percentEncoded: false) == "/" { return nil }
            folder = folder.deletingLastPathComponent().standardizedFileURL
        }
    }

    func contains(_ path: String) -> Bool { files[path] != nil }

    /// The address of a file in this release.
    ///
    /// - Parameter path: Relative to `Web`, such as `styles/app.css`.
    func address(of path: String) -> String { "/assets/\(fingerprint)/\(path)" }

    /// The answer to a request for `/assets/<fingerprint>/<path>`, or nil if this release has no such file. A file of
    /// an older release is refused too: half of one and half of the other would not work together.
    func response(to request: Request) -> Response? {
        let prefix = "/assets/\(fingerprint)/"
        guard request.path.hasPrefix(prefix), let file = files[String(request.path.dropFirst(prefix.count))] else {
            return nil
        }
        let compressed = acceptsCoding("gzip", request.headers) ? file.compressed : nil
        var response = Response(
            headers: ["cache-control": "public, max-age=31536000, immutable"], body: compressed ?? file.bytes)
        response.headers.append("content-type", file.contentType)
        if file.compressed != nil { response.headers.append("vary", "accept-encoding") }
        if compressed != nil { response.headers.append("content-encoding", "gzip") }
        return response.selected(by: request, tag: EntityTag(compressed == nil ? file.tag : file.tag + "-gzip"))
    }

    private static func contentType(of path: String) -> HeaderValue {
        switch path.split(separator: ".").last {
        case "js", "mjs": "text/javascript; charset=utf-8"
        case "css": "text/css; charset=utf-8"
        case "html": "text/html; charset=utf-8"
        case "wasm": "application/wasm"
        case "svg": "image/svg+xml"
        case "png": "image/png"
        case "woff2": "font/woff2"
        case "json": "application/json"
        case "txt": "text/plain; charset=utf-8"
        default: "application/octet-stream"
        }
    }
}
