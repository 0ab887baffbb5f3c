internal import Synchronization

/// Knows which stores do not answer this process, and tells of a database that is gone: nothing else can, as rules, channels and the log
/// of what was told are in it. What must be known for that is kept in memory while the database answers; what was done is written down
/// when it is back.
public final class LostStores: Sendable {
    private let store: any AlertStore
    private let sender: any AlertSender
    private let rate: any CallRate
    private let calendar: any CivilCalendar
    private let clock: any WallClock
    private let missing: @Sendable () async -> [String]
    private let state = Mutex(State())

    fileprivate struct State {
        var since: [String: Timestamp] = [:]
        var rules = AlertRules()
        var settings = AlertSettings()
        var channels: [AlertChannel] = []
        /// About the database alone.
        var alerts: [Alert] = []
        /// Not written down yet.
        var deliveries: [AlertDelivery] = []
    }

    /// As `StoreProbe` calls it.
    static let database = "database"

    /// `missing` names the stores that do not do what a message needs. `rate`: of several processes one tells.
    public init(
        store: any AlertStore, sender: any AlertSender, rate: any CallRate, calendar: any CivilCalendar,
        clock: any WallClock, missing: @escaping @Sendable () async -> [String]
    ) {
        self.store = store
        self.sender = sender
        self.rate = rate
        self.calendar = calendar
        self.clock = clock
        self.missing = missing
    }

    /// Since when each does not answer.
    public var lost: [String: Timestamp] { state.withLock(\.since) }

    /// Every few seconds, in each process.
    public func round() async {
        let names = await missing()
        let now = clock.now
        state.withLock { state in
            state.since = Dictionary(names.map { ($0, min(state.since[$0] ?? now, now)) }) { $1 }
        }
        let isThere = !names.contains(Self.database)
        if isThere { await learn() }
        await tell(at: now)
        await deliver()
        if isThere { await writeDown() }
    }

    private func learn() async {
        guard let rules = try? await store.rules(), let settings = try? await store.settings(),
            let channels = try? await store.channels()
        else { return }
        state.withLock { ($0.rules, $0.settings, $0.channels) = (rules, settings, channels.filter(\.isEnabled)) }
    }

    private func tell(at now: Timestamp) async {
        // One that knows of nobody whom it could tell leaves it to another process.
        guard state.withLock({ !$0.channels.isEmpty }) else { return }
        let due = state.withLock { state -> [AlertPlan.Told] in
            let span = Duration.seconds(Int64(state.rules[.storeGone].threshold))
            let isGone = state.since[Self.database].map { $0 + span <= now } ?? false
            let subject = AlertSubject(.store, name: Self.database)
            var book = AlertBook(state.alerts)
            let changes = book.look(
                isGone ? [AlertCondition(.storeGone, of: subject)] : [], at: [.storeGone], under: state.rules, at: now)
            for alert in changes.opened + changes.seen + changes.closed {
                state.alerts.removeAll { $0.id == alert.id }
                state.alerts.append(alert)
            }
            let plan = AlertPlan(state.rules, quiet: state.settings.quiet, calendar: calendar)
            return plan.due(state.alerts, at: now)
        }
        let (isGone, tells) = state.withLock {
            ($0.since[Self.database] != nil, $0.alerts.contains(where: \.isToldHere))
        }
        // The place is taken for a minute: whoever notices later than that finds it taken again.
        if tells { _ = await takePlace(at: now) }
        for (notice, alerts) in due {
            // One that is back when its turn comes is told of by those who were quicker, or by nobody.
            let isMine = notice.kind == .fired ? isGone ? await takePlace(at: now) : false : true
            state.withLock { state in
                state.mark(alerts.map(\.id), notice, isMine: isMine, at: now)
                guard isMine else { return }
                state.deliveries += state.channels.map { AlertDelivery(notice, through: $0, at: now) }
            }
        }
    }

    /// Whether this process tells. With Redis away, too, each does: better twice than never.
    private func takePlace(at now: Timestamp) async -> Bool {
        await rate.take("alert:database", most: 1, at: now) == nil
    }

    private func deliver() async {
        let (waiting, channels) = state.withLock { ($0.deliveries, $0.channels) }
        let now = clock.now
        let due = waiting.filter { $0.nextAt.map { $0 <= now } ?? false }
        await withTaskGroup { group in
            for delivery in due {
                guard let channel = channels.first(where: { $0.id == delivery.channel }) else { continue }
                group.addTask {
                    var delivery = delivery
                    do throws(AlertFailure) {
                        try await self.sender.send(delivery.notice, through: channel)
                        delivery.note(nil, at: self.clock.now)
                    } catch {
                        delivery.note(error, at: self.clock.now)
                    }
                    self.state.withLock { $0.replace(delivery) }
                }
            }
        }
    }

    /// What is left to be tried then is tried by the ordinary way.
    private func writeDown() async {
        let (alerts, deliveries) = state.withLock { ($0.alerts.filter(\.isWritable), $0.deliveries) }
        for delivery in deliveries {
            guard (try? await store.save(delivery)) != nil else { return }
            state.withLock { $0.deliveries.removeAll { $0.id == delivery.id } }
        }
        for alert in alerts {
            guard (try? await store.record(alert)) != nil else { return }
            state.withLock { $0.alerts.removeAll { $0.id == alert.id } }
        }
    }
}

extension LostStores.State {
    /// An alert that another process told of is told of by nobody else.
    fileprivate mutating func mark(_ ids: [Key<Alert>], _ notice: AlertNotice, isMine: Bool, at now: Timestamp) {
        let told = Alert.Told(at: now, isGrouped: false)
        for place in alerts.indices where ids.contains(alerts[place].id) {
            if notice.kind == .recovered || !isMine { alerts[place].recoveryTold = told }
            if notice.kind == .fired { alerts[place].told = told }
        }
    }

    fileprivate mutating func replace(_ delivery: AlertDelivery) {
        guard let place = deliveries.firstIndex(where: { $0.id == delivery.id }) else { return }
        deliveries[place] = delivery
    }
}

extension Alert {
    /// It goes on, and this process has told of it.
    fileprivate var isToldHere: Bool { isOpen && told != nil && recoveryTold == nil }

    /// It is over, and nothing of it is left to be told: of such a one the book remembers nothing that the store would not tell.
    fileprivate var isWritable: Bool { !isOpen && (told == nil || recoveryTold != nil) }
}
