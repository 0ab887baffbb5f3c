/// What was asked and what came of it, in numbers: of everybody for administrators, of themselves for members.
public struct Statistics: Sendable {
    private let sums: any UsageSumsStore
    private let usage: UsageLog
    private let accounts: any AccountStore
    private let users: any UserStore
    private let keys: any APIKeyStore
    private let files: Files
    private let pool: AccountPool
    private let calendar: any CivilCalendar
    public let clock: any WallClock

    public init(
        _ sums: any UsageSumsStore, usage: UsageLog, accounts: any AccountStore, users: any UserStore,
        keys: any APIKeyStore, files: Files, pool: AccountPool, calendar: any CivilCalendar, clock: any WallClock
    ) {
        self.sums = sums
        self.usage = usage
        self.accounts = accounts
        self.users = users
        self.keys = keys
        self.files = files
        self.pool = pool
        self.calendar = calendar
        self.clock = clock
    }

    /// What a trend is divided into.
    public enum Unit: String, Sendable, CaseIterable {
        case hour, day

        fileprivate var span: CalendarSpan { self == .hour ? .hour : .day }
    }

    /// The latest moments, and today beside other days up to the same time of day.
    public struct Now: Sendable {
        public let at: Timestamp
        /// In the log, and those of this process that are too young to be there.
        public let active: Int
        /// Of the last `Statistics.latest`.
        public let latest: UsageSums
        public let today: UsageSums
        public let yesterday: UsageSums
        public let lastWeek: UsageSums
    }

    public static let latest = Duration.seconds(300)
    /// Of a trend.
    public static let mostBuckets = 400
    private static let usualSpan = Duration.seconds(86_400)
}

extension Statistics {
    public func now(of user: ID<User>?) async throws(ChatError) -> Now {
        let now = clock.now
        let midnight = calendar.bounds(of: .day, holding: now).lowerBound
        var days = [midnight..<Self.end(of: now)]
        var start = midnight
        for number in 1...7 {
            let day = calendar.bounds(of: .day, holding: start - .milliseconds(1))
            start = day.lowerBound
            let end = min(start + (now - midnight), day.upperBound)
            if number == 1 || number == 7, start < end { days.insert(start..<end, at: 0) }
        }
        let filter = UsageSumsFilter(user: user)
        let latest = try await sums.sums(of: filter, in: [(now - Self.latest)..<Self.end(of: now)])
        var found = try await sums.sums(of: filter, in: days)
        let today = found.removeLast()
        return Now(
            at: now, active: try await sums.running(of: user) + usage.unwrittenCalls(of: user), latest: latest[0],
            today: today, yesterday: found.popLast() ?? UsageSums(), lastWeek: found.popLast() ?? UsageSums())
    }

    /// Each hour or day with the moment at which it begins, also those without a call. Throws `invalid` for more than `mostBuckets`.
    public func trend(
        of filter: UsageSumsFilter, by unit: Unit, from start: Timestamp?, to end: Timestamp?
    ) async throws(ChatError) -> [(at: Timestamp, sums: UsageSums)] {
        let span = try span(from: start, to: end)
        // Of an open end the hours that begin after now have nothing.
        let last = min(span.upperBound, max(clock.now + .milliseconds(1), span.lowerBound + .milliseconds(1)))
        var buckets: [Range<Timestamp>] = []
        var next = span.lowerBound
        while next < last {
            let bucket = calendar.bounds(of: unit.span, holding: next)
            guard buckets.count < Self.mostBuckets else {
                throw .invalid(field: "start_timestamp", .tooManyBuckets(most: Self.mostBuckets))
            }
            buckets.append(bucket)
            next = bucket.upperBound
        }
        let spans = buckets.map { max($0.lowerBound, span.lowerBound)..<min($0.upperBound, span.upperBound) }
        let found = try await sums.sums(of: filter, in: spans)
        return zip(buckets, found).map { ($0.lowerBound, $1) }
    }

    public func ranking(
        by subject: UsageSubject, of user: ID<User>?, from start: Timestamp?, to end: Timestamp?, limit: Int
    ) async throws(ChatError) -> UsageRanking {
        try await sums.ranking(by: subject, of: user, in: span(from: start, to: end), limit: limit)
    }

    /// By model and hour.
    public func hours(
        of filter: UsageSumsFilter, from start: Timestamp, to end: Timestamp
    ) async throws(ChatError) -> [UsageHour] {
        guard start <= end else { return [] }
        return try await sums.hours(of: filter, beginningIn: start...end)
    }

    /// The last day where nothing is said.
    private func span(from start: Timestamp?, to end: Timestamp?) throws(ChatError) -> Range<Timestamp> {
        let now = clock.now
        let start = start ?? (end ?? now) - Self.usualSpan
        // What is yet to come is of the hour that is under way.
        let end = if let end, end <= now { end } else { Self.end(of: now) }
        guard start < end else {
            throw .invalid(field: start < now ? "end_timestamp" : "start_timestamp", .notAfterStart)
        }
        return start..<end
    }

    /// Of the hour that is summed as one: all that has begun by now, and what a clock that is ahead noted.
    private static func end(of now: Timestamp) -> Timestamp {
        now + .milliseconds(3_600_000 - now.milliseconds % 3_600_000)
    }
}

// MARK: What there is

extension Statistics {
    /// How many there are, and how many of them may be used.
    public struct Count: Sendable, Equatable {
        public let total: Int
        public let enabled: Int

        public init(total: Int, enabled: Int) {
            self.total = total
            self.enabled = enabled
        }
    }

    public func keyCount() async throws(ChatError) -> Count { try await keys.count(at: clock.now) }

    public func heldFiles() async throws(ChatError) -> HeldFiles { try await files.held() }

    public func memberCount() async throws(ChatError) -> Count { try await users.count() }

    /// How many accounts are in each state, as this process knows them.
    public func accountStates() async throws(ChatError) -> [AccountHealth.State: Int] {
        let all = try await accounts.list(Page(offset: 0, limit: 100_000), matching: nil).items
        return all.reduce(into: [:]) { counts, account in
            let isAnswering = pool.load(of: account.id) > 0
            counts[account.state(pool.health(of: account.id), isAnswering: isAnswering), default: 0] += 1
        }
    }
}
