/// Why no login is renewed by itself for a while: several failed within minutes, which is no fault of theirs, and each try may cost a token.
public struct RenewalHold: Sendable, Equatable {
    public let since: Timestamp
    public let until: Timestamp
    /// How many failed.
    public let accounts: Int
    /// Why the last one did; no secret.
    public let reason: String

    public init(since: Timestamp, until: Timestamp, accounts: Int, reason: String) {
        self.since = since
        self.until = until
        self.accounts = accounts
        self.reason = reason
    }

    /// So many accounts that fail within `span` are a fault of something that all of them share; so long they are held back.
    public static let suspicious = 3
    public static let span = Duration.seconds(300)

    /// A clock that went back ends it, instead of making it longer.
    public func isOn(at now: Timestamp) -> Bool { now < until && until <= now + Self.span }

    /// In an account's history.
    public static let heldBack = "renewals are held back"
}
