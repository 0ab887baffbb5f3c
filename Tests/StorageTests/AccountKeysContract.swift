import Database
import Domain
import Storage
import TestKit
import Testing

/// What the store of accounts promises of several keys, of what is left, and of renewals that are held back.
@Suite struct AccountKeysContract {
    private static let keys = ["sk-canary-a", "sk-canary-b", "sk-canary-c"].map { Secret($0) }

    private static func account(_ url: String = "https://api.example") -> Account {
        Account(id: ID(0), name: "a", baseURL: url, models: ["m"], createdAt: Timestamp(seconds: 0))
    }

    @Test(arguments: Engine.allCases)
    func `keys are added and removed at once in several processes, and none is lost`(engine: Engine) async throws {
        let bench = try await engine.open()
        let account = try await bench.storage.accounts.create(Self.account(), key: Secret("sk-canary-0"))
        let processes = (0..<3).map { _ in bench.otherProcess().accounts }
        try await withThrowingTaskGroup { group in
            for number in 1...12 {
                group.addTask {
                    _ = try await processes[number % 3].changeKeys(of: account.id) {
                        $0.append([Secret("sk-\(number)")])
                    }
                }
            }
            try await group.waitForAll()
        }
        let ring = try await bench.storage.accounts.changeKeys(of: account.id) { $0.remove(1) }
        #expect(ring.keys.count == 12 && Set(ring.numbers) == Set(2...13))
        #expect(KeyRing(stored: try await bench.storage.accounts.key(of: account.id)) == ring)
        await #expect(throws: ChatError.notFound) {
            try await bench.storage.accounts.changeKeys(of: ID(99)) { _ in }
        }
    }

    @Test(arguments: Engine.allCases)
    func `a thousand keys are kept sealed, and none follows the account to another host`(engine: Engine) async throws {
        let bench = try await engine.open()
        let many = KeyRing((0..<KeyRing.most).map { Secret("sk-\($0)-" + String(repeating: "x", count: 160)) })
        var account = try await bench.storage.accounts.create(Self.account(), key: many.stored)
        #expect(KeyRing(stored: try await bench.storage.accounts.key(of: account.id))?.keys.count == KeyRing.most)
        let row = try await bench.storage.accounts.row(of: account.id)
        #expect(row.keys?.numbers.count == KeyRing.most && row.keys?.tails.first == "xxxx")
        account.baseURL = "https://elsewhere.example"
        try await bench.storage.accounts.update(account, key: nil)
        #expect(try await bench.storage.accounts.key(of: account.id).isEmpty)
    }

    @Test(arguments: Engine.allCases)
    func `what two processes find out of two keys is kept of both`(engine: Engine) async throws {
        let bench = try await engine.open()
        let clock = ManualClock()
        let account = try await bench.storage.accounts.create(Self.account(), key: KeyRing(Self.keys).stored)
        let (first, second) = (AccountPool(clock: clock), AccountPool(clock: clock))
        let stored = try await bench.storage.accounts.key(of: account.id)
        for (pool, passing) in [(first, [2, 3]), (second, [1, 3])] {
            let key = pool.lendKey(stored, of: account, passing: Set(passing))
            let failure = UpstreamFailure(.upstreamAuth, status: 401, detail: "refused")
            let news = pool.note(.failed(failure), of: account.id, by: key, for: "m")
            try await bench.otherProcess().accounts.note(try #require(news), of: account.id)
            clock.advance(by: .seconds(1))
        }
        let health = try await bench.storage.accounts.health()[account.id]
        #expect(health?.keys.keys.sorted() == [1, 2] && health?.keys[1]?.reason == "HTTP 401: refused")
        let events = try await bench.storage.accounts.history(of: account.id, before: nil, atMost: 9).events
        #expect(events.map(\.reason) == ["key 2: HTTP 401: refused", "key 1: HTTP 401: refused"])
        #expect(events.allSatisfy { $0.isAside && $0.state == .healthy })
    }

    @Test(arguments: Engine.allCases)
    func `the balance is kept with its moment, and tells when an account was read`(engine: Engine) async throws {
        let bench = try await engine.open()
        let accounts = bench.storage.accounts
        let account = try await accounts.create(Self.account(), key: Secret("sk"))
        var off = Self.account()
        off.status = .disabled
        _ = try await accounts.create(off, key: Secret("sk"))
        #expect(try await accounts.lastReadings().map(\.id) == [account.id])
        let balance = AccountBalance(Balance(-1.25, "USD"), readAt: Timestamp(seconds: 1000))
        try await accounts.note(balance, of: account.id)
        #expect(try await accounts.row(of: account.id).balance == balance)
        #expect(try await accounts.lastReadings().first?.readAt == balance.readAt)
    }

    @Test(arguments: Engine.allCases)
    func `renewals that are held back are known to every process, and stand in the history`(engine: Engine) async throws
    {
        let bench = try await engine.open()
        let account = try await bench.storage.accounts.create(
            ScriptedLogin.account("https://chatgpt.example"), key: ScriptedLogin.pair("at").stored)
        let hold = RenewalHold(
            since: Timestamp(seconds: 10), until: Timestamp(seconds: 310), accounts: 3, reason: "HTTP 500")
        #expect(try await bench.storage.accounts.hold() == nil)
        try await bench.storage.accounts.set(hold, of: [account.id, ID(99)])
        #expect(try await bench.otherProcess().accounts.hold() == hold)
        let events = try await bench.storage.accounts.history(of: account.id, before: nil, atMost: 9).events
        #expect(events.map(\.reason) == ["renewals are held back: HTTP 500"] && events[0].isAside)
        try await bench.otherProcess().accounts.set(nil, of: [])
        #expect(try await bench.storage.accounts.hold() == nil)
    }
}
