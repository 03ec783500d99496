/// Scalars that were inserted by consecutive events and share one fate: a run of records of the walk.
///
/// The k-th scalar's id is `id + k`; its left origin is the scalar before it, for the first `originLeft`.
///
/// Ids count a text's events from the walk's base: ids from 0 belong to events behind it. Scalars that were there at
/// the base have made-up ids, ``PieceTree/underwater`` and up, in their order.
struct Piece: Sendable {
    var id: Int32
    var count: Int32
    /// −1 not yet inserted · 0 visible · n deleted by n events, for the author of the next event.
    var prepare: Int32
    /// The id of the scalar that was directly left when the first was inserted, or ``nowhere``.
    var originLeft: Int32
    /// The id of the next scalar that existed then, the same for all, or ``nowhere``.
    let originRight: Int32
    /// Which formats give it its attributes: a number of ``FormatWinners``.
    var winners: Int32 = FormatWinners.none
    /// Whether it is gone from the text as everything applied so far left it.
    var isDeleted = false

    static let nowhere: Int32 = -1

    /// How many scalars the author of the next event sees.
    var prepared: Int32 { prepare == 0 ? count : 0 }
    /// How many scalars stand in the text.
    var visible: Int32 { isDeleted ? 0 : count }
    var lastID: Int32 { id + count - 1 }

    /// Whether `next` could as well be the rest of this piece.
    func continues(with next: Piece) -> Bool {
        next.id == id + count && next.originLeft == lastID && next.originRight == originRight
            && next.prepare == prepare && next.isDeleted == isDeleted && next.winners == winners
    }
}
