/// Something that another process must do at once.
public enum Signal: Sendable, Equatable {
    /// End the running turn of this conversation and keep its text.
    case stop(Key<Conversation>, ID<User>)
    /// End every running turn of a member.
    case stopAll(ID<User>)
}
