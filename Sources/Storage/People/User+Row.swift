internal import Database
internal import Domain

extension User {
    /// Named in full, as other tables that they are read with have some of them, too.
    static let columns: SQL = """
        users.id AS id, users.username AS username, users.display_name AS display_name, users.role AS role,
        users.status AS status, users.package_id AS package_id, users.user_group AS user_group, users.remark AS remark,
        users.created_at AS created_at, users.last_seen_at AS last_seen_at
        """

    init(_ row: Row) throws(DatabaseError) {
        self.init(
            id: try row["id"], username: try row["username"], displayName: try row["display_name"],
            role: try row["role"], status: try row["status"], package: try row["package_id"],
            group: try row["user_group"], remark: try row["remark"], createdAt: try row["created_at"],
            lastSeenAt: try row["last_seen_at"])
    }

    /// Makes void what was remembered of users: in the transaction that changes what they may do or use, after it has taken
    /// the rows that it changes, so that nobody can have read the former state under the new epoch.
    @discardableResult
    static func raiseEpochs(where condition: SQL, _ session: any SQLSession) throws(DatabaseError) -> Int {
        try session.execute("UPDATE users SET epoch = epoch + 1 WHERE \(condition)")
    }

    /// A member's own and that of what holds for everybody: neither ever falls, so the sum is the same only while both are.
    static let epoch: SQL = "(users.epoch + (SELECT epoch FROM system_epoch))"

    /// Makes void what was remembered of everybody. Whoever changes what holds for everybody does this first: the row keeps others from
    /// changing it at the same time.
    static func raiseSystemEpoch(_ session: any SQLSession) throws(DatabaseError) {
        try session.execute("UPDATE system_epoch SET epoch = epoch + 1")
    }

    /// Nil when there is no such user.
    static func find(_ id: ID<User>, _ session: any SQLSession) throws(DatabaseError) -> User? {
        guard let row = try session.rows("SELECT \(columns) FROM users WHERE id = \(id)").first else { return nil }
        return try User(row)
    }

    /// Nil when there is no such user, or he is disabled.
    static func findEnabled(_ id: ID<User>, _ session: any SQLSession) throws(DatabaseError) -> User? {
        guard let user = try find(id, session), user.status == .enabled else { return nil }
        return user
    }
}
