import Synchronization
internal import Transport

extension RedisClient {
    /// What is published on `channel`, for as long as somebody listens; on a connection of its own, which is made again
    /// when it ends. What is published in between is lost.
    public func messages(on channel: String) -> AsyncStream<[UInt8]> {
        let (stream, continuation) = AsyncStream.makeStream(of: [UInt8].self, bufferingPolicy: .bufferingNewest(10_000))
        let subscription = RedisSubscription(channel, address, on: loop, options: options) { continuation.yield($0) }
        let task = Task(executorPreference: loop) { await subscription.run() }
        continuation.onTermination = { _ in task.cancel() }
        return stream
    }
}

/// One channel that is listened to, over any number of connections.
private final class RedisSubscription: @unchecked Sendable {
    // Unchecked: `connection`, `isHeard` and the rest are touched by the loop's own thread alone.
    private let channel: [UInt8]
    private let address: RedisAddress
    private let loop: EventLoop
    private let options: RedisOptions
    private let yield: ([UInt8]) -> Void
    private var isHeard = false

    private static let pulse = Duration.seconds(10)

    init(
        _ channel: String, _ address: RedisAddress, on loop: EventLoop, options: RedisOptions,
        yield: @escaping ([UInt8]) -> Void
    ) {
        self.channel = Array(channel.utf8)
        self.address = address
        self.loop = loop
        self.options = options
        self.yield = yield
    }

    func run() async {
        var pause = Duration.milliseconds(50)
        while !Task.isCancelled {
            if let connection = try? await RedisConnection.open(address, on: loop, options: options) {
                pause = .milliseconds(50)
                await listen(on: connection)
            }
            await loop.sleep(for: pause)
            pause = min(pause * 2, options.longestPause)
        }
    }

    private func listen(on connection: RedisConnection) async {
        guard connection.isOpen else { return }
        let bound = LoopBound(connection, to: loop)
        await withTaskCancellationHandler {
            await withUnsafeContinuation { continuation in
                connection.onEnd = { continuation.resume() }
                connection.onPush = { [weak self] in self?.take($0) }
                connection.post(RedisRequest.encode([[Array("SUBSCRIBE".utf8), channel]]))
                isHeard = true
                beat(connection)
                if Task.isCancelled { connection.end(.cancelled) }
            }
        } onCancel: {
            loop.execute { bound.value.end(.cancelled) }
        }
    }

    /// A peer that vanished without a word is noticed because it does not answer.
    private func beat(_ connection: RedisConnection) {
        guard connection.isOpen else { return }
        guard isHeard else { return connection.end(.timedOut) }
        isHeard = false
        connection.post(RedisRequest.encode([[Array("PING".utf8)]]))
        loop.after(Self.pulse) { [weak self, weak connection] in
            if let connection { self?.beat(connection) }
        }
    }

    private func take(_ reply: RedisReply) {
        isHeard = true
        guard let parts = reply.array, parts.count == 3, parts[0].text == "message" else { return }
        if case .bytes(let content) = parts[2] { yield(content) }
    }
}
