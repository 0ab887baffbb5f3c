import Domain

/// Tells whether a stream's reader may still read: a revoked session, or a disabled member, gets no further byte.
struct SessionWatch: Sendable {
    let sessions: any SessionStore
    let session: Session
    let clock: any WallClock

    /// How long after a revocation at most somebody may still be reading, and how often is asked.
    static let interval = Duration.seconds(1)

    /// A store that cannot say is a no: whoever may read can come back.
    var mayRead: Bool {
        get async {
            guard let found = try? await sessions.find(session.hash, at: clock.now) else { return false }
            return found.user.id == session.user
        }
    }
}
