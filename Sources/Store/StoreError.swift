public import SQLite
public import Workspace

/// Why the store did not do what it was asked. Nothing has changed then, and the store can go on being used.
public enum StoreError: Error, Hashable, Sendable {
    /// The store has been closed.
    case closed
    /// There is no room on the disk.
    case full
    /// The disk or SQLite failed in another way.
    case failed(SQLiteError)
    /// There is no such thing, or not for this.
    case notFound
    /// The id, address, number or label is taken.
    case duplicate
    /// A batch with this document, session and first sequence is stored already.
    case duplicateBatch
    /// The batch's session was not issued for this document and this member.
    case foreignSession
    /// The version was approved before; who did, and when.
    case alreadyApproved(Approval)
    /// The hash that was shown to the chair is not the version's.
    case hashDiffers(stored: String)
    /// The setup or invitation token is unknown, used or too old. Which of them, nobody is told.
    case tokenNotValid
    /// The thread is already as it was asked to become.
    case threadIsSettled
    /// The action item is already as it was asked to become.
    case actionItemIsSettled

    init(_ error: SQLiteError) {
        self =
            error.isFull
            ? .full : error.isDuplicate ? .duplicate : error.isMissingReference ? .notFound : .failed(error)
    }
}
