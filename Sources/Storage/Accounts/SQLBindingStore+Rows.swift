internal import Database
public import Domain

/// Bindings with the names of both that they bind, in one question.
extension SQLBindingStore {
    public func rows(
        of user: ID<User>?, to account: ID<Account>?, _ page: Page
    ) async throws(ChatError) -> Listing<BindingRow> {
        let filter = Self.filter(user, account)
        return try await store.read { session in
            Listing(
                items: try Self.rows("WHERE \(filter) ORDER BY id \(SQL.page(page))", session),
                total: try session.count("bindings WHERE \(filter)"))
        }
    }

    public func row(of id: ID<Binding>) async throws(ChatError) -> BindingRow {
        guard let row = try await store.read({ try Self.rows("WHERE id = \(id)", $0).first }) else { throw .notFound }
        return row
    }

    private static func rows(_ choice: SQL, _ session: any SQLSession) throws -> [BindingRow] {
        try session.rows(
            """
            SELECT \(Binding.columns), u.username AS username, a.name AS account_name
            FROM (SELECT * FROM bindings \(choice)) b
            JOIN users u ON u.id = b.user_id JOIN accounts a ON a.id = b.account_id ORDER BY b.id
            """
        ).map { row in
            BindingRow(try Binding(row), username: try row["username"], accountName: try row["account_name"])
        }
    }
}

extension Binding {
    /// Queries name the table `b`.
    static let columns: SQL = "b.id, b.user_id, b.account_id, b.mode, b.priority, b.place, b.created_at"
}
