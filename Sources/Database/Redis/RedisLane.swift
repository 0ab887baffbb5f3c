internal import Transport

/// What one loop has of a client: its connection, and the requests that wait for one.
///
/// A connection that ended is replaced when it is wanted. When that fails, requests fail at once until an attempt in the
/// background succeeds.
final class RedisLane: @unchecked Sendable {
    // Unchecked: everything but `perform` and `cancel`, which hop, is touched by the loop's own thread alone.
    let loop: EventLoop
    private let address: RedisAddress
    private let options: RedisOptions
    private var state = State.idle
    private var waiting: [RedisRequest] = []
    private var pause = RedisLane.shortestPause

    private enum State {
        case idle, connecting
        case up(RedisConnection)
        case down(RedisError)
        case closed
    }

    private static let shortestPause = Duration.milliseconds(50)

    init(_ address: RedisAddress, on loop: EventLoop, options: RedisOptions) {
        self.address = address
        self.loop = loop
        self.options = options
    }

    /// From any task.
    func perform(_ request: RedisRequest) async -> RedisRequest.Outcome {
        await withUnsafeContinuation { continuation in
            request.continuation = continuation
            if loop.isCurrent { submit(request) } else { loop.execute { self.submit(request) } }
        }
    }

    /// From any thread.
    func cancel(_ request: RedisRequest) {
        request.isCancelled = true
        loop.execute { self.forget(request) }
    }

    /// From any thread.
    func close() { loop.execute { self.closeNow() } }

    /// The server of the connection, which is made if there is none.
    func server() async throws(RedisError) -> RedisInfo {
        let request = RedisRequest([[Array("PING".utf8)]], until: MonotonicTime.now + options.commandTime)
        _ = try await perform(request).get()
        return try await LoopBound(self, to: loop).run { lane throws(RedisError) in
            guard case .up(let connection) = lane.state, let server = connection.server else { throw .lost }
            return server
        }
    }

    private func submit(_ request: RedisRequest) {
        guard !request.isCancelled else { return request.finish(.failure(.cancelled)) }
        switch state {
        case .up(let connection): connection.send(request)
        case .down(let error): request.finish(.failure(error))
        case .closed: request.finish(.failure(.closed))
        case .idle, .connecting: wait(request)
        }
    }

    private func wait(_ request: RedisRequest) {
        guard waiting.count < 10_000 else { return request.finish(.failure(.unreachable("too many wait"))) }
        waiting.append(request)
        guard case .idle = state else { return }
        state = .connecting
        connect()
    }

    private func forget(_ request: RedisRequest) {
        if let index = waiting.firstIndex(where: { $0 === request }) {
            waiting.remove(at: index)
            return request.finish(.failure(.cancelled))
        }
        if case .up(let connection) = state { connection.cancel(request) }
    }

    private func closeNow() {
        if case .up(let connection) = state { connection.end(.closed) }
        state = .closed
        fail(.closed)
    }

    private func fail(_ error: RedisError) {
        let requests = waiting
        waiting = []
        for request in requests { request.finish(.failure(error)) }
    }
}

// MARK: Connecting

extension RedisLane {
    private func connect() {
        Task(executorPreference: loop) {
            do throws(RedisError) {
                self.use(try await RedisConnection.open(self.address, on: self.loop, options: self.options))
            } catch {
                self.retryLater(after: error)
            }
        }
    }

    private func use(_ connection: RedisConnection) {
        if case .closed = state { return connection.end(.closed) }
        guard connection.isOpen else { return retryLater(after: .lost) }
        pause = Self.shortestPause
        state = .up(connection)
        connection.onEnd = { [weak self] in self?.hasEnded(connection) }
        let requests = waiting
        waiting = []
        for request in requests { submit(request) }
    }

    private func hasEnded(_ connection: RedisConnection) {
        if case .up(let current) = state, current === connection { state = .idle }
    }

    private func retryLater(after error: RedisError) {
        if case .closed = state { return }
        let error: RedisError =
            switch error {
            case .unsuitable, .unreachable: error
            default: .unreachable("it does not answer")
            }
        state = .down(error)
        fail(error)
        // Spread out, so that the loops of all processes do not come at the same moment.
        loop.after(pause * Double.random(in: 0.5...1)) { [weak self] in self?.connect() }
        pause = min(pause * 2, options.longestPause)
    }
}
