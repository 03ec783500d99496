import Merge
import RichText

/// One line of stdin: `{"insert": {"place": "krt-1/titel", "at": 0, "text": "Møbler"}, "id": 7}` and its kin.
struct ClientOrder {
    enum Action {
        case insert(Place, at: Int, [Unicode.Scalar])
        case delete(Place, at: Int, count: Int)
        case set(node: Name, key: Name, RegisterValue?)
        case read(Place)
        case places
        case sync
        case connect
        case disconnect
        case hash
    }

    /// A line that is no order, and the id it would have had.
    struct Problem: Error {
        let message: String
        let id: JSONValue?
    }

    /// Repeated in the answer.
    let id: JSONValue?
    let action: Action

    /// Whether the order waits until the document has come in.
    var needsDocument: Bool {
        switch action {
        case .connect, .disconnect: false
        default: true
        }
    }

    init(line: [UInt8]) throws(Problem) {
        guard let value = JSONReader.read(line), case .object(let members) = value else {
            throw Problem(message: "the line is no JSON object", id: nil)
        }
        let id = value.member("id")
        let orders = members.filter { $0.key != Array("id".utf8) }
        guard orders.count == 1, let action = Self.action(orders[0].key, orders[0].value) else {
            throw Problem(message: "there is no such order, or a part of it is missing or wrong", id: id)
        }
        self.id = id
        self.action = action
    }

    private static func action(_ key: [UInt8], _ value: JSONValue) -> Action? {
        switch String(decoding: key, as: UTF8.self) {
        case "insert":
            guard let place = value.place("place"), let position = value.count("at"),
                case .string(let text)? = value.member("text"), let scalars = decodeUTF8(text)
            else { return nil }
            return .insert(place, at: position, scalars)
        case "delete":
            guard let place = value.place("place"), let position = value.count("at"), let count = value.count("count")
            else { return nil }
            return .delete(place, at: position, count: count)
        case "set":
            guard case .string(let node)? = value.member("node"), case .string(let key)? = value.member("key"),
                let node = Name(node: node), let key = Name(bytes: key),
                let content = value.member("value")?.registerValue
            else { return nil }
            return .set(node: node, key: key, content)
        case "read":
            guard case .string(let bytes) = value, let place = Place(bytes: bytes) else { return nil }
            return .read(place)
        case "places": return .places
        case "sync": return .sync
        case "connect": return .connect
        case "disconnect": return .disconnect
        case "hash": return .hash
        default: return nil
        }
    }
}

extension JSONValue {
    fileprivate func place(_ key: String) -> Place? {
        guard case .string(let bytes)? = member(key) else { return nil }
        return Place(bytes: bytes)
    }

    fileprivate func count(_ key: String) -> Int? {
        guard case .integer(let number)? = member(key), (0...Int64(Int32.max)).contains(number) else { return nil }
        return Int(number)
    }
}
