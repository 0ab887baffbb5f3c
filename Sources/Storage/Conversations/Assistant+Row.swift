internal import Database
internal import Domain

extension Assistant {
    /// Queries name the table `a`.
    static let columns: SQL = """
        a.id, a.name, a.description, a.instruction, a.model, a.starters, a.user_group, a.picture, a.enabled, \
        a.sort_order, a.version, a.created_at
        """

    static let inOrder: SQL = "a.sort_order, a.id"

    /// Those that a member may use.
    static func usable(by user: ID<User>) -> SQL {
        """
        assistants a JOIN users u ON u.id = \(user) AND (a.user_group IS NULL OR a.user_group = u.user_group) \
        WHERE a.enabled = \(true)
        """
    }

    /// Nil also for one that the member may not use.
    static func find(_ id: ID<Assistant>, for user: ID<User>, _ session: any SQLSession) throws -> Assistant? {
        try session.rows("SELECT \(columns) FROM \(usable(by: user)) AND a.id = \(id)").first.map(Assistant.init)
    }

    init(_ row: Row) throws {
        self.init(
            id: try row["id"], name: try row["name"], version: try row["version"], createdAt: try row["created_at"])
        (description, instruction) = (try row["description"], try row["instruction"])
        (model, group, picture) = (try row["model"], try row["user_group"], try row["picture"])
        (isEnabled, order) = (try row["enabled"], try row["sort_order"])
        starters = try [String](stored: row["starters"])
    }
}
