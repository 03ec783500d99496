// What a text's log tells about its past.

extension TextSequence {
    /// The part of an entry of the log that lies in a range of events.
    package func part(_ number: Int, in events: Range<Int32>) -> LoggedOperation {
        let entry = log.entries[number]
        let from = max(entry.start, events.lowerBound) - entry.start
        let to = min(entry.end, events.upperBound) - entry.start
        var part = entry.part(dropping: from, keeping: to - from)
        if part.kind == .insert, from > 0 {
            part.content += Int32(
                log.text.withUnsafeBytes { text in
                    utf8Offset(of: Int(from), in: UnsafeRawBufferPointer(rebasing: text[Int(entry.content)...]))
                })
        }
        return part
    }

    /// Gives the UTF-8 of an insert's part to `body`.
    package func withText<Result>(of part: LoggedOperation, _ body: (UnsafeRawBufferPointer) -> Result) -> Result {
        log.text.withUnsafeBytes { text in
            let rest = UnsafeRawBufferPointer(rebasing: text[Int(part.content)...])
            return body(UnsafeRawBufferPointer(rebasing: rest[..<utf8Offset(of: Int(part.count), in: rest)]))
        }
    }

    package func attributes(of part: LoggedOperation) -> Attributes { sets[part.attributes] }

    /// What a format does: how many scalars it covers, and which attribute they get.
    package func format(of part: LoggedOperation) -> (length: Int, key: Name, value: RegisterValue?) {
        let format = log.formats[Int(part.content)]
        return (Int(format.length), sets.key(format.key), format.value)
    }

    /// The part as its author made it.
    package func operations(of part: LoggedOperation, at place: Place) -> [Operation] {
        let position = Int(part.position)
        switch part.kind {
        case .insert:
            let scalars = withText(of: part) { decodeUTF8(Array($0))! }
            return [.insert(place, at: position, scalars, sets[part.attributes])]
        case .delete:
            return [.delete(place, at: position, count: Int(part.count))]
        case .backspace:
            return (0..<Int(part.count)).map { .delete(place, at: position - $0, count: 1) }
        case .format:
            let format = format(of: part)
            return [.format(place, at: position, count: format.length, key: format.key, format.value)]
        }
    }
}
