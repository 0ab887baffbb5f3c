/// What is left of accounts' credit, read when an administrator wants to know.
extension Accounts {
    /// Throws `notFound`; a failure is in words for an administrator.
    public func readBalance(of id: ID<Account>) async throws(ChatError) -> Result<Balance, BalanceFlaw> {
        let account = try await accounts.find(id)
        guard account.unreadable.isEmpty else { return .failure(.unreadable(account)) }
        let kept = try await accounts.key(of: id)
        guard account.provider.balanceKind != nil, KeyRing(stored: kept) == nil else { return .failure(.notTold) }
        do {
            guard let balance = try await watch.read(account, key: kept)?.balance else { return .failure(.notTold) }
            return .success(balance)
        } catch {
            guard case .failed(let failure) = error else { return .failure(.failed("cancelled")) }
            return .failure(.failed(failure.hiding(kept).words))
        }
    }

    /// Of every enabled account that tells, some at once; what fails is passed over.
    public func readBalances() async throws(ChatError) {
        let found = try await accounts.lastReadings().filter { $0.provider.balanceKind != nil }
        await withTaskGroup(of: Void.self) { group in
            for (place, one) in found.enumerated() {
                if place >= 8 { await group.next() }
                guard !Task.isCancelled else { break }
                group.addTask { _ = try? await readBalance(of: one.id) }
            }
        }
    }

    public enum BalanceFlaw: Error, Sendable {
        /// An account of its kind, or with several keys, tells nothing.
        case notTold
        case unreadable(Account)
        case failed(String)
    }
}
