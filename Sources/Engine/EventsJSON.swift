import Merge
import RichText
import Sync

/// The events as a JSON array; Web/engine/engine.js lists their fields.
func eventsJSON(_ events: [ClientSession.Event], of session: ClientSession) -> [UInt8] {
    var writer = JSONWriter()
    writer.write(raw: "[")
    for (number, event) in events.enumerated() {
        if number > 0 { writer.write(raw: ",") }
        writer.write(event, of: session)
    }
    writer.write(raw: "]")
    return writer.bytes
}

func stateJSON(_ session: ClientSession) -> [UInt8] {
    var writer = JSONWriter()
    writer.write(raw: "{\"session\":")
    if let id = session.session { writer.write(session: id) } else { writer.write(raw: "null") }
    writer.write(raw: ",\"member\":")
    writer.write(member: session.author)
    writer.write(raw: ",\"access\":\"")
    writer.write(raw: session.access.word)
    writer.write(raw: session.isOpen ? "\",\"isOpen\":true}" : "\",\"isOpen\":false}")
    return writer.bytes
}

extension JSONWriter {
    fileprivate mutating func write(_ event: ClientSession.Event, of session: ClientSession) {
        write(raw: "{\"type\":\"")
        switch event {
        case .opened:
            write(raw: "opened\"")
        case .text(let place, let patch, let author):
            write(raw: patch.isFormat ? "format\",\"place\":" : "text\",\"place\":")
            write(string: place.bytes)
            write(raw: ",\"at\":")
            write(patch)
            write(author: author, of: session)
        case .register(let node, let key, let value, let author):
            write(raw: "register\",\"node\":")
            write(string: node.bytes)
            write(raw: ",\"key\":")
            write(string: key.bytes)
            write(raw: ",\"value\":")
            write(value)
            write(author: author, of: session)
        case .acknowledged:
            write(raw: "acknowledged\"")
        case .refused(let reason, let lost):
            write(raw: "refused\",\"code\":\"")
            write(raw: reason.word)
            write(raw: "\",\"lost\":[")
            for (number, text) in lost.enumerated() {
                write(raw: number > 0 ? ",{\"place\":" : "{\"place\":")
                write(string: text.place.bytes)
                write(raw: ",\"text\":")
                write(string: encodeUTF8(text.text))
                write(raw: "}")
            }
            write(raw: "]")
        case .people:
            write(raw: "presence\",\"people\":")
            writePeople(of: session)
        case .access(let access):
            write(raw: "access\",\"access\":\"")
            write(raw: access.word)
            write(raw: "\"")
        case .saving(let isPossible):
            write(raw: isPossible ? "saving\",\"ok\":true" : "saving\",\"ok\":false")
        case .notice(let topic, let payload):
            write(raw: "notice\",\"topic\":")
            write(string: topic)
            write(raw: ",\"payload\":")
            write(string: payload)
        case .diverged:
            write(raw: "diverged\"")
        case .pong(let number):
            write(raw: "pong\",\"number\":")
            write(Int64(bitPattern: number))
        }
        write(raw: "}")
    }

    private mutating func write(_ patch: TextPatch) {
        switch patch {
        case .insert(let at, let scalars, let attributes):
            write(Int64(at))
            write(raw: ",\"deleted\":0,\"inserted\":")
            write(string: encodeUTF8(scalars))
            if !attributes.isEmpty {
                write(raw: ",\"attributes\":")
                write(attributes.json)
            }
        case .delete(let at, let count):
            write(Int64(at))
            write(raw: ",\"deleted\":")
            write(Int64(count))
            write(raw: ",\"inserted\":\"\"")
        case .format(let at, let count, let key, let value):
            write(Int64(at))
            write(raw: ",\"count\":")
            write(Int64(count))
            write(raw: ",\"key\":")
            write(string: key.bytes)
            write(raw: ",\"value\":")
            write(value)
        }
    }

    private mutating func write(author: SessionID, of session: ClientSession) {
        write(raw: ",\"author\":")
        write(member: session.author(of: author))
        write(raw: author == session.session ? ",\"remote\":false" : ",\"remote\":true")
    }

    fileprivate mutating func write(member author: Author?) {
        if let author { write(string: author.member) } else { write(raw: "null") }
    }

    /// As text: a session is 64 bits, JavaScript's numbers hold 53.
    fileprivate mutating func write(session: SessionID) {
        write(raw: "\"")
        write(Int64(bitPattern: session.rawValue))
        write(raw: "\"")
    }

    /// Everybody who is here; oneself first.
    private mutating func writePeople(of session: ClientSession) {
        write(raw: "[")
        var isFirst = true
        if let own = session.session, let author = session.author {
            write(person: own, author, nil, isSelf: true)
            isFirst = false
        }
        for id in Array(session.people.keys).sortedFew() {
            if !isFirst { write(raw: ",") }
            isFirst = false
            let person = session.people[id]!
            write(person: id, person.author, person.presence, isSelf: false)
        }
        write(raw: "]")
    }

    private mutating func write(person id: SessionID, _ author: Author, _ presence: Presence?, isSelf: Bool) {
        write(raw: "{\"session\":")
        write(session: id)
        write(raw: ",\"member\":")
        write(string: author.member)
        write(raw: ",\"name\":")
        write(string: author.name)
        write(raw: ",\"place\":")
        if let presence {
            write(string: presence.place.bytes)
            write(raw: ",\"from\":")
            write(Int64(presence.from))
            write(raw: ",\"to\":")
            write(Int64(presence.to))
        } else {
            write(raw: "null")
        }
        write(raw: isSelf ? ",\"self\":true}" : ",\"self\":false}")
    }
}

extension TextPatch {
    fileprivate var isFormat: Bool {
        if case .format = self { true } else { false }
    }
}
