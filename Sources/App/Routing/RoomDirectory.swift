public import RichText
public import Sync
public import WebServer
public import Workspace

/// Where pages reach the documents that are open: whoever holds the rooms answers to this.
public protocol RoomDirectory: Sendable {
    /// Lets a member into the room of a document over a socket.
    ///
    /// Everything about rights has been decided when this is called; it is the only way in.
    func upgrade(_ admission: Admission) -> WebSocketUpgrade

    /// The same over an answer without end, for networks in which WebSockets are blocked.
    ///
    /// - Parameter line: The name that the browser gives it, by which its POSTs find it.
    func stream(_ admission: Admission, line: String) -> StreamedResponse

    /// The same over answers that wait for something to say, for networks in which answers are held back until they are
    /// complete. The first poll of a name opens the line.
    ///
    /// - Parameter count: How many frames the browser has had.
    /// - Returns: Whole frames; nil if there is no such line, or no longer.
    func poll(_ admission: Admission, line: String, from count: Int) async -> [UInt8]?

    /// What the browser says on such a line.
    ///
    /// - Parameter number: Of this body among the line's, from 0.
    /// - Returns: Whether it was taken; false if there is no such line, or no longer.
    func receive(_ body: [UInt8], number: Int, _ admission: Admission, line: String) async -> Bool

    /// What a document says: all that is on disk, nothing that is not.
    func content(of document: DocumentID) async throws -> DocumentContent

    /// Tells everyone in a document's room that something beside the text has changed.
    func notify(_ topic: NoticeTopic, in document: DocumentID)

    /// Gives a member other rights in a document from now on, also on sockets that are open.
    ///
    /// - Parameter access: Nil closes the member's sockets: they may no longer know of the document.
    func accessChanged(of member: MemberID, to access: Access?, in document: DocumentID)

    /// Closes the sockets that were opened under a login which has ended.
    ///
    /// - Parameter login: `Login.id`.
    func loginEnded(_ login: String)

    /// Documents that are open.
    var roomCount: Int { get }

    /// Sockets in all rooms together.
    var socketCount: Int { get }

    var counters: RoomCounters { get }
}

/// That a member may enter a document's room, and what they may do there.
public struct Admission: Sendable {
    public let document: DocumentID
    public let member: Member
    public let access: Access
    /// `Login.id` of the browser that asks; see ``RoomDirectory/loginEnded(_:)``.
    public let login: String
    /// The subprotocol that the client offered and we speak.
    public let subprotocol: String
}

/// What beside the text can change while people look at it.
public enum NoticeTopic: String, Sendable {
    case comments
    case versions
    case meeting
}
