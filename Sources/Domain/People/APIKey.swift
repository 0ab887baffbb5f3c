/// What a program proves itself with: it asks the accounts of the member who made it, at his cost.
public struct APIKey: Sendable, Equatable {
    public let id: ID<APIKey>
    public let user: ID<User>
    public var name: String
    /// Switched off by its owner or an administrator, until it is switched on again.
    public var isEnabled: Bool
    /// Nil: every model of the member's.
    public var models: [String]?
    /// Where calls may come from: addresses and networks (CIDR); empty for anywhere.
    public var addresses: [String]
    /// Calls with it are checked against it. Administrators attach one.
    public var package: ID<Package>?
    public let createdAt: Timestamp
    /// Nil: it does not expire by itself.
    public var expiresAt: Timestamp?
    /// To the minute.
    public var lastUsedAt: Timestamp?
    public var wallet = Wallet()

    public init(
        id: ID<APIKey> = ID(0), user: ID<User>, name: String, isEnabled: Bool = true, models: [String]? = nil,
        addresses: [String] = [], package: ID<Package>? = nil, createdAt: Timestamp, expiresAt: Timestamp? = nil,
        lastUsedAt: Timestamp? = nil
    ) {
        self.id = id
        self.user = user
        self.name = name
        self.isEnabled = isEnabled
        self.models = models
        self.addresses = addresses
        self.package = package
        self.createdAt = createdAt
        self.expiresAt = expiresAt
        self.lastUsedAt = lastUsedAt
    }

    public func isExpired(at moment: Timestamp) -> Bool { expiresAt.map { $0 <= moment } ?? false }

    /// By bytes: two names that look alike to Swift may be two models.
    public func allows(_ model: String) -> Bool {
        models?.contains { $0.utf8.elementsEqual(model.utf8) } ?? true
    }

    /// Characters of a key behind `sk-`: letters and digits.
    public static let length = 48
    /// How many keys one member may have.
    public static let mostOfOne = 1000
}
