/// What an answer took, as its reader may know it: the row of the usage log that it was written for, without a word of what was said.
public struct AnswerDetails: Sendable {
    private let charges: any ChargeStore
    private let conversations: any ConversationStore

    public init(_ charges: any ChargeStore, conversations: any ConversationStore) {
        self.charges = charges
        self.conversations = conversations
    }

    /// Of the accounts, the names of those that the owner may use. Throws `notFound` for what is not the owner's, and for a message that no turn
    /// wrote.
    public func of(_ message: Key<Message>, in conversation: Key<Conversation>, for owner: ID<User>)
        async throws(ChatError) -> UsageRow
    {
        let row = try await charges.row(of: message, in: conversation, for: owner)
        let asked = Set(row.entry.attempts.map(\.account) + [row.entry.charge.account])
        let names = try await conversations.accountNames(of: asked, for: owner)
        return UsageRow(row.entry, username: row.username, keyName: row.keyName, accountNames: names)
    }
}
