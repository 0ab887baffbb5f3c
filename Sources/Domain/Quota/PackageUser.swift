/// Somebody at whose uses a package is checked, with the names of what its limits may be about.
public struct PackageUser: Sendable, Equatable {
    public let use: QuotaUse
    public let username: String
    public let accountName: String
    public let keyName: String

    public init(_ use: QuotaUse, username: String, accountName: String = "", keyName: String = "") {
        self.use = use
        self.username = username
        self.accountName = accountName
        self.keyName = keyName
    }

    /// What a counter of this scope is called; empty for that of everybody.
    func name(in scope: QuotaScope) -> String {
        switch scope {
        case .global: ""
        case .group: use.group ?? ""
        case .account: accountName
        case .member: username
        case .memberOnAccount: "\(username) · \(accountName)"
        case .key: keyName
        }
    }
}

/// A counter that holds more than a limit would let it.
public struct Excess: Sendable, Equatable {
    public let limit: Limit
    public let name: String
    public let used: Int
}
