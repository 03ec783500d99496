import Merge

// The bytes of a whole history, version 1: columns that are alike inside, so that they are small.
//
//     history  = 0x48 0x01 sessions places sets names log column*      one column a session
//     sessions = count session*              in the order of their first events
//     places   = count place*                in the order of their first operations, like sets and names
//     sets     = count attributes*           number 0 is no attributes and not written
//     names    = count name*                 nodes and keys
//     log      = count run*                  runs of the graph, in this replica's order
//     run      = head session? count? basis  head: basis form (bits 0–1) | one event (bit 2) | session (bits 3–7)
//     basis    = nothing                     form 0: the event before, or nothing at all for the first
//              | nothing                     form 1: everything before
//              | distance                    form 2: all events that far back and earlier, and the session's own
//              | count distance*             form 3: these events, the latest first
//     column   = length text length operation*
//     operation = head jump? length?         head: kind (bits 0–1) | jump (bit 2) | length (bits 3–7)
//                 0 insert · 1 delete · 2 backspace · 3 with bits 2–7:
//                 0 place · 1 attributes · 2 format jump length name value · 3 set name name value
//
// Operations of one session lie together, so that what was typed in a row is one operation, whoever wrote in between. A
// jump says how far from where the operation before ended it starts; most start just there. Texts lie apart from
// operations, deleted ones too. Numbers are LEB128.

enum HistoryForm {
    static let magic: UInt8 = 0x48
    static let version: UInt8 = 1

    // How a run says what its author had seen.
    static let previous: UInt8 = 0
    static let everything: UInt8 = 1
    static let prefix: UInt8 = 2
    static let listed: UInt8 = 3
    static let isSingle: UInt8 = 4
    static let sessionShift: UInt8 = 3
    /// From this on a session's number follows.
    static let longSession: UInt8 = 31

    // Operations.
    static let insert: UInt8 = 0
    static let delete: UInt8 = 1
    static let backspace: UInt8 = 2
    static let other: UInt8 = 3
    static let hasJump: UInt8 = 4
    static let lengthShift: UInt8 = 3
    static let longestInHead = 31

    // The kinds of `other`.
    static let place: UInt8 = 0
    static let attributes: UInt8 = 1
    static let format: UInt8 = 2
    static let set: UInt8 = 3
}
