/// Decides which alerts begin and which are over, from what each look finds. A value: the store has the rows, the caller the time.
///
/// What comes and goes every second is one alert and, when it has stayed away for `Alert.settle`, one recovery. What comes back within an
/// hour has to stay away for twice as long each time.
public struct AlertBook: Sendable {
    /// Those that are open, and the latest of those that were closed a while ago, by key.
    private var open: [String: Alert] = [:]
    private var closed: [String: Alert] = [:]

    /// So many are open at most. What a look finds beyond is counted, and told as a number.
    public static let mostOpen = 1000
    /// Whoever comes back within it is flapping.
    public static let memory = Duration.seconds(3600)

    /// What is stored of when an alert was found last is so old at most: not every look is worth a write.
    static let freshness = Duration.seconds(20)

    /// What a look changes.
    public struct Changes: Sendable, Equatable {
        public var opened: [Alert] = []
        /// Open ones that were found again and of which the store knows less.
        public var seen: [Alert] = []
        public var closed: [Alert] = []
        /// How many found no place.
        public var beyond = 0

        public init() {}

        public var isEmpty: Bool { opened.isEmpty && seen.isEmpty && closed.isEmpty }
    }

    /// `alerts`: those that are open, and those that ended within `memory`.
    public init(_ alerts: [Alert]) {
        for alert in alerts {
            guard let end = alert.closedAt else {
                open[alert.key] = alert
                continue
            }
            if let other = closed[alert.key]?.closedAt, other > end { continue }
            closed[alert.key] = alert
        }
    }

    /// `kinds`: what was looked at; of others nothing is known now. Kinds whose rule is off have no alerts.
    public mutating func look(
        _ conditions: [AlertCondition], at kinds: Set<AlertKind>, under rules: AlertRules, at now: Timestamp
    ) -> Changes {
        var changes = Changes()
        var found: Set<String> = []
        for condition in conditions where rules[condition.kind].isEnabled {
            guard found.insert(condition.key).inserted else { continue }
            if var alert = open[condition.key] {
                let isNews = alert.facts != condition.facts || now >= alert.seenAt + Self.freshness
                (alert.facts, alert.seenAt) = (condition.facts, max(now, alert.seenAt))
                open[condition.key] = alert
                if isNews { changes.seen.append(alert) }
            } else if open.count < Self.mostOpen {
                let alert = begin(condition, at: now)
                open[condition.key] = alert
                changes.opened.append(alert)
            } else {
                changes.beyond += 1
            }
        }
        for (key, alert) in open where !found.contains(key) {
            guard let ended = ended(alert, lookingAt: kinds, under: rules, at: now) else { continue }
            open[key] = nil
            closed[key] = ended
            changes.closed.append(ended)
        }
        changes.closed.sort { ($0.openedAt, $0.key) < ($1.openedAt, $1.key) }
        return changes
    }

    private func begin(_ condition: AlertCondition, at now: Timestamp) -> Alert {
        var settle = Alert.usualSettle
        if let last = closed[condition.key], let end = last.closedAt, end + Self.memory > now {
            settle = min(last.settle * 2, Alert.longestSettle)
        }
        return Alert(condition.kind, of: condition.subject, condition.facts, at: now, settle: settle)
    }

    /// Nil while it goes on.
    private func ended(
        _ alert: Alert, lookingAt kinds: Set<AlertKind>, under rules: AlertRules, at now: Timestamp
    ) -> Alert? {
        var alert = alert
        if !rules[alert.kind].isEnabled {
            // Nobody wants to hear of it any more.
            alert.recoveryTold = Alert.Told(at: now, isGrouped: false)
        } else if !kinds.contains(alert.kind) || now < alert.seenAt + alert.settle {
            return nil
        }
        alert.closedAt = now
        return alert
    }
}
