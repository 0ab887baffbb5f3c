/// A row of the log as people read it, with the names that its ids stand for now; empty where one is gone.
public struct UsageRow: Sendable, Equatable {
    public let entry: UsageEntry
    public let username: String
    public let keyName: String
    public let accountNames: [ID<Account>: String]

    public init(_ entry: UsageEntry, username: String, keyName: String, accountNames: [ID<Account>: String]) {
        self.entry = entry
        self.username = username
        self.keyName = keyName
        self.accountNames = accountNames
    }
}
