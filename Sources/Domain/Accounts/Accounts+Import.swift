/// Making accounts of what was pasted, many at once.
extension Accounts {
    /// So many are taken at once.
    public static let mostImported = 20_000
    /// So many are asked for their models at the same time.
    private static let mostAsked = 8
    /// So many are stored in one transaction.
    private static let mostStored = 100
    /// How often the report is told: it grows with every account.
    private static let toldEvery = 400

    /// Says of each what importing it would do. Changes nothing. Every stored key is opened for it, once.
    public func preview(_ entries: [ImportEntry]) async throws(ChatError) -> [ImportEntry.Item] {
        var known = KnownCredentials()
        for (account, credential) in try await logins.credentials() {
            known.note(credential, of: account, as: account.id)
        }
        if entries.contains(where: \.isKeyless) { try await noteKeyless(&known) }
        let now = clock.now
        return entries.map { entry in
            guard case .account(let account, let credential) = entry.content else { return .init(entry, .invalid) }
            if case .pair(let pair) = credential, !pair.renews, pair.isOver(at: now) {
                return .init(entry, .expired)
            }
            if let id = known.id(of: credential, account) {
                return .init(entry, .duplicate, account: id.value > 0 ? id : nil)
            }
            known.note(credential, of: account, as: ID(0))
            return .init(entry, .new)
        }
    }

    private func noteKeyless(_ known: inout KnownCredentials) async throws(ChatError) {
        for id in try await ids(matching: nil) {
            guard let account = try? await accounts.find(id), try await !accounts.hasKey(id) else { continue }
            known.note(.key(Secret("")), of: account, as: id)
        }
    }

    /// Begins to make an account of each new one; those without models get what their upstream lists. The job's report is `{"new",
    /// "duplicate", "invalid", "expired", "models_assumed", "accounts": [{"line", "id", "name"}], "left_out": [{"line", "outcome",
    /// "reason"}]}`, as far as it has come. Throws as `Jobs.begin`.
    public func importAccounts(
        _ entries: [ImportEntry], by actor: Actor, reason: @escaping @Sendable (ImportEntry.Item) -> String
    ) async throws(ChatError) -> Job {
        guard let user = actor.user else { throw .unauthorized }
        let items = try await preview(entries)
        return try await jobs.begin(.accountImport, for: user) { progress throws(JobStop) in
            progress.expect(items.count)
            var report = ImportReport()
            for item in items where item.outcome != .new { report.note(item, reason: reason(item)) }
            progress.report(report.json)
            let fresh = items.filter { $0.outcome == .new }.map(\.entry)
            // However it ends: what was made is in the report.
            defer { progress.report(report.json) }
            try progress.advance(by: items.count - fresh.count)
            try await make(fresh, by: actor, &report, progress)
        }
    }

    private func make(
        _ entries: [ImportEntry], by actor: Actor, _ report: inout ImportReport, _ progress: JobProgress
    ) async throws(JobStop) {
        var models = ImportedModels()
        var rest = entries[...]
        while !rest.isEmpty {
            // Answers take a while: what came of some is kept before others are asked.
            let isAsking = !models.round(of: rest.prefix(Self.mostStored).map { (0, $0) }).isEmpty
            let some = Array(rest.prefix(isAsking ? Self.mostAsked : Self.mostStored))
            let lists = await lists(for: some, &models)
            try progress.check()
            let new = zip(some, lists).map { complete($0, $1 ?? [], models) }
            do throws(ChatError) {
                let made = try await create(new.map { ($0.account, $0.key) }, by: actor)
                for place in made.indices { report.note(made[place], of: some[place], isAssumed: new[place].isAssumed) }
            } catch {
                throw .failed(.unavailable)
            }
            rest = rest.dropFirst(some.count)
            if (entries.count - rest.count) % Self.toldEvery < some.count { progress.report(report.json) }
            try progress.advance(by: some.count)
        }
    }

    /// What the upstream of each lists; nil where it was not asked, or did not answer.
    private func lists(for entries: [ImportEntry], _ models: inout ImportedModels) async -> [[String]?] {
        var lists = [[String]?](repeating: nil, count: entries.count)
        var rest = Array(entries.indices)
        while true {
            let round = models.round(of: rest.map { ($0, entries[$0]) })
            guard !round.isEmpty else { return lists }
            for (place, names) in await ask(round) {
                lists[place] = names
                if case .account(let account, _) = entries[place].content { models.note(names, for: account) }
            }
            let asked = Set(round.map(\.place))
            rest.removeAll(where: asked.contains)
        }
    }

    private func ask(_ round: [ImportedModels.Question]) async -> [(Int, [String]?)] {
        await withTaskGroup(of: (Int, [String]?).self) { group in
            for (place, account, credential) in round {
                group.addTask {
                    let names = try? await backend.models(of: account, key: KeyRing.first(in: credential.stored))
                    return (place, names?.isEmpty == false ? names : nil)
                }
            }
            return await group.reduce(into: []) { $0.append($1) }
        }
    }

    /// The account as it is made, and whether its models are no more than likely.
    private func complete(
        _ entry: ImportEntry, _ list: [String], _ models: ImportedModels
    ) -> (account: Account, key: Secret, isAssumed: Bool) {
        guard case .account(var account, let credential) = entry.content else {
            preconditionFailure("What is flawed is not new.")
        }
        let names = [entry.name, entry.email, "\(account.provider.name) \(entry.line)"]
        account.name = names.first { !$0.isEmpty } ?? ""
        guard account.models.isEmpty else { return (account, credential.stored, false) }
        if account.provider == .codex {
            account.models = importedModels
            return (account, credential.stored, false)
        }
        let told = list.isEmpty ? models.known(for: account) : list
        account.models = told ?? account.provider.usualModels
        return (account, credential.stored, told == nil)
    }
}

extension ImportEntry {
    fileprivate var isKeyless: Bool { if case .account(_, .key(let key)) = content { key.isEmpty } else { false } }
}
