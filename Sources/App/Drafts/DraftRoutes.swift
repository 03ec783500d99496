import Markup
import RichText
import Store
import Sync
import WebServer
import Workspace

extension Application {
    static let draftRoutes: [Route] = [
        .document("GET", "/documents/:document", to: .read, else: .mayNotRead) { try await $0.showDocument($1) },
        .document("GET", "/documents/:document/text", to: .read, else: .mayNotRead) { try await $0.sendText($1) },
        .document("GET", "/sync/documents/:document", to: .read, else: .mayNotRead) { try await $0.enterRoom($1) },
        .document("POST", "/sync/documents/:document", to: .read, else: .mayNotRead) { try await $0.sayInRoom($1) },
    ]

    /// The subprotocol of the conversation, with its version.
    static let subprotocol = "udkast.1"

    // MARK: The desk

    private func showDocument(_ visit: Visit<DocumentInsider>) async throws -> Reply {
        let content = try await rooms.content(of: visit.document.id)
        let access = visit.document.access(as: visit.role)
        let language = visit.language
        switch visit.document.kind {
        case .minutes:
            return redirect(to: VersionsPage.address(of: visit.document))
        case .target:
            let paper = TargetPaper(content: content, language: language, isEditable: access == .edit)
            return try await versionedDesk(
                visit, content: content, access: access, kind: .targetOfNumber(visit.document.number ?? 0),
                outline: paper.outline, paper: paper.html)
        case .termsOfReference:
            let paper = TermsPaper(content: content, language: language, isEditable: access == .edit)
            return try await versionedDesk(
                visit, content: content, access: access, kind: .termsOfReference, outline: paper.outline,
                paper: paper.html)
        }
    }

    /// The desk of a document that versions are made of.
    private func versionedDesk(
        _ visit: Visit<DocumentInsider>, content: DocumentContent, access: Access, kind: Phrase,
        outline: [OutlineEntry], paper: HTML
    ) async throws -> Reply {
        let standing = VersionStanding(
            latest: try await store.reviews.latest(of: visit.document.id), liveHash: content.hash)
        let state =
            visit.document.frozenAt == nil
            ? standing.mark(in: visit.language) : tag(visit.language(.approved), .success)
        return desk(
            visit, content: content, access: access, kind: kind, state: state,
            actions: link(
                visit.language(.versions), to: "/documents/\(visit.document.id)/versions", class: "button"),
            outline: outline, paper: paper,
            comments: try await threadList(visit, content: content, outline: outline))
    }

    /// The page on which a document is read and written.
    ///
    /// - Parameters:
    ///   - kind: What the document is, above its title.
    ///   - state: How far it has come, beside its title.
    ///   - actions: What else can be done with it, at the end of the bar.
    func desk(
        _ visit: Visit<DocumentInsider>, content: DocumentContent, access: Access, kind: Phrase, state: HTML,
        actions: HTML = HTML(), outline: [OutlineEntry], paper: HTML, comments: HTML
    ) -> Reply {
        let language = visit.language
        let written = content.text("dokument", "titel")
        let title = written.isEmpty ? visit.document.title : written
        let desk = EditorDesk(
            document: visit.document, access: access, member: visit.member, language: language,
            eyebrow: HTML {
                link(visit.group.name, to: "/groups/\(visit.group.id)")
                " · " + language(kind)
            },
            title: title, state: state, actions: actions, notices: notices(visit, access), outline: outline,
            paper: paper, comments: comments)
        return page(
            visit, member: visit.member, title: title, crumbs: [crumb(visit.group)], layout: .editor, desk.html)
    }

    private func notices(_ visit: Visit<DocumentInsider>, _ access: Access) -> HTML {
        guard access != .edit else { return HTML() }
        let reason: Phrase =
            if visit.document.frozenAt == nil {
                access == .comment ? .readAndComment : .readAlone
            } else {
                visit.document.kind == .minutes ? .minutesAreApproved : .documentIsApproved
            }
        return alert(.information) {
            element("p") { visit.language(reason) }
        }
    }

    // MARK: For programs

    /// All places and registers, for checkers that have no merge engine.
    private func sendText(_ visit: Visit<DocumentInsider>) async throws -> Reply {
        let content = try await rooms.content(of: visit.document.id)
        var json = JSONWriter()
        json.write(raw: "{\"document\":")
        json.write(string: visit.document.id.rawValue)
        json.write(raw: ",\"hash\":")
        json.write(string: content.hash)
        json.write(raw: ",\"places\":{")
        for (index, place) in content.places.enumerated() {
            if index > 0 { json.write(raw: ",") }
            json.write(string: "\(place.node)/\(place.field)")
            json.write(raw: ":")
            json.write(string: content.text(place.node, place.field))
        }
        json.write(raw: "},\"registers\":{")
        for (index, node) in content.nodesWithRegisters.enumerated() {
            json.write(raw: index > 0 ? "," : "")
            json.write(string: node)
            json.write(raw: ":{")
            for (index, register) in content.registers(of: node).enumerated() {
                json.write(raw: index > 0 ? "," : "")
                json.write(string: register.key)
                json.write(raw: ":")
                json.write(register.value)
            }
            json.write(raw: "}")
        }
        json.write(raw: "}}\n")
        return .response(Response(headers: ["content-type": "application/json"], body: json.bytes))
    }

    // MARK: The room

    /// The handshake of the socket. Browsers send cookies with it from any page, so Origin is checked although it is a
    /// GET (requirements S4).
    private func enterRoom(_ visit: Visit<DocumentInsider>) async throws -> Reply {
        guard hasOwnOrigin(visit.request) else { throw PageProblem.forbidden(.foreignOrigin) }
        guard visit.request.asksForWebSocket else { return try await enterRoomWithoutSocket(visit) }
        guard visit.request.webSocketSubprotocols.contains(Self.subprotocol) else { throw PageProblem.badRequest }
        return .webSocket(rooms.upgrade(admission(visit)))
    }

    private func admission(_ visit: Visit<DocumentInsider>) -> Admission {
        Admission(
            document: visit.document.id, member: visit.member, access: visit.document.access(as: visit.role),
            login: visit.login.id, subprotocol: Self.subprotocol)
    }

    // MARK: The room without a socket

    /// `?line=NAME` streams, `?line=NAME&from=COUNT` polls; see ``FallbackLine``. Without a query a browser asks why its
    /// handshake failed, and 204 says that no door is closed to it.
    private func enterRoomWithoutSocket(_ visit: Visit<DocumentInsider>) async throws -> Reply {
        guard !visit.request.query.isEmpty else { return .response(Response(status: 204)) }
        let line = try lineName(visit.request)
        guard let text = visit.request.queryValue("from") else {
            return .stream(rooms.stream(admission(visit), line: line))
        }
        guard let count = Int(text), count >= 0 else { throw PageProblem.badRequest }
        guard let frames = await rooms.poll(admission(visit), line: line, from: count) else { return Self.lineIsGone }
        return .response(Response(headers: ["content-type": "application/octet-stream"], body: frames))
    }

    /// `?line=NAME&number=N`, with frames as the body.
    private func sayInRoom(_ visit: Visit<DocumentInsider>) async throws -> Reply {
        let line = try lineName(visit.request)
        guard let text = visit.request.queryValue("number"), let number = Int(text), number >= 0 else {
            throw PageProblem.badRequest
        }
        let isTaken = await rooms.receive(visit.request.body, number: number, admission(visit), line: line)
        return isTaken ? .response(Response(status: 204)) : Self.lineIsGone
    }

    private static let lineIsGone = Reply.response(.text("410\n", status: 410))

    /// 128 bits that the browser has drawn, in 32 hexadecimal digits.
    private func lineName(_ request: Request) throws -> String {
        guard let name = request.queryValue("line"), name.utf8.count == 32,
            name.utf8.allSatisfy({ (0x30...0x39).contains($0) || (0x61...0x66).contains($0) })
        else { throw PageProblem.badRequest }
        return name
    }
}
