/// Looks for what is not as it should be, and puts on its way what is to be told of it. In one process for all.
public struct AlertWatch: Sendable {
    private let store: any AlertStore
    private let sources: AlertSources
    private let calendar: any CivilCalendar
    private let clock: any WallClock

    /// How often it looks. What takes long to find out is looked at every sixth time.
    public static let interval = Duration.seconds(10)
    private static let seldom = 6

    public init(
        store: any AlertStore, sources: AlertSources, calendar: any CivilCalendar, clock: any WallClock
    ) {
        self.store = store
        self.sources = sources
        self.calendar = calendar
        self.clock = clock
    }

    /// `number`: of the round, from 0 on.
    public func round(_ number: Int) async throws(ChatError) {
        let (rules, settings) = (try await store.rules(), try await store.settings())
        let kinds = AlertKind.allCases.filter {
            rules[$0].isEnabled && (!$0.isSlow || number % Self.seldom == 0)
        }
        var (conditions, seen): ([AlertCondition], Set<AlertKind>) = ([], [])
        for kind in kinds {
            // What cannot be said now neither begins nor ends.
            guard let found = try? await sources.look(for: kind, rules[kind].threshold) else { continue }
            conditions += found
            seen.insert(kind)
        }
        let now = clock.now
        let since = now - AlertBook.memory
        var book = AlertBook(try await store.current(since: since))
        var changes = book.look(conditions, at: seen, under: rules, at: now)
        changes.closed = await sources.withFailures(changes.closed)
        try await store.apply(changes)
        let plan = AlertPlan(rules, quiet: settings.quiet, calendar: calendar)
        try await tell(plan.due(store.current(since: since), beyond: changes.beyond, at: now), at: now)
    }

    private func tell(_ due: [AlertPlan.Told], at now: Timestamp) async throws(ChatError) {
        guard !due.isEmpty else { return }
        let channels = try await store.channels().filter(\.isEnabled)
        for (notice, alerts) in due {
            let deliveries = channels.map { AlertDelivery(notice, through: $0, at: now) }
            try await store.tell(notice, of: alerts.map(\.id), deliveries)
        }
    }
}

extension AlertKind {
    /// Looking for it opens many secrets or asks many rows.
    fileprivate var isSlow: Bool { self == .tokenExpiring || self == .refreshFailing || self == .memberNearLimit }
}
