internal import Database
public import Domain
internal import JSON

/// Members' instructions and preferences in SQL. Every statement here names the owner.
public struct SQLPreferenceStore: PreferenceStore {
    private let store: SQLStore
    private let scrubber: SQLScrubber

    init(_ store: SQLStore, _ scrubber: SQLScrubber) {
        self.store = store
        self.scrubber = scrubber
    }

    public func instructions(of owner: ID<User>) async throws(ChatError) -> Instructions {
        try await store.read { try Instructions.find(of: owner, $0) }
    }

    public func change(_ change: InstructionsChange, of owner: ID<User>) async throws(ChatError) -> Instructions {
        let changed = try await store.write { session in
            // Takes the owner's row: of several changes at once none is lost.
            guard try User.raiseEpochs(where: "id = \(owner)", session) > 0 else { throw ChatError.notFound }
            let changed = change.applied(to: try Instructions.find(of: owner, session))
            try session.execute("DELETE FROM instructions WHERE user_id = \(owner)")
            try session.execute(
                """
                INSERT INTO instructions (user_id, is_enabled, about_user, about_answers)
                VALUES (\(owner), \(changed.isEnabled), \(changed.aboutUser), \(changed.aboutAnswers))
                """)
            return changed
        }
        scrubber.note()
        return changed
    }

    public func preferences(of owner: ID<User>) async throws(ChatError) -> [Preference] {
        try await store.read { try Self.preferences(of: owner, $0) }
    }

    public func set(_ preferences: [Preference], of owner: ID<User>) async throws(ChatError) -> [Preference] {
        try await store.write { session in
            try session.executeOnOne("UPDATE users SET status = status WHERE id = \(owner)")
            for preference in preferences {
                try session.execute("DELETE FROM preferences WHERE user_id = \(owner) AND name = \(preference.name)")
                guard !preference.value.isNull else { continue }
                try session.execute(
                    """
                    INSERT INTO preferences (user_id, name, value)
                    VALUES (\(owner), \(preference.name), \(preference.value.serialized))
                    """)
            }
            let all = try Self.preferences(of: owner, session)
            guard all.count <= Preference.most else {
                throw ChatError.invalid(field: "body", .tooManyValues(most: Preference.most))
            }
            return all
        }
    }

    private static func preferences(of owner: ID<User>, _ session: any SQLSession) throws -> [Preference] {
        try session.rows("SELECT name, value FROM preferences WHERE user_id = \(owner) ORDER BY name").map { row in
            let value: String = try row["value"]
            return Preference(name: try row["name"], value: try JSONValue(parsing: value.utf8))
        }
    }
}

extension Instructions {
    /// In a query that joins `instructions i`.
    static let columns: SQL = "i.is_enabled, i.about_user, i.about_answers"

    /// Of a row that has them all as null where nothing was ever written.
    init(_ row: Row) throws(DatabaseError) {
        self.init()
        guard let isEnabled: Bool = try row["is_enabled"] else { return }
        (self.isEnabled, aboutUser, aboutAnswers) = (isEnabled, try row["about_user"], try row["about_answers"])
    }

    fileprivate static func find(of owner: ID<User>, _ session: any SQLSession) throws -> Instructions {
        try session.rows("SELECT \(columns) FROM instructions i WHERE i.user_id = \(owner)").first.map(
            Instructions.init)
            ?? Instructions()
    }
}
