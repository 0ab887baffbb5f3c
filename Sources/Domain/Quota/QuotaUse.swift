/// What a charge is to the counters: who pays, on which account, for which model, and how much.
public struct QuotaUse: Sendable, Hashable {
    public let payer: Payer
    /// The payer's, if he is in one.
    public var group: String?
    /// The account that is lent, or was lent last; nil where none is yet.
    public var account: ID<Account>?
    public let model: String
    public var cost: QuotaCost

    public init(
        by payer: Payer, in group: String? = nil, on account: ID<Account>? = nil, for model: String = "",
        _ cost: QuotaCost = QuotaCost()
    ) {
        self.payer = payer
        self.group = group
        self.account = account
        self.model = model
        self.cost = cost
    }

    /// All whose counters it is counted in.
    public var subjects: [QuotaSubject] { QuotaScope.allCases.compactMap { subject(of: $0) } }

    /// Whether that is one of its `subjects`.
    public func isOf(_ subject: QuotaSubject) -> Bool {
        switch subject {
        case .system: true
        case .group(let name): group == name
        case .account(let account): self.account == account
        case .member(let user): payer.user == user
        case .memberOnAccount(let user, let account): payer.user == user && self.account == account
        case .key(let key): payer.key == key
        }
    }

    /// Nil where there is none: of a key, for what came without one.
    public func subject(of scope: QuotaScope) -> QuotaSubject? {
        switch scope {
        case .global: .system
        case .group: group.map { .group($0) }
        case .account: account.map { .account($0) }
        case .member: .member(payer.user)
        case .memberOnAccount: account.map { .memberOnAccount(payer.user, $0) }
        case .key: payer.key.map { .key($0) }
        }
    }
}
