internal import JSON

/// The keys of an account that has several.
extension Accounts {
    public enum KeyAct: Sendable, Equatable { case enable, disable, remove }

    /// The account with its keys. Throws `notFound`, also for one that has not several.
    public func withKeys(_ id: ID<Account>) async throws(ChatError) -> AccountRow {
        let row = try await show(id)
        guard row.keys != nil else { throw .notFound }
        return row
    }

    /// Does it to those of the keys that are there; a key that is enabled is asked with again, whatever kept it at rest. Throws `notFound`, and
    /// `invalid` when no key would be left.
    public func act(
        _ act: KeyAct, onKeys numbers: [Int], of id: ID<Account>, by actor: Actor
    ) async throws(ChatError) {
        let row = try await withKeys(id)
        let chosen = Set(numbers).intersection(row.keys?.numbers ?? []).sorted()
        guard !chosen.isEmpty else { throw .notFound }
        guard act != .remove else {
            try await changeKeys(of: row.account, by: actor) { ring throws(ChatError) in
                for number in chosen { ring.remove(number) }
                guard !ring.keys.isEmpty else { throw .invalid(field: "key_index", .lastKey) }
            }
            return
        }
        let ring = row.keys?.numbers ?? []
        if let health = pool.setKeys(chosen, of: ring, isOn: act == .enable, id) {
            try await accounts.note(health, of: id)
        }
        let after = try await show(id)
        if let change = AuditChange.of(row.switchedOff, into: after.switchedOff) {
            await trail.note(.accountChanged, by: actor, on: AuditObject(row.account), change)
        } else {
            await trail.note(.accountRetried, by: actor, on: AuditObject(row.account))
        }
    }

    /// Adds keys to those that are there. Throws `notFound`, and `invalid` when there are too many.
    public func addKeys(_ secrets: [Secret], to id: ID<Account>, by actor: Actor) async throws(ChatError) {
        let account = try await accounts.find(id)
        guard !account.provider.hasLogin else { throw .invalid(field: "key_mode", .notSupported) }
        try await changeKeys(of: account, by: actor) { ring throws(ChatError) in
            ring.append(secrets)
            guard ring.keys.count <= KeyRing.most else {
                throw .invalid(field: "key", .tooManyKeys(most: KeyRing.most))
            }
        }
    }

    private func changeKeys(
        of account: Account, by actor: Actor, _ change: @escaping @Sendable (inout KeyRing) throws(ChatError) -> Void
    ) async throws(ChatError) {
        let before = await audited(account)
        let ring = try await accounts.changeKeys(of: account.id, change)
        if let health = pool.settle(ring.numbers, of: account.id) { try await accounts.note(health, of: account.id) }
        if let change = AuditChange.of(before, into: await audited(account)) {
            await trail.note(.accountChanged, by: actor, on: AuditObject(account), change)
        }
    }
}

extension AccountRow {
    /// The keys that somebody switched off, as the audit log compares them.
    fileprivate var switchedOff: JSONValue {
        let numbers = accountKeys.filter { $0.health.state == .disabled }.map { "\($0.number)" }
        return ["keys_off": .string(numbers.joined(separator: ", "))]
    }
}
