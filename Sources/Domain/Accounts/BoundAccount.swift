/// An account seen from a member who may use it.
public struct BoundAccount: Sendable, Equatable {
    public let account: Account
    public let mode: Binding.Mode
    public let priority: Int

    public init(account: Account, mode: Binding.Mode, priority: Int) {
        self.account = account
        self.mode = mode
        self.priority = priority
    }
}
