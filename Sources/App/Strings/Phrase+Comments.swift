extension Phrase {
    static let comments = Phrase("Kommentarer", "Comments")
    static let noComments = Phrase("Der er ingen kommentarer endnu.", "There are no comments yet.")
    static let openThreads = Phrase("Åbne tråde", "Open threads")
    static let resolvedThreads = Phrase("Løste tråde", "Resolved threads")
    static let threadResolved = Phrase("Løst", "Resolved")
    static let threadDeclined = Phrase("Afvist", "Declined")
    static let onDeletedText = Phrase("Teksten er slettet", "The text has been deleted")
    static let newComment = Phrase("Ny kommentar", "New comment")
    static let commentOn = Phrase("Kommentaren gælder", "The comment concerns")
    static let wholeDocument = Phrase("Hele dokumentet", "The whole document")
    static let commentText = Phrase("Kommentar", "Comment")
    static let sendComment = Phrase("Send kommentar", "Send comment")
    static let suggestedText = Phrase("Foreslået tekst", "Suggested text")
    static let reply = Phrase("Svar", "Reply")
    static let resolve = Phrase("Markér som løst", "Mark as resolved")
    static let reopen = Phrase("Genåbn", "Reopen")
    static let threadIsResolved = Phrase(
        "Tråden er løst. Genåbn den for at svare.", "The thread is resolved. Reopen it to reply.")

    static func threadCount(open: Int) -> Phrase {
        open == 1 ? Phrase("1 åben tråd", "1 open thread") : Phrase("\(open) åbne tråde", "\(open) open threads")
    }
    static func replyTo(_ name: String) -> Phrase { Phrase("Svar til \(name)", "Reply to \(name)") }
    static func resolvedBy(_ name: String) -> Phrase { Phrase("Løst af \(name)", "Resolved by \(name)") }
}
