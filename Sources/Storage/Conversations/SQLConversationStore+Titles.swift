internal import Database
public import Domain

extension SQLConversationStore: TitleStore {
    public func name(_ id: Key<Conversation>, _ title: String, for owner: ID<User>) async throws(ChatError) {
        _ = try await set(
            Conversation.settingTitle(title), of: id, owner,
            if: "title_origin = \(TitleOrigin.question) AND title = \(Conversation.untitled)")
    }

    public func claimTitle(of id: Key<Conversation>, for owner: ID<User>) async throws(ChatError) -> Bool {
        try await set(
            "title_origin = \(TitleOrigin.upstream)", of: id, owner, if: "title_origin = \(TitleOrigin.question)")
    }

    public func retitle(_ id: Key<Conversation>, _ title: String, for owner: ID<User>) async throws(ChatError) {
        _ = try await set(Conversation.settingTitle(title), of: id, owner, if: "title_origin = \(TitleOrigin.upstream)")
    }

    private func set(_ assignment: SQL, of id: Key<Conversation>, _ owner: ID<User>, if condition: SQL)
        async throws(ChatError) -> Bool
    {
        try await store.write { session in
            try session.execute(
                "UPDATE conversations SET \(assignment) WHERE user_id = \(owner) AND id = \(id) AND \(condition)") > 0
        }
    }
}
