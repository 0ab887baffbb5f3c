internal import JSON

/// Members whose account does not work, and where they may go.
extension Accounts {
    /// Who has no other account that works, and the accounts that could take them: healthy ones that are nobody's own and have a model of
    /// this one, those with the fewest members first. Throws `notFound`.
    public func moves(
        from id: ID<Account>
    ) async throws(ChatError) -> (members: [StrandedMember], targets: [AccountRow]) {
        let account = try await accounts.find(id)
        let all = try await list(Page(offset: 0, limit: Self.mostListed), matching: nil).items
        let members = try await bindings.stranded(on: id, besides: pool.failing())
        let owned = try await bindings.dedicated()
        let models = Set(account.models.map { Text($0) })
        let targets = all.filter { row in
            row.account.id != id && row.shownState == .healthy && !owned.contains(row.account.id)
                && (models.isEmpty || row.account.models.contains { models.contains(Text($0)) })
        }
        let emptiest = targets.sorted { ($0.boundCount, $0.account.id) < ($1.boundCount, $1.account.id) }
        return (members, Array(emptiest.prefix(Self.mostTargets)))
    }

    private static let mostListed = 10_000
    private static let mostTargets = 50

    /// Moves those who have no other account that works, and says who they are. Throws as `BindingStore.move`, and `invalid("to")` for
    /// the same account.
    public func move(
        from id: ID<Account>, to target: ID<Account>, by actor: Actor
    ) async throws(ChatError) -> [StrandedMember] {
        let former = try await accounts.find(id)
        guard id != target else { throw .invalid(field: "to", .notThere) }
        let latter = try await accounts.find(target)
        await watch.refresh()
        let members = try await bindings.stranded(on: id, besides: pool.failing())
        let moved = try await bindings.move(members.map(\.id), from: id, to: target, at: clock.now)
        guard !moved.isEmpty else { return [] }
        let ids = moved.prefix(Self.mostAudited).map { JSONValue.integer($0.id.value) }
        let change: JSONValue = [
            "to": .string(latter.name), "channel_id": .integer(target.value), "users": .integer(moved.count),
            "user_ids": .array(ids),
        ]
        await trail.note(.bindingsMoved, by: actor, on: AuditObject(former), .made(change))
        return moved
    }

    private static let mostAudited = 200
}
