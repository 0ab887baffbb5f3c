/// What administrators see of an account's login; no secret.
public struct AccountLogin: Sendable, Equatable {
    public let owner: LoginOwner
    public let expiresAt: Timestamp?
    /// Whether there is a refresh token, or a session: it goes on by itself.
    public let renews: Bool

    public init(_ pair: TokenPair) {
        owner = pair.owner
        expiresAt = pair.expiresAt
        renews = pair.renews
    }

    /// Why an account whose login has ended is at rest, as it is stored with its health: the upstream's own word for it is in it.
    public static func ended(_ code: String) -> String { "\(prefix)\(code)" }

    /// The upstream's word in such a reason; nil for any other.
    public static func code(in reason: String) -> String? {
        reason.utf8.starts(with: prefix.utf8) ? String(reason.utf8.dropFirst(prefix.utf8.count)) : nil
    }

    private static let prefix = "login ended: "
}
