import Domain

/// Acts of weight want to know that the administrator himself is at the screen: his password, given a short while ago.
struct Confirmation: Sendable {
    let users: any UserStore
    let clock: any WallClock

    /// Throws `unconfirmed` for a session whose browser has not given the password lately.
    func require(of visitor: Visitor) async throws(ChatError) {
        guard case .user(let principal) = visitor else { throw .unauthorized }
        guard !principal.session.isConfirmed(at: clock.now) else { return }
        try await requirePassword(of: principal.user)
        throw .unconfirmed(hasPassword: true)
    }

    /// Throws `unconfirmed` for a user who has no password to give.
    func requirePassword(of user: User) async throws(ChatError) {
        guard try await users.credentials(of: user.username)?.passwordHash != nil else {
            throw .unconfirmed(hasPassword: false)
        }
    }
}
