internal import Database
public import Domain

/// Members whose account does not work, and how they get another.
extension SQLBindingStore {
    public func dedicated() async throws(ChatError) -> Set<ID<Account>> {
        try await store.read { session in
            Set(
                try session.rows("SELECT account_id FROM bindings WHERE mode = \(Binding.Mode.dedicated)").map {
                    row -> ID<Account> in try row["account_id"]
                })
        }
    }

    public func stranded(
        on account: ID<Account>, besides broken: [ID<Account>]
    ) async throws(ChatError) -> [StrandedMember] {
        let broken = SQL.list(broken + [account])
        return try await store.read { session in
            try session.rows(
                """
                SELECT u.id AS id, u.username AS username FROM bindings b JOIN users u ON u.id = b.user_id
                WHERE b.account_id = \(account) AND u.status = \(User.Status.enabled) AND NOT EXISTS (
                    SELECT 1 FROM bindings o JOIN accounts a ON a.id = o.account_id
                    WHERE o.user_id = b.user_id AND a.status = \(Account.Status.enabled) AND a.lends = 1
                        AND a.id NOT IN (\(broken)))
                ORDER BY u.username
                """
            ).map { StrandedMember(id: try $0["id"], name: try $0["username"]) }
        }
    }

    public func move(
        _ members: [ID<User>], from account: ID<Account>, to target: ID<Account>, at moment: Timestamp
    ) async throws(ChatError) -> [StrandedMember] {
        try await store.write { session in
            // In the order of their ids, whoever moves in which direction: two that move at once do not wait for each other.
            for id in [account, target].sorted() {
                try session.executeOnOne("UPDATE accounts SET status = status WHERE id = \(id) AND lends = 1")
            }
            guard
                try !session.exists(
                    "bindings WHERE account_id = \(target) AND mode = \(Binding.Mode.dedicated)")
            else { throw ChatError.conflict(.accountDedicated) }
            return try members.sorted().compactMap { try Self.move($0, from: account, to: target, moment, session) }
        }
    }

    private static func move(
        _ member: ID<User>, from account: ID<Account>, to target: ID<Account>, _ moment: Timestamp,
        _ session: any SQLSession
    ) throws -> StrandedMember? {
        guard try User.raiseEpochs(where: "id = \(member)", session) > 0,
            let row = try session.rows(
                """
                SELECT u.username AS username, b.priority AS priority FROM bindings b JOIN users u ON u.id = b.user_id
                WHERE b.user_id = \(member) AND b.account_id = \(account)
                """
            ).first
        else { return nil }
        let priority: Int = try row["priority"]
        try session.execute("DELETE FROM bindings WHERE user_id = \(member) AND account_id = \(account)")
        if try !session.exists("bindings WHERE user_id = \(member) AND account_id = \(target)") {
            try session.execute(
                """
                INSERT INTO bindings (user_id, account_id, mode, priority, created_at)
                VALUES (\(member), \(target), \(Binding.Mode.shared), \(priority), \(moment))
                """)
        }
        return StrandedMember(id: member, name: try row["username"])
    }
}
