/// A browser in which a user has signed in with their password before.
public struct KnownDevice: Sendable, Hashable {
    /// 16 random bytes, the same for as long as the browser is known.
    public let id: [UInt8]
    public let user: ID<User>

    public init(id: [UInt8], user: ID<User>) {
        self.id = id
        self.user = user
    }
}
