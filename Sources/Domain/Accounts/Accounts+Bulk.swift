import JSON

/// The same act on many accounts: to each it does what it does to one, and writes its row in the audit log.
extension Accounts {
    public enum Act: Sendable, Equatable {
        case enable, disable, delete
        /// Empty takes the tag away.
        case tag(String)
    }

    /// What became of the accounts that were named, each once.
    public struct ActOutcome: Sendable {
        public var done: [ID<Account>] = []
        public var failed: [(id: ID<Account>, error: ChatError)] = []
    }

    /// So many are acted on at once.
    public static let mostActedOn = 1000

    /// What fails keeps no other account back. Throws `unconfirmed`, and then nothing was done.
    public func act(_ act: Act, on ids: [ID<Account>], by actor: Actor) async throws(ChatError) -> ActOutcome {
        if act == .delete { try await confirmation.require(of: actor) }
        return await outcome(of: ids) { id throws(ChatError) in
            switch act {
            case .enable: try await change(id, by: actor) { $0.status = .enabled }
            case .disable: try await change(id, by: actor) { $0.status = .disabled }
            case .tag(let tag): try await change(id, by: actor) { $0.tag = tag }
            case .delete: try await delete(id, by: actor)
            }
        }
    }

    /// Begins to test them, as `testAll` does; no job where none of them exists. Throws as `Jobs.begin`.
    public func test(
        _ ids: [ID<Account>], by actor: Actor, item: @escaping TestItem
    ) async throws(ChatError) -> (job: Job?, outcome: ActOutcome) {
        let outcome = await outcome(of: ids) { id throws(ChatError) in _ = try await accounts.find(id) }
        guard !outcome.done.isEmpty else { return (nil, outcome) }
        let scope: JSONValue = ["accounts": .integer(outcome.done.count)]
        return (try await beginTests(of: outcome.done, scope, by: actor, item), outcome)
    }

    private func change(
        _ id: ID<Account>, by actor: Actor, _ change: @escaping @Sendable (inout Account) -> Void
    ) async throws(ChatError) {
        _ = try await update(id, key: nil, by: actor) { former in
            var account = former
            change(&account)
            return account
        }
    }

    /// A store that is away once is not asked for each of the others, too.
    private func outcome(
        of ids: [ID<Account>], _ act: (ID<Account>) async throws(ChatError) -> Void
    ) async -> ActOutcome {
        var outcome = ActOutcome()
        var seen: Set<ID<Account>> = []
        var away: ChatError?
        for id in ids where seen.insert(id).inserted {
            if let away {
                outcome.failed.append((id, away))
                continue
            }
            do throws(ChatError) {
                try await act(id)
                outcome.done.append(id)
            } catch {
                if case .unavailable = error { away = error }
                outcome.failed.append((id, error))
            }
        }
        return outcome
    }
}
