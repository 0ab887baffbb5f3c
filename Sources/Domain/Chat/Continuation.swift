/// That an answer is by another account than the one before it in its thread. Names are those of accounts that the member may use; nil
/// for others.
public struct Continuation: Sendable, Equatable {
    public let account: String?
    public let former: String?

    public init(with account: String?, after former: String?) {
        self.account = account
        self.former = former
    }
}

extension ConversationStore {
    /// The whole tree, oldest first; each answer knows whether the conversation went on with another account there.
    public func tree(of id: Key<Conversation>, for owner: ID<User>) async throws(ChatError) -> [Message] {
        var messages = try await messages(of: id, for: owner)
        let handovers = Handovers(in: messages).byAnswer
        guard !handovers.isEmpty else { return messages }
        let accounts = Set(handovers.values.flatMap { [$0.former, $0.account] })
        let names = try await accountNames(of: accounts, for: owner)
        for place in messages.indices {
            guard let handover = handovers[messages[place].id] else { continue }
            messages[place].continued = Continuation(with: names[handover.account], after: names[handover.former])
        }
        return messages
    }
}
