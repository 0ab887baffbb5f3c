public import Transport

/// Answers HTTP/1.1 on every loop of a group, strictly and with bounds on everything.
public final class HTTPServer: Sendable {
    private let groups: [LoopBound<ConnectionGroup>]

    public init(loops: LoopGroup, options: ServerOptions = ServerOptions(), log: Log, handler: @escaping Handler) {
        let limits = ConnectionLimits(options)
        groups = loops.loops.map { loop in
            LoopBound(
                ConnectionGroup(loop: loop, options: options, limits: limits, log: log, handler: handler), to: loop)
        }
    }

    /// Begins to accept; returns the port, which is a free one if `port` is 0.
    /// May be called several times, for several addresses.
    @discardableResult
    public func listen(host: String, port: Int) throws(Listener.Failure) -> Int {
        let listeners = try Listener.bind(host: host, port: port, count: groups.count)
        for (group, listener) in zip(groups, listeners) {
            group.loop.execute { group.value.accept(from: listener) }
        }
        return listeners[0].port
    }

    /// Accepts nobody any more, closes idle connections, lets requests in flight finish, and cuts what is left at the
    /// deadline. Answers given meanwhile say `Connection: close`.
    public func drain(within span: Duration) async {
        await withTaskGroup { tasks in
            for group in groups {
                tasks.addTask(executorPreference: group.loop) { await group.value.drain(within: span) }
            }
        }
    }
}
