import Glibc
import JSON
import Transport
import Wire

/// The connections of one loop, and what they share. Belongs to the loop's thread.
final class ConnectionGroup {
    let loop: EventLoop
    let options: ServerOptions
    let log: Log
    let handler: Handler
    private(set) var isDraining = false

    private let limits: ConnectionLimits
    private var listeners: [Listener] = []
    private var connections: [ObjectIdentifier: Connection] = [:]
    /// Who waits for the last connection to end.
    private var drains: [UnsafeContinuation<Void, Never>] = []
    /// Connections that are being told there is no room.
    private var turnedAway = 0
    private var stamp = Stamp()
    private var names = RequestNames()

    init(loop: EventLoop, options: ServerOptions, limits: ConnectionLimits, log: Log, handler: @escaping Handler) {
        self.loop = loop
        self.options = options
        self.limits = limits
        self.log = log
        self.handler = handler
    }

    func accept(from listener: Listener) {
        guard !isDraining else { return listener.stop() }
        listeners.append(listener)
        listener.start(on: loop) { self.open($0, from: $1) }
    }

    func remove(_ connection: Connection) {
        connections[ObjectIdentifier(connection)] = nil
        if connection.isAdmitted { limits.leave(connection.peer) } else { turnedAway -= 1 }
        if connections.isEmpty { finishDrains() }
    }

    func isTrusted(_ address: IPAddress) -> Bool { limits.isTrusted(address) }

    /// The name of the next request.
    func nextName() -> String { names.next() }

    /// `Date: …`, as a finished line.
    func dateLine() -> [UInt8] { stamp.line() }

    private func open(_ descriptor: Int32, from peer: IPAddress) {
        let isAdmitted = limits.admits(peer)
        if !isAdmitted {
            // Politeness costs a descriptor for a while: a flood gets none.
            guard turnedAway < 100 else { return _ = close(descriptor) }
            turnedAway += 1
        }
        let socket = Socket(descriptor: descriptor, on: loop)
        let connection = Connection(socket, from: peer, in: self, isAdmitted: isAdmitted)
        connections[ObjectIdentifier(connection)] = connection
        let bound = LoopBound(connection, to: loop)
        connection.task = Task(executorPreference: loop) { await bound.value.run() }
    }
}

// MARK: Ending

extension ConnectionGroup {
    func drain(within span: Duration) async {
        isDraining = true
        for listener in listeners { listener.stop() }
        listeners = []
        for connection in connections.values { connection.finishIfIdle() }
        guard !connections.isEmpty else { return }
        let bound = LoopBound(self, to: loop)
        let deadline = loop.after(span) { bound.value.cutAll() }
        await withUnsafeContinuation { drains.append($0) }
        deadline.cancel()
    }

    private func cutAll() {
        if !connections.isEmpty { log.warn("connections cut", Log.Field("count", connections.count)) }
        for connection in connections.values { connection.cut() }
        finishDrains()
    }

    private func finishDrains() {
        for drain in drains { drain.resume() }
        drains = []
    }
}

/// The `Date` line, made once a second.
private struct Stamp {
    private var second = 0
    private var bytes: [UInt8] = []

    mutating func line() -> [UInt8] {
        let now = time(nil)
        if now != second {
            second = now
            bytes = Array("Date: \(HTTPDate.text(unixSeconds: now))\r\n".utf8)
        }
        return bytes
    }
}

/// Names of requests: 14 random hexadecimal characters, as many as a string holds without memory of its own.
/// Randomness is fetched for many names at once.
private struct RequestNames {
    private var pool: [UInt8] = []

    mutating func next() -> String {
        if pool.isEmpty { pool = SecureRandom.bytes(7 * 512) }
        defer { pool.removeLast(7) }
        return Hexadecimal.encode(pool.suffix(7))
    }
}
