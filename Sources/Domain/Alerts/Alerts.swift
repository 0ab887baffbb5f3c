internal import JSON

/// What administrators see of alerts, and what they say of them: rules, silence, quiet hours.
public struct Alerts: Sendable {
    let store: any AlertStore
    let sender: any AlertSender
    let clock: any WallClock
    let trail: AuditTrail

    public init(store: any AlertStore, sender: any AlertSender, clock: any WallClock, trail: AuditTrail) {
        self.store = store
        self.sender = sender
        self.clock = clock
        self.trail = trail
    }

    public var now: Timestamp { clock.now }

    public static let longestSilence = Duration.seconds(30 * 86_400)

    /// Newest first.
    public func open() async throws(ChatError) -> [Alert] { try await store.open() }

    /// Those that are over, newest first.
    public func history(_ page: Page) async throws(ChatError) -> Listing<Alert> { try await store.history(page) }

    public func rules() async throws(ChatError) -> AlertRules { try await store.rules() }

    public func settings() async throws(ChatError) -> AlertSettings { try await store.settings() }

    public func deliveries(_ page: Page) async throws(ChatError) -> Listing<AlertDelivery> {
        try await store.deliveries(page)
    }

    /// Its silence stays as it is. Throws `invalid("threshold")`.
    public func set(_ rule: AlertRule, by actor: Actor) async throws(ChatError) {
        let range = rule.kind.range
        guard range.contains(rule.threshold) else {
            throw .invalid(field: "threshold", .outOfRange(Int64(range.lowerBound)...Int64(range.upperBound)))
        }
        let former = try await store.rules()[rule.kind]
        var rule = rule
        rule.silencedUntil = former.silencedUntil
        try await store.set(rule)
        guard let change = AuditChange.of(former.audited, into: rule.audited) else { return }
        await trail.note(.alertRuleChanged, by: actor, on: AuditObject(.alertRule, 0, name: rule.kind.rawValue), change)
    }

    public func set(_ settings: AlertSettings, by actor: Actor) async throws(ChatError) {
        let former = try await store.settings()
        try await store.set(settings)
        guard let change = AuditChange.of(former.audited, into: settings.audited) else { return }
        await trail.note(.alertsConfigured, by: actor, change)
    }

    /// Nothing is told of that kind for a while; nil: from now on again. It is found and shown all the same.
    public func silence(_ kind: AlertKind, for span: Duration?, by actor: Actor) async throws(ChatError) {
        var rule = try await store.rules()[kind]
        rule.silencedUntil = span.map { clock.now + min($0, Self.longestSilence) }
        try await store.set(rule)
        await note(rule.silencedUntil, AuditObject(.alertRule, 0, name: kind.rawValue), by: actor)
    }

    /// The same of one alert. Throws `notFound`.
    public func silence(_ id: Key<Alert>, for span: Duration?, by actor: Actor) async throws(ChatError) {
        let alert = try await store.alert(id)
        let end = span.map { clock.now + min($0, Self.longestSilence) }
        try await store.silence(id, until: end)
        let name = "\(alert.kind.rawValue) \(alert.subject.name)".trimmingSpace
        await note(end, AuditObject(.alertRule, 0, name: name), by: actor)
    }

    private func note(_ end: Timestamp?, _ object: AuditObject, by actor: Actor) async {
        let change: JSONValue = ["silenced_until": end.map { .integer($0.seconds) } ?? .null]
        await trail.note(.alertSilenced, by: actor, on: object, .made(change))
    }
}

extension AlertSettings {
    fileprivate var audited: JSONValue {
        [
            "quiet_from": quiet.map { .integer($0.from) } ?? .null, "quiet_to": quiet.map { .integer($0.to) } ?? .null,
            "status_public": .bool(isStatusPublic),
        ]
    }
}

extension String {
    fileprivate var trimmingSpace: String { utf8.last == UInt8(ascii: " ") ? String(dropLast()) : self }
}
