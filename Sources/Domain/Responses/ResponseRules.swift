/// How much is kept of the answers to programs, and how long.
public enum ResponseRules {
    public static let kept = Duration.seconds(30 * 86_400)
    /// Of one member. When there is more, the oldest go first.
    public static let most = 1000
    /// Bytes of all of a member's together.
    public static let mostBytes = 64 << 20
    /// Bytes of what one is asked, with all that stands before it. A request with more is answered, and not kept.
    public static let mostAsked = 8 << 20
    /// Bytes of one in all: a statement to MariaDB has 16 MiB at most.
    public static let mostOfOne = 14 << 20
    /// Conversations of one member.
    public static let mostConversations = 1000
    /// Answers of one member that are written in the background at once.
    public static let mostRunning = 20
}
