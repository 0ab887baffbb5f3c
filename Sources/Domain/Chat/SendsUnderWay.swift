import Synchronization

/// Sends that have not been decided yet, so that the same message sent twice at once is one turn and takes one place.
final class SendsUnderWay: Sendable {
    private let waiting = Mutex<[Send: [CheckedContinuation<Void, Never>]]>([:])

    struct Send: Hashable {
        let owner: ID<User>
        let message: Key<Message>
    }

    /// Runs `body` unless the same send is under way: then waits for its end and returns nil.
    func first<Result>(_ send: Send, _ body: () async throws(ChatError) -> Result?) async throws(ChatError) -> Result? {
        guard begin(send) else {
            await end(of: send)
            return nil
        }
        defer { finish(send) }
        return try await body()
    }

    private func begin(_ send: Send) -> Bool {
        waiting.withLock { waiting in
            guard waiting[send] == nil else { return false }
            waiting[send] = []
            return true
        }
    }

    private func end(of send: Send) async {
        await withCheckedContinuation { continuation in
            let isOver = waiting.withLock { waiting in
                waiting[send]?.append(continuation)
                return waiting[send] == nil
            }
            if isOver { continuation.resume() }
        }
    }

    private func finish(_ send: Send) {
        for continuation in waiting.withLock({ $0.removeValue(forKey: send) }) ?? [] { continuation.resume() }
    }
}
