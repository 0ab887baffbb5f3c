internal import JSON
internal import Synchronization

/// How available a model was, day by day: of the requests that succeeded or failed, how many succeeded.
public struct ModelAvailability: Sendable, Equatable {
    public let model: String
    /// Oldest first; the last one is today.
    public let days: [Day]

    public struct Day: Sendable, Equatable {
        /// Its midnight, where the server's time zone is.
        public let start: Timestamp
        /// Nil where nobody asked.
        public let percent: Double?
    }

    /// Of all days together.
    public let percent: Double?
}

/// The availability of models, for members of those that they may use, and for everybody where an administrator says so. No account and no
/// member is named, and no number of requests.
public final class Availability: Sendable {
    private let sums: any UsageSumsStore
    private let accounts: any AccountStore
    private let models: ModelOffers
    private let alerts: any AlertStore
    private let calendar: any CivilCalendar
    private let clock: any WallClock
    /// Any number of people may look: it is counted once a minute.
    private let counted = Mutex<(at: Timestamp, models: [String: ModelAvailability])?>(nil)

    public static let days = 30
    private static let freshness = Duration.seconds(60)

    public init(
        _ sums: any UsageSumsStore, accounts: any AccountStore, models: ModelOffers, alerts: any AlertStore,
        calendar: any CivilCalendar, clock: any WallClock
    ) {
        self.sums = sums
        self.accounts = accounts
        self.models = models
        self.alerts = alerts
        self.calendar = calendar
        self.clock = clock
    }

    /// Of the models that a member may choose from, in their order.
    public func own(of user: ID<User>) async throws(ChatError) -> [ModelAvailability] {
        try await known(models.all(for: user).map(\.model))
    }

    /// Of all models that an enabled account has, by name. Throws `notFound` unless everybody may see it.
    public func ofAll() async throws(ChatError) -> [ModelAvailability] {
        guard try await alerts.settings().isStatusPublic else { throw .notFound }
        let all = try await accounts.list(Page(offset: 0, limit: 10_000), matching: nil).items
        let names = Set(all.filter { $0.status == .enabled }.flatMap(\.models).map { Text($0) })
        return try await known(names.map(\.string).sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) })
    }

    private func known(_ names: [String]) async throws(ChatError) -> [ModelAvailability] {
        let now = clock.now
        let starts = starts(at: now)
        let fresh = counted.withLock { known in
            known.flatMap { $0.at <= now && now < $0.at + Self.freshness ? $0.models : nil }
        }
        let found: [String: ModelAvailability]
        if let fresh {
            found = fresh
        } else {
            let hours = try await sums.hours(of: UsageSumsFilter(), beginningIn: starts[0]...now)
            found = Self.days(hours, starts)
            counted.withLock { $0 = (now, found) }
        }
        return names.map { found[$0] ?? Self.days([], starts, of: $0) }
    }

    /// The midnights of the days, oldest first.
    private func starts(at now: Timestamp) -> [Timestamp] {
        var starts = [calendar.bounds(of: .day, holding: now).lowerBound]
        while starts.count < Self.days {
            starts.append(calendar.bounds(of: .day, holding: starts[starts.count - 1] - .milliseconds(1)).lowerBound)
        }
        return starts.reversed()
    }

    private static func days(_ hours: [UsageHour], _ starts: [Timestamp]) -> [String: ModelAvailability] {
        var models: [String: [UsageHour]] = [:]
        for hour in hours { models[hour.model, default: []].append(hour) }
        return Dictionary(uniqueKeysWithValues: models.map { ($0.key, days($0.value, starts, of: $0.key)) })
    }

    private static func days(_ hours: [UsageHour], _ starts: [Timestamp], of model: String) -> ModelAvailability {
        var sums = Array(repeating: UsageSums(), count: starts.count)
        for hour in hours {
            // An hour belongs to the day in which it begins; zones of half an hour lose half an hour to the day before.
            guard let day = starts.lastIndex(where: { $0 <= hour.at }) else { continue }
            sums[day] += hour.sums
        }
        let days = zip(starts, sums).map { ModelAvailability.Day(start: $0, percent: percent($1)) }
        return ModelAvailability(
            model: model, days: days, percent: percent(sums.reduce(into: UsageSums()) { $0 += $1 }))
    }

    private static func percent(_ sums: UsageSums) -> Double? {
        let ended = sums.succeeded + sums.failed
        return ended > 0 ? (Double(sums.succeeded) * 1000 / Double(ended)).rounded(.down) / 10 : nil
    }
}
