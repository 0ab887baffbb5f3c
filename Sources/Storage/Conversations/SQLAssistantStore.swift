internal import Database
public import Domain

/// Assistants in SQL.
public struct SQLAssistantStore: AssistantStore {
    private let store: SQLStore

    init(_ store: SQLStore) { self.store = store }

    public func list(_ page: Page) async throws(ChatError) -> Listing<Assistant> {
        try await store.read { session in
            let rows = try session.rows(
                "SELECT \(Assistant.columns) FROM assistants a ORDER BY \(Assistant.inOrder) \(SQL.page(page))")
            return Listing(items: try rows.map(Assistant.init), total: try session.count("assistants"))
        }
    }

    public func find(_ id: ID<Assistant>) async throws(ChatError) -> Assistant {
        try await store.read { try Self.find(id, $0) }
    }

    public func create(_ assistant: Assistant, _ picture: SitePicture?) async throws(ChatError) -> Assistant {
        try await store.write { session in
            // Of several changes at once each sees what those before have left.
            try User.raiseSystemEpoch(session)
            guard try session.count("assistants") < Assistant.most else {
                throw ChatError.invalid(field: "name", .tooManyValues(most: Assistant.most))
            }
            let kept = try picture.map { picture in try picture.keep(session) }
            try session.execute(
                """
                INSERT INTO assistants (name, description, instruction, model, starters, user_group, picture, enabled,
                    sort_order, version, created_at)
                VALUES (\(assistant.name), \(assistant.description), \(assistant.instruction), \(assistant.model),
                    \(assistant.starters.stored), \(assistant.group), \(kept), \(assistant.isEnabled),
                    \(assistant.order), 1, \(assistant.createdAt))
                """)
            return try Self.find(ID(session.lastInsertID), session)
        }
    }

    public func update(_ assistant: Assistant, _ picture: SitePicture??) async throws(ChatError) -> Assistant {
        try await store.write { session in
            try User.raiseSystemEpoch(session)
            let former = try Self.find(assistant.id, session)
            guard former.version == assistant.version else { throw ChatError.conflict(.changedMeanwhile) }
            var kept = former.picture
            if let picture { kept = try picture.map { picture in try picture.keep(session) } }
            try session.execute(
                """
                UPDATE assistants SET name = \(assistant.name), description = \(assistant.description),
                    instruction = \(assistant.instruction), model = \(assistant.model),
                    starters = \(assistant.starters.stored), user_group = \(assistant.group), picture = \(kept),
                    enabled = \(assistant.isEnabled), sort_order = \(assistant.order), version = version + 1
                WHERE id = \(assistant.id)
                """)
            try SitePicture.forgetUnused(session)
            return try Self.find(assistant.id, session)
        }
    }

    public func delete(_ id: ID<Assistant>) async throws(ChatError) {
        try await store.write { session in
            try User.raiseSystemEpoch(session)
            try session.executeOnOne("DELETE FROM assistants WHERE id = \(id)")
            try SitePicture.forgetUnused(session)
        }
    }

    public func list(for user: ID<User>) async throws(ChatError) -> [Assistant] {
        try await store.read { session in
            try session.rows(
                "SELECT \(Assistant.columns) FROM \(Assistant.usable(by: user)) ORDER BY \(Assistant.inOrder)"
            ).map(Assistant.init)
        }
    }

    public func find(_ id: ID<Assistant>, for user: ID<User>) async throws(ChatError) -> Assistant {
        try await store.read { session in
            guard let found = try Assistant.find(id, for: user, session) else { throw ChatError.notFound }
            return found
        }
    }

    private static func find(_ id: ID<Assistant>, _ session: any SQLSession) throws -> Assistant {
        guard let row = try session.rows("SELECT \(Assistant.columns) FROM assistants a WHERE a.id = \(id)").first
        else { throw ChatError.notFound }
        return try Assistant(row)
    }
}
