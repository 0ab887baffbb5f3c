/// Whose use a limit counts. The names are those of the interface (chatmirror.md §4).
public enum QuotaScope: String, CaseIterable, Sendable {
    /// The whole system.
    case global
    /// The members of a group together.
    case group
    /// Everybody on one account.
    case account
    case member
    /// A member on one account.
    case memberOnAccount = "member_account"
    /// What came with one key.
    case key

    /// Whether it matters which account is lent.
    public var dependsOnAccount: Bool { self == .account || self == .memberOnAccount }
}
