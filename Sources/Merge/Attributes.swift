/// What a run of text carries besides its scalars: a value for each key, such as `b` for bold or `c:…` for a comment.
///
/// The same key never stands twice, and keys ascend, so that equal attributes have equal bytes.
public struct Attributes: Hashable, Sendable {
    public struct Entry: Hashable, Sendable {
        public let key: Name
        public let value: RegisterValue

        public init(key: Name, value: RegisterValue) {
            self.key = key
            self.value = value
        }
    }

    public private(set) var entries: [Entry] = []

    public static let none = Attributes()

    public init() {}

    /// Of two entries with one key the later holds.
    public init(_ entries: [Entry]) {
        for entry in entries { self[entry.key] = entry.value }
    }

    public var isEmpty: Bool { entries.isEmpty }

    /// Nil where the key has no value; assigning nil takes the value away.
    public subscript(key: Name) -> RegisterValue? {
        get {
            let slot = slot(of: key)
            return slot < entries.count && entries[slot].key == key ? entries[slot].value : nil
        }
        set {
            let slot = slot(of: key)
            let isThere = slot < entries.count && entries[slot].key == key
            switch (newValue, isThere) {
            case (let value?, true): entries[slot] = Entry(key: key, value: value)
            case (let value?, false): entries.insert(Entry(key: key, value: value), at: slot)
            case (nil, true): entries.remove(at: slot)
            case (nil, false): break
            }
        }
    }

    private func slot(of key: Name) -> Int {
        entries.firstIndex { !($0.key < key) } ?? entries.count
    }
}
