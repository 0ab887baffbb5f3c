import Synchronization
public import Transport

/// A client of one Redis server: a connection on each loop, and commands that are pipelined on it.
///
/// Callable from any task; on one of its loops a command never leaves that loop. A connection ends, and everything that
/// waits on it fails, when one command of it is not answered in time, is cancelled, or is answered with what is not Redis.
public final class RedisClient: Sendable {
    let address: RedisAddress
    let options: RedisOptions
    private let lanes: [RedisLane]
    private let turn = Atomic<Int>(0)

    public init(_ address: RedisAddress, loops: [EventLoop], options: RedisOptions = RedisOptions()) {
        precondition(!loops.isEmpty)
        self.address = address
        self.options = options
        lanes = loops.map { RedisLane(address, on: $0, options: options) }
    }

    deinit { close() }

    /// Ends the connections; later commands fail.
    public func close() {
        for lane in lanes { lane.close() }
    }

    /// One of its loops: the caller's own when it is on one.
    public var loop: EventLoop { lane().loop }

    /// Connects. Throws when the server cannot be reached or must not be used as it is; returns what an operator should know.
    public func start() async throws(RedisError) -> [String] { try await server().warnings }

    /// The server that commands of this task go to now.
    public func server() async throws(RedisError) -> RedisInfo { try await lane().server() }

    /// Sends one command and returns its reply. Throws `refused` for an error reply.
    ///
    /// Cancelling the task ends the connection, and with it what others wait for on it: where the caller's task is
    /// somebody's request, use `pipeline`.
    public func command(_ arguments: [[UInt8]]) async throws(RedisError) -> RedisReply {
        let request = request([arguments])
        let lane = lane()
        let outcome = await withTaskCancellationHandler {
            await lane.perform(request)
        } onCancel: {
            lane.cancel(request)
        }
        return try outcome.get()[0].orThrow()
    }

    public func command(_ words: String...) async throws(RedisError) -> RedisReply {
        try await command(words.map { Array($0.utf8) })
    }

    /// Sends commands together, on one connection, and returns their replies, errors among them. Not cancellable: it
    /// ends in time by itself. With `server`, only on a connection to that run of the server, else throws `otherServer`.
    public func pipeline(_ commands: [[[UInt8]]], onlyOn server: String? = nil)
        async throws(RedisError) -> [RedisReply]
    {
        guard !commands.isEmpty else { return [] }
        return try await lane().perform(request(commands, onlyOn: server)).get()
    }

    /// One command as it travels.
    func perform(_ command: [UInt8], onlyOn server: String?) async throws(RedisError) -> RedisReply {
        let request = RedisRequest(command, of: 1, until: MonotonicTime.now + options.commandTime, onlyOn: server)
        return try await lane().perform(request).get()[0]
    }

    private func request(_ commands: [[[UInt8]]], onlyOn server: String? = nil) -> RedisRequest {
        RedisRequest(commands, until: MonotonicTime.now + options.commandTime, onlyOn: server)
    }

    private func lane() -> RedisLane {
        if let lane = lanes.first(where: { $0.loop.isCurrent }) { return lane }
        return lanes[turn.wrappingAdd(1, ordering: .relaxed).oldValue % lanes.count]
    }
}
