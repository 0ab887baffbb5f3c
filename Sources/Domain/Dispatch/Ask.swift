/// What somebody wants of an upstream: who pays, for what, and which accounts he may use.
public struct Ask: Sendable {
    /// A repeated id takes no second place.
    public let id: Key<Charge>
    public let payer: Payer
    public let endpoint: Endpoint
    public let model: String
    /// Those of the payer that serve the model; never empty.
    public let candidates: [BoundAccount]
    /// Theirs; an account without an entry has one that cannot be opened.
    public let keys: [ID<Account>: Secret]
    /// Whatever account is asked.
    public let limits: [Limit]
    /// Of those who use one account.
    public let accountLimits: [ID<Account>: [Limit]]
    /// How one of equal candidates is chosen.
    public let balancing: LoadBalancing
    /// The payer's group.
    public let group: String
    /// How much a message to the model counts as.
    public let weight: Int
    /// What it is charged by, whatever becomes of the price meanwhile; nil: the model is free.
    public var tariff: Tariff?
    /// The account that is asked again if it can be, as it knows the conversation.
    public var sticky: ID<Account>?
    /// The new question of a chat turn: of two asks for the same one only the first takes a place.
    public var message: Key<Message>?
    /// The most that it may come to in tokens, as far as can be said (`expect`).
    public private(set) var tokens = Ask.usualAnswer
    /// What is asked with, by estimate.
    public private(set) var promptTokens = 0
    /// How long the answer may be, in tokens, where somebody has bounded it.
    private var answer: Int?
    /// For the usage log.
    public var isStream = true
    public var requestID = ""

    /// Throws `noAccount` for a payer who has none, `unknownModel` when none of his serves the model.
    public init(
        _ id: Key<Charge> = .random(), by payer: Payer, at endpoint: Endpoint, for model: String,
        under allowance: Allowance
    ) throws(ChatError) {
        guard !allowance.accounts.isEmpty else { throw .noAccount }
        let candidates = allowance.accounts.filter { $0.account.serves(model) }
        guard !candidates.isEmpty else { throw .unknownModel(model) }
        self.id = id
        self.payer = payer
        self.endpoint = endpoint
        self.model = model
        self.candidates = candidates
        keys = allowance.keys
        limits = allowance.limits
        accountLimits = allowance.accountLimits
        balancing = allowance.balancing
        group = allowance.group
        weight = allowance.weights[model]
        tariff = allowance.prices.tariff(of: model, for: allowance.group)
    }
}

extension Ask {
    /// How long an answer is taken to be whose length nobody has bounded.
    static let usualAnswer = 4096

    /// By estimate; what it really came to is counted at the end.
    public mutating func expect(promptTokens: Int, answer: Int?) {
        self.promptTokens = promptTokens
        self.answer = answer
        tokens = promptTokens + min(max(0, answer ?? Self.usualAnswer), 10_000_000)
    }

    /// What it is to the counters.
    func use(on account: ID<Account>) -> QuotaUse {
        var cost = QuotaCost(weighted: weight, tokens: tokens)
        if let tariff, limits.contains(where: { $0.unit == .money }) {
            (cost.due, cost.money) = tariff.hold(promptTokens: promptTokens, answer: answer, at: endpoint)
        }
        return QuotaUse(by: payer, in: group, on: account, for: model, cost)
    }

    /// Whether more may be held for it than it comes to.
    var holdsMore: Bool { limits.contains { $0.unit == .money || $0.unit == .tokens } }

    /// What it came to.
    func total(of usage: Usage?) -> QuotaTotal {
        QuotaTotal(tokens: usage?.total, money: tariff?.cost(of: usage, at: endpoint) ?? 0)
    }

    /// What it is checked against on this account.
    func limits(on account: ID<Account>) -> [Limit] { limits + (accountLimits[account] ?? []) }

    /// Those of `limits(on:)` that another account might not have.
    func limits(onlyOn account: ID<Account>) -> [Limit] {
        limits.filter(\.scope.dependsOnAccount) + (accountLimits[account] ?? [])
    }

    /// It has no row before its end: a program's call, not a turn of a chat.
    var isCall: Bool { endpoint != .chat }

    /// Whom the pool is to choose among.
    var question: AccountPool.Question {
        var question = AccountPool.Question(among: candidates, for: model)
        question.balancing = balancing
        return question
    }

    func entry(at moment: Timestamp, _ account: ID<Account> = ID(0), _ choice: Choice? = nil) -> UsageEntry {
        var charge = Charge(id: id, payer: payer, endpoint: endpoint, model: model, account: account, at: moment)
        (charge.group, charge.units, charge.tariff) = (group, weight, tariff)
        var entry = UsageEntry(charge, isStream: isStream, requestID: requestID)
        entry.choice = choice
        return entry
    }
}

extension Account {
    /// By bytes: two names that look alike to Swift may be two models.
    public func serves(_ model: String) -> Bool { models.contains { $0.utf8.elementsEqual(model.utf8) } }
}
