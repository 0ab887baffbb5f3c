/// Several of a member's conversations, to be changed together. Ids that are not the member's are those of nothing.
public enum ConversationSelection: Sendable {
    case these(Set<Key<Conversation>>)
    /// All that are not in the trash.
    case all

    /// How many may be named at once.
    public static let most = 1000
}
