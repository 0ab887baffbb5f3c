/// A session of `/v1/realtime`: asker and upstream send each other events whenever they like.
public struct RealtimeCall: Sendable {
    /// As it was asked for.
    public let model: String
    /// Whether the asker speaks the form of the events that came before the present one (`OpenAI-Beta: realtime=v1`).
    public let isBeta: Bool

    public init(to model: String, isBeta: Bool) {
        self.model = model
        self.isBeta = isBeta
    }
}

/// The asker's side of such a session, or the upstream's: whole events, each a text in JSON.
public protocol RealtimeLine: Sendable {
    /// The next one, or the end, which is the same from then on. Nothing more is read of that side before the next call.
    func next() async -> RealtimeArrival
    /// Returns when it has left. False when there is nobody to take it.
    func send(_ event: [UInt8]) async -> Bool
    /// Says goodbye. Nobody may be waiting in `next`.
    func close(_ close: RealtimeClose) async
    /// From anywhere: `next` returns `interrupted` from now on.
    func interrupt()
}

/// What comes over a line.
public enum RealtimeArrival: Sendable, Equatable {
    case event([UInt8])
    /// Something that is no text.
    case unreadable
    /// That side has said goodbye.
    case closed(RealtimeClose)
    /// It is gone without a word, or was sent away as it broke the rules.
    case lost
    case interrupted
}

/// Why a side ends the session, in WebSocket's numbers (RFC 6455, §7.4.1); 0: it did not say.
public struct RealtimeClose: Sendable, Equatable {
    public let code: Int
    public let reason: String

    public init(_ code: Int, _ reason: String = "") {
        self.code = code
        self.reason = reason
    }
}

/// How a session ended.
public enum RealtimeEnd: Sendable, Equatable {
    /// The asker's goodbye; nil: gone without one.
    case asker(RealtimeClose?)
    /// The asker sent what is no text.
    case unreadable
    case upstream(RealtimeClose)
    /// The upstream is gone without a goodbye.
    case upstreamLost
    /// No more answers are to be had: a limit is used up, or the asker wants what it may not.
    case refused(ChatError)
    /// From elsewhere: the key was revoked, or the server stops.
    case stopped
    /// It lasted as long as a session may.
    case tooLong
}
