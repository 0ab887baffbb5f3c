import Synchronization

/// Lends connections that read, one caller at a time each. Who finds none waits for his turn, whether or not he is cancelled.
final class MySQLPool: Sendable {
    private let make: @Sendable () -> MySQLWorker
    private let size: Int
    private let state = Mutex(State())

    private struct State {
        var made = 0
        var idle: [MySQLWorker] = []
        var waiting: [CheckedContinuation<MySQLWorker, any Error>] = []
        var isClosed = false
    }

    init(of size: Int, _ make: @escaping @Sendable () -> MySQLWorker) {
        self.size = size
        self.make = make
    }

    func lend<T: Sendable>(_ use: (MySQLWorker) async throws -> T) async throws -> T {
        let worker = try await take()
        do {
            let value = try await use(worker)
            await giveBack(worker)
            return value
        } catch {
            await giveBack(worker)
            throw error
        }
    }

    /// Connections that are lent are closed when they come back. Later calls throw.
    func close() async {
        let (idle, waiting) = state.withLock { state in
            state.isClosed = true
            defer { (state.idle, state.waiting) = ([], []) }
            return (state.idle, state.waiting)
        }
        for continuation in waiting { continuation.resume(throwing: DatabaseError.closed) }
        for worker in idle { await worker.close() }
    }

    private func take() async throws -> MySQLWorker {
        try await withCheckedThrowingContinuation { continuation in
            let answer: Result<MySQLWorker, any Error>? = state.withLock { state in
                if state.isClosed { return .failure(DatabaseError.closed) }
                // The one that came back last: its thread and its statements are warm.
                if let worker = state.idle.popLast() { return .success(worker) }
                if state.made < size {
                    state.made += 1
                    return .success(make())
                }
                state.waiting.append(continuation)
                return nil
            }
            if let answer { continuation.resume(with: answer) }
        }
    }

    private func giveBack(_ worker: MySQLWorker) async {
        let (next, isClosed) = state.withLock { state -> (CheckedContinuation<MySQLWorker, any Error>?, Bool) in
            if state.isClosed { return (nil, true) }
            if !state.waiting.isEmpty { return (state.waiting.removeFirst(), false) }
            state.idle.append(worker)
            return (nil, false)
        }
        next?.resume(returning: worker)
        if isClosed { await worker.close() }
    }
}
