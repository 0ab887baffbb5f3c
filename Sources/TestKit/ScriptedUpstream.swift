import Glibc
public import JSON
public import Wire

/// An HTTP server on the loopback that does to each request exactly what a script says: answers, stalls, breaks off.
///
/// It has threads of its own, so it also serves tests that block, and real processes.
public final class ScriptedUpstream: Sendable {
    public let port: UInt16
    private let listener: Int32
    private let stopping = Gate()
    private let script: @Sendable (RecordedRequest) -> [Step]
    private let state = Watched(State())

    fileprivate struct State {
        var requests: [RecordedRequest] = []
        var connections = 0
        var counts = Counts()
    }

    /// How often something has happened.
    fileprivate struct Counts: Sendable { var requests = 0, answers = 0, departures = 0 }

    /// `script` is asked for every request.
    public init(_ script: @escaping @Sendable (RecordedRequest) -> [Step]) {
        self.script = script
        (listener, port) = listenOnLoopback()
        let listener = listener
        startThread { [self] in
            while case let socket = accept(listener, nil, nil), socket >= 0 {
                _ = fcntl(socket, F_SETFD, FD_CLOEXEC)
                // Steps are small: each would wait for the receipt of the one before it, which comes late.
                var isOn: Int32 = 1
                setsockopt(socket, Int32(IPPROTO_TCP), TCP_NODELAY, &isOn, socklen_t(MemoryLayout<Int32>.size))
                serve(socket)
            }
            close(listener)
        }
    }

    /// Does the same to every request.
    public convenience init(_ steps: [Step]) { self.init { _ in steps } }

    /// Lends one that does `steps` to every request, and stops it afterwards.
    public static func serving<Answer>(
        _ steps: [Step], _ body: (ScriptedUpstream) async throws -> Answer
    ) async rethrows -> Answer {
        try await serving({ _ in steps }, body)
    }

    /// Lends one and stops it afterwards.
    public static func serving<Answer>(
        _ script: @escaping @Sendable (RecordedRequest) -> [Step], _ body: (ScriptedUpstream) async throws -> Answer
    ) async rethrows -> Answer {
        let upstream = ScriptedUpstream(script)
        defer { upstream.stop() }
        return try await body(upstream)
    }

    /// Closes everything. Without it the upstream serves to the end of the process.
    public func stop() {
        stopping.open()
        shutdown(listener, Int32(SHUT_RDWR))
    }

    /// Without a trailing slash: `http://127.0.0.1:40000`.
    public var baseURL: String { "http://127.0.0.1:\(port)" }
    /// As `allow_private` wants it.
    public var host: String { "127.0.0.1:\(port)" }
}

/// A request that a scripted upstream has read to its end.
public struct RecordedRequest: Sendable {
    public let method: String
    /// With the query.
    public let target: String
    public let headers: Headers
    public let body: [UInt8]
    /// Which accepted connection it came on, counted from 1.
    public let connection: Int

    public var json: JSONValue? { try? JSONValue(parsing: body) }
}

// MARK: What a test asks

extension ScriptedUpstream {
    public var requests: [RecordedRequest] { state.read(\.requests) }
    /// Connections accepted so far.
    public var connections: Int { state.read(\.connections) }

    /// Returns when so many requests have been read.
    public func requests(atLeast count: Int) async -> [RecordedRequest] {
        await state.until { $0.counts.requests >= count }
        return requests
    }

    /// Returns when the client has left so many times while it was being answered.
    public func departures(atLeast count: Int) async { await state.until { $0.counts.departures >= count } }

    /// Returns when so many scripts have been played to their end.
    public func answers(atLeast count: Int) async { await state.until { $0.counts.answers >= count } }
}

// MARK: Sockets

extension ScriptedUpstream {
    private func serve(_ socket: Int32) {
        let number = state.change { state in
            state.connections += 1
            return state.connections
        }
        let connection = ScriptedConnection(socket, number: number, stopping: stopping)
        startThread { [self] in
            var hasAsked = false
            while let request = connection.readRequest() {
                hasAsked = true
                state.change { state in
                    state.requests.append(request)
                    state.counts.requests += 1
                }
                switch connection.perform(script(request)) {
                case .next: state.change { $0.counts.answers += 1 }
                case .left: return state.change { $0.counts.departures += 1 }
                case .over: return state.change { $0.counts.answers += 1 }
                }
            }
            // On a busy machine a client may give up before its request has been read: it has left all the same.
            if !hasAsked { state.change { $0.counts.departures += 1 } }
        }
    }
}

/// Runs `body` on a new thread.
private func startThread(_ body: @escaping @Sendable () -> Void) {
    final class Box: Sendable {
        let body: @Sendable () -> Void
        init(_ body: @escaping @Sendable () -> Void) { self.body = body }
    }
    var thread = pthread_t()
    let status = pthread_create(
        &thread, nil,
        { raw in
            Unmanaged<Box>.fromOpaque(raw!).takeRetainedValue().body()
            return nil
        }, Unmanaged.passRetained(Box(body)).toOpaque())
    precondition(status == 0, "cannot start a thread")
    pthread_detach(thread)
}
