internal import Transport

/// How long each phase of an exchange may take.
public struct ClientTimeouts: Sendable, Equatable {
    /// Name, TCP and TLS.
    public var connect: Duration
    /// From the start to the first byte of the answer's body: some send the head at once and think for minutes.
    public var firstByte: Duration
    /// Between two bytes after that. Does not run while the reader is the slow one.
    public var idle: Duration
    public var total: Duration
    /// For a rest of the answer that nobody reads, so that its connection can be kept.
    public var rest: Duration

    public init(
        connect: Duration = .seconds(5), firstByte: Duration = .seconds(120), idle: Duration = .seconds(120),
        total: Duration = .seconds(1800), rest: Duration = .seconds(1)
    ) {
        self.connect = connect
        self.firstByte = firstByte
        self.idle = idle
        self.total = total
        self.rest = rest
    }

    /// What an exchange was waiting for when its time was up.
    public enum Phase: String, Sendable { case connect, firstByte, idle, total }
}

/// When one exchange runs out of time. libcurl itself watches over the connect phase.
struct ExchangeDeadlines {
    var timeouts: ClientTimeouts
    private var started = MonotonicTime.now
    private var lastByte: MonotonicTime?
    var isPaused = false
    /// Instead of the idle time that is allowed, where it is shorter.
    var shortestIdle: Duration?

    private var idle: Duration { min(timeouts.idle, shortestIdle ?? timeouts.idle) }

    init(_ timeouts: ClientTimeouts) { self.timeouts = timeouts }

    mutating func start(at now: MonotonicTime) { started = now }

    mutating func sawByte(at now: MonotonicTime) { lastByte = now }

    mutating func resume(at now: MonotonicTime) {
        isPaused = false
        lastByte = now
    }

    /// The answer must be over by `moment`.
    mutating func end(within span: Duration, of now: MonotonicTime) {
        timeouts.total = min(timeouts.total, (now - started) + span)
    }

    /// How long to wait before `next` is looked at again. Never longer than the idle time:
    /// a byte that comes meanwhile may bring what is due next closer than it is now.
    func patience(at now: MonotonicTime) -> Duration { max(.zero, min(next.due - now, idle)) }

    /// What is due next, and when.
    var next: (phase: ClientTimeouts.Phase, due: MonotonicTime) {
        let total = started + timeouts.total
        if isPaused { return (.total, total) }
        let silence = lastByte.map { $0 + idle } ?? started + timeouts.firstByte
        guard silence < total else { return (.total, total) }
        return (lastByte == nil ? .firstByte : .idle, silence)
    }
}
