/// An account as a member sees it who may use it: its name, how it is, how much of it is used. No address, no key, no reason.
public struct AccountStatus: Sendable, Equatable {
    let account: Account
    /// As it was stored, until a process knows more.
    public internal(set) var windows: UsageWindows?
    public internal(set) var state: AccountHealth.State
    /// When it may be asked again, of one that rests for a known time.
    public internal(set) var until: Timestamp?

    public init(of account: Account, windows: UsageWindows?) {
        self.account = account
        self.windows = windows
        state = account.state(AccountHealth(), isAnswering: false)
    }

    public var name: String { account.name }
}

extension Account {
    /// What a person decided counts before what asking showed. One that was switched off and still answers is draining.
    func state(_ health: AccountHealth, isAnswering: Bool) -> AccountHealth.State {
        switch shownStatus {
        case .disabled: isAnswering ? .draining : .disabled
        case .needsAttention: .needsAttention
        case .enabled: health.state
        }
    }
}
