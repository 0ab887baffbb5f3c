internal import JSON

/// Which keys and logins there are: two accounts with the same one are the same. Nothing of it is stored or shown.
struct KnownCredentials {
    private var accounts: [Text: ID<Account>] = [:]

    mutating func note(_ credential: Credential, of account: Account, as id: ID<Account>) {
        for mark in Self.marks(of: credential, account) where accounts[mark] == nil { accounts[mark] = id }
    }

    func id(of credential: Credential, _ account: Account) -> ID<Account>? {
        Self.marks(of: credential, account).lazy.compactMap { accounts[$0] }.first
    }

    private static func marks(of credential: Credential, _ account: Account) -> [Text] {
        switch credential {
        case .pair(let pair): marks(of: pair)
        case .key(let key) where key.isEmpty:
            ["none \(account.provider.rawValue) \(account.baseURL) \(account.name)"]
        case .key(let key): KeyRing.secrets(in: key).map { "secret \($0.reveal())" }
        }
    }

    /// A person has a login for each workspace.
    private static func marks(of pair: TokenPair) -> [Text] {
        let owner = pair.owner
        var marks: [Text] = []
        if !owner.account.isEmpty, !owner.user.isEmpty { marks.append("user \(owner.account) \(owner.user)") }
        if !owner.email.isEmpty { marks.append("mail \(owner.account) \(Text(owner.email).asciiLowercased)") }
        if !pair.refresh.isEmpty { marks.append("secret \(pair.refresh.reveal())") }
        if !pair.session.isEmpty { marks.append("secret \(pair.session.reveal())") }
        if !pair.access.isEmpty { marks.append("secret \(pair.access.reveal())") }
        return marks
    }
}
