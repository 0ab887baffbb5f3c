internal import Synchronization

// MARK: Usage windows

extension AccountPool {
    /// How often windows that only moved are stored.
    private static let pause = Duration.seconds(30)

    /// The account's upstream told how much is used. Returns what is worth a row.
    func note(_ windows: [UsageWindow], of account: ID<Account>) -> UsageWindows? {
        guard !windows.isEmpty else { return nil }
        let now = clock.now
        let new = UsageWindows(windows, readAt: now)
        return state.withLock { state in
            state.windows[account] = new
            state.hasNewWindows.insert(account)
            if let stored = state.storedWindows[account] {
                let isReachedNow = new.exhaustedUntil(at: now) != nil
                let isUrgent = isReachedNow != (stored.exhaustedUntil(at: now) != nil)
                guard isUrgent || new.looksOther(than: stored) && now >= stored.readAt + Self.pause else { return nil }
            }
            state.storedWindows[account] = new
            return new
        }
    }

    /// As this process was told; nil where it was told nothing.
    public func windows(of account: ID<Account>) -> UsageWindows? { state.withLock { $0.windows[account] } }

    /// The later of what this process was told and what is stored.
    func windows(of account: Account, orStored stored: UsageWindows?) -> UsageWindows? {
        guard let told = windows(of: account.id) else { return stored }
        return told.readAt > stored?.readAt ?? account.createdAt ? told : stored
    }
}

extension AccountPool.State {
    /// What an end means when the upstream has just told that nothing is left: it is at rest until there is.
    mutating func minding(_ verdict: Verdict, of account: ID<Account>, at now: Timestamp) -> (
        Verdict, isExhausted: Bool
    ) {
        guard hasNewWindows.remove(account) != nil, let until = windows[account]?.exhaustedUntil(at: now) else {
            return (verdict, false)
        }
        switch verdict.fault {
        case nil, .rateLimited:
            return (Verdict(fault: .exhausted(until - now), mayTryAnother: verdict.mayTryAnother), true)
        case .failing, .withoutModel, .unauthorized, .challenged, .exhausted, .loggedOut, .modelResting:
            return (verdict, false)
        }
    }
}
