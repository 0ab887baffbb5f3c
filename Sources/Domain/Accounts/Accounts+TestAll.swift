public import JSON
private import Synchronization

/// Testing many accounts, as a job.
extension Accounts {
    /// What the job's report says of one account.
    public typealias TestItem = @Sendable (Account, AccountTest) -> JSONValue

    /// So many are asked at the same time.
    private static let mostTestsAtOnce = 8
    /// So many accounts are in a report; all are tested and counted.
    static let mostItems = 10_000

    /// Begins to test each account that a list with this keyword and tag shows, or every one. The job's report is
    /// `{"passed", "failed", "accounts": [item …]}`, in the order in which the tests ended. Throws as `Jobs.begin`.
    public func testAll(
        matching keyword: String?, tagged tag: String? = nil, by actor: Actor, item: @escaping TestItem
    ) async throws(ChatError) -> Job {
        let tested = try await ids(matching: keyword, tagged: tag)
        var scope: JSONValue = ["accounts": .integer(tested.count), "keyword": .string(keyword ?? "")]
        if let tag { scope["tag"] = .string(tag) }
        return try await beginTests(of: tested, scope, by: actor, item)
    }

    /// `scope` says in the audit log which they are.
    func beginTests(
        of ids: [ID<Account>], _ scope: JSONValue, by actor: Actor, _ item: @escaping TestItem
    ) async throws(ChatError) -> Job {
        guard let user = actor.user else { throw .unauthorized }
        let job = try await jobs.begin(.accountTests, for: user) { progress throws(JobStop) in
            try await test(ids, by: actor, progress, item)
        }
        await trail.note(.accountsTested, by: actor, .made(scope))
        return job
    }

    /// Of the accounts that such a list shows, in its order.
    func ids(matching keyword: String?, tagged tag: String? = nil) async throws(ChatError) -> [ID<Account>] {
        let size = 200
        var ids: [ID<Account>] = []
        var total = 1
        while ids.count < total {
            let found = try await accounts.list(Page(offset: ids.count, limit: size), matching: keyword, tagged: tag)
            guard !found.items.isEmpty else { break }
            ids += found.items.map(\.id)
            total = found.total
        }
        return ids
    }

    private func test(
        _ ids: [ID<Account>], by actor: Actor, _ progress: JobProgress, _ item: @escaping TestItem
    ) async throws(JobStop) {
        progress.expect(ids.count)
        let tally = Tally(progress)
        await withTaskGroup(of: Void.self) { group in
            for (place, id) in ids.enumerated() {
                if place >= Self.mostTestsAtOnce { await group.next() }
                guard tally.mayGoOn else { break }
                group.addTask { await test(id, by: actor, for: tally, item) }
            }
        }
        try tally.end()
    }

    private func test(_ id: ID<Account>, by actor: Actor, for tally: Tally, _ item: TestItem) async {
        do throws(ChatError) {
            let account = try await accounts.find(id)
            let test = try await test(id, by: actor)
            tally.note(item(account, test), isPassed: test.isPassed)
        } catch {
            // One that was deleted meanwhile is no failure.
            error == .notFound ? tally.skip() : tally.fail()
        }
    }
}

/// What tests that run side by side came to.
private final class Tally: Sendable {
    private let progress: JobProgress
    private let state = Mutex(State())

    private struct State {
        var passed = 0
        var failed = 0
        var items: [JSONValue] = []
        var isStoreAway = false

        var report: JSONValue {
            ["passed": .integer(passed), "failed": .integer(failed), "accounts": .array(items)]
        }
    }

    init(_ progress: JobProgress) {
        self.progress = progress
        progress.report(State().report)
    }

    var mayGoOn: Bool { progress.stop == nil && !state.withLock { $0.isStoreAway } }

    /// A test that was broken off says nothing of its account.
    func note(_ item: JSONValue, isPassed: Bool) {
        guard progress.stop == nil else { return }
        state.withLock { state in
            if isPassed { state.passed += 1 } else { state.failed += 1 }
            if state.items.count < Accounts.mostItems { state.items.append(item) }
            progress.report(state.report)
        }
        skip()
    }

    func skip() { try? progress.advance() }

    func fail() { state.withLock { $0.isStoreAway = true } }

    func end() throws(JobStop) {
        try progress.check()
        if state.withLock({ $0.isStoreAway }) { throw .failed(.unavailable) }
    }
}
