/// Something that another process must do at once.
public enum Signal: Sendable, Equatable {
    /// End the running turn of this conversation and keep its text.
    case stop(Key<Conversation>, ID<User>)
    /// End every running turn of a member, and every call of his programs.
    case stopAll(ID<User>)
    /// End every running call that came with a key.
    case stopCalls(ID<APIKey>)
    /// End one running call of a member's.
    case stopCall(Key<Charge>, ID<User>)
}
