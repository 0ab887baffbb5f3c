/// The accounts that were asked for one ask: at most three, each at most once.
struct Attempts {
    private(set) var made: [Attempt] = []

    static let most = 3

    mutating func note(_ account: ID<Account>, _ end: Receipt.End) {
        let failure: UpstreamFailure? = if case .failed(let failure) = end { failure } else { nil }
        made.append(Attempt(account, failure: failure?.code, status: failure?.status))
    }

    /// Whether another account may be asked after this end. Never when a piece of an answer has left.
    func mayGoOn(after end: Receipt.End, hasOutput: Bool) -> Bool {
        !hasOutput && made.count < Self.most && Verdict(end).mayTryAnother
    }

    var asked: Set<ID<Account>> { Set(made.map(\.account)) }
}
