import Domain
import TestKit
import Testing

/// The keys of an account that has several, and how each stands.
@Suite struct KeyRingTests {
    private let clock = ManualClock()
    private let pool: AccountPool
    private let account: Account
    private let ring = KeyRing(["sk-a", "sk-b", "sk-c"].map { Secret($0) })

    init() {
        pool = AccountPool(clock: clock, random: { 0 })
        account = Self.account(.polling)
    }

    private static func account(_ order: KeyOrder) -> Account {
        var account = Account(id: ID(1), name: "a", baseURL: "", models: ["m"], createdAt: Timestamp(seconds: 0))
        account.options.keyOrder = order
        return account
    }

    // MARK: As it is kept

    @Test func `keys are kept with numbers that never come again`() throws {
        var ring = ring
        ring.remove(3)
        ring.append([Secret("sk-b"), Secret("sk-d")])
        #expect(ring.numbers == [1, 2, 4])
        ring = try #require(KeyRing(stored: ring.stored))
        ring.replace(by: [Secret("sk-e"), Secret("sk-b")])
        #expect(ring.keys.map(\.number) == [5, 2] && ring.keys.map { $0.secret.reveal() } == ["sk-e", "sk-b"])
        #expect(KeyRing(stored: ring.stored) == ring)
    }

    @Test(arguments: ["", "sk-a", "keys", "keys x\n1 sk", "{\"kind\":\"oauth\"}"])
    func `another text is no ring`(text: String) { #expect(KeyRing(stored: Secret(text)) == nil) }

    @Test func `one key is kept as it is, and an account that had several keeps its numbers`() {
        #expect(KeyRing.kept([Secret("sk-a"), Secret("sk-a")]) == Secret("sk-a"))
        let one = Credential.entered(Secret("sk-z"), instead: ring.stored)
        #expect(KeyRing(stored: one)?.numbers == [4])
        #expect(Credential.entered(Secret("sk-z"), instead: Secret("sk-a")) == Secret("sk-z"))
    }

    @Test func `of a short key nothing is shown`() {
        #expect(Secret("sk-12345").tail == "" && Secret("sk-0123456789").tail == "6789")
    }

    // MARK: Which is next

    private func lent(passing: Set<Int> = []) -> Int? {
        pool.lendKey(ring.stored, of: account, passing: passing)?.number
    }

    /// Asks with the next key, of which this comes.
    @discardableResult
    private func ask(_ code: TurnFailure? = nil, _ status: Int = 401, wait: Duration? = nil, of ring: KeyRing? = nil)
        -> (key: Int, news: AccountHealth?)
    {
        let key = pool.lendKey((ring ?? self.ring).stored, of: account)!
        let end: Receipt.End =
            code.map { .failed(UpstreamFailure($0, status: status, detail: "no", retryAfter: wait)) }
            ?? .finished(.stop)
        return (key.number!, pool.note(end, of: account.id, by: key, for: "m"))
    }

    @Test func `keys are asked with in turn, or at random`() {
        #expect([lent(), lent(), lent(), lent()] == [1, 2, 3, 1])
        let any = AccountPool(clock: clock)
        let numbers = (0..<200).map { _ in any.lendKey(ring.stored, of: Self.account(.random))?.number }
        #expect(Set(numbers) == [1, 2, 3])
    }

    @Test(arguments: [
        (TurnFailure.upstreamAuth, 401), (.upstreamAuth, 403), (.upstreamRateLimited, 429), (.upstreamRefused, 402),
    ])
    func `a key that is refused rests alone, and the account goes on with the others`(code: TurnFailure, status: Int) {
        #expect(ask(code, status).key == 1)
        let health = pool.health(of: account.id)
        #expect(health.state == .healthy && health.keys[1]?.availability(for: "m", at: clock.now) != .ready)
        #expect([lent(), lent(), lent()] == [2, 3, 2])
    }

    @Test func `what is no fault of a key is the account's`() {
        ask(.upstreamError, 500)
        #expect(pool.health(of: account.id).state == .cooling && pool.health(of: account.id).keys.isEmpty)
    }

    @Test func `an account rests when all of its keys do, until the first comes back`() {
        ask(.upstreamRateLimited, 429, wait: .seconds(300))
        ask(.upstreamRateLimited, 429, wait: .seconds(100))
        #expect(pool.health(of: account.id).state == .healthy)
        ask(.upstreamAuth)
        let health = pool.health(of: account.id)
        #expect(health.state == .needsLogin && health.until == clock.now + .seconds(60))
        #expect(health.reason == "no key can be used: HTTP 401: no")
        #expect(lent() == nil)
        clock.advance(by: .seconds(60))
        #expect(pool.health(of: account.id).availability(for: "m", at: clock.now) == .onTrial)
        // One question finds out; others have none of the keys meanwhile.
        let canary = pool.lendKey(ring.stored, of: account)
        #expect(canary?.number == 3 && lent() == nil)
        pool.note(.finished(.stop), of: account.id, by: canary, for: "m")
        #expect(pool.health(of: account.id).state == .healthy && lent() == 3)
    }

    @Test func `a key whose rest is over is asked with once, and rests longer when it is refused again`() {
        ask(.upstreamAuth)
        clock.advance(by: .seconds(60))
        #expect(ask(.upstreamAuth).key == 1)
        #expect(pool.health(of: account.id).keys[1]?.until == clock.now + .seconds(120))
        #expect([lent(), lent()] == [2, 3])
    }

    @Test func `nobody's question is needed to find out how a key is`() {
        ask(.upstreamAuth)
        #expect(pool.beginProbes(atMost: 8).isEmpty)
        clock.advance(by: .seconds(60))
        #expect(pool.beginProbes(atMost: 8) == [account.id])
    }

    @Test func `a cancelled question tells nothing of its key, and gives its trial back`() {
        ask(.upstreamAuth)
        clock.advance(by: .seconds(60))
        let canary = pool.lendKey(ring.stored, of: account)
        #expect(canary?.number == 1 && lent() == 2)
        pool.note(.cancelled, of: account.id, by: canary, for: "m")
        #expect(lent() == 1)
    }

    @Test func `of what two processes know each key's later part counts`() {
        let other = AccountPool(clock: clock)
        ask(.upstreamAuth)
        clock.advance(by: .seconds(1))
        let key = other.lendKey(ring.stored, of: account, passing: [1, 3])
        let found = other.note(
            .failed(UpstreamFailure(.upstreamAuth, status: 401, detail: "")), of: account.id, by: key, for: "m")!
        pool.adopt([account.id: found])
        #expect(pool.health(of: account.id).keys.keys.sorted() == [1, 2])
        ask(.upstreamAuth)
        #expect(lent() == nil && pool.health(of: account.id).state == .needsLogin)
    }
}
