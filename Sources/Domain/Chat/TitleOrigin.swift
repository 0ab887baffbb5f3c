/// Whose word a conversation's title is.
public enum TitleOrigin: String, Sendable {
    /// The server made it of what was said.
    case question
    /// The upstream was asked for one, which is done once.
    case upstream
    /// A person gave it, and it stays.
    case person
}
