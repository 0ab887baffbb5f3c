/// A browser that is signed in. Only the hash of its cookie is kept.
public struct Session: Sendable, Equatable {
    /// SHA-256 of the cookie's value, 32 bytes.
    public let hash: [UInt8]
    public let user: ID<User>
    /// The link that opened it; revoking the link ends it. Nil after a login with a password.
    public let link: ID<ShareLink>?
    public let createdAt: Timestamp
    public let expiresAt: Timestamp
    /// When it was last used, to the hour.
    public let lastSeenAt: Timestamp
    /// When its browser last proved itself with the password. Nil: never, as after a link.
    public let confirmedAt: Timestamp?

    /// From the sign-in to the end, whatever happens.
    public static let lifetime = Duration.seconds(30 * 86_400)
    /// A session that nobody uses for so long ends.
    public static let idleLifetime = Duration.seconds(7 * 86_400)
    /// A use is written down at most once in this time.
    public static let noteInterval = Duration.seconds(3600)
    /// How long a password that was given stands for the one at the screen.
    public static let confirmationLifetime = Duration.seconds(1800)

    public init(
        hash: [UInt8], user: ID<User>, link: ID<ShareLink>?, createdAt: Timestamp, expiresAt: Timestamp,
        lastSeenAt: Timestamp? = nil, confirmedAt: Timestamp? = nil
    ) {
        self.hash = hash
        self.user = user
        self.link = link
        self.createdAt = createdAt
        self.expiresAt = expiresAt
        self.lastSeenAt = lastSeenAt ?? createdAt
        self.confirmedAt = confirmedAt
    }

    /// False when it has ended by itself.
    public func lives(at moment: Timestamp) -> Bool {
        moment < expiresAt && moment < lastSeenAt + Self.idleLifetime
    }

    /// Is its use worth writing down again?
    public func isDue(at moment: Timestamp) -> Bool { moment >= lastSeenAt + Self.noteInterval }

    /// Did its browser prove itself with the password a short while ago?
    public func isConfirmed(at moment: Timestamp) -> Bool {
        guard let confirmedAt else { return false }
        return moment < confirmedAt + Self.confirmationLifetime
    }
}
