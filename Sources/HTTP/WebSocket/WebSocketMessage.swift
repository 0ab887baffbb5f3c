/// What comes of a WebSocket: whole messages, then its end, once and for all.
public enum WebSocketEvent: Sendable, Equatable {
    /// UTF-8, which has been checked.
    case text([UInt8])
    case binary([UInt8])
    /// The peer has said goodbye, or broken the protocol: then `byPeer` is false, and it has been told why.
    case closed(WebSocketClose, byPeer: Bool)
    /// The connection has gone without a word, or the peer was silent for too long.
    case lost
    /// Somebody here called `interrupt`; the peer is still there, and is to be told goodbye.
    case interrupted
}

/// Why a WebSocket ends (RFC 6455, §7.4).
public struct WebSocketClose: Sendable, Equatable {
    /// 0: none was given.
    public let code: Int
    /// At most 123 bytes, for programs and logs of the peer's side.
    public let reason: String

    public init(_ code: Int, _ reason: String = "") {
        self.code = code
        self.reason = reason
    }
}

/// What a WebSocket bears of its peer.
public struct WebSocketLimits: Sendable {
    /// Bytes of one message.
    public var message = 16 << 20
    /// Pieces of one message: each costs more than its bytes, and empty ones cost time.
    public var frames = 4096
    /// How often the peer is asked for a sign of life. One that has not sent a byte between two of them is taken for lost.
    public var pingInterval: Duration = .seconds(25)
    /// How long the peer may take nothing of what is written to it.
    public var patience: Duration = .seconds(60)
    /// How long a peer that was told goodbye may take to say so itself.
    public var farewell: Duration = .seconds(2)

    public init() {}
}
