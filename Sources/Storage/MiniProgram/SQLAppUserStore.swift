internal import Database
public import Domain
internal import JSON

/// The users of applications in SQL, what they asked sealed. Every statement that looks for one names the application.
public struct SQLAppUserStore: AppUserStore {
    private let store: SQLStore
    private let ring: Keyring
    private let scrubber: SQLScrubber

    init(_ store: SQLStore, _ ring: Keyring, _ scrubber: SQLScrubber) {
        self.store = store
        self.ring = ring
        self.scrubber = scrubber
    }

    public func user(
        _ name: AppUser.Name, paidBy payer: ID<User>, at moment: Timestamp
    ) async throws(ChatError) -> AppUser {
        if let place = try await store.read({ try AppUserPlace.find(name, $0) }) {
            return AppUser(name, createdAt: place.createdAt)
        }
        let (place, hasPurged) = try await store.write { session in
            try Self.take(payer, session)
            if let place = try AppUserPlace.find(name, session) { return (place, false) }
            return (
                try make(name, paidBy: payer, at: moment, session), try Self.dropOldest(of: name.application, session)
            )
        }
        if hasPurged { scrubber.note() }
        return AppUser(name, createdAt: place.createdAt)
    }

    public func turns(of name: AppUser.Name) async throws(ChatError) -> [AppTurn] {
        try await store.read { session in
            guard let place = try AppUserPlace.find(name, session) else { return [] }
            return try place.turns(with: try key(of: place, session), session)
        }
    }

    public func add(_ turn: AppTurn, to name: AppUser.Name, paidBy payer: ID<User>) async throws(ChatError) {
        let hasPurged = try await store.write { session in
            try Self.take(payer, session)
            let known = try AppUserPlace.find(name, session)
            let place = try known ?? make(name, paidBy: payer, at: turn.at, session)
            let hasDropped = try place.add(turn, sealedWith: try key(of: place, session), paidBy: payer, session)
            guard known == nil else { return hasDropped }
            return try Self.dropOldest(of: name.application, session)
        }
        if hasPurged { scrubber.note() }
    }

    public func deleteTurns(of name: AppUser.Name) async throws(ChatError) {
        let isDone = try await store.write { session in
            guard let place = try AppUserPlace.find(name, session) else { return false }
            // Its row is taken first: what is added at the same time comes before or after.
            try session.execute("UPDATE app_users SET turn_count = 0 WHERE id = \(place.row)")
            return try session.execute("DELETE FROM app_turns WHERE app_user_id = \(place.row)") > 0
        }
        if isDone { scrubber.note() }
    }
}

// MARK: Rows

extension SQLAppUserStore {
    /// Takes the payer's row: of two who add at once the second finds what the first has done.
    private static func take(_ payer: ID<User>, _ session: any SQLSession) throws {
        let enabled: SQL = "id = \(payer) AND status = \(User.Status.enabled)"
        guard try session.execute("UPDATE users SET status = status WHERE \(enabled)") > 0 else {
            throw ChatError.unauthorized
        }
    }

    private func make(
        _ name: AppUser.Name, paidBy payer: ID<User>, at moment: Timestamp, _ session: any SQLSession
    ) throws -> AppUserPlace {
        try session.execute(
            """
            INSERT INTO app_users (application, openid, user_id, turn_count, created_at, used_at)
            VALUES (\(name.application), \(name.openID), \(payer), 0, \(moment), \(moment))
            """)
        _ = try ContentKey(.appUserKey, of: session.lastInsertID, with: ring, session)
        guard let place = try AppUserPlace.find(name, session) else { throw ChatError.notFound }
        return place
    }

    private func key(of place: AppUserPlace, _ session: any SQLSession) throws -> ContentKey {
        try ContentKey(opening: place.sealedKey, .appUserKey, of: place.row, with: ring, session)
    }

    /// Whether anything was dropped.
    private static func dropOldest(of application: String, _ session: any SQLSession) throws -> Bool {
        guard try session.count("app_users WHERE application = \(application)") > AppUserRules.mostUsers else {
            return false
        }
        let oldest: [Int64] = try session.rows(
            """
            SELECT id FROM app_users WHERE application = \(application)
            ORDER BY turn_count > 0, used_at, id LIMIT \(AppUserRules.dropped)
            """
        ).map { try $0["id"] }
        try session.execute("DELETE FROM app_turns WHERE app_user_id IN (\(SQL.list(oldest)))")
        try session.execute("DELETE FROM app_users WHERE id IN (\(SQL.list(oldest)))")
        return true
    }

    /// Of a member who is deleted: everybody they paid for last.
    static func deleteAll(paidBy payer: ID<User>, _ session: any SQLSession) throws {
        try session.execute(
            "DELETE FROM app_turns WHERE app_user_id IN (SELECT id FROM app_users WHERE user_id = \(payer))")
        try session.execute("DELETE FROM app_users WHERE user_id = \(payer)")
    }
}
