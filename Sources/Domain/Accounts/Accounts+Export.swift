internal import JSON

/// Accounts as a file that the import reads.
extension Accounts {
    /// The accounts named, or all of them, in the order in which they were made; with their keys and logins if asked. Throws
    /// `unconfirmed`, and `notFound` for one that is not there.
    public func export(
        _ ids: [ID<Account>]?, withSecrets: Bool, by actor: Actor
    ) async throws(ChatError) -> AccountExport {
        try await confirmation.require(of: actor)
        var found: Set<ID<Account>> = []
        if let ids {
            for id in Set(ids) { found.insert(try await accounts.find(id).id) }
        } else {
            found = Set(try await self.ids(matching: nil))
        }
        // Before the first line: who breaks it off has seen some.
        let scope: JSONValue = ["accounts": .integer(found.count), "secrets": .bool(withSecrets)]
        await trail.note(.accountsExported, by: actor, .made(scope))
        return AccountExport(accounts: accounts, ids: found.sorted()[...], withSecrets: withSecrets)
    }
}

/// Accounts that are taken away, a portion at a time.
public struct AccountExport: Sendable {
    let accounts: any AccountStore
    var ids: ArraySlice<ID<Account>>
    let withSecrets: Bool

    /// So many are in memory at a time.
    private static let stride = 100

    public struct Row: Sendable {
        public let account: Account
        public let hasKey: Bool
        /// Nil without secrets, and for what cannot be opened.
        public let credential: Credential?
    }

    /// The next ones; empty at the end. One that was deleted meanwhile is passed over.
    public mutating func next() async throws(ChatError) -> [Row] {
        var rows: [Row] = []
        while rows.count < Self.stride, let id = ids.popFirst() {
            do throws(ChatError) { rows.append(try await row(of: id)) } catch {
                guard error == .notFound else { throw error }
            }
        }
        return rows
    }

    private func row(of id: ID<Account>) async throws(ChatError) -> Row {
        let account = try await accounts.find(id)
        let hasKey = try await accounts.hasKey(id)
        guard withSecrets, hasKey, !account.unreadable.contains(.key) else {
            return Row(account: account, hasKey: hasKey, credential: nil)
        }
        let credential = Credential(try await accounts.key(of: id), of: account.provider)
        return Row(account: account, hasKey: true, credential: credential)
    }
}
