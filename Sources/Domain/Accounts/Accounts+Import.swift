internal import JSON

/// Making accounts of logins that were pasted, many at once.
extension Accounts {
    /// What would become of one login.
    public struct ImportItem: Sendable {
        public let login: PastedLogin
        public let outcome: Outcome
        /// The account that has it already.
        public let account: ID<Account>?

        public enum Outcome: String, Sendable { case new, duplicate, invalid, expired }

        /// What would be made of it.
        public var kind: Provider { if case .success(.key) = login.content { .openAI } else { .codex } }
        public var flaw: LoginFlaw? { if case .failure(let flaw) = login.content { flaw } else { nil } }
    }

    /// So many logins are taken at once.
    public static let mostImported = 5000

    /// Says of each login what importing it would do. Changes nothing.
    public func preview(_ pasted: [PastedLogin]) async throws(ChatError) -> [ImportItem] {
        var known = KnownLogins()
        for (account, pair) in try await logins.pairs() { known.note(pair, account.id) }
        let now = clock.now
        return pasted.map { login in
            guard case .success(let content) = login.content else {
                return ImportItem(login: login, outcome: .invalid, account: nil)
            }
            guard case .pair(let pair) = content else { return ImportItem(login: login, outcome: .new, account: nil) }
            if pair.refresh.isEmpty, pair.isOver(at: now) {
                return ImportItem(login: login, outcome: .expired, account: nil)
            }
            if let account = known.account(of: pair) {
                return ImportItem(login: login, outcome: .duplicate, account: account.value > 0 ? account : nil)
            }
            known.note(pair, ID(0))
            return ImportItem(login: login, outcome: .new, account: nil)
        }
    }

    /// Begins to make an account of each new login. The job's report is `{"new", "duplicate", "invalid", "expired", "accounts":
    /// [{"line", "id", "name"}]}`, as far as it has come. Throws as `Jobs.begin`.
    public func importLogins(_ pasted: [PastedLogin], by actor: Actor) async throws(ChatError) -> Job {
        guard let user = actor.user else { throw .unauthorized }
        let items = try await preview(pasted)
        return try await jobs.begin(.accountImport, for: user) { progress throws(JobStop) in
            progress.expect(items.count)
            var report = ImportReport()
            progress.report(report.json)
            for item in items {
                try progress.check()
                if item.outcome == .new {
                    do throws(ChatError) { report.note(try await make(item, by: actor), of: item) } catch {
                        throw .failed(.unavailable)
                    }
                } else {
                    report.note(item)
                }
                progress.report(report.json)
                try progress.advance()
            }
        }
    }

    private func make(_ item: ImportItem, by actor: Actor) async throws(ChatError) -> Account {
        let (key, owner): (Secret, LoginOwner) =
            switch item.login.content {
            case .success(.pair(let pair)): (pair.stored, pair.owner)
            case .success(.key(let key)): (key, LoginOwner())
            case .failure: (Secret(""), LoginOwner())
            }
        let names = [item.login.name, owner.email, "\(item.kind.name) \(item.login.line)"]
        let account = Account(
            id: ID(0), name: names.first { !$0.isEmpty } ?? "", provider: item.kind, baseURL: item.kind.baseURL,
            models: importedModels, createdAt: clock.now)
        return try await create(account, key: key, by: actor).account
    }
}

/// Whose logins there are.
private struct KnownLogins {
    private var accounts: [String: ID<Account>] = [:]

    mutating func note(_ pair: TokenPair, _ account: ID<Account>) {
        for mark in Self.marks(of: pair) where accounts[mark] == nil { accounts[mark] = account }
    }

    func account(of pair: TokenPair) -> ID<Account>? { Self.marks(of: pair).lazy.compactMap { accounts[$0] }.first }

    /// A person has a login for each workspace.
    private static func marks(of pair: TokenPair) -> [String] {
        let owner = pair.owner
        var marks: [String] = []
        if !owner.account.isEmpty, !owner.user.isEmpty { marks.append("user \(owner.account) \(owner.user)") }
        if !owner.email.isEmpty { marks.append("mail \(owner.account) \(Text(owner.email).asciiLowercased)") }
        if !pair.refresh.isEmpty { marks.append("token \(pair.refresh.reveal())") }
        if !pair.access.isEmpty { marks.append("token \(pair.access.reveal())") }
        return marks
    }
}

private struct ImportReport {
    private var counts: [Accounts.ImportItem.Outcome: Int] = [:]
    private var accounts: [JSONValue] = []

    mutating func note(_ item: Accounts.ImportItem) { counts[item.outcome, default: 0] += 1 }

    mutating func note(_ account: Account, of item: Accounts.ImportItem) {
        note(item)
        accounts.append([
            "line": .integer(item.login.line), "id": .integer(account.id.value), "name": .string(account.name),
        ])
    }

    var json: JSONValue {
        [
            "new": .integer(counts[.new] ?? 0), "duplicate": .integer(counts[.duplicate] ?? 0),
            "invalid": .integer(counts[.invalid] ?? 0), "expired": .integer(counts[.expired] ?? 0),
            "accounts": .array(accounts),
        ]
    }
}
