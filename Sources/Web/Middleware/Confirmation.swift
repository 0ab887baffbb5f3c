package import Domain

/// Acts of weight want to know that the administrator himself is at the screen: his password, given a short while ago.
package struct Confirmation: Sendable {
    package let users: any UserStore
    package let clock: any WallClock

    package init(users: any UserStore, clock: any WallClock) {
        self.users = users
        self.clock = clock
    }

    /// Throws `unconfirmed` for a session whose browser has not given the password lately.
    package func require(of visitor: Visitor) async throws(ChatError) {
        guard case .user(let principal) = visitor else { throw .unauthorized }
        guard !principal.session.isConfirmed(at: clock.now) else { return }
        try await requirePassword(of: principal.user)
        throw .unconfirmed(hasPassword: true)
    }

    /// Throws `unconfirmed` for a user who has no password to give.
    package func requirePassword(of user: User) async throws(ChatError) {
        guard try await users.credentials(of: user.username)?.passwordHash != nil else {
            throw .unconfirmed(hasPassword: false)
        }
    }
}
