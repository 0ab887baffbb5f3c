internal import JSON
internal import Transport
internal import Wire

/// One connection to Redis. Replies come in the order of the commands, and that is all that ties them together: whatever
/// disturbs the order ends the connection, so that no reply can ever reach another command.
final class RedisConnection: @unchecked Sendable {
    // Unchecked: everything is touched by the loop's own thread alone.
    let loop: EventLoop
    let options: RedisOptions
    var server: RedisInfo?
    /// Called once, when it has ended.
    var onEnd: (() -> Void)?
    /// Takes what nobody asked for, on a connection that is subscribed; elsewhere that ends the connection.
    var onPush: ((RedisReply) -> Void)?
    private(set) var isOpen = true
    private let socket: Socket
    private let reader = RedisReader()
    private var pending: [RedisRequest] = []
    private var answered = 0
    private var output: [UInt8] = []
    private var isWriting = false
    private var timer: (timer: LoopTimer, due: MonotonicTime)?

    /// Takes over a connected descriptor. On the loop's thread.
    init(descriptor: Int32, on loop: EventLoop, options: RedisOptions) {
        self.loop = loop
        self.options = options
        socket = Socket(descriptor: descriptor, on: loop)
        Task(executorPreference: loop) { await self.read() }
    }

    func send(_ request: RedisRequest) {
        guard isOpen else { return request.finish(.failure(.lost)) }
        guard request.server == nil || request.server == server?.run else {
            return request.finish(.failure(.otherServer))
        }
        guard MonotonicTime.now < request.deadline else { return request.finish(.failure(.timedOut)) }
        pending.append(request)
        post(request.bytes)
        watchDeadline()
    }

    /// Sends bytes that are not answered in order.
    func post(_ bytes: [UInt8]) {
        output += bytes
        guard !isWriting else { return }
        isWriting = true
        // What else is sent in this turn of the loop leaves in the same system call.
        Task(executorPreference: loop) { await self.write() }
    }

    /// A request that was sent is not wanted any more. Its reply will come all the same: so the connection ends.
    func cancel(_ request: RedisRequest) {
        guard let index = pending[answered...].firstIndex(where: { $0 === request }) else { return }
        fail(at: index, with: .cancelled)
    }

    /// Whoever waits for a reply is told `error`.
    func end(_ error: RedisError) {
        guard isOpen else { return }
        isOpen = false
        timer?.timer.cancel()
        socket.close()
        let waiting = pending[answered...]
        pending = []
        answered = 0
        for request in waiting { request.finish(.failure(error)) }
        onEnd?()
        onEnd = nil
        onPush = nil
    }

    /// The one that is at fault is told `error`, the others that the connection is lost.
    private func fail(at index: Int, with error: RedisError) {
        let request = pending[index]
        pending.remove(at: index)
        request.finish(.failure(error))
        if options.reusesBrokenConnections { return watchDeadline() }
        end(.lost)
    }

    private func watchDeadline() {
        guard answered < pending.count else { return }
        let due = pending[answered].deadline
        // A timer that comes too early looks again; most are never reached.
        if let timer, timer.due <= due { return }
        timer?.timer.cancel()
        timer = (loop.at(due) { [weak self] in self?.lookAtDeadline() }, due)
    }

    private func lookAtDeadline() {
        timer = nil
        guard answered < pending.count else { return }
        guard pending[answered].deadline <= MonotonicTime.now else { return watchDeadline() }
        fail(at: answered, with: .timedOut)
    }
}

// MARK: The wire

extension RedisConnection {
    private func write() async {
        while isOpen, !output.isEmpty {
            let bytes = output
            output = []
            do { try await socket.write(bytes, patience: options.commandTime) } catch { end(.lost) }
        }
        isWriting = false
    }

    private func read() async {
        var queue = ByteQueue()
        while isOpen {
            switch socket.receive(into: &queue) {
            case .nothingYet: _ = await socket.readable(until: MonotonicTime.now + .seconds(86_400))
            case .end: end(.lost)
            case .bytes:
                do { try take(&queue) } catch { end(error) }
            }
        }
    }

    private func take(_ queue: inout ByteQueue) throws(RedisError) {
        let isFed = queue.withSpan { span in span.withUnsafeBufferPointer { reader.feed($0) } }
        queue.removeFirst(queue.count)
        guard isFed else { throw .malformed }
        while isOpen, let reply = try reader.next() { try deliver(reply) }
    }

    private func deliver(_ reply: RedisReply) throws(RedisError) {
        guard answered < pending.count else {
            if options.reusesBrokenConnections { return }
            guard let onPush else { throw .malformed }
            return onPush(reply)
        }
        // A server that became a replica, or loads its data again, is not the one that this connection greeted.
        if case .error(let code) = reply, ["READONLY", "LOADING", "MASTERDOWN"].contains(code) {
            throw .unreachable(code)
        }
        guard pending[answered].take(reply) else { return }
        answered += 1
        guard answered == pending.count || answered >= 1024 else { return }
        pending.removeFirst(answered)
        answered = 0
    }
}

// MARK: Greeting

extension RedisConnection {
    /// A connection that is ready for commands: authenticated, in its database, to a server that may be used.
    static func open(_ address: RedisAddress, on loop: EventLoop, options: RedisOptions)
        async throws(RedisError) -> RedisConnection
    {
        let deadline = MonotonicTime.now + options.connectTime
        let descriptor = try await RedisDial(address: address, loop: loop, deadline: deadline).connect()
        let connection = RedisConnection(descriptor: descriptor, on: loop, options: options)
        do {
            try await connection.greet(address, until: deadline)
        } catch {
            connection.end(error)
            throw error
        }
        return connection
    }

    private func greet(_ address: RedisAddress, until deadline: MonotonicTime) async throws(RedisError) {
        var commands: [[String]] = []
        if let password = address.password {
            commands.append(["AUTH"] + (address.user.map { [$0] } ?? []) + [password])
        }
        if address.database != 0 { commands.append(["SELECT", String(address.database)]) }
        commands.append(["INFO"])
        let request = RedisRequest(commands.map { $0.map { Array($0.utf8) } }, until: deadline)
        let outcome = await withUnsafeContinuation { continuation in
            request.continuation = continuation
            send(request)
        }
        var info: String?
        for reply in try outcome.get() {
            if case .error(let code) = reply { throw .unsuitable("it refuses this client: \(code)") }
            info = reply.text
        }
        guard let server = info.flatMap(RedisInfo.init) else { throw .malformed }
        try server.check()
        self.server = server
    }
}
