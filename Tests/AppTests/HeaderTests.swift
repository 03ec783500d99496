import Foundation
import Testing
import WebServer

@testable import App

struct HeaderTests {
    @Test(arguments: ["/login", "/", "/findes-ikke", "/healthz", "/documents/maal-moebler/text"])
    func `every answer forbids what the pages do not need`(path: String) async throws {
        let site = try await Site()

        let answer = try await site.get(path, as: path == "/login" ? nil : .member)

        let policy = try #require(answer.headers["content-security-policy"])
        for part in [
            "default-src 'none'", "script-src 'self' 'wasm-unsafe-eval'", "style-src 'self'", "connect-src 'self'",
            "base-uri 'none'", "form-action 'self'", "frame-ancestors 'none'", "require-trusted-types-for 'script'",
        ] { #expect(policy.contains(part)) }
        #expect(!policy.contains("unsafe-inline"))
        #expect(answer.headers["x-content-type-options"] == "nosniff")
        #expect(answer.headers["referrer-policy"] == "no-referrer")
        #expect(answer.headers["cross-origin-opener-policy"] == "same-origin")
        #expect(answer.headers["cross-origin-resource-policy"] == "same-origin")
        #expect(answer.headers["cache-control"] == "no-store")
        #expect(answer.headers["strict-transport-security"] == nil)
    }

    @Test(arguments: [
        [("Origin", "https://ond.example")], [("Origin", "http://127.0.0.1:8081")], [("Origin", "null")],
        [("Origin", "null"), ("Sec-Fetch-Site", "cross-site")], [("Sec-Fetch-Site", "cross-site")],
        [("Sec-Fetch-Site", "same-site")], [("Origin", "http://127.0.0.1:8080"), ("Origin", "null")],
    ])
    func `a form from elsewhere changes nothing`(headers: [(String, String)]) async throws {
        let site = try await Site()

        let answer = try await site.post(
            "/documents/maal-moebler/threads", [("text", "Hej")], as: .member, headers: headers)

        #expect(answer.status == 403)
        #expect(answer.text.contains("kom ikke fra denne side"))
        #expect(try await site.store.comments.threads(of: Site.target).isEmpty)
    }

    @Test(arguments: [
        [("Origin", "http://127.0.0.1:8080")], [("Origin", "null"), ("Sec-Fetch-Site", "same-origin")],
        [("Sec-Fetch-Site", "same-origin")],
    ])
    func `a form of our own pages is taken`(headers: [(String, String)]) async throws {
        let site = try await Site()

        let answer = try await site.post(
            "/documents/maal-moebler/threads", [("text", "Hej")], as: .member, headers: headers)

        #expect(answer.status == 303)
        #expect(try await site.store.comments.threads(of: Site.target).count == 1)
    }

    @Test
    func `a socket is opened for our own pages only`() async throws {
        let site = try await Site()
        let handshake = [
            ("Connection", "Upgrade"), ("Upgrade", "websocket"), ("Sec-WebSocket-Version", "13"),
            ("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ=="), ("Sec-WebSocket-Protocol", "udkast.1"),
        ]
        let path = "/sync/documents/maal-moebler"

        let own = try await site.get(path, as: .member, headers: handshake + [("Origin", "http://127.0.0.1:8080")])
        let foreign = try await site.get(path, as: .member, headers: handshake + [("Origin", "https://ond.example")])
        let nobody = try await site.get(path, headers: handshake + [("Origin", "http://127.0.0.1:8080")])
        let stranger = try await site.get(
            path, as: .stranger, headers: handshake + [("Origin", "http://127.0.0.1:8080")])
        let watcher = try await site.get(
            path, as: .observer, headers: handshake + [("Origin", "http://127.0.0.1:8080")])

        #expect(own.upgrade?.subprotocol == "udkast.1")
        #expect(foreign.status == 403)
        #expect(nobody.status == 401)
        #expect(stranger.status == 404)
        #expect(watcher.status == 101)
        #expect(site.rooms.calls.map(\.access) == [.edit, .read])
    }

    @Test
    func `a room is reached without a socket by its members alone, with a line's name and in order`() async throws {
        let site = try await Site()
        let origin = [("Origin", "http://127.0.0.1:8080")]
        let path = "/sync/documents/maal-moebler"
        let line = "?line=" + String(repeating: "0a", count: 16)

        for (method, query, person, headers, status) in [
            ("GET", line, Person.member, origin, 200), ("GET", line, .observer, origin, 200),
            ("GET", line, .stranger, origin, 404), ("GET", line, nil, origin, 401),
            ("GET", line, .member, [("Origin", "https://ond.example")], 403), ("GET", "", .member, origin, 204),
            ("GET", "", .stranger, origin, 404), ("GET", "", nil, origin, 401),
            ("GET", "?line=0A", .member, origin, 400), ("GET", line + "&from=0", .member, origin, 200),
            ("GET", line + "&from=7", .member, origin, 410), ("GET", line + "&from=-1", .member, origin, 400),
            ("POST", line + "&number=0", .member, origin, 204), ("POST", line + "&number=3", .member, origin, 410),
            ("POST", line, .member, origin, 400), ("POST", line + "&number=0", .stranger, origin, 404),
            ("POST", line + "&number=0", .member, [("Origin", "https://ond.example")], 403),
        ] as [(String, String, Person?, [(String, String)], Int)] {
            let answer = try await site.send(method, path + query, as: person, headers: headers)
            #expect(answer.status == status, "\(method) \(query) \(person?.rawValue ?? "-")")
        }
    }

    @Test
    func `the numbers of the server are for its own machine`() async throws {
        let site = try await Site()
        _ = try await site.get("/findes-ikke", as: .member)

        let here = try await site.get("/metrics")
        let elsewhere = try await site.get("/metrics", headers: [("X-Forwarded-For", "10.0.0.7")])

        #expect(here.text.contains("udkast_responses_total{status=\"4xx\"} 1\n"))
        #expect(here.text.contains("process_resident_memory_bytes "))
        #expect(here.text.contains("udkast_commit_seconds_bucket{le=\"+Inf\"} 0\n"))
        #expect(here.text.contains("udkast_edits_refused_total{reason=\"noRight\"} 0\n"))
        #expect(elsewhere.status == 404)
    }

    @Test
    func `another method names the ones there are`() async throws {
        let site = try await Site()

        let answer = try await site.send(
            "DELETE", "/documents/maal-moebler/threads", as: .member, headers: [("Origin", "http://127.0.0.1:8080")])

        #expect(answer.status == 405)
        #expect(answer.headers["allow"] == "GET, POST")
    }

    @Test
    func `files have addresses that name their content and may be kept for ever`() async throws {
        let site = try await Site()
        let address = site.application.assets.address(of: "app.js")

        let file = try await site.get(address)
        let tag = try #require(file.headers["etag"])
        let again = try await site.get(address, headers: [("If-None-Match", tag)])
        let older = try await site.get("/assets/0000000000000000/app.js")

        #expect(file.status == 200)
        #expect(file.headers["content-type"] == "text/javascript; charset=utf-8")
        #expect(file.headers["cache-control"] == "public, max-age=31536000, immutable")
        #expect(again.status == 304)
        #expect(again.body.isEmpty)
        #expect(older.status == 404)
    }

    @Test
    func `a compressed file is sent to those who can read it`() throws {
        let assets = Assets(files: ["engine.wasm": [0, 1, 2], "engine.wasm.gz": [9]])
        let address = assets.address(of: "engine.wasm")

        let plain = try #require(assets.response(to: Site.request("GET", address, headers: [])))
        let small = try #require(
            assets.response(to: Site.request("GET", address, headers: [("Accept-Encoding", "br, gzip;q=0.8")])))

        #expect(plain.body == [0, 1, 2])
        #expect(small.body == [9])
        #expect(small.headers["content-encoding"] == "gzip")
        #expect(small.headers["content-type"] == "application/wasm")
        #expect(plain.headers["etag"] != small.headers["etag"])
        #expect(assets.response(to: try Site.request("GET", address + ".gz", headers: [])) == nil)
    }

    @Test
    func `a compressed form that is older than its file is passed over`() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "udkast-assets-\(UUID())").path
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        for (name, age) in [("fresh.js", 20.0), ("fresh.js.gz", 10), ("stale.js", 10), ("stale.js.gz", 20)] {
            #expect(FileManager.default.createFile(atPath: "\(folder)/\(name)", contents: Data(name.utf8)))
            try FileManager.default.setAttributes(
                [.modificationDate: Date(timeIntervalSinceNow: -age)], ofItemAtPath: "\(folder)/\(name)")
        }

        let assets = try Assets(folder: folder)

        for (name, sent) in [("fresh.js", "fresh.js.gz"), ("stale.js", "stale.js")] {
            let request = try Site.request("GET", assets.address(of: name), headers: [("Accept-Encoding", "gzip")])
            #expect(assets.response(to: request)?.body == Array(sent.utf8))
        }
    }

    @Test
    func `a part of a file and its conditions are answered as they should be`() throws {
        let assets = Assets(files: ["app.js": Array("0123456789".utf8)])
        let address = assets.address(of: "app.js")

        let part = try #require(assets.response(to: Site.request("GET", address, headers: [("Range", "bytes=2-4")])))
        let behind = try #require(assets.response(to: Site.request("GET", address, headers: [("Range", "bytes=10-")])))
        let other = try #require(
            assets.response(to: Site.request("GET", address, headers: [("If-Match", "\"another\"")])))

        #expect(part.status == 206)
        #expect(part.body == Array("234".utf8))
        #expect(part.headers["content-range"] == "bytes 2-4/10")
        #expect(behind.status == 416)
        #expect(behind.headers["content-range"] == "bytes */10")
        #expect(other.status == 412)
    }

    @Test(arguments: [
        (nil, "da", "Log på"), (nil, "en-GB,da;q=0.5", "Log on"), (nil, "fr", "Log på"), (nil, "nb,en;q=0.9", "Log på"),
        ("en", "da", "Log on"), ("xx", "en", "Log on"),
    ])
    func `the language is the visitor's choice, then the browser's, then Danish`(
        choice: String?, browser: String, expected: String
    ) async throws {
        let site = try await Site()
        let cookie = choice.map { [("Cookie", "udkast-language=\($0)")] } ?? []

        let answer = try await site.get("/login", headers: cookie + [("Accept-Language", browser)])

        #expect(answer.text.contains("<h1>\(expected)</h1>"))
        #expect(answer.text.contains("<html lang=\"\(expected == "Log på" ? "da" : "en")\">"))
    }

    @Test
    func `a file name survives as well as its letters can`() {
        #expect(
            contentDisposition(fileName: "Indkøbsmål 13 \"Møbler\".csv")
                == "attachment; filename=\"Indkoebsmaal 13 _Moebler_.csv\"; "
                + "filename*=UTF-8''Indk%C3%B8bsm%C3%A5l%2013%20%22M%C3%B8bler%22.csv")
    }
}
