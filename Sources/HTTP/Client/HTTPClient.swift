import Synchronization
internal import Transport

/// Asks other servers, over libcurl, on the event loop of the task that calls.
///
/// There is a set of kept connections for each loop and each pool of a request: accounts never share one.
/// Redirects are not followed, nothing is read from the environment, TLS is always verified.
public final class HTTPClient: Sendable {
    let settings: Settings
    private let pools = Mutex<[PoolKey: ConnectionPool]>([:])
    private let exchanges = Atomic<ExchangeID>(0)

    /// What is the same for every request.
    public struct Settings: Sendable {
        let userAgent: String
        let privateHosts: PrivateHosts

        /// `allowPrivate`: hosts, as `host` or `host:port`, that may have private addresses and be asked over plain HTTP.
        public init(userAgent: String = "chatmirror", allowPrivate: Set<String> = []) {
            self.userAgent = userAgent
            privateHosts = PrivateHosts(allowPrivate)
        }
    }

    /// The proxy is part of it: libcurl has mixed up the credentials of proxies before (CVE-2026-3784, CVE-2026-8927).
    private struct PoolKey: Hashable {
        let loop: ObjectIdentifier
        let name: String
        let proxy: String
    }

    public init(_ settings: Settings = .init()) { self.settings = settings }

    /// Sends the request and lends the answer to `body`. The task must have an `EventLoop` as its preferred executor.
    /// All is made ready before `permission` is awaited, and nothing leaves before it returns.
    ///
    /// When `body` returns, the connection is kept if the answer has ended or ends within a second; when it throws,
    /// or the task is cancelled, the connection is closed at once.
    public func send<Answer>(
        _ request: ClientRequest, after permission: @Sendable () async -> Void = {},
        _ body: (ClientResponse) async throws(ClientError) -> Answer
    ) async throws(ClientError) -> Answer {
        guard let loop = await Self.loopOfTask() else {
            preconditionFailure("HTTPClient is used by tasks of an event loop")
        }
        let pool = pool(for: request, on: loop)
        let id = exchanges.wrappingAdd(1, ordering: .relaxed).newValue
        let answer = await withTaskCancellationHandler {
            await exchange(id, request, after: permission, in: pool, body)
        } onCancel: {
            Task(executorPreference: loop) { await pool.cancel(id) }
        }
        return try answer.get()
    }

    /// Do the rules refuse the URL for what it shows: its scheme, a private address, a name that means one here?
    public func refuses(_ url: String) -> Bool {
        do {
            _ = try TargetURL(url, allowing: settings.privateHosts, viaProxy: true)
            return false
        } catch { return true }
    }

    /// The same of a proxy, which may be asked over plain HTTP.
    public func refuses(proxy: String) -> Bool {
        do { return try ProxyURL(proxy, allowing: settings.privateHosts).isRefused } catch { return true }
    }

    /// Concurrent, so that it runs where the task prefers to, whatever actor calls.
    @concurrent static func loopOfTask() async -> EventLoop? { .current }

    private func exchange<Answer>(
        _ id: ExchangeID, _ request: ClientRequest, after permission: @Sendable () async -> Void,
        in pool: ConnectionPool,
        _ body: (ClientResponse) async throws(ClientError) -> Answer
    ) async -> Result<Answer, ClientError> {
        do throws(ClientError) {
            let head = try await pool.begin(id, request, after: permission)
            let answer = try await body(ClientResponse(head, id, pool))
            await pool.end(id, keep: !Task.isCancelled)
            return .success(answer)
        } catch {
            await pool.end(id, keep: false)
            return .failure(error)
        }
    }

    private func pool(for request: ClientRequest, on loop: EventLoop) -> ConnectionPool {
        let key = PoolKey(loop: ObjectIdentifier(loop), name: request.pool, proxy: request.proxy)
        return pools.withLock { pools in
            if let pool = pools[key] { return pool }
            let pool = ConnectionPool(on: loop, settings: settings)
            pools[key] = pool
            return pool
        }
    }
}
