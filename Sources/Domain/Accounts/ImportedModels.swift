internal import JSON

/// Which models the accounts of an import get that say none themselves. A provider lists the same for every key at its own address,
/// which is asked until it has answered once; elsewhere each key is asked. What failed three times in a row is asked no more.
struct ImportedModels {
    private var lists: [Address: [String]] = [:]
    private var failures: [Address: Int] = [:]

    private static let mostFailures = 3

    private struct Address: Hashable {
        let provider: Provider
        let url: Text
        let proxy: Text

        init(_ account: Account) {
            provider = account.provider
            url = Text(account.baseURL)
            proxy = Text(account.proxy)
        }
    }

    typealias Question = (place: Int, account: Account, credential: Credential)

    /// Those of `entries` that are to be asked now, side by side: of an address that has not answered yet, one.
    func round(of entries: [(place: Int, entry: ImportEntry)]) -> [Question] {
        var first: Set<Address> = []
        return entries.compactMap { place, entry in
            guard case .account(let account, let credential) = entry.content, asks(account) else { return nil }
            let address = Address(account)
            guard lists[address] != nil || first.insert(address).inserted else { return nil }
            return (place, account, credential)
        }
    }

    private func asks(_ account: Account) -> Bool {
        guard account.provider != .codex, account.models.isEmpty else { return false }
        let address = Address(account)
        let isTold = lists[address] != nil && account.baseURL == account.provider.baseURL
        return !isTold && failures[address, default: 0] < Self.mostFailures
    }

    /// Nil: there was no answer.
    mutating func note(_ models: [String]?, for account: Account) {
        let address = Address(account)
        if let models { lists[address] = models }
        failures[address] = models == nil ? failures[address, default: 0] + 1 : 0
    }

    /// What was listed at the account's address, to whatever key; nil where nothing was.
    func known(for account: Account) -> [String]? { lists[Address(account)] }
}

extension Provider {
    /// What is assumed of an account whose upstream does not list its models; empty where nothing can be.
    var usualModels: [String] {
        switch self {
        case .openAI: ["gpt-5.4", "gpt-5.4-mini"]
        case .anthropic: ["claude-opus-4-5", "claude-sonnet-4-5", "claude-haiku-4-5"]
        case .gemini: ["gemini-2.5-pro", "gemini-2.5-flash"]
        default: []
        }
    }
}
