/// Asking upstreams, for administrators. Whoever has this server ask an address stands in the audit log with it.
extension Accounts {
    /// An account as it is typed, before it is saved: what it is a change of, if of any, and its key, if one was typed.
    public struct Typed: Sendable {
        let id: ID<Account>?
        let key: Secret?
        let make: @Sendable (Account?) throws(ChatError) -> Account

        /// `make` gets the stored account that `id` names.
        public init(
            _ id: ID<Account>?, key: Secret?, _ make: @escaping @Sendable (Account?) throws(ChatError) -> Account
        ) {
            self.id = id
            self.key = key
            self.make = make
        }
    }

    /// Asks the upstream for the least there is, and keeps what that showed. Throws `notFound`.
    public func test(_ id: ID<Account>, by actor: Actor) async throws(ChatError) -> AccountTest {
        let account = try await accounts.find(id)
        var test = AccountTest(.unreadable(account))
        if account.unreadable.isEmpty {
            let key = try await accounts.key(of: id)
            test = await timed(without: key) { await watch.test(account, key: key) }
            await keep(test, of: id)
        }
        await trail.note(
            .accountTested, by: actor, on: AuditObject(account), result: test.isPassed ? .done : .failed)
        return test
    }

    /// The same for an account that is not saved. Changes nothing.
    public func test(_ typed: Typed, by actor: Actor) async throws(ChatError) -> AccountTest {
        let (account, key) = try await complete(typed)
        let test = await probe(account, with: key)
        await noteAsked(account, by: actor, isDone: test.isPassed)
        return test
    }

    /// The models that the upstream of a stored account offers. Throws `notFound`.
    public func models(of id: ID<Account>) async throws(ChatError) -> ModelNames {
        let account = try await accounts.find(id)
        guard account.unreadable.isEmpty else { return .unreadable(account) }
        return await models(of: account, with: try await accounts.key(of: id))
    }

    /// The same for an account that is not saved.
    public func models(of typed: Typed, by actor: Actor) async throws(ChatError) -> ModelNames {
        let (account, key) = try await complete(typed)
        let models = await models(of: account, with: key)
        if case .names = models {
            await noteAsked(account, by: actor, isDone: true)
        } else {
            await noteAsked(account, by: actor, isDone: false)
        }
        return models
    }

    /// The stored key is taken where it was entered for: the same host, past the same proxy.
    private func complete(_ typed: Typed) async throws(ChatError) -> (Account, Secret) {
        guard let id = typed.id else { return (try typed.make(nil), typed.key ?? Secret("")) }
        let former = try await accounts.find(id)
        let account = try typed.make(former)
        if let key = typed.key { return (account, key) }
        let isSame =
            Origin(of: account.baseURL) == Origin(of: former.baseURL) && account.proxy == former.proxy
            && former.unreadable.isEmpty
        return (account, isSame ? try await accounts.key(of: id) : Secret(""))
    }

    private func probe(_ account: Account, with key: Secret) async -> AccountTest {
        await timed(without: key) {
            do throws(UpstreamError) {
                return .success(try await backend.probe(account, key: KeyRing.first(in: key)))
            } catch {
                return .failure(error)
            }
        }
    }

    private func timed(
        without key: Secret, _ probe: () async -> Result<AccountFindings, UpstreamError>
    ) async -> AccountTest {
        let start = ContinuousClock.now
        let outcome: AccountTest.Outcome =
            switch await probe() {
            case .success(let findings): .passed(findings)
            case .failure(let error): .failed(error.words(without: key))
            }
        return AccountTest(outcome, took: ContinuousClock.now - start)
    }

    private func models(of account: Account, with key: Secret) async -> ModelNames {
        do { return .names(try await backend.models(of: account, key: KeyRing.first(in: key))) } catch {
            return .failed(error.words(without: key))
        }
    }

    /// The verdict counts even when it cannot be kept for the list.
    private func keep(_ test: AccountTest, of id: ID<Account>) async {
        guard case .passed(let findings) = test.outcome, !findings.isEmpty else { return }
        try? await accounts.note(findings, of: id, at: clock.now)
    }

    private func noteAsked(_ account: Account, by actor: Actor, isDone: Bool) async {
        let place = AuditObject(.account, 0, name: account.baseURL)
        await trail.note(.accountTested, by: actor, on: place, result: isDone ? .done : .failed)
    }
}

extension UpstreamError {
    /// For an administrator. Upstreams like to repeat the key that they refuse.
    fileprivate func words(without key: Secret) -> String {
        guard case .failed(let failure) = self else { return "cancelled" }
        return failure.hiding(key).words
    }
}
