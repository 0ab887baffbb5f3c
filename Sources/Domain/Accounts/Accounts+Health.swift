extension Accounts {
    /// Those that do not work as they should, whom that hits, and why. Of those that somebody switched off nothing is told.
    public func failing() async throws(ChatError) -> [FailingAccount] {
        await watch.refresh()
        var found: [FailingAccount] = []
        for id in pool.failing() {
            guard let row = try? await show(id), row.account.status == .enabled else { continue }
            let (names, count) = try await bindings.names(boundTo: id, atMost: FailingAccount.mostNames)
            found.append(FailingAccount(row, affected: names, count: count))
        }
        return found
    }

    /// It is asked again at once, whatever it did before. Throws `notFound`.
    public func retry(_ id: ID<Account>, by actor: Actor) async throws(ChatError) -> AccountRow {
        let account = try await accounts.find(id)
        try await watch.reset(id)
        await trail.note(.accountRetried, by: actor, on: AuditObject(account))
        return try await show(id)
    }

    /// How its health changed, newest first: a page of the events before `last`, or from the newest on. Throws `notFound`.
    public func history(of id: ID<Account>, before last: ID<AccountEvent>?) async throws(ChatError) -> AccountHistory {
        _ = try await accounts.find(id)
        return try await accounts.history(of: id, before: last, atMost: AccountHistory.page)
    }
}
