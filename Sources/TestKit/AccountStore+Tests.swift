public import Domain

extension AccountStore {
    /// A change in a test that does not ask when it was.
    public func update(_ account: Account, key: Secret?) async throws(ChatError) {
        try await update(account, key: key, at: account.createdAt)
    }
}
