/// The rules, channels and alerts of all processes, and the log of what was told.
public protocol AlertStore: Sendable {
    func rules() async throws(ChatError) -> AlertRules
    func set(_ rule: AlertRule) async throws(ChatError)
    func settings() async throws(ChatError) -> AlertSettings
    func set(_ settings: AlertSettings) async throws(ChatError)

    /// By name. One whose target cannot be opened is there without it.
    func channels() async throws(ChatError) -> [AlertChannel]
    /// Throws `notFound`.
    func channel(_ id: ID<AlertChannel>) async throws(ChatError) -> AlertChannel
    /// The `id` of `channel` is ignored; the one given is in what is returned. Throws `conflict(.exists)` for a name that is taken,
    /// `invalid("name")` beyond `AlertChannel.most`.
    func create(_ channel: AlertChannel) async throws(ChatError) -> AlertChannel
    /// Throws `notFound`, `conflict(.exists)`.
    func update(_ channel: AlertChannel) async throws(ChatError)
    /// What was on its way through it is given up. Throws `notFound`.
    func delete(_ id: ID<AlertChannel>, at moment: Timestamp) async throws(ChatError)

    /// Those that are open, those whose end was not told, and those that ended, or of which something was told, since `moment`; 5,000
    /// at most, the newest.
    func current(since moment: Timestamp) async throws(ChatError) -> [Alert]
    /// Open ones, newest first.
    func open() async throws(ChatError) -> [Alert]
    /// Those that are over, newest first.
    func history(_ page: Page) async throws(ChatError) -> Listing<Alert>
    /// Throws `notFound`.
    func alert(_ id: Key<Alert>) async throws(ChatError) -> Alert
    /// Of two that are open for the same thing the first stays.
    func apply(_ changes: AlertBook.Changes) async throws(ChatError)
    /// Nothing is told of it before `moment`. Throws `notFound`.
    func silence(_ id: Key<Alert>, until moment: Timestamp?) async throws(ChatError)
    /// Remembers of which alerts a notice tells, and puts it on its way, all at once.
    func tell(_ notice: AlertNotice, of alerts: [Key<Alert>], _ deliveries: [AlertDelivery]) async throws(ChatError)
    /// An alert as it is, whatever the store knew of it.
    func record(_ alert: Alert) async throws(ChatError)

    /// Adds what is new, and replaces what is there.
    func save(_ delivery: AlertDelivery) async throws(ChatError)
    /// Those that are waiting for their time, longest first.
    func due(at moment: Timestamp, atMost count: Int) async throws(ChatError) -> [AlertDelivery]
    /// Newest first.
    func deliveries(_ page: Page) async throws(ChatError) -> Listing<AlertDelivery>
    /// Forgets alerts that ended, and deliveries that were made, before then.
    func purge(alertsBefore moment: Timestamp, deliveriesBefore other: Timestamp) async throws(ChatError)
}
