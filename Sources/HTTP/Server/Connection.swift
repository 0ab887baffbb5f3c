import Transport
import Wire

/// One client's connection: reads a head, answers it, drains what is left of its body, and begins again.
/// Belongs to its loop's thread.
final class Connection {
    let socket: Socket
    let peer: IPAddress
    let group: ConnectionGroup
    /// False for one too many: it is told so and closed.
    let isAdmitted: Bool
    /// All that happens on this connection; cancelled as soon as the client has gone.
    var task: Task<Void, Never>?
    /// What has arrived and has not been read.
    var input = ByteQueue()
    /// Nothing of a request has arrived.
    private(set) var isIdle = false
    /// What it has become.
    var webSocket: WebSocketConnection?

    init(_ socket: Socket, from peer: IPAddress, in group: ConnectionGroup, isAdmitted: Bool) {
        self.socket = socket
        self.peer = peer
        self.group = group
        self.isAdmitted = isAdmitted
    }

    var options: ServerOptions { group.options }

    func run() async {
        socket.onHangup = { [unowned self] in task?.cancel() }
        if socket.isHungUp { task?.cancel() }
        guard isAdmitted else {
            await refuse(Refusal(503, "too many connections"))
            return await end()
        }
        await serve()
    }

    /// Answers requests until the connection ends, or an answer goes on in a task of its own.
    private func serve() async {
        while true {
            switch await readHead() {
            case .head(let head):
                switch await answer(head) {
                case .nextRequest: break
                case .stream(let stream): return goOn(with: stream)
                case .webSocket(let pending): return goOn(with: pending)
                case .end: return await end()
                }
                // A client that sends many requests at once takes turns with the others.
                if !input.isEmpty { await Task.yield() }
            case .refused(let refusal):
                await refuse(refusal)
                return await end()
            case .nothing:
                return await end()
            }
        }
    }

    /// What has been called so far leaves its frames with this task, which ends here: a reader of a long answer would
    /// hold on to ten KiB of them.
    private func goOn(with stream: PendingStream) {
        let bound = LoopBound((connection: self, stream: stream), to: socket.loop)
        task = Task(executorPreference: socket.loop) {
            let (connection, stream) = bound.value
            if await connection.write(stream) { await connection.serve() } else { await connection.end() }
        }
        if Task.isCancelled { task?.cancel() }
    }

    /// For the same reason.
    private func goOn(with pending: PendingWebSocket) {
        let bound = LoopBound((connection: self, pending: pending), to: socket.loop)
        task = Task(executorPreference: socket.loop) {
            let (connection, pending) = bound.value
            await connection.talk(pending)
            await connection.end()
        }
    }

    private func end() async {
        await linger()
        socket.close()
        group.remove(self)
    }

    /// Closing while the client still sends would destroy the answer on its way: what it sends is read away for a while.
    private func linger() async {
        guard socket.isOpen, !socket.isHungUp else { return }
        socket.finishSending()
        let deadline = MonotonicTime.now + options.lingerTime
        while await receive(until: deadline) == .bytes {
            input = ByteQueue()
        }
    }

    /// The server stops: nothing new is to begin here. A WebSocket would never end by itself.
    func finishIfIdle() {
        if isIdle { socket.interruptReader() }
        webSocket?.interrupt()
    }

    func cut() {
        task?.cancel()
        socket.cut()
    }
}

// MARK: Reading

extension Connection {
    enum HeadOutcome {
        case head(RequestHead)
        case refused(Refusal)
        /// The client has gone, or was silent for too long, or the server is stopping.
        case nothing
    }

    enum Arrival { case bytes, end, timedOut, interrupted }

    private func readHead() async -> HeadOutcome {
        var parser = RequestHeadParser(limits: options.head)
        isIdle = input.isEmpty
        defer { isIdle = false }
        var deadline = MonotonicTime.now + (isIdle ? options.idleTime : options.headTime)
        while true {
            if !input.isEmpty {
                switch input.withSpan({ parser.parse($0) }) {
                case .needsMore: break
                case .refused(let refusal): return .refused(refusal)
                case .head(let head, let length):
                    input.removeFirst(length)
                    return .head(head)
                }
            }
            // A request that came before the server began to stop is still answered.
            let isLastLook = isIdle && group.isDraining
            switch isLastLook ? receiveNow() : await receive(until: deadline) {
            case .bytes:
                guard isIdle else { break }
                isIdle = false
                deadline = MonotonicTime.now + options.headTime
            case .interrupted: break
            case .end: return .nothing
            case .timedOut: return isIdle ? .nothing : .refused(Refusal(408, "head not complete in time"))
            }
        }
    }

    /// Waits until more has arrived.
    func receive(until deadline: MonotonicTime) async -> Arrival {
        while true {
            // Not before the loop says so: mostly there would be nothing yet, and a client that always has more would
            // keep the loop to itself.
            switch await socket.readable(until: deadline) {
            case .ready: break
            case .timedOut: return .timedOut
            case .interrupted: return .interrupted
            case .closed: return .end
            }
            switch socket.receive(into: &input) {
            case .bytes: return .bytes
            case .end: return .end
            case .nothingYet: continue
            }
        }
    }

    private func receiveNow() -> Arrival {
        if case .bytes = socket.receive(into: &input) { .bytes } else { .end }
    }
}
