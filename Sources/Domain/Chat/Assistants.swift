internal import JSON

/// Assistants: made by administrators, used by members.
public struct Assistants: Sendable {
    private let store: any AssistantStore
    private let pictures: any SitePictureStore
    private let settings: Settings
    private let clock: any WallClock
    private let trail: AuditTrail

    public init(
        _ store: any AssistantStore, pictures: any SitePictureStore, settings: Settings, clock: any WallClock,
        trail: AuditTrail
    ) {
        self.store = store
        self.pictures = pictures
        self.settings = settings
        self.clock = clock
        self.trail = trail
    }
}

// MARK: Administrators

extension Assistants {
    public func list(_ page: Page) async throws(ChatError) -> Listing<Assistant> { try await store.list(page) }

    /// Throws `forbidden` unless an administrator asks, `invalid("group")` for a group that is not there.
    public func create(_ name: String, _ change: AssistantChange, by actor: Actor) async throws(ChatError) -> Assistant
    {
        try await require(change, by: actor)
        let new = change.applied(to: Assistant(id: ID(0), name: name, createdAt: clock.now))
        let created = try await store.create(new, change.picture ?? nil)
        await trail.note(.assistantCreated, by: actor, on: AuditObject(created), .made(created.audited))
        return created
    }

    /// Chats that were begun with it go on with what it is then. Throws as `create`, `notFound`, `conflict(.changedMeanwhile)`.
    public func update(_ id: ID<Assistant>, _ change: AssistantChange, by actor: Actor)
        async throws(ChatError) -> Assistant
    {
        try await require(change, by: actor)
        let former = try await store.find(id)
        guard change.version == nil || change.version == former.version else { throw .conflict(.changedMeanwhile) }
        let changed = try await store.update(change.applied(to: former), change.picture)
        if let change = AuditChange.of(former.audited, into: changed.audited) {
            await trail.note(.assistantChanged, by: actor, on: AuditObject(changed), change)
        }
        return changed
    }

    /// Chats that were begun with it stay, and go on without it. Throws `forbidden`, `notFound`.
    public func delete(_ id: ID<Assistant>, by actor: Actor) async throws(ChatError) {
        guard let role = actor.role, role >= .admin else { throw .forbidden }
        let former = try await store.find(id)
        try await store.delete(id)
        await trail.note(.assistantDeleted, by: actor, on: AuditObject(former), .gone(former.audited))
    }

    private func require(_ change: AssistantChange, by actor: Actor) async throws(ChatError) {
        guard let role = actor.role, role >= .admin else { throw .forbidden }
        guard case .some(.some(let group)) = change.group else { return }
        guard try await settings.groups().contains(group) else { throw .invalid(field: "group", .notThere) }
    }
}

// MARK: Members

extension Assistants {
    /// Those that the member may use.
    public func list(for user: ID<User>) async throws(ChatError) -> [Assistant] { try await store.list(for: user) }

    /// What stands before the turns of a member's chat; nil where the chat has no assistant, or none any more that the member may use.
    func instruction(of conversation: Conversation) async throws(ChatError) -> String? {
        guard let id = conversation.assistant else { return nil }
        do { return try await store.find(id, for: conversation.owner).instruction } catch {
            guard error == .notFound else { throw error }
            return nil
        }
    }

    /// Throws `notFound`.
    public func picture(_ id: Key<SitePicture>) async throws(ChatError) -> SitePicture { try await pictures.find(id) }
}
