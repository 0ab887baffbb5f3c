internal import Database
public import Domain

/// What members may use, in SQL.
public struct SQLAllowanceStore: AllowanceStore {
    private let store: SQLStore
    private let rows: AllowanceRows

    init(_ store: SQLStore, _ rows: AllowanceRows) {
        self.store = store
        self.rows = rows
    }

    public func allowance(of user: ID<User>) async throws(ChatError) -> Allowance {
        try await store.read { session in
            let found = try session.outcomes(of: AllowanceRows.questions(of: user)).map(\.rows)
            guard let standing = try rows.allowance(found[...], session) else { throw ChatError.notFound }
            return standing.allowance
        }
    }
}
