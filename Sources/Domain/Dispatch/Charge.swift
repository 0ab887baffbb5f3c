/// What an ask costs, from its reservation to its receipt. The rows of `charges` are the quotas' ledger and the usage log in one; a
/// chat turn's id is its charge's.
public struct Charge: Sendable, Equatable {
    public let id: Key<Charge>
    public let payer: Payer
    public let endpoint: Endpoint
    /// As the asker called it.
    public let model: String
    /// The account that is asked, or was asked last.
    public var account: ID<Account>
    /// The payer's group at the time; nil in rows of versions that knew none.
    public var group: String?
    /// What its model weighs.
    public var units = 1
    /// What it is charged by; nil: its model is free.
    public var tariff: Tariff?
    /// Decides the windows that it counts in.
    public let at: Timestamp

    public init(
        id: Key<Charge>, payer: Payer, endpoint: Endpoint, model: String, account: ID<Account>, at: Timestamp
    ) {
        self.id = id
        self.payer = payer
        self.endpoint = endpoint
        self.model = model
        self.account = account
        self.at = at
    }
}

extension Charge {
    /// As the counters have it while it runs.
    public var open: OpenCharge {
        OpenCharge(id, QuotaUse(by: payer, in: group, on: account, for: model, cost), at: at)
    }

    /// What it takes of counters, as far as a row tells: of a question its length is not known.
    private var cost: QuotaCost {
        var cost = QuotaCost(weighted: units)
        if let tariff { (cost.due, cost.money) = tariff.hold(promptTokens: 0, answer: nil, at: endpoint) }
        return cost
    }
}
