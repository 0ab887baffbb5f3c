public import Transport
public import Wire

/// What a server tolerates of its clients, and for how long.
public struct ServerOptions: Sendable {
    public var head = HeadLimits()
    /// From the first byte of a head to its last.
    public var headTime: Duration = .seconds(10)
    /// Without a request, before the connection is closed.
    public var idleTime: Duration = .seconds(75)
    /// A body has this long, and one second more for every `bodyRate` bytes that have come.
    public var bodyGrace: Duration = .seconds(10)
    public var bodyRate = 1024
    /// How long a client may take nothing of what is written to it.
    public var writeTime: Duration = .seconds(60)
    /// How long a client that is told to go may still send before the connection is closed for good.
    public var lingerTime: Duration = .seconds(1)
    /// How much of a body that nobody read is read away to keep the connection.
    public var drainLimit = 64 * 1024
    public var connections = 10_000
    /// Loopback and trusted proxies are exempt.
    public var connectionsPerAddress = 100
    /// Whose `X-Forwarded-For` and `X-Forwarded-Proto` are believed.
    public var trustedProxies: [CIDR] = []

    public init() {}
}
