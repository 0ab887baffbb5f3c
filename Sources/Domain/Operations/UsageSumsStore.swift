/// Sums of the usage log by hours, and what they answer. Each answer is the sum of the rows as they are at that moment, as long as the
/// summing keeps up; after an upgrade the hours of before follow within minutes, the newest first, and until then they are too low.
public protocol UsageSumsStore: Sendable {
    /// One for each span. They are in order, and no two have a moment in common.
    func sums(of filter: UsageSumsFilter, in spans: [Range<Timestamp>]) async throws(ChatError) -> [UsageSums]
    /// Most requests first, of one user or of all; `limit` items at most.
    func ranking(by subject: UsageSubject, of user: ID<User>?, in span: Range<Timestamp>, limit: Int)
        async throws(ChatError) -> UsageRanking
    /// By model and hour, of the hours that begin in the range; those of one member, or of all together.
    func hours(of filter: UsageSumsFilter, beginningIn range: ClosedRange<Timestamp>) async throws(ChatError)
        -> [UsageHour]
    /// How many rows have not ended.
    func running(of user: ID<User>?) async throws(ChatError) -> Int
    /// Puts some of the rows that have ended into the sums, each once. True when there may be more.
    func sumSome() async throws(ChatError) -> Bool
}

/// Which calls are summed: those that meet every condition there is.
public struct UsageSumsFilter: Sendable, Equatable {
    public var user: ID<User>?
    public var username: String?
    public var group: String?
    public var model: String?
    public var account: ID<Account>?

    public init(user: ID<User>? = nil) { self.user = user }
}

/// What calls are ranked by.
public enum UsageSubject: String, Sendable, CaseIterable { case model, member, group, key, account }

/// What the subjects of one kind came to.
public struct UsageRanking: Sendable, Equatable {
    public let total: UsageSums
    public let items: [Item]
    /// Of those that found no place; nil where all did.
    public let others: UsageSums?

    public init(total: UsageSums, items: [Item], others: UsageSums?) {
        self.total = total
        self.items = items
        self.others = others
    }

    public struct Item: Sendable, Equatable {
        /// 0 for chats, which no key asked; nil of a model and of a group.
        public let id: Int64?
        /// Empty where the log does not know it any more.
        public let name: String
        public let sums: UsageSums

        public init(id: Int64?, name: String, sums: UsageSums) {
            self.id = id
            self.name = name
            self.sums = sums
        }
    }
}

/// What one model came to in one hour.
public struct UsageHour: Sendable, Equatable {
    public let at: Timestamp
    public let model: String
    public let sums: UsageSums

    public init(at moment: Timestamp, model: String, sums: UsageSums) {
        at = moment
        self.model = model
        self.sums = sums
    }
}
