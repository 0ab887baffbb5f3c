/// A member's projects: folders of conversations, of which only their owner knows.
public struct Projects: Sendable {
    private let store: any ProjectStore
    private let clock: any WallClock

    public init(_ store: any ProjectStore, clock: any WallClock) {
        self.store = store
        self.clock = clock
    }

    public func list(for owner: ID<User>) async throws(ChatError) -> [Project] { try await store.list(for: owner) }

    /// Throws `conflict(.tooManyProjects)`.
    public func create(_ name: String, for owner: ID<User>) async throws(ChatError) -> Project {
        let project = Project(id: .ofProject(), owner: owner, name: name, createdAt: clock.now)
        try await store.create(project, atMost: Project.most)
        return project
    }

    public func rename(_ id: Key<Project>, to name: String, for owner: ID<User>) async throws(ChatError) {
        try await store.rename(id, to: name, for: owner)
    }

    /// Its conversations go back to the list.
    public func delete(_ id: Key<Project>, for owner: ID<User>) async throws(ChatError) {
        try await store.delete(id, for: owner)
    }

    public func move(_ id: Key<Conversation>, to project: Key<Project>?, for owner: ID<User>) async throws(ChatError) {
        try await store.move(id, to: project, for: owner)
    }
}
