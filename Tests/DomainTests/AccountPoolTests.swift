import Domain
import JSON
import TestKit
import Testing

@Suite struct AccountPoolTests {
    private let clock = ManualClock()
    private let pool: AccountPool

    init() { pool = AccountPool(clock: clock) }

    @Test func `dedicated goes before shared, then priority, then the fewest running turns`() {
        let low = bound(1, .shared, priority: 0)
        let high = bound(2, .shared, priority: 5)
        let own = bound(3, .dedicated, priority: 0)
        #expect(lend([low, high, own]) == ID(3))
        #expect(lend([low, high]) == ID(2))
        let twin = bound(4, .shared, priority: 5)
        #expect(lend([high, twin]) == ID(4))
        pool.giveBack(ID(4))
        pool.giveBack(ID(2))
        #expect(lend([high, twin]) == ID(2))
    }

    @Test func `a member's own order goes before all of that, and the rest comes after it as usual`() {
        let own = bound(1, .dedicated, priority: 9)
        let (first, second) = (bound(2, .shared, place: 0), bound(3, .dedicated, place: 1))
        #expect(lend([own, second, first]) == ID(2))
        let choice = pool.consider(.init(among: [own, second, first], for: "m"))
        #expect(choice.candidates.map(\.outcome) == [.laterInOrder, .laterInOrder, .chosen])
        // Those that work.
        fail(ID(2), .upstreamError)
        #expect(lend([own, second, first]) == ID(3))
        fail(ID(3), .upstreamError)
        #expect(lend([own, second, first]) == ID(1))
        // Where none does, the order says who is asked all the same.
        #expect(lend([second, first]) == ID(2))
        // It is a preference, and so is the conversation's account, which comes first.
        #expect(lend([bound(4, .shared), bound(5, .shared, place: 0)], preferring: ID(4)) == ID(4))
    }

    @Test func `a conversation keeps its account while the member may use it`() {
        let candidates = [bound(1, .dedicated), bound(2, .shared)]
        #expect(lend(candidates, preferring: ID(2)) == ID(2))
        #expect(lend(candidates, preferring: ID(9)) == ID(1))
    }

    @Test func `a lease is counted until it is given back`() {
        let account = bound(1, .shared)
        #expect(pool.load(of: ID(1)) == 0)
        _ = lend([account])
        _ = lend([account])
        #expect(pool.load(of: ID(1)) == 2)
        pool.giveBack(ID(1))
        pool.giveBack(ID(1))
        #expect(pool.load(of: ID(1)) == 0)
        #expect(lend([]) == nil)
    }

    @Test func `one that failed is left alone while there is another, and asked all the same when there is none`() {
        let (first, second) = (bound(1, .dedicated), bound(2, .shared))
        fail(ID(1), .upstreamError)
        #expect(lend([first, second]) == ID(2))
        #expect(lend([first]) == ID(1))
    }

    @Test func `after its rest one question goes to it, and if that goes well it is as before`() {
        let (first, second) = (bound(1, .dedicated), bound(2, .shared))
        fail(ID(1), .upstreamError)
        clock.advance(by: .seconds(5))
        #expect(lend([second, first]) == ID(1))
        #expect(lend([second, first]) == ID(2), "a second canary")
        pool.giveBack(ID(1), .finished(.stop), for: "m")
        #expect(pool.health(of: ID(1)).state == .healthy)
        #expect(lend([second, first]) == ID(1))
    }

    @Test func `what was never sent says nothing of the account`() {
        fail(ID(1), .upstreamError)
        let rests = pool.health(of: ID(1)).state
        for failure in [
            UpstreamFailure(.storage, detail: "no key"),
            UpstreamFailure(.upstreamRefused, detail: "", inexpressible: Inexpressible("tools", .unsupported)),
        ] {
            pool.giveBack(ID(1), .failed(failure), for: "m")
            #expect(pool.health(of: ID(1)).state == rests)
        }
    }

    @Test func `its rest doubles with every failure, up to a quarter of an hour`() {
        var rests: [Int64] = []
        for _ in 0..<10 {
            fail(ID(1), .upstreamUnreachable)
            rests.append(pool.health(of: ID(1)).until!.seconds - clock.now.seconds)
            clock.advance(by: .seconds(900))
        }
        #expect(rests == [5, 10, 20, 40, 80, 160, 320, 640, 900, 900])
    }

    @Test func `an upstream that said until when is not asked before, also where there is no other`() {
        let account = bound(1, .shared)
        pool.note(
            .failed(UpstreamFailure(.upstreamRateLimited, status: 429, detail: "", retryAfter: .seconds(30))),
            of: ID(1), for: "m")
        #expect(until([account]) == clock.now + .seconds(30))
        clock.advance(by: .seconds(30))
        #expect(lend([account]) == ID(1))
    }

    @Test func `a key that is refused rests for minutes, a challenge until a person acts`() {
        let account = bound(1, .shared)
        fail(ID(1), .upstreamAuth)
        #expect(pool.health(of: ID(1)).state == .needsLogin)
        #expect(until([account]) == clock.now + .seconds(60))
        pool.note(
            .failed(UpstreamFailure(.upstreamBadAnswer, status: 403, detail: "", isChallenge: true)), of: ID(1),
            for: "m")
        clock.advance(by: .seconds(86_400))
        #expect(pool.health(of: ID(1)).state == .needsAttention)
        #expect(lend([account]) == nil)
        #expect(pool.beginProbes(atMost: 8) == [])
        _ = pool.reset(ID(1))
        #expect(lend([account]) == ID(1))
    }

    @Test func `an upstream that says it has enough is asked by nobody else while one finds out`() {
        let account = bound(1, .shared)
        for wait in [Duration?.none, .seconds(5)] {
            pool.note(
                .failed(UpstreamFailure(.upstreamRateLimited, status: 429, detail: "", retryAfter: wait)), of: ID(1),
                for: "m")
            #expect(lend([account]) == nil, "before its time")
            clock.advance(by: .seconds(5))
            #expect(lend([account]) == ID(1))
            #expect(lend([account]) == nil, "a second one")
            #expect(pool.beginProbes(atMost: 8).isEmpty, "a probe beside the canary")
            pool.giveBack(ID(1), .finished(.stop), for: "m")
            #expect(lend([account]) == ID(1))
            pool.giveBack(ID(1))
        }
    }

    /// Refused for a minute at two hundred questions a second, each of which takes a tenth of a second to be refused.
    @Test(arguments: [(Duration?.none, [0, 5, 15, 35]), (.seconds(20), [0, 20, 40, 60]), (.seconds(60), [0, 60])])
    func `a storm that is refused reaches the upstream once a cool-down`(wait: Duration?, seconds: [Int64]) {
        let (account, start) = (bound(1, .shared), clock.now)
        var reached: [Int64] = []
        var refusals: [Timestamp] = []
        func refuse(before moment: Timestamp) {
            while let first = refusals.first, first <= moment {
                refusals.removeFirst()
                let failure = UpstreamFailure(.upstreamRateLimited, status: 429, detail: "", retryAfter: wait)
                pool.giveBack(ID(1), .failed(failure), for: "m")
            }
        }
        for _ in 0..<(61 * 200) {
            refuse(before: clock.now)
            if lend([account]) != nil {
                reached.append((clock.now.milliseconds - start.milliseconds) / 1000)
                refusals.append(clock.now + .milliseconds(100))
            }
            clock.advance(by: .milliseconds(5))
        }
        // Until the first refusal came nobody could know.
        #expect(reached.filter { $0 == 0 }.count == 20)
        #expect(Set(reached).sorted() == seconds && reached.count == 20 + seconds.count - 1, "\(reached)")
    }

    @Test func `while a probe finds out, no ask goes there, and the next probe waits for its end`() {
        pool.note(
            .failed(UpstreamFailure(.upstreamRateLimited, status: 429, detail: "", retryAfter: .seconds(5))), of: ID(1),
            for: "m")
        clock.advance(by: .seconds(5))
        #expect(pool.beginProbes(atMost: 8) == [ID(1)])
        #expect(lend([bound(1, .shared)]) == nil && pool.beginProbes(atMost: 8).isEmpty)
        pool.endProbe(of: ID(1))
        #expect(lend([bound(1, .shared)]) == ID(1))
    }

    @Test func `a model that an account does not know rests alone`() {
        let (first, second) = (bound(1, .dedicated), bound(2, .shared))
        pool.note(.failed(UpstreamFailure(.upstreamModelNotFound, status: 404, detail: "")), of: ID(1), for: "m")
        #expect(lend([first, second], for: "m") == ID(2))
        #expect(lend([first, second], for: "n") == ID(1))
    }

    @Test func `what is wrong with the question says nothing of the account`() {
        for code in [TurnFailure.contextTooLong, .upstreamRefused] { fail(ID(1), code) }
        pool.note(.cancelled, of: ID(1), for: "m")
        #expect(pool.health(of: ID(1)).state == .healthy)
    }

    @Test func `the later of two opinions counts`() {
        fail(ID(1), .upstreamError)
        let mine = pool.health(of: ID(1))
        var older = AccountHealth()
        older.reset(at: clock.now - .seconds(1))
        pool.adopt([ID(1): older])
        #expect(pool.health(of: ID(1)) == mine)
        var newer = AccountHealth()
        newer.reset(at: clock.now + .seconds(1))
        pool.adopt([ID(1): newer])
        #expect(pool.health(of: ID(1)).state == .healthy)
    }

    private func fail(_ account: ID<Account>, _ code: TurnFailure) {
        pool.note(.failed(UpstreamFailure(code, status: 500, detail: "")), of: account, for: "m")
    }

    private func lend(_ candidates: [BoundAccount], for model: String = "m", preferring sticky: ID<Account>? = nil)
        -> ID<Account>?
    {
        var question = AccountPool.Question(among: candidates, for: model)
        question.sticky = sticky
        guard case .lent(let account, _) = pool.lend(question) else { return nil }
        return account.id
    }

    private func until(_ candidates: [BoundAccount]) -> Timestamp? {
        guard case .allOut(let until) = pool.lend(.init(among: candidates, for: "m")) else { return nil }
        return until
    }

    private func bound(_ id: Int64, _ mode: Binding.Mode, priority: Int = 0, place: Int? = nil) -> BoundAccount {
        let account = Account(
            id: ID(id), name: "a\(id)", provider: .demo, baseURL: "", models: ["m"], createdAt: Timestamp(seconds: 0))
        return BoundAccount(account: account, mode: mode, priority: priority, place: place)
    }
}
