/// The usage log, as people read it: everybody's for administrators, one's own for members.
public struct UsageReader: Sendable {
    private let charges: any ChargeStore
    private let confirmation: Confirmation
    private let trail: AuditTrail

    public init(_ charges: any ChargeStore, confirmation: Confirmation, trail: AuditTrail) {
        self.charges = charges
        self.confirmation = confirmation
        self.trail = trail
    }

    /// Newest first, from the row on that follows `place`.
    public func list(_ filter: UsageFilter, after place: UsagePlace?, _ page: Page) async throws(ChatError)
        -> [UsageRow]
    {
        try await charges.list(filter, after: place, page)
    }

    public func count(_ filter: UsageFilter) async throws(ChatError) -> Int { try await charges.count(filter) }

    /// Everybody's log leaves the server. Throws `unconfirmed`.
    public func export(by actor: Actor) async throws(ChatError) {
        try await confirmation.require(of: actor)
        await trail.note(.usageExported, by: actor)
    }
}
