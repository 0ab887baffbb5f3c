/// One row of the usage log: what was asked by whom, what came of it, and what it cost. Not a word of what was said.
public struct UsageEntry: Sendable, Equatable {
    public var charge: Charge
    public var isStream: Bool
    /// The request that it came by; empty where that is not known.
    public var requestID: String
    public var status = Message.Status.inProgress
    /// Nil while the place is only reserved.
    public var settlement: Settlement?
    public var attempts: [Attempt] = []
    public var failure: TurnFailure?
    /// How the upstream ended it: `stop`, `length`, ….
    public var stopReason: String?
    public var usage: Usage?
    public var firstOutputAt: Timestamp?
    public var endedAt: Timestamp?

    public init(_ charge: Charge, isStream: Bool, requestID: String = "") {
        self.charge = charge
        self.isStream = isStream
        self.requestID = requestID
    }

    /// The same with its end.
    public func ended(by receipt: Receipt, at moment: Timestamp) -> UsageEntry {
        var entry = self
        if let last = receipt.attempts.last { entry.charge.account = last.account }
        entry.attempts = receipt.attempts
        entry.usage = receipt.usage
        entry.firstOutputAt = receipt.firstOutputAt
        entry.settlement = receipt.settlement
        entry.endedAt = moment
        switch receipt.end {
        case .finished(let reason):
            entry.status = .finished
            entry.stopReason = reason.rawValue
        case .failed(let failure):
            entry.status = .error
            entry.failure = failure.code
        case .cancelled: entry.status = .stopped
        }
        return entry
    }
}

/// A row of the log as people read it, with the names that its ids stand for now; empty where one is gone.
public struct UsageRow: Sendable, Equatable {
    public let entry: UsageEntry
    public let username: String
    public let keyName: String
    public let accountNames: [ID<Account>: String]

    public init(_ entry: UsageEntry, username: String, keyName: String, accountNames: [ID<Account>: String]) {
        self.entry = entry
        self.username = username
        self.keyName = keyName
        self.accountNames = accountNames
    }
}

/// Which rows of the log are asked for: those that meet every condition there is.
public struct UsageFilter: Sendable, Equatable {
    public var user: ID<User>?
    public var username: String?
    public var keyName: String?
    public var key: ID<APIKey>?
    public var model: String?
    public var account: ID<Account>?
    public var statuses: [Message.Status] = []
    public var since: Timestamp?
    /// Not this moment itself.
    public var before: Timestamp?

    public init(user: ID<User>? = nil) { self.user = user }
}

/// A place in the log, which goes from the newest row to the oldest.
public struct UsagePlace: Sendable, Equatable {
    public let at: Timestamp
    public let id: Key<Charge>

    public init(at: Timestamp, id: Key<Charge>) {
        self.at = at
        self.id = id
    }
}
