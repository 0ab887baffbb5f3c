import Domain
import HTTP
import JSON
import TestKit
import Testing
import Wire

@testable import Web

/// What is left of accounts, read by hand and on schedule.
@Suite(.timeLimit(.minutes(5))) struct AccountReadingTests {
    /// Tells what the test wants, and counts how often it was asked.
    private final class Telling: ConversationBackend {
        let asked = Watched<[ID<Account>]>([])
        let reading = Watched<Result<AccountReading?, UpstreamError>>(.success(nil))

        func answer(
            _ prompt: Prompt, as account: Account, key: Secret,
            after permission: @Sendable () async -> Void, to sink: (ReplyPiece) async -> Void
        ) async throws(UpstreamError) -> FinishReason {
            Issue.record("a question was asked")
            return .stop
        }

        func probe(_ account: Account, key: Secret) async throws(UpstreamError) -> AccountFindings {
            Issue.record("a question was asked")
            return AccountFindings()
        }

        func reading(of account: Account, key: Secret) async throws(UpstreamError) -> AccountReading? {
            asked.change { $0.append(account.id) }
            return try reading.read(\.self).get()
        }
    }

    private let backend = Telling()
    private let panel: Panel
    private let readings: AccountReadings

    init() async throws {
        panel = try await Panel(probe: backend)
        let ports = panel.ports
        readings = AccountReadings(
            pool: ports.pool, accounts: ports.accounts, settings: ports.settings,
            watch: AccountWatch(pool: ports.pool, accounts: ports.accounts, backend: backend), clock: panel.clock)
    }

    private func add(_ type: Int, _ key: String = "sk-a", status: Int = 1) async -> Int64 {
        await panel.root(
            .post, "/api/channel/",
            [
                "mode": "single",
                "channel": [
                    "name": "a", "type": .integer(type), "base_url": "https://a.example", "models": "m",
                    "key": .string(key), "status": .integer(status),
                ],
            ]
        ).id
    }

    /// How often those that the test made were read; the world has one of its own.
    private var count: Int { backend.asked.read(\.self).filter { $0 != panel.world.account.id }.count }

    private func row(_ id: Int64) async -> JSONValue { await panel.root(.get, "/api/channel/\(id)").data }

    @Test func `a balance is read by hand, and shown with its moment`() async {
        let id = await add(43)
        let before = await row(id)
        #expect(before["balance"] == .null && before["tells_balance"] == true)
        backend.reading.change { $0 = .success(AccountReading(balance: Balance(-1.5, "CNY"))) }
        let answer = await panel.root(.post, "/api/channel/update_balance/\(id)")
        #expect(answer.json["success"] == true && answer.json["balance"]?.double == -1.5)
        let row = await row(id)
        #expect(row["balance"]?.double == -1.5 && row["balance_currency"] == "CNY")
        #expect(row["balance_updated_time"] == .integer(panel.clock.now.seconds))
        // Used up is no refusal.
        #expect(row["health"]?["state"] == "healthy")
    }

    @Test func `what does not tell is not asked, and a failure says why without the key`() async {
        for id in [await add(14), await add(1, "sk-a\nsk-b")] {
            let answer = await panel.root(.post, "/api/channel/update_balance/\(id)")
            #expect(answer.status == 200 && answer.json["success"] == false)
        }
        #expect(count == 0)
        let id = await add(1, "sk-canary")
        backend.reading.change {
            $0 = .failure(.failed(UpstreamFailure(.upstreamAuth, status: 401, detail: "no sk-canary")))
        }
        let answer = await panel.root(.post, "/api/channel/update_balance/\(id)")
        #expect(answer.json["message"] == "HTTP 401: no ***")
        #expect(await row(id)["health"]?["state"] == "healthy")
        #expect(await panel.root(.post, "/api/channel/update_balance/999").status == 404)
    }

    @Test func `all balances are read at once, of enabled accounts alone`() async {
        let (one, two) = (await add(1), await add(40))
        _ = await add(43, status: 2)
        backend.reading.change { $0 = .success(AccountReading(balance: Balance(2, "USD"))) }
        #expect(await panel.root(.post, "/api/channel/update_balance").status == 200)
        #expect(Set(backend.asked.read(\.self)) == [panel.world.account.id, ID(one), ID(two)])
        #expect(await row(two)["balance"]?.double == 2)
    }

    @Test func `balances are read once a period, and not at all where nobody wants it`() async throws {
        _ = await add(1)
        backend.reading.change { $0 = .success(AccountReading(balance: Balance(2, "USD"))) }
        await readings.round()
        await readings.round()
        #expect(count == 1)
        panel.clock.advance(by: .seconds(50 * 60))
        await readings.round()
        #expect(count == 1)
        panel.clock.advance(by: .seconds(20 * 60))
        await readings.round()
        #expect(count == 2)
        #expect(
            await panel.root(.put, "/api/option/", ["key": "BalanceUpdateMinutes", "value": "0"]).status == 200)
        panel.clock.advance(by: .seconds(86_400))
        await readings.round()
        #expect(count == 2)
        for value in ["4", "10081", "-1", "1e3", "", "x"] {
            let answer = await panel.root(
                .put, "/api/option/", ["key": "BalanceUpdateMinutes", "value": .string(value)])
            #expect(answer.status == 400, "\(value)")
        }
    }

    @Test func `the windows of a ChatGPT account that nobody asks are read every half hour`() async throws {
        let id = await add(57, ScriptedLogin.access(expires: 4_000_000_000))
        backend.reading.change { $0 = .success(AccountReading(windows: [UsageWindow("5h", usedPercent: 40)])) }
        await readings.round()
        #expect(count == 1)
        #expect(await row(id)["windows"]?.array?.first?["used_percent"]?.double == 40)
        panel.clock.advance(by: .seconds(26 * 60))
        await readings.round()
        #expect(count == 1)
        panel.clock.advance(by: .seconds(8 * 60))
        let reset = panel.clock.now + .seconds(3600)
        backend.reading.change {
            $0 = .success(AccountReading(windows: [UsageWindow("5h", usedPercent: 100, resetsAt: reset)]))
        }
        await readings.round()
        #expect(count == 2)
        // Nothing is left: nobody has to find that out by asking.
        #expect(panel.ports.pool.health(of: ID(id)).state == .limited)
    }

    @Test func `one that fails is asked more and more seldom`() async {
        _ = await add(57, ScriptedLogin.access(expires: 4_000_000_000))
        backend.reading.change { $0 = .failure(.failed(UpstreamFailure(.upstreamError, status: 500, detail: ""))) }
        var times: [Int] = []
        for minute in 0..<(24 * 60) {
            let before = count
            await readings.round()
            if count > before { times.append(minute) }
            panel.clock.advance(by: .seconds(60))
        }
        let pauses = zip(times.dropFirst(), times).map { $0 - $1 }
        #expect((4...8).contains(times.count), "\(times)")
        #expect(pauses == pauses.sorted() && pauses.last ?? 0 <= 6 * 60 + 1, "\(pauses)")
    }

    @Test func `what was read is kept, and renewals that are held back are shown until somebody resumes them`()
        async throws
    {
        let empty = await panel.root(.get, "/api/channel/renewals")
        #expect(empty.data["held_back"] == .null)
        let now = panel.clock.now
        let hold = RenewalHold(
            since: now, until: now + RenewalHold.span, accounts: 3, reason: "the login could not be renewed: HTTP 500")
        try await panel.ports.logins.set(hold, of: [])
        let shown = await panel.root(.get, "/api/channel/renewals").data["held_back"]
        #expect(shown?["accounts"] == 3 && shown?["since"] == .integer(now.seconds))
        #expect(await panel.root(.post, "/api/channel/renewals/resume").status == 200)
        #expect(await panel.root(.get, "/api/channel/renewals").data["held_back"] == .null)
        #expect(
            try await panel.ports.audit.rows(after: 0, atMost: 100).contains { $0.entry.action == .renewalsResumed })
        try await panel.ports.logins.set(hold, of: [])
        panel.clock.advance(by: RenewalHold.span)
        #expect(await panel.root(.get, "/api/channel/renewals").data["held_back"] == .null)
    }
}
