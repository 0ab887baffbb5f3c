/// An account seen from a member who may use it.
public struct BoundAccount: Sendable, Equatable {
    public let account: Account
    public let mode: Binding.Mode
    public let priority: Int
    /// Which one it is in the member's own order; nil: it has no place there.
    public let place: Int?

    public init(account: Account, mode: Binding.Mode, priority: Int, place: Int? = nil) {
        self.account = account
        self.mode = mode
        self.priority = priority
        self.place = place
    }
}
