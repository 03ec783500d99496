import Foundation

/// Runs a test that waits for sockets on a thread of its own. On one of the few threads that all tasks share, it would
/// keep the server's own tasks from running.
func offPool<Result: Sendable>(_ body: @escaping @Sendable () throws -> Result) async throws -> Result {
    try await withCheckedThrowingContinuation { continuation in
        Thread.detachNewThread {
            continuation.resume(with: Swift.Result { try body() })
        }
    }
}
