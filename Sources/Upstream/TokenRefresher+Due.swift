public import Domain
internal import Synchronization

extension TokenRefresher {
    private static let mostAtOnce = 4

    /// Renews the tokens whose time has come, of accounts in use or at rest; some at once. What goes wrong is met again the next time;
    /// what goes wrong with several accounts is no fault of theirs: then nothing is renewed for a while, as each try may cost a
    /// token. Returns the accounts with which nothing can be asked any more before somebody signs in again.
    @discardableResult
    public func renewDue() async -> [(account: Account, pair: TokenPair)] {
        guard !isHeldBack, let found = try? await store.pairs() else { return [] }
        let now = clock.now
        let due = found.filter { account, pair in
            account.status != .disabled && pair.isDue(at: now, lead: endpoint.settings.lead, spread: account.id.value)
        }
        return await withTaskGroup(of: (account: Account, pair: TokenPair)?.self) { group in
            var ended: [(account: Account, pair: TokenPair)] = []
            for (place, (account, pair)) in due.enumerated() {
                if place >= Self.mostAtOnce, let one = await group.next() ?? nil { ended.append(one) }
                guard !Task.isCancelled, !isHeldBack else { break }
                group.addTask {
                    guard case .failure(let failure) = await self.renewed(pair, of: account) else { return nil }
                    self.noteFailure(of: account.id)
                    guard case .ended = failure else { return nil }
                    return pair.isOver(at: now) ? (account, pair) : nil
                }
            }
            for await one in group { if let one { ended.append(one) } }
            return ended
        }
    }
}

// MARK: Many at once

extension TokenRefresher {
    /// So many accounts that fail within `span` are a fault of something that all of them share.
    private static let suspicious = 3
    private static let span = Duration.seconds(300)

    /// Until when nothing is renewed before somebody needs it; nil: it is.
    public var heldBackUntil: Timestamp? {
        let now = clock.now
        // A clock that went back ends it, instead of making it longer.
        return state.withLock { $0.heldBackUntil.flatMap { now < $0 && $0 <= now + Self.span ? $0 : nil } }
    }

    private var isHeldBack: Bool { heldBackUntil != nil }

    private func noteFailure(of account: ID<Account>) {
        let now = clock.now
        state.withLock { state in
            state.failedAt[account] = now
            state.failedAt = state.failedAt.filter { now - $0.value < Self.span }
            guard state.failedAt.count >= Self.suspicious else { return }
            state.failedAt = [:]
            state.heldBackUntil = now + Self.span
        }
    }
}
