/// One change of an account's health, as its history shows it.
public struct AccountEvent: Sendable, Equatable {
    public let account: ID<Account>
    public let at: Timestamp
    /// From then on.
    public let state: AccountHealth.State
    /// As in `AccountHealth`; never a secret.
    public let reason: String
    /// When it, or the model, may be asked again; nil: no time was known, or there is nothing to wait for.
    public let until: Timestamp?
    /// The one model that began to rest or is asked again; nil when the account itself changed, or several models did.
    public let model: String?

    public init(
        account: ID<Account>, at: Timestamp, state: AccountHealth.State, reason: String = "", until: Timestamp? = nil,
        model: String? = nil
    ) {
        self.account = account
        self.at = at
        self.state = state
        self.reason = reason
        self.until = until
        self.model = model
    }

    /// So long an event is kept, and so many of one account: one that fails at every second question changes with each of them.
    public static let kept = Duration.seconds(30 * 86_400)
    public static let mostKept = 1000
}

// MARK: What is an event

extension AccountEvent {
    /// What an administrator's switch makes of an account whose health is `health`; nil when it stays as it was.
    public static func of(
        _ former: Account.Status, into status: Account.Status, _ health: AccountHealth, account: ID<Account>,
        at moment: Timestamp
    ) -> AccountEvent? {
        guard (former == .disabled) != (status == .disabled) else { return nil }
        guard status != .disabled else { return AccountEvent(account: account, at: moment, state: .disabled) }
        return AccountEvent(
            account: account, at: moment, state: health.state, reason: health.reason, until: health.until)
    }

    /// What is new in `health`; nil for one more failure of the same kind, which only prolongs a rest.
    public static func of(
        _ former: AccountHealth, into health: AccountHealth, account: ID<Account>
    ) -> AccountEvent? {
        let isSame = health.state == former.state && repeats(former.reason, health.reason)
        guard !isSame || Set(health.models.keys) != Set(former.models.keys) else {
            return ofKey(former, into: health, account: account)
        }
        let model = health.model(changedSince: former)
        return AccountEvent(
            account: account, at: health.changedAt, state: health.state, reason: health.reason,
            until: model.map { health.models[$0] } ?? health.until, model: model)
    }

    /// The one key that began to rest, was switched, or works again, though the account is as it was.
    private static func ofKey(
        _ former: AccountHealth, into health: AccountHealth, account: ID<Account>
    ) -> AccountEvent? {
        let changed = health.keys.filter { $0.value.state != former.keys[$0.key]?.state ?? .healthy }
        guard changed.count == 1, let (number, key) = changed.first else { return nil }
        let words = key.reason.isEmpty ? key.state.rawValue : key.reason
        return AccountEvent(
            account: account, at: health.changedAt, state: health.state, reason: "\(keyPrefix)\(number): \(words)",
            until: key.until)
    }

    package static let keyPrefix = "key "

    /// It is about a key, or about renewals, while the account is as it was.
    public var isAside: Bool {
        [Self.keyPrefix, RenewalHold.heldBack].contains { reason.utf8.starts(with: $0.utf8) }
    }

    /// Upstreams write the request's id, or the seconds to wait, into each refusal: words with a digit are not compared. The first
    /// two are, as they may be `HTTP 429:`.
    private static func repeats(_ former: String, _ reason: String) -> Bool {
        former == reason || gist(of: former) == gist(of: reason)
    }

    private static func gist(of reason: String) -> [[UInt8]] {
        let words = reason.utf8.split(separator: UInt8(ascii: " ")).map(Array.init)
        return words.prefix(2) + words.dropFirst(2).filter { !$0.contains { (0x30...0x39).contains($0) } }
    }
}

extension AccountHealth {
    /// The model that alone makes the difference. A rest that is over still counts: the next failure would be news each time.
    fileprivate func model(changedSince former: AccountHealth) -> String? {
        let (before, now) = (Set(former.models.keys), Set(models.keys))
        guard state == former.state else {
            let resting = restingModels(at: changedAt)
            return state == .healthy && resting.count == 1 ? resting[0] : nil
        }
        let changed = [now.subtracting(before), before.subtracting(now), state == .healthy ? now : []]
        let news = changed.first { !$0.isEmpty } ?? []
        return news.count == 1 ? news.first : nil
    }
}
