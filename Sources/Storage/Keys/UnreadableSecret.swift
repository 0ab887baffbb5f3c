internal import Database
public import Domain

/// What was changed in the database and cannot be opened any more.
public enum UnreadableSecret: Sendable, Hashable, CustomStringConvertible {
    case dataKey(Int64)
    case part(Account.SealedPart, of: ID<Account>)
    /// The key works all the same, as it is found by its hash; only its owner cannot read it again.
    case apiKey(ID<APIKey>)
    /// The row of a file whose contents nobody can read any more.
    case file(Int64)
    /// The row of an export, which is there for a day.
    case export(Int64)
    /// The row of an answer to a program, or of a conversation of its, that nobody can read any more.
    case response(Int64)
    case items(Int64)
    /// The row of a user of an application.
    case appUser(Int64)
    /// The list of proxies that refresh tokens get.
    case tokenProxies
    /// Where a channel of alerts leads, by its row.
    case alertChannel(Int64)

    public var description: String {
        switch self {
        case .dataKey(let number): "data key \(number)"
        case .apiKey(let key): "API key \(key)"
        case .file(let row): "the contents of file \(row)"
        case .export(let row): "the contents of export \(row)"
        case .response(let row): "the contents of response \(row)"
        case .items(let row): "the items of conversation \(row)"
        case .appUser(let row): "the history of application user \(row)"
        case .tokenProxies: "the proxies of refresh tokens"
        case .alertChannel(let row): "the target of alert channel \(row)"
        case .part(let part, let account): "the \(part.rawValue) of account \(account)"
        }
    }
}

extension SQLDataKeys {
    /// All there are. An account that one belongs to is lent to nobody until it is entered again.
    public func unreadable() async throws(ChatError) -> [UnreadableSecret] {
        try await store.read { try unreadable($0) }
    }

    func unreadable(_ session: any SQLSession) throws -> [UnreadableSecret] {
        let keys = try KeyWitnesses(ring, session).dataKeys.filter { !$0.opens }.map {
            UnreadableSecret.dataKey($0.number)
        }
        return try SealedColumn.all.reduce(into: keys) { found, column in
            for (row, stored) in try column.values(session)
            where try !ring.opens(stored, for: column.place(of: row), session) {
                found.append(column.unreadable(row))
            }
        }
    }
}
