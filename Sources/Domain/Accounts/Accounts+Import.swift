/// Making accounts of what was pasted, many at once.
extension Accounts {
    /// So many are taken at once.
    public static let mostImported = 20_000
    /// So many are asked for their models at the same time.
    private static let mostAsked = 8
    /// How often the report is told: it grows with every account.
    private static let toldEvery = 200

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
            if case .pair(let pair) = credential, pair.refresh.isEmpty, pair.isOver(at: now) {
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
        for start in stride(from: 0, to: entries.count, by: Self.mostAsked) {
            let some = Array(entries[start..<min(start + Self.mostAsked, entries.count)])
            let lists = await lists(for: some, &models)
            for (entry, list) in zip(some, lists) {
                try progress.check()
                do throws(ChatError) {
                    let (account, isAssumed) = try await make(entry, list ?? [], models, by: actor)
                    report.note(account, of: entry, isAssumed: isAssumed)
                } catch {
                    throw .failed(.unavailable)
                }
                try progress.advance()
            }
            if start % Self.toldEvery == 0 { progress.report(report.json) }
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
                    let names = try? await backend.models(of: account, key: credential.stored)
                    return (place, names?.isEmpty == false ? names : nil)
                }
            }
            return await group.reduce(into: []) { $0.append($1) }
        }
    }

    /// The account, and whether its models are no more than likely.
    private func make(
        _ entry: ImportEntry, _ list: [String], _ models: ImportedModels, by actor: Actor
    ) async throws(ChatError) -> (Account, isAssumed: Bool) {
        guard case .account(var account, let credential) = entry.content else { throw .notFound }
        let names = [entry.name, entry.email, "\(account.provider.name) \(entry.line)"]
        account.name = names.first { !$0.isEmpty } ?? ""
        var isAssumed = false
        if account.models.isEmpty {
            let usual = account.provider == Provider.codex ? importedModels : account.provider.usualModels
            let told = list.isEmpty ? models.known(for: account) : list
            isAssumed = told == nil && account.provider != Provider.codex
            account.models = told ?? usual
        }
        return (try await add(account, key: credential.stored, by: actor), isAssumed)
    }
}

extension ImportEntry {
    fileprivate var isKeyless: Bool { if case .account(_, .key(let key)) = content { key.isEmpty } else { false } }
}
