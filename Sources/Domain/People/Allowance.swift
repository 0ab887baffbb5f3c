/// What a member may use.
public struct Allowance: Sendable {
    /// The enabled accounts that the member is bound to, without those that cannot be read.
    public var accounts: [BoundAccount] = []
    /// Theirs, empty for an account that has none.
    public var keys: [ID<Account>: Secret] = [:]
    /// Those of the member's package.
    public var limits: [Limit] = []

    public init() {}
}
