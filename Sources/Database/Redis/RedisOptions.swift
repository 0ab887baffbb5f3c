/// How long a client of Redis waits.
public struct RedisOptions: Sendable {
    /// For a connection that can be used: address, greeting, and all.
    public var connectTime = Duration.seconds(2)
    /// For the reply to a command.
    public var commandTime = Duration.seconds(2)
    /// Between two attempts to connect, at most.
    public var longestPause = Duration.seconds(1)

    #if CHATMIRROR_REUSE_BROKEN_CONNECTIONS
        var reusesBrokenConnections = true
    #else
        /// Only for the test that shows that the storm finds it: goes on after a reply that did not come in time.
        var reusesBrokenConnections = false
    #endif

    public init() {}
}
