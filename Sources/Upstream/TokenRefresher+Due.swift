public import Domain
internal import Synchronization

extension TokenRefresher {
    private static let mostAtOnce = 4

    /// A login that could not be renewed, and that somebody should look after.
    public struct Unrenewed: Sendable {
        public let account: Account
        public let pair: TokenPair
        public let failure: RenewalFailure
    }

    /// Renews the tokens whose time has come, of accounts in use or at rest but for those that `isLeft` alone; some at once. What goes wrong
    /// is met again the next time; what goes wrong with several accounts is no fault of theirs: then nothing is renewed for a while, as
    /// each try may cost a token. Returns the accounts with which nothing can be asked any more before somebody signs in again, and
    /// those whose upstream wants a person.
    @discardableResult
    public func renewDue(except isLeft: @Sendable (ID<Account>) -> Bool = { _ in false }) async -> [Unrenewed] {
        let now = clock.now
        guard let hold = try? await store.hold().map({ $0.isOn(at: now) }) ?? false, !hold,
            let found = try? await store.pairs()
        else { return [] }
        state.withLock { $0.isHeldBack = false }
        let due = found.filter { account, pair in
            account.status != .disabled && !isLeft(account.id)
                && pair.isDue(at: now, lead: endpoint.settings.lead, spread: account.id.value)
        }
        return await withTaskGroup(of: Unrenewed?.self) { group in
            var unrenewed: [Unrenewed] = []
            for (place, (account, pair)) in due.enumerated() {
                if place >= Self.mostAtOnce, let one = await group.next() ?? nil { unrenewed.append(one) }
                guard !Task.isCancelled, !state.withLock(\.isHeldBack) else { break }
                group.addTask {
                    guard case .failure(let failure) = await self.renewed(pair, of: account) else { return nil }
                    await self.note(failure, of: account.id)
                    let one = Unrenewed(account: account, pair: pair, failure: failure)
                    return switch failure {
                    case .ended: pair.isOver(at: now) ? one : nil
                    case .challenged: one
                    case .unavailable, .cancelled: nil
                    }
                }
            }
            for await one in group { if let one { unrenewed.append(one) } }
            return unrenewed
        }
    }

    /// What kept a renewal waiting is over: each is tried at its next time.
    public func endPauses() {
        state.withLock { state in for id in state.known.keys { state.known[id]?.pausedUntil = nil } }
    }
}

// MARK: Many at once

extension TokenRefresher {
    /// Why nothing is renewed before somebody needs it; nil: it is, or nobody can say.
    public func hold() async -> RenewalHold? {
        guard let hold = try? await store.hold(), hold.isOn(at: clock.now) else { return nil }
        return hold
    }

    private func note(_ failure: RenewalFailure, of account: ID<Account>) async {
        let now = clock.now
        let failed = state.withLock { state -> [ID<Account>] in
            state.failedAt[account] = now
            state.failedAt = state.failedAt.filter { now - $0.value < RenewalHold.span }
            guard state.failedAt.count >= RenewalHold.suspicious else { return [] }
            defer { state.failedAt = [:] }
            state.isHeldBack = true
            return Array(state.failedAt.keys)
        }
        guard !failed.isEmpty else { return }
        let former = try? await store.hold()
        // One that follows at once is the same one.
        let isSame = former.map { now - $0.until < RenewalHold.span && $0.since <= now } ?? false
        let hold = RenewalHold(
            since: isSame ? former?.since ?? now : now, until: now + RenewalHold.span, accounts: failed.count,
            reason: failure.words)
        // A store that is away renews nothing either.
        try? await store.set(hold, of: failed)
    }
}
