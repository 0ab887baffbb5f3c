import Domain
import TestKit
import Testing

/// How one of equal accounts is chosen, and what is said of the others.
@Suite struct LoadBalancingTests {
    private let clock = ManualClock()

    /// Fifty members who ask alike, on five accounts.
    @Test(arguments: LoadBalancing.allCases)
    func `every strategy treats equal accounts and equal members alike`(strategy: LoadBalancing) {
        let pool = pool(seed: 7)
        let accounts = (1...5).map { bound($0) }
        var answers: [ID<Account>: Int] = [:]
        for round in 0..<100 {
            var lent: [ID<Account>] = []
            for member in 0..<50 {
                // Each has the accounts in an order of their own.
                let order = accounts.indices.map { accounts[($0 + member + round) % 5] }
                guard let account = lend(pool, order, by: strategy) else { continue }
                lent.append(account)
                answers[account, default: 0] += 1
            }
            for account in lent { pool.giveBack(account) }
        }
        let counts = accounts.map { Double(answers[$0.account.id, default: 0]) }
        let (sum, squares) = (counts.reduce(0, +), counts.map { $0 * $0 }.reduce(0, +))
        #expect(sum == 5000)
        #expect(sum * sum / (5 * squares) >= 0.95, "\(counts)")
    }

    @Test func `asks one after the other go round, though no account has any in flight`() {
        for strategy in [LoadBalancing.leastInFlight, .roundRobin, .leastUsed] {
            let pool = pool()
            let lent = (0..<6).compactMap { _ in
                lend(pool, [bound(1), bound(2), bound(3)], by: strategy, andBack: true)
            }
            #expect(lent == [1, 2, 3, 1, 2, 3].map { ID($0) }, "\(strategy)")
        }
    }

    @Test func `the fewest in flight is asked, whoever's turn it is`() {
        let pool = pool()
        _ = lend(pool, [bound(1)], by: .leastInFlight)
        _ = lend(pool, [bound(2)], by: .leastInFlight, andBack: true)
        #expect(lend(pool, [bound(1), bound(2)], by: .leastInFlight) == ID(2))
        #expect(lend(pool, [bound(1), bound(2)], by: .roundRobin) == ID(1))
    }

    @Test func `what was used more than an hour ago is forgotten`() {
        let pool = pool()
        for _ in 0..<3 { _ = lend(pool, [bound(1)], by: .leastUsed, andBack: true) }
        clock.advance(by: .seconds(1800))
        for _ in 0..<2 { _ = lend(pool, [bound(2)], by: .leastUsed, andBack: true) }
        #expect(lend(pool, [bound(1), bound(2)], by: .leastUsed, andBack: true) == ID(2))
        clock.advance(by: .seconds(1800))
        #expect(lend(pool, [bound(1), bound(2)], by: .leastUsed, andBack: true) == ID(1))
        // A clock that is set back loses nothing and counts on.
        clock.advance(by: .seconds(-7200))
        for _ in 0..<3 { _ = lend(pool, [bound(1)], by: .leastUsed, andBack: true) }
        #expect(lend(pool, [bound(1), bound(2)], by: .leastUsed) == ID(2))
    }

    @Test func `weights say how often each is asked, and 0 is asked only among zeros`() {
        let pool = pool(seed: 3)
        var counts: [ID<Account>: Int] = [:]
        let accounts = [bound(1, weight: 3), bound(2, weight: 1), bound(3, weight: 0)]
        for _ in 0..<4000 {
            if let id = lend(pool, accounts, by: .weighted, andBack: true) { counts[id, default: 0] += 1 }
        }
        #expect(counts[ID(3)] == nil)
        #expect((2850...3150).contains(counts[ID(1)] ?? 0), "\(counts)")
        #expect(lend(pool, [bound(3, weight: 0)], by: .weighted) == ID(3))
        #expect(lend(pool, [bound(4, weight: -5), bound(5, weight: .max)], by: .weighted) == ID(5))
    }

    @Test func `an account that answers as many as it may is passed over, and when all do the asker comes back`() {
        let pool = pool()
        let (small, other) = (bound(1, concurrency: 2), bound(2, mode: .shared))
        var lone = AccountPool.Question(among: [small], for: "m")
        lone.sticky = ID(1)
        for _ in 0..<2 { _ = pool.lend(lone) }
        guard case .allOut(let until) = pool.lend(lone) else {
            Issue.record("lent a third time")
            return
        }
        #expect(until == clock.now + .seconds(5))
        let choice = pool.consider(.init(among: [small, other], for: "m"))
        #expect(outcomes(choice) == [.busy, .chosen])
        pool.giveBack(ID(1))
        #expect(lend(pool, [small], by: .leastInFlight) == ID(1))
    }

    @Test func `each is told why it was not asked`() {
        let pool = pool()
        let all = [
            bound(1, mode: .dedicated), bound(2, mode: .dedicated, priority: 3),
            bound(3, mode: .dedicated, priority: 3),
            bound(4), bound(5), bound(6), bound(7),
        ]
        note(pool, 5, UpstreamFailure(.upstreamError, status: 500, detail: ""))
        note(pool, 6, UpstreamFailure(.upstreamAuth, status: 401, detail: ""))
        note(pool, 7, UpstreamFailure(.upstreamModelNotFound, status: 404, detail: ""))
        var question = AccountPool.Question(among: all, for: "m")
        #expect(
            outcomes(pool.consider(question))
                == [.lowerPriority, .chosen, .balanced, .shared, .cooling, .needsLogin, .modelResting])
        question.sticky = ID(4)
        question.passing = [ID(2)]
        #expect(
            outcomes(pool.consider(question))
                == [.elsewhere, .full, .elsewhere, .chosenForConversation, .cooling, .needsLogin, .modelResting])
        clock.advance(by: .seconds(5))
        #expect(
            outcomes(pool.consider(question))
                == [.behindTrial, .full, .behindTrial, .behindTrial, .chosenOnTrial, .needsLogin, .modelResting])
        // Considering takes nothing and begins no trial.
        #expect(pool.consider(question) == pool.consider(question) && pool.load(of: ID(5)) == 0)
        question.candidates = [all[4]]
        _ = pool.lend(question)
        #expect(outcomes(pool.consider(question)) == [.chosenAsLast])
    }

    @Test func `of very many only some are kept, the chosen one among them`() {
        var choice = Choice((1...500).map { .init(ID($0), .balanced) })
        choice.candidates[400].outcome = .chosen
        let kept = choice.kept
        #expect(kept.candidates.count == Choice.mostKept && kept.chosen == ID(401))
        #expect(Set(kept.candidates.map(\.account)).count == Choice.mostKept)
        let few = Choice([.init(ID(1), .chosen), .init(ID(2), .busy)])
        #expect(few.kept == few)
    }

    // MARK: Helpers

    private func pool(seed: UInt64 = 1) -> AccountPool {
        let random = Watched(SplitMix(seed))
        return AccountPool(clock: clock) { random.change { $0.next() } }
    }

    private func lend(
        _ pool: AccountPool, _ candidates: [BoundAccount], by balancing: LoadBalancing, andBack: Bool = false
    ) -> ID<Account>? {
        var question = AccountPool.Question(among: candidates, for: "m")
        question.balancing = balancing
        guard case .lent(let account, _) = pool.lend(question) else { return nil }
        if andBack { pool.giveBack(account.id) }
        return account.id
    }

    private func note(_ pool: AccountPool, _ id: Int64, _ failure: UpstreamFailure) {
        pool.note(.failed(failure), of: ID(id), for: "m")
    }

    private func outcomes(_ choice: Choice) -> [Choice.Outcome] { choice.candidates.map(\.outcome) }

    private func bound(
        _ id: Int64, mode: Binding.Mode = .shared, priority: Int = 0, weight: Int = 1, concurrency: Int? = nil
    ) -> BoundAccount {
        var account = Account(
            id: ID(id), name: "a\(id)", provider: .demo, baseURL: "", models: ["m"], weight: weight,
            createdAt: Timestamp(seconds: 0))
        account.options.concurrency = concurrency
        return BoundAccount(account: account, mode: mode, priority: priority)
    }
}
