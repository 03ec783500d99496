import Foundation
import RichText
package import Store
import Workspace

/// Puts the demo content into an empty store: a partnership on the morning of 23 November 2026.
///
/// The furniture group has just sent version 0.4 of its target to the industry, and the group on disposable tableware
/// has met once. All people are invented and share one password.
package enum DemoLoader {
    /// Loads everything in one transaction.
    ///
    /// - Parameters:
    ///   - store: Where to.
    ///   - passwordHash: Of the password that all demo people get.
    /// - Returns: Whether anything was loaded: a store that has people in it is left as it is.
    /// - Throws: A ``StoreError``, or what Foundation says about a missing fixture; nothing has been loaded then.
    package static func load(into store: Store, passwordHash: String) async throws -> Bool {
        guard try await store.members.isEmpty() else { return false }
        let fixtures = try DemoFixtures()
        let plan = try DemoPlan(fixtures)
        try await store.fill { target throws(StoreError) in try plan.carryOut(in: target, passwordHash: passwordHash) }
        return true
    }
}

/// Something in the demo content that the domain has no word for. A mistake in the files.
struct DemoContentError: Error, CustomStringConvertible {
    let text: String

    var description: String { "The demo content holds what the program does not know: \(text)." }
}
