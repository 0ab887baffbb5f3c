import Domain
import HTTP
import Wire

extension Accounts {
    /// `POST /api/channel/test/:id`, and as New API has it GET: asks the upstream for the least there is. 200 in either case; `success` is the verdict,
    /// `message` the exact failure, `time` the seconds it took.
    func test(_ call: Call) async throws(ChatError) -> Response {
        let account = try await ports.accounts.find(call.id("id"))
        guard call.request.method != .head else { return .envelope() }
        let start = ContinuousClock.now
        let failure: String?
        if account.unreadable.isEmpty {
            failure = try await self.failure(of: account, with: ports.accounts.key(of: account.id))
            // The verdict counts even when it cannot be kept for the list.
            try? await ports.accounts.note(failure ?? "", of: account.id)
        } else {
            failure = account.reason(in: call.language)
        }
        let milliseconds = (ContinuousClock.now - start).inMilliseconds
        await auditor.note(.accountTested, by: call, on: AuditObject(account), result: failure == nil ? .done : .failed)
        return .json([
            "success": .bool(failure == nil), "message": .string(failure ?? ""),
            "time": .double(Double(milliseconds) / 1000), "data": .null,
        ])
    }

    private func failure(of account: Account, with key: Secret) async -> String? {
        do {
            try await ports.backend.probe(account, key: key)
            return nil
        } catch {
            guard case .failed(let failure) = error else { return "cancelled" }
            return failure.words.without(key)
        }
    }
}

extension String {
    /// Upstreams like to repeat the key that they refuse.
    fileprivate func without(_ key: Secret) -> String {
        key.isEmpty ? self : split(separator: key.reveal(), omittingEmptySubsequences: false).joined(separator: "***")
    }
}
