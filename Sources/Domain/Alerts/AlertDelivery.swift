/// One notice on its way through one channel: a row of the delivery log.
public struct AlertDelivery: Sendable, Equatable {
    public let id: Key<AlertDelivery>
    public let channel: ID<AlertChannel>
    /// As it was called then.
    public let channelName: String
    public let notice: AlertNotice
    public var state: State
    public var attempts: Int
    /// When it is tried; nil when it has ended.
    public var nextAt: Timestamp?
    /// Why the last attempt failed, as `AlertFailure.result`; empty where it did not.
    public var result: String
    public let createdAt: Timestamp
    public var endedAt: Timestamp?

    public enum State: String, Sendable, CaseIterable { case waiting, delivered, failed }

    public init(
        id: Key<AlertDelivery> = .random(), _ notice: AlertNotice, through channel: ID<AlertChannel>,
        named name: String,
        state: State = .waiting, attempts: Int = 0, result: String = "", createdAt: Timestamp, nextAt: Timestamp?,
        endedAt: Timestamp? = nil
    ) {
        self.id = id
        self.channel = channel
        channelName = name
        self.notice = notice
        self.state = state
        self.attempts = attempts
        self.result = result
        self.createdAt = createdAt
        self.nextAt = nextAt
        self.endedAt = endedAt
    }

    init(_ notice: AlertNotice, through channel: AlertChannel, at now: Timestamp) {
        self.init(notice, through: channel.id, named: channel.name, createdAt: now, nextAt: now)
    }

    /// After each failed attempt but the last.
    public static let pauses: [Duration] = [.seconds(10), .seconds(60), .seconds(300), .seconds(1800)]
    public static let kept = Duration.seconds(30 * 86_400)

    /// Takes in what came of an attempt.
    public mutating func note(_ failure: AlertFailure?, at now: Timestamp) {
        attempts += 1
        guard let failure else { return end(.delivered, "", at: now) }
        guard !failure.isFinal, attempts <= Self.pauses.count else { return end(.failed, failure.result, at: now) }
        result = failure.result
        nextAt = now + max(Self.pauses[attempts - 1], min(failure.wait ?? .zero, .seconds(3600)))
    }

    private mutating func end(_ state: State, _ words: String, at now: Timestamp) {
        (self.state, result, nextAt, endedAt) = (state, words, nil, now)
    }
}

/// Why a channel did not take a notice.
public struct AlertFailure: Error, Sendable, Equatable {
    public let fault: Fault
    /// What the other side says of it; no secret, and no address.
    public let detail: String
    /// To try again would be in vain.
    public let isFinal: Bool
    /// How long the other side wants to be left alone.
    public let wait: Duration?

    public enum Fault: String, Sendable, CaseIterable {
        /// The target cannot be opened.
        case unreadable
        case badAddress = "bad_address"
        case privateAddress = "private_address"
        case unreachable
        case tls
        case timedOut = "timed_out"
        case tooLong = "too_long"
        case broken
        case redirect
        /// Another status, whatever the body is.
        case status
        /// It says so itself, whatever the status is.
        case refused
        /// It says neither that it took it nor that it did not.
        case noAnswer = "no_answer"
        case switchedOff = "switched_off"
        case deleted
        /// This server stopped meanwhile.
        case stopped
    }

    public init(_ fault: Fault, _ detail: String = "", isFinal: Bool = false, wait: Duration? = nil) {
        self.fault = fault
        self.detail = String(detail.pieces(of: 300)[0])
        self.isFinal = isFinal
        self.wait = wait
    }

    /// As the delivery log keeps it.
    public var result: String { detail.isEmpty ? fault.rawValue : "\(fault.rawValue): \(detail)" }
}

/// Brings a notice to where a channel leads.
public protocol AlertSender: Sendable {
    /// Returns when the other side has taken it.
    func send(_ notice: AlertNotice, through channel: AlertChannel) async throws(AlertFailure)
}
