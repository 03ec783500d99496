import Foundation
import Merge
import RichText
import Sync
import WebServer

/// `udkast client`: a member without a browser, who takes orders as lines of JSON and answers in lines of JSON.
///
/// One task owns the conversation. Lines from stdin, messages from the socket and the end of a connection come to it in
/// one stream, so nothing here is shared. Orders are carried out in the order in which they came; those that come
/// before the document is open wait for it. A connection that is lost is opened again until `disconnect` is said.
struct ClientCommand {
    private let server: String
    private let email: String
    private let password: String
    private let document: String

    init(_ words: [String]) throws {
        let options = try Options(words, allowing: ["server", "login", "document"])
        server = try options.required("server")
        document = try options.required("document")
        let login = try options.required("login")
        guard let colon = login.firstIndex(of: ":") else {
            throw UsageError(message: "udkast: --login is EMAIL:PASSWORD")
        }
        email = String(login[..<colon])
        password = String(login[login.index(after: colon)...])
    }

    func run() async throws {
        let (inputs, continuation) = AsyncStream.makeStream(of: ClientInput.self)
        let reader = Thread {
            while let line = readLine(strippingNewline: true) { continuation.yield(.line(Array(line.utf8))) }
            continuation.yield(.endOfLines)
        }
        reader.start()
        let link = ClientLink(
            server: server, email: email, password: password, document: document, inputs: continuation)
        var conversation = ClientConversation(link: link)
        for await input in inputs {
            if conversation.take(input) == .finished { return }
        }
    }
}

/// What can come to the conversation.
enum ClientInput: Sendable {
    case line([UInt8])
    case endOfLines
    case connected(generation: Int)
    case message([UInt8], generation: Int)
    /// - reason: a code of RFC 6455, or what kept the connection from being made.
    case closed(code: UInt16?, reason: String, generation: Int)
    case retry(generation: Int)
}
