/// What was asked for one ask: at most three times, each account at most once, but for another of its keys.
struct Attempts {
    private(set) var made: [Attempt] = []

    static let most = 3

    mutating func note(_ account: ID<Account>, key: Int? = nil, _ end: Receipt.End) {
        let failure: UpstreamFailure? = if case .failed(let failure) = end { failure } else { nil }
        made.append(Attempt(account, key: key, failure: failure?.code, status: failure?.status))
    }

    /// Whether another account may be asked after this end. Never when a piece of an answer has left.
    func mayGoOn(after end: Receipt.End, hasOutput: Bool) -> Bool {
        !hasOutput && made.count < Self.most && Verdict(end).mayTryAnother
    }

    /// The keys of an account that were tried.
    func keys(of account: ID<Account>) -> Set<Int> {
        Set(made.filter { $0.account == account }.compactMap(\.key))
    }

    var asked: Set<ID<Account>> { Set(made.map(\.account)) }
}
