public import Domain

extension TokenRefresher {
    private static let mostAtOnce = 16

    /// Renews the tokens whose time has come, of accounts in use or at rest; some at once. What goes wrong is met again the next time.
    /// Returns the accounts with which nothing can be asked any more before somebody signs in again.
    @discardableResult
    public func renewDue() async -> [(account: Account, pair: TokenPair)] {
        guard let found = try? await store.pairs() else { return [] }
        let now = clock.now
        let due = found.filter { $0.account.status != .disabled && $0.pair.isDue(at: now, spread: $0.account.id.value) }
        return await withTaskGroup(of: (account: Account, pair: TokenPair)?.self) { group in
            var ended: [(account: Account, pair: TokenPair)] = []
            for (place, (account, pair)) in due.enumerated() {
                if place >= Self.mostAtOnce, let one = await group.next() ?? nil { ended.append(one) }
                guard !Task.isCancelled else { break }
                group.addTask {
                    guard case .failure(.ended) = await self.renewed(pair, of: account) else { return nil }
                    return pair.isOver(at: now) ? (account, pair) : nil
                }
            }
            for await one in group { if let one { ended.append(one) } }
            return ended
        }
    }
}
