/// Balances of members, and all that ever changed them but requests.
public protocol WalletStore: Sendable {
    /// Throws `notFound`, and what `WalletChange.entries` throws. Whoever asks next is checked against the new balance.
    func change(_ user: ID<User>, by change: WalletChange, note: String, actor: ID<User>?, at moment: Timestamp)
        async throws(ChatError) -> (former: Wallet, new: Wallet)
    /// Newest first; those before `place`, if it is given.
    func entries(of user: ID<User>, before place: ID<WalletEntry>?, most: Int) async throws(ChatError) -> [WalletEntry]
}
