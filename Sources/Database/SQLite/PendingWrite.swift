import Synchronization

/// A write that waits for its transaction.
protocol QueuedWrite: Sendable {
    func run(in session: any SQLSession) throws
    /// Also after `run` has succeeded: then the commit failed.
    func fail(_ error: any Error)
}

/// A write and, later, what came of it.
final class PendingWrite<T: Sendable>: QueuedWrite {
    private let body: @Sendable (any SQLSession) throws -> T
    private let outcome = Mutex<Result<T, any Error>?>(nil)

    init(_ body: @escaping @Sendable (any SQLSession) throws -> T) { self.body = body }

    func run(in session: any SQLSession) throws {
        let value = try body(session)
        outcome.withLock { $0 = .success(value) }
    }

    func fail(_ error: any Error) {
        outcome.withLock { $0 = .failure(error) }
    }

    /// Only after the transaction.
    func result() throws -> T {
        guard let outcome = outcome.withLock({ $0 }) else { preconditionFailure("a write was never carried out") }
        return try outcome.get()
    }
}
