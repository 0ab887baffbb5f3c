/// What is told through every channel at once: one alert, its end, or several together.
public struct AlertNotice: Sendable, Equatable {
    /// Whoever gets it twice knows it by this.
    public let id: Key<AlertNotice>
    public let kind: Kind
    /// Some of them, where they are many.
    public let alerts: [Alert]
    /// How many there are.
    public let count: Int
    public let at: Timestamp

    public enum Kind: String, Sendable, CaseIterable {
        case fired, recovered, test
    }

    public static let mostNamed = 20

    public init(
        id: Key<AlertNotice> = .random(), _ kind: Kind, _ alerts: [Alert], count: Int? = nil, at moment: Timestamp
    ) {
        self.id = id
        self.kind = kind
        self.alerts = Array(alerts.prefix(Self.mostNamed))
        self.count = max(count ?? alerts.count, self.alerts.count)
        at = moment
    }

    public var isGrouped: Bool { count > 1 }
}

/// Decides what is told now. A value, which is told the time.
public struct AlertPlan: Sendable {
    private let rules: AlertRules
    private let quiet: QuietHours?
    private let calendar: any CivilCalendar

    /// So many within `span` are told as one.
    public static let many = 3
    public static let span = Duration.seconds(300)
    /// How long one waits for others that have the same cause.
    public static let gathering = Duration.seconds(15)

    public init(_ rules: AlertRules, quiet: QuietHours?, calendar: any CivilCalendar) {
        self.rules = rules
        self.quiet = quiet
        self.calendar = calendar
    }

    /// What is to be told, and of which alerts it is the first word. `alerts`: those that are open, those whose end was not told, and those
    /// that were told of within `span`. `beyond`: how many more there are that have no row.
    ///
    /// What is urgent does not wait for what is not, so the two are told apart.
    public func due(_ alerts: [Alert], beyond: Int = 0, at now: Timestamp) -> [Told] {
        let urgent = alerts.filter { rules[$0.kind].isUrgent }
        let others = alerts.filter { !rules[$0.kind].isUrgent }
        let isQuiet = quiet?.hold(now, in: calendar) ?? false
        return due(of: urgent, beyond: 0, at: now) + (isQuiet ? [] : due(of: others, beyond: beyond, at: now))
    }

    public typealias Told = (notice: AlertNotice, alerts: [Alert])

    private func due(of alerts: [Alert], beyond: Int, at now: Timestamp) -> [Told] {
        let heard = alerts.filter { !$0.isSilenced(at: now) && !rules[$0.kind].isSilenced(at: now) }
        let begun = heard.filter { $0.isOpen && $0.told == nil }
        let ended = heard.filter { !$0.isOpen && $0.told != nil && $0.recoveryTold == nil }
        return notices(.fired, begun, since: \.openedAt, Self.lately(alerts, \.told, now), beyond, now)
            + notices(.recovered, ended, since: \.seenAt, Self.lately(alerts, \.recoveryTold, now), 0, now)
    }

    /// What was told after now was told before a clock went back.
    private static func lately(
        _ alerts: [Alert], _ told: KeyPath<Alert, Alert.Told?>, _ now: Timestamp
    ) -> [(alert: Alert, isGrouped: Bool)] {
        alerts.compactMap { alert in
            guard let told = alert[keyPath: told], told.at > now - span, told.at <= now else { return nil }
            return (alert, told.isGrouped)
        }
    }

    private func notices(
        _ kind: AlertNotice.Kind, _ due: [Alert], since begin: KeyPath<Alert, Timestamp>,
        _ lately: [(alert: Alert, isGrouped: Bool)], _ beyond: Int, _ now: Timestamp
    ) -> [Told] {
        // Those that follow a group are told together when its time is over: two messages of one each at most, then one for all others.
        guard let first = due.map({ $0[keyPath: begin] }).min(), first + Self.gathering <= now || first > now,
            !lately.contains(where: \.isGrouped)
        else { return [] }
        let due = due.sorted { ($0.openedAt, $0.key) < ($1.openedAt, $1.key) }
        guard due.count + lately.count >= Self.many || beyond > 0 else {
            return due.map { (AlertNotice(kind, [$0], at: now), [$0]) }
        }
        let all = due + lately.map(\.alert)
        return [(AlertNotice(kind, all, count: all.count + beyond, at: now), due)]
    }
}
