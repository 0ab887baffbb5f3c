/// Who pays: a member, perhaps through one of his keys.
public struct Payer: Sendable, Equatable, Hashable {
    public let user: ID<User>
    public let key: ID<APIKey>?

    public init(_ user: ID<User>, by key: ID<APIKey>? = nil) {
        self.user = user
        self.key = key
    }
}
