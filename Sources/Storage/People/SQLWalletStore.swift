internal import Database
public import Domain

/// Balances of members in SQL.
public struct SQLWalletStore: WalletStore {
    private let store: SQLStore

    init(_ store: SQLStore) { self.store = store }

    public func change(
        _ user: ID<User>, by change: WalletChange, note: String, actor: ID<User>?, at moment: Timestamp
    ) async throws(ChatError) -> (former: Wallet, new: Wallet) {
        try await store.write { session in
            // Takes the row: of two changes at once the second sees what the first has left.
            guard try User.raiseEpochs(where: "id = \(user)", session) > 0,
                let row = try session.rows(
                    "SELECT \(Wallet.columns(of: .member, "users")) FROM users WHERE id = \(user)"
                ).first
            else { throw ChatError.notFound }
            let former = try Wallet(row)
            let (entries, new) = try change.entries(in: former)
            let given = entries.reduce(0) { $0 + $1.units }
            try session.execute(
                "UPDATE users SET granted = granted + \(given), is_limited = \(new.isLimited) WHERE id = \(user)")
            for entry in entries {
                try session.execute(
                    """
                    INSERT INTO wallet_entries (user_id, kind, amount, balance, actor_id, note, created_at)
                    VALUES (\(user), \(entry.kind.rawValue), \(entry.units), \(entry.left), \(actor), \(note), \(moment))
                    """)
            }
            return (former, new)
        }
    }

    public func entries(of user: ID<User>, before place: ID<WalletEntry>?, most: Int)
        async throws(ChatError) -> [WalletEntry]
    {
        try await store.read { session in
            let older: SQL = if let place { " AND w.id < \(place)" } else { "" }
            return try session.rows(
                """
                SELECT w.id AS id, w.kind AS kind, w.amount AS amount, w.balance AS balance, w.actor_id AS actor_id,
                    a.username AS actor_name, w.note AS note, w.created_at AS created_at
                FROM wallet_entries w LEFT JOIN users a ON a.id = w.actor_id
                WHERE w.user_id = \(user)\(older) ORDER BY w.id DESC LIMIT \(most)
                """
            ).map { row in
                let kind: String = try row["kind"]
                // Of a newer version.
                let known = WalletEntry.Kind(rawValue: kind) ?? .set
                return WalletEntry(
                    id: try row["id"], user: user, .init(known, try row["amount"], left: try row["balance"]),
                    actor: try row["actor_id"], actorName: try row["actor_name"] ?? "", note: try row["note"],
                    at: try row["created_at"])
            }
        }
    }
}

extension Wallet {
    /// Of a row of `users` or `api_keys`.
    static func columns(of kind: Spendings.Kind, _ table: SQL) -> SQL {
        """
        \(table).granted AS granted, \(table).is_limited AS is_limited, \(Spendings.cost(of: kind, "\(table).id")) AS spent
        """
    }

    init(_ row: Row) throws(DatabaseError) {
        self.init(granted: try row["granted"], spent: try row["spent"], isLimited: try row["is_limited"])
    }
}
