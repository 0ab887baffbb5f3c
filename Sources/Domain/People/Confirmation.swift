/// Step-up actions want to know that the administrator is at the screen: their password, given a short while ago.
public struct Confirmation: Sendable {
    private let users: any UserStore

    public init(users: any UserStore) { self.users = users }

    /// Throws `unconfirmed` for a user who has not given the password lately. The operator has the database itself, a program its secret:
    /// neither is asked.
    public func require(of actor: Actor) async throws(ChatError) {
        switch actor {
        case .operator, .system, .program, .user(_, _, isConfirmed: true): return
        case .stranger: throw .unauthorized
        case .user(let user, _, isConfirmed: false):
            try await requirePassword(of: user)
            throw .unconfirmed(hasPassword: true)
        }
    }

    /// Throws `unconfirmed` for a user who has no password to give.
    public func requirePassword(of user: User) async throws(ChatError) {
        guard try await users.credentials(of: user.username)?.passwordHash != nil else {
            throw .unconfirmed(hasPassword: false)
        }
    }
}
