private import JSON

/// Which member may use which account, as administrators say.
public struct Bindings: Sendable {
    private let bindings: any BindingStore
    private let clock: any WallClock
    private let trail: AuditTrail

    public init(bindings: any BindingStore, clock: any WallClock, trail: AuditTrail) {
        self.bindings = bindings
        self.clock = clock
        self.trail = trail
    }

    /// Oldest first; those of a user, to an account, or both.
    public func list(
        of user: ID<User>?, to account: ID<Account>?, _ page: Page
    ) async throws(ChatError) -> Listing<BindingRow> {
        try await bindings.rows(of: user, to: account, page)
    }

    /// Throws `notFound`, `conflict(.accountDedicated)`, `conflict(.alreadyBound)` as `BindingStore.create`.
    public func create(
        _ user: ID<User>, _ account: ID<Account>, mode: Binding.Mode, priority: Int = 0, by actor: Actor
    ) async throws(ChatError) -> BindingRow {
        let binding = try await bindings.create(user, account, mode: mode, priority: priority, at: clock.now)
        let row = try await bindings.row(of: binding.id)
        await trail.note(.bindingCreated, by: actor, on: AuditObject(.binding, binding.id.value), .made(row.json))
        return row
    }

    /// Asks these accounts of a member first, in this order; empty: in the usual one. Throws `notFound` as `BindingStore.order`.
    public func order(_ accounts: [ID<Account>], of user: ID<User>, by actor: Actor) async throws(ChatError) {
        let former = try await bindings.order(accounts, of: user)
        guard let change = AuditChange.of(Self.audited(former), into: Self.audited(accounts)) else { return }
        await trail.note(.bindingsOrdered, by: actor, on: AuditObject(.member, user.value), change)
    }

    private static func audited(_ order: [ID<Account>]) -> JSONValue {
        ["channel_ids": .array(order.map { .integer($0.value) })]
    }

    /// Throws `notFound`.
    public func delete(_ id: ID<Binding>, by actor: Actor) async throws(ChatError) {
        try await bindings.delete(id)
        // What it was stands in the row that tells of its making.
        await trail.note(.bindingDeleted, by: actor, on: AuditObject(.binding, id.value))
    }
}
