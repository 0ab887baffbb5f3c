/// Keeps the users of applications and what they asked. Everything is found by application and `openid` together.
public protocol AppUserStore: Sendable {
    /// The one of that name, made if there is none. `payer`: with whom they are deleted.
    func user(_ name: AppUser.Name, paidBy payer: ID<User>, at moment: Timestamp) async throws(ChatError) -> AppUser
    /// Oldest first; nothing for a user who is not known.
    func turns(of name: AppUser.Name) async throws(ChatError) -> [AppTurn]
    /// Puts it behind the others, whoever adds at the same time, and drops the oldest beyond `AppUserRules`. The user is made if there is
    /// none. Throws `unauthorized` for a payer who is gone.
    func add(_ turn: AppTurn, to name: AppUser.Name, paidBy payer: ID<User>) async throws(ChatError)
    /// All turns. The user stays.
    func deleteTurns(of name: AppUser.Name) async throws(ChatError)
}

/// How much is kept of the users of applications.
public enum AppUserRules {
    /// Messages of one user, two a turn.
    public static let mostMessages = 100
    public static var mostTurns: Int { mostMessages / 2 }
    /// Bytes of one user's turns together; the newest stays whatever its size.
    public static let mostBytes = 4 << 20
    /// Users of one application. Beyond that those go first who have asked nothing, then those who came last the longest ago.
    public static let mostUsers = 100_000
    /// So many go at once, so that not every new one has to make room.
    public static let dropped = 1000
}
