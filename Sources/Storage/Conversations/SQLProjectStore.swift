internal import Database
public import Domain

/// Projects in SQL. Every statement here names the owner.
public struct SQLProjectStore: ProjectStore {
    private let store: SQLStore
    private let scrubber: SQLScrubber

    init(_ store: SQLStore, _ scrubber: SQLScrubber) {
        self.store = store
        self.scrubber = scrubber
    }

    public func list(for owner: ID<User>) async throws(ChatError) -> [Project] {
        try await store.read { session in
            try session.rows(
                """
                SELECT user_id, id, name, created_at FROM projects WHERE user_id = \(owner)
                ORDER BY LOWER(name), created_at, id
                """
            ).map { row in
                Project(
                    id: try row["id"], owner: try row["user_id"], name: try row["name"],
                    createdAt: try row["created_at"])
            }
        }
    }

    public func create(_ project: Project, atMost most: Int) async throws(ChatError) {
        try await store.write { session in
            // The owner's row is taken first, so that of several that come at once each counts those before.
            try session.executeOnOne("UPDATE users SET status = status WHERE id = \(project.owner)")
            guard try session.count("projects WHERE user_id = \(project.owner)") < most else {
                throw ChatError.conflict(.tooManyProjects)
            }
            try session.execute(
                """
                INSERT INTO projects (user_id, id, name, folded_name, created_at)
                VALUES (\(project.owner), \(project.id), \(project.name), \(Folding.folded(project.name)),
                    \(project.createdAt))
                """)
        }
    }

    public func rename(_ id: Key<Project>, to name: String, for owner: ID<User>) async throws(ChatError) {
        try await store.write { session in
            try session.executeOnOne(
                """
                UPDATE projects SET name = \(name), folded_name = \(Folding.folded(name))
                WHERE user_id = \(owner) AND id = \(id)
                """)
        }
    }

    public func delete(_ id: Key<Project>, for owner: ID<User>) async throws(ChatError) {
        try await store.write { session in
            // Before its conversations: none is moved into it meanwhile.
            try session.executeOnOne("DELETE FROM projects WHERE user_id = \(owner) AND id = \(id)")
            try session.execute(
                "UPDATE conversations SET project_id = NULL WHERE user_id = \(owner) AND project_id = \(id)")
        }
        scrubber.note()
    }

    public func move(_ id: Key<Conversation>, to project: Key<Project>?, for owner: ID<User>) async throws(ChatError) {
        try await store.write { session in
            if let project {
                // Its row is taken first: it is not deleted meanwhile.
                try session.executeOnOne(
                    "UPDATE projects SET name = name WHERE user_id = \(owner) AND id = \(project)")
            }
            try SQLConversationStore.change(id, "project_id = \(project)", for: owner, session)
        }
    }
}
