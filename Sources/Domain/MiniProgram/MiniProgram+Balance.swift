extension MiniProgram {
    /// What the paying member may spend. Members have no money of their own here: the limit is that of the account which is asked first for
    /// the model, where its upstream tells one. A failure is the upstream's.
    public func spending() async throws(ChatError) -> Result<Spending, UpstreamFailure> {
        let allowance = try await standing().allowance
        let serving = allowance.accounts.filter { $0.account.serves(options.model) }
        guard let account = serving.max(by: { $0.priority < $1.priority })?.account,
            let key = allowance.keys[account.id],
            case .billing? = account.provider.balanceKind, KeyRing(stored: key) == nil
        else { return .success(.unlimited) }
        do {
            return .success(try await watch.read(account, key: key)?.spending ?? .unlimited)
        } catch {
            guard case .failed(let failure) = error else { return .failure(.cancelled) }
            // Most that speak as OpenAI does tell nothing of it.
            return failure.status == 404 ? .success(.unlimited) : .failure(failure)
        }
    }
}

extension UpstreamFailure {
    fileprivate static let cancelled = UpstreamFailure(.upstreamIncomplete, detail: "cancelled")
}
