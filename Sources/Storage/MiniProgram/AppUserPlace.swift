internal import Database
internal import Domain
internal import JSON

/// Where what one user of an application has asked stands.
struct AppUserPlace: Sendable {
    let row: Int64
    let createdAt: Timestamp
    let sealedKey: [UInt8]

    static func find(_ name: AppUser.Name, _ session: any SQLSession) throws -> AppUserPlace? {
        let found = try session.rows(
            """
            SELECT id, created_at, sealed_key FROM app_users
            WHERE application = \(name.application) AND openid = \(name.openID)
            """
        ).first
        guard let found, let key: [UInt8] = try found["sealed_key"] else { return nil }
        return AppUserPlace(row: try found["id"], createdAt: try found["created_at"], sealedKey: key)
    }

    /// Oldest first.
    func turns(with key: ContentKey, _ session: any SQLSession) throws -> [AppTurn] {
        try session.rows(
            "SELECT position, created_at, content FROM app_turns WHERE app_user_id = \(row) ORDER BY position"
        ).map { found in
            let content = try JSONValue(parsing: try key.open(found["content"], for: place(of: found["position"])))
            return AppTurn(
                content["question"]?.text?.string ?? "", answer: content["answer"]?.text?.string ?? "",
                at: try found["created_at"])
        }
    }

    /// Whether older ones were dropped for it.
    func add(
        _ turn: AppTurn, sealedWith key: ContentKey, paidBy payer: ID<User>, _ session: any SQLSession
    ) throws -> Bool {
        // Its row is taken first, as it is when turns are deleted.
        try session.executeOnOne(
            "UPDATE app_users SET user_id = \(payer), used_at = \(turn.at) WHERE id = \(row)")
        let kept = try session.rows(
            "SELECT position, size FROM app_turns WHERE app_user_id = \(row) ORDER BY position DESC")
        let position: Int64 = try kept.first.map { try $0["position"] } ?? 0
        let content: JSONValue = ["question": .string(turn.question), "answer": .string(turn.answer)]
        let sealed = key.seal(content.bytes, for: place(of: position + 1))
        try session.execute(
            """
            INSERT INTO app_turns (app_user_id, position, size, created_at, content)
            VALUES (\(row), \(position + 1), \(sealed.count), \(turn.at), \(sealed))
            """)
        var (count, bytes) = (1, sealed.count)
        for found in kept {
            let size: Int = try found["size"]
            guard count < AppUserRules.mostTurns, bytes + size <= AppUserRules.mostBytes else { break }
            count += 1
            bytes += size
        }
        try session.execute("UPDATE app_users SET turn_count = \(count) WHERE id = \(row)")
        let last = position + 1 - Int64(count)
        return try session.execute("DELETE FROM app_turns WHERE app_user_id = \(row) AND position <= \(last)") > 0
    }

    private func place(of position: Int64) -> String { "app_turns|content|\(row)|\(position)" }
}
