/// Where projects are kept. Every call names the owner: a foreign id throws `notFound`, exactly as a missing one.
///
/// Every call may throw `unavailable("storage")`.
public protocol ProjectStore: Sendable {
    /// By name, however it is written.
    func list(for owner: ID<User>) async throws(ChatError) -> [Project]
    /// Throws `conflict(.tooManyProjects)` when the owner has `most` of them, also of several that come at once.
    func create(_ project: Project, atMost most: Int) async throws(ChatError)
    func rename(_ id: Key<Project>, to name: String, for owner: ID<User>) async throws(ChatError)
    /// Its conversations, also those in the trash, are in no project then.
    func delete(_ id: Key<Project>, for owner: ID<User>) async throws(ChatError)
    /// Nil: out of its project. Throws `notFound` for a project or a conversation that is not the owner's, `conflict(.inTrash)`, `conflict(.isTemporary)`.
    func move(_ id: Key<Conversation>, to project: Key<Project>?, for owner: ID<User>) async throws(ChatError)
}
