/// A user with everything that a list of users shows.
public struct MemberRow: Sendable, Equatable {
    public let user: User
    public let packageName: String?
    /// The oldest first, at most `mostBindings`.
    public let bindings: [BoundName]
    /// The link that works, if any.
    public let link: ShareLink?
    public var wallet = Wallet()
    /// How many were answered.
    public var requests = 0
    /// Bytes that the user's files take.
    public var fileBytes = 0

    /// An account that the user may use, by its name.
    public struct BoundName: Sendable, Equatable {
        public let binding: Binding
        public let accountName: String

        public init(_ binding: Binding, accountName: String) {
            self.binding = binding
            self.accountName = accountName
        }
    }

    public static let mostBindings = 100

    public init(_ user: User, packageName: String?, bindings: [BoundName], link: ShareLink?) {
        self.user = user
        self.packageName = packageName
        self.bindings = bindings
        self.link = link
    }
}
