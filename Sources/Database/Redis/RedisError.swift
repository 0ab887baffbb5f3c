/// Why a command has no reply. Never holds what was sent: Redis repeats arguments in its errors.
public enum RedisError: Error, Equatable, Sendable {
    /// There is no connection. The command was not sent.
    case unreachable(String)
    /// The connection ended while the command was under way: it may have run.
    case lost
    /// No reply in time: it may have run.
    case timedOut
    /// The task was cancelled; the command may have run.
    case cancelled
    /// What the server sent is not Redis.
    case malformed
    /// The connection is to another run of the server than the one that was asked for. The command was not sent.
    case otherServer
    /// An error reply: its first word, such as `WRONGTYPE`.
    case refused(String)
    /// The server must not be used as it is set up.
    case unsuitable(String)
    /// The client was closed.
    case closed

    /// Whether the command may have run all the same.
    public var isUndecided: Bool { [.lost, .timedOut, .cancelled, .malformed].contains(self) }
}
