import Foundation
import Merge
import RichText
import Sync

/// What a headless member knows: the document, the orders that wait, and whether a connection is wanted.
struct ClientConversation {
    enum Progress {
        case goesOn
        case finished
    }

    private let link: ClientLink
    private var session = ClientSession()
    /// Counts connections, so that the last words of an earlier one are not taken for this one's.
    private var generation = 0
    private var isConnected = false
    private var wantsConnection = true
    private var attempts = 0
    /// Orders that came before the document was open, in order.
    private var waitingOrders: [ClientOrder] = []
    /// `sync` orders to answer when everything sent is acknowledged and, so that what others did before is here too, a
    /// ping that was sent then has come back.
    private var waitingSyncs: [(id: JSONValue?, ping: UInt64?)] = []
    private var lastPing: UInt64 = 0
    private var waitingConnects: [JSONValue?] = []
    private var hasMoreLines = true

    init(link: ClientLink) {
        self.link = link
        reconnect()
    }

    mutating func take(_ input: ClientInput) -> Progress {
        switch input {
        case .line(let line):
            takeLine(line)
        case .endOfLines:
            hasMoreLines = false
        case .connected(let generation) where generation == self.generation:
            isConnected = true
            session.connected()
        case .message(let message, let generation) where generation == self.generation:
            receive(message)
        case .closed(let code, let reason, let generation) where generation == self.generation:
            lost(code: code, reason: reason)
        case .retry(let generation) where generation == self.generation && wantsConnection && !isConnected:
            reconnect()
        case .connected, .message, .closed, .retry:
            break
        }
        answerWhatCanBe()
        if isConnected { session.takeOutgoing().forEach(link.send) }
        // Without further orders, what has been typed is brought home before leaving.
        return !hasMoreLines && waitingOrders.isEmpty && waitingSyncs.isEmpty && waitingConnects.isEmpty
            && (session.pending.isEmpty || !wantsConnection) ? .finished : .goesOn
    }

    // MARK: Orders

    private mutating func takeLine(_ line: [UInt8]) {
        guard !line.allSatisfy({ $0 == UInt8(ascii: " ") }) else { return }
        do throws(ClientOrder.Problem) {
            let order = try ClientOrder(line: line)
            // Without a connection, that is what the waiting orders are waiting for.
            if case .connect = order.action, !wantsConnection {
                carryOut(order)
            } else if waitingOrders.isEmpty, !order.needsDocument || isReady {
                carryOut(order)
            } else {
                waitingOrders.append(order)
            }
        } catch {
            answer(error.id, ["error": .text(error.message)])
        }
    }

    private mutating func carryOut(_ order: ClientOrder) {
        switch order.action {
        case .insert(let place, let position, let text):
            edit(order.id) { session throws(EditError) in try session.insert(text, at: position, in: place) }
        case .delete(let place, let position, let count):
            edit(order.id) { session throws(EditError) in try session.delete(count, at: position, in: place) }
        case .set(let node, let key, let value):
            edit(order.id) { session throws(EditError) in try session.set(node, key, to: value) }
        case .read(let place):
            let text = encodeUTF8(session.document.text(at: place))
            answer(order.id, ["place": .string(place.bytes), "text": .string(text)])
        case .places:
            let places = session.document.content.places.map { JSONValue.text($0.node + "/" + $0.field) }
            answer(order.id, ["places": .array(places)])
        case .hash:
            answer(order.id, ["hash": .text(session.document.content.hash)])
        case .sync:
            waitingSyncs.append((order.id, nil))
        case .connect:
            wantsConnection = true
            waitingConnects.append(order.id)
            if !isConnected {
                attempts = 0
                reconnect()
            }
        case .disconnect:
            wantsConnection = false
            generation += 1
            link.disconnect()
            cutOff()
            answer(order.id, ["ok": .bool(true)])
        }
    }

    /// Whether orders about the document can be carried out: it is here, and no new session is being waited for.
    private var isReady: Bool {
        session.isOpen && (session.session != nil || !wantsConnection)
    }

    private func changed(
        _ place: Place, _ patch: TextPatch, by author: JSONValue
    ) -> KeyValuePairs<String, JSONValue> {
        switch patch {
        case .insert(let at, let scalars, let attributes):
            [
                "event": .text("changed"), "place": .string(place.bytes), "at": .integer(Int64(at)),
                "deleted": .integer(0), "inserted": .string(encodeUTF8(scalars)), "attributes": attributes.json,
                "author": author,
            ]
        case .delete(let at, let count):
            [
                "event": .text("changed"), "place": .string(place.bytes), "at": .integer(Int64(at)),
                "deleted": .integer(Int64(count)), "inserted": .text(""), "author": author,
            ]
        case .format(let at, let count, let key, let value):
            [
                "event": .text("changed"), "place": .string(place.bytes), "at": .integer(Int64(at)),
                "formatted": .integer(Int64(count)), "key": .string(key.bytes), "value": JSONValue(value),
                "author": author,
            ]
        }
    }

    private mutating func edit(
        _ id: JSONValue?, _ change: (inout ClientSession) throws(EditError) -> [ClientSession.Event]
    ) {
        do throws(EditError) {
            _ = try change(&session)
            answer(id, ["ok": .bool(true)])
        } catch {
            answer(id, ["error": .text(Self.message(error))])
        }
    }

    private static func message(_ error: EditError) -> String {
        switch error {
        case .notOpen: "notOpen: the document is not open"
        case .readOnly: "readOnly: you may read this document, not edit it"
        case .positionPastEnd(let length): "positionPastEnd: the text is \(length) characters long"
        case .tooLarge: "tooLarge: too much for one edit"
        case .documentFull: "documentFull: the document is full"
        }
    }

    private mutating func answerWhatCanBe() {
        if session.isSynchronized {
            for id in waitingConnects { answer(id, ["ok": .bool(true)]) }
            waitingConnects = []
        }
        while let next = waitingOrders.first, isReady || !next.needsDocument { carryOut(waitingOrders.removeFirst()) }
        if session.isSynchronized, session.pending.isEmpty, waitingSyncs.contains(where: { $0.ping == nil }) {
            lastPing += 1
            session.ping(lastPing)
            for index in waitingSyncs.indices where waitingSyncs[index].ping == nil {
                waitingSyncs[index].ping = lastPing
            }
        }
    }

    // MARK: The connection

    private mutating func reconnect() {
        generation += 1
        link.connect(generation: generation)
    }

    /// Pings that were under way are lost with the connection.
    private mutating func cutOff() {
        if isConnected { _ = session.disconnected() }
        isConnected = false
        for index in waitingSyncs.indices { waitingSyncs[index].ping = nil }
    }

    private mutating func lost(code: UInt16?, reason: String) {
        cutOff()
        write(["event": .text("closed"), "code": code.map { .integer(Int64($0)) } ?? .null, "reason": .text(reason)])
        guard wantsConnection else { return }
        attempts += 1
        link.retry(generation: generation, attempt: attempts)
    }

    private mutating func receive(_ message: [UInt8]) {
        do throws(ProtocolViolation) {
            for event in try session.receive(message) { report(event) }
            if session.isSynchronized { attempts = 0 }
        } catch {
            lost(code: error.closeCode, reason: "the server broke the protocol: \(error)")
            link.disconnect()
        }
    }

    private mutating func report(_ event: ClientSession.Event) {
        switch event {
        case .acknowledged:
            write(["event": .text("acknowledged"), "pending": .integer(Int64(session.pending.count))])
        case .refused(let reason, let lost):
            let texts = lost.map { lost in
                JSONValue.object([
                    (Array("place".utf8), .string(lost.place.bytes)),
                    (Array("text".utf8), .string(encodeUTF8(lost.text))),
                ])
            }
            write(["event": .text("refused"), "reason": .text("\(reason.word)"), "lost": .array(texts)])
        case .text(let place, let patch, let author):
            write(changed(place, patch, by: session.author(of: author).map { .string($0.member) } ?? .null))
        case .register(let node, let key, let value, let author):
            write([
                "event": .text("changed"), "node": .string(node.bytes), "key": .string(key.bytes),
                "value": JSONValue(value),
                "author": session.author(of: author).map { .string($0.member) } ?? .null,
            ])
        case .diverged:
            write(["event": .text("diverged")])
        case .pong(let number):
            for sync in waitingSyncs where sync.ping == number { answer(sync.id, ["synced": .bool(true)]) }
            waitingSyncs.removeAll { $0.ping == number }
        case .opened, .people, .access, .saving, .notice:
            break
        }
    }

    // MARK: Lines

    private func answer(_ id: JSONValue?, _ members: KeyValuePairs<String, JSONValue>) {
        var line: [(key: [UInt8], value: JSONValue)] = []
        if let id { line.append((Array("id".utf8), id)) }
        line += members.map { (Array($0.key.utf8), $0.value) }
        write(.object(line))
    }

    private func write(_ members: KeyValuePairs<String, JSONValue>) {
        write(.object(members.map { (Array($0.key.utf8), $0.value) }))
    }

    private func write(_ value: JSONValue) {
        var writer = JSONWriter()
        writer.write(value)
        writer.write(raw: "\n")
        FileHandle.standardOutput.write(Data(writer.bytes))
    }
}
