import Synchronization

/// Connections that write. Writes that wait for one share a transaction when it comes free, and with it the cost of
/// making it durable: with few connections that is several times as many writes in a second.
///
/// Whoever comes first, or is first in the queue, drives the connection for those behind him; nobody drives twice.
final class MySQLWriters: Sendable {
    private let make: @Sendable () -> MySQLWorker
    private let size: Int
    private let state = Mutex(State())

    private struct State {
        var made = 0
        var idle: [MySQLWorker] = []
        var queue: [Waiting] = []
        var isClosed = false
    }

    private struct Waiting {
        let write: any QueuedWrite
        /// Resumed with the connection that the caller must drive, or with nil when his write has been carried out.
        let turn: CheckedContinuation<MySQLWorker?, Never>
    }

    /// So many share a transaction at most: they hold their locks until the last of them is done.
    private static let largestBatch = 16

    init(of size: Int, _ make: @escaping @Sendable () -> MySQLWorker) {
        self.size = size
        self.make = make
    }

    func write<T: Sendable>(_ body: @escaping @Sendable (any SQLSession) throws -> T) async throws -> T {
        let write = PendingWrite(body)
        if let worker = await turn(for: write) {
            let others = takeAlong()
            await worker.commit([write] + others.map(\.write))
            await handOn(worker)
            for other in others { other.turn.resume(returning: nil) }
        }
        return try write.result()
    }

    /// Connections that are in use are closed afterwards. Later calls throw.
    func close() async {
        let (idle, queue) = state.withLock { state in
            state.isClosed = true
            defer { (state.idle, state.queue) = ([], []) }
            return (state.idle, state.queue)
        }
        for waiting in queue {
            waiting.write.fail(DatabaseError.closed)
            waiting.turn.resume(returning: nil)
        }
        for worker in idle { await worker.close() }
    }

    private func turn(for write: any QueuedWrite) async -> MySQLWorker? {
        await withCheckedContinuation { continuation in
            let turn: MySQLWorker?? = state.withLock { state in
                if state.isClosed {
                    write.fail(DatabaseError.closed)
                    return .some(nil)
                }
                // The one that came back last: its thread and its statements are warm.
                if let worker = state.idle.popLast() { return worker }
                if state.made < size {
                    state.made += 1
                    return make()
                }
                state.queue.append(Waiting(write: write, turn: continuation))
                return nil
            }
            if let turn { continuation.resume(returning: turn) }
        }
    }

    private func takeAlong() -> [Waiting] {
        state.withLock { state in
            let others = Array(state.queue.prefix(Self.largestBatch - 1))
            state.queue.removeFirst(others.count)
            return others
        }
    }

    /// To the first in the queue, who is not in it any more.
    private func handOn(_ worker: MySQLWorker) async {
        let (next, isClosed) = state.withLock { state -> (Waiting?, Bool) in
            if state.isClosed { return (nil, true) }
            if !state.queue.isEmpty { return (state.queue.removeFirst(), false) }
            state.idle.append(worker)
            return (nil, false)
        }
        next?.turn.resume(returning: worker)
        if isClosed { await worker.close() }
    }
}
