/// Who asks, and what he may use: all of one moment, and true as long as the epoch is the same. Every change of the user,
/// his keys, his bindings, their accounts or his package raises it, in the transaction of the change.
public struct Standing: Sendable {
    public let user: User
    /// Nil for one who is signed in.
    public let key: APIKey?
    public let allowance: Allowance
    public let epoch: Int

    public init(user: User, key: APIKey?, allowance: Allowance, epoch: Int) {
        self.user = user
        self.key = key
        self.allowance = allowance
        self.epoch = epoch
    }

    /// Whether the key may be used for the model.
    public func allows(_ model: String) -> Bool { key?.allows(model) ?? true }
}
