import Domain
import HTTP
import JSON
import TestKit
import Testing
import Wire

/// What a member learns of the accounts that answer: their names, how they are, how much of them is used.
@Suite(.timeLimit(.minutes(5))) struct AccountStatusTests {
    @Test func `a member sees the accounts that he may use, and nothing of anybody else's`() async throws {
        let world = try await World()
        let own = try await world.ports.addAccount("for bob alone", models: ["alpha"], at: world.clock.now)
        try await world.ports.bind(world.bob, to: own, at: world.clock.now)
        _ = try await world.ports.addAccount("nobody's", models: ["alpha"], at: world.clock.now)
        let shared: JSONValue = ["name": "shared", "state": "healthy", "until": nil, "windows": []]
        let bobs: JSONValue = ["name": "for bob alone", "state": "healthy", "until": nil, "windows": []]
        #expect(await world.statuses() == ["items": [shared], "total": 1])
        #expect(await world.statuses(of: world.bob) == ["items": [shared, bobs], "total": 2])
        let stranger = try await world.person("carol")
        #expect(await world.statuses(of: stranger) == ["items": [], "total": 0])
        #expect(await world.get("/backend-api/account_status").status == 401)
    }

    enum Fault: CaseIterable {
        case unreachable, limited, refused, loggedOut, challenged, unreadable, disabled

        var failure: UpstreamFailure {
            let words = "their words"
            return switch self {
            case .limited: UpstreamFailure(.upstreamRateLimited, status: 429, detail: words, retryAfter: .seconds(600))
            case .refused: UpstreamFailure(.upstreamAuth, status: 401, detail: words)
            case .loggedOut: UpstreamFailure(.upstreamAuth, detail: words, fault: .loggedOut)
            case .challenged: UpstreamFailure(.upstreamBadAnswer, status: 403, detail: words, isChallenge: true)
            case .unreachable, .unreadable, .disabled: UpstreamFailure(.upstreamUnreachable, detail: words)
            }
        }

        /// What is shown, and for how long, where that is known.
        var shown: (state: JSONValue, wait: Duration?) {
            switch self {
            case .unreachable: ("cooling", .seconds(5))
            case .limited: ("limited", .seconds(600))
            case .refused, .loggedOut: ("needs_login", nil)
            case .challenged, .unreadable: ("needs_attention", nil)
            case .disabled: ("disabled", nil)
            }
        }
    }

    @Test(arguments: Fault.allCases)
    func `a state is told without a word of why`(fault: Fault) async throws {
        let world = try await World()
        let account = world.account.id
        _ = world.ports.pool.note(.failed(fault.failure), of: account, for: "alpha")
        // What somebody decided, and what cannot be read, counts before what asking showed.
        if fault == .unreadable { try await world.damage(.key, of: account) }
        if fault == .disabled { try await world.change(account, to: .disabled) }
        let until = fault.shown.wait.map { JSONValue.integer((world.clock.now + $0).seconds) } ?? .null
        #expect(
            await world.statuses()["items"]
                == [["name": "shared", "state": fault.shown.state, "until": until, "windows": []]])
    }

    @Test func `windows are those that the account's upstream told last`() async throws {
        let world = try await World()
        let reset = world.clock.now + .seconds(600)
        try await world.ports.accounts.note(
            UsageWindows([UsageWindow("5h", usedPercent: 12.5, resetsAt: reset)], readAt: world.clock.now),
            of: world.account.id)
        let stored: JSONValue = ["name": "5h", "used_percent": .double(12.5), "resets_at": .integer(reset.seconds)]
        #expect(await world.statuses()["items"]?[0]?["windows"] == [stored])
        world.clock.advance(by: .seconds(1))
        let turn = try await world.begin()
        let told = [UsageWindow("5h", usedPercent: 20, resetsIn: .seconds(60)), UsageWindow("7d", usedPercent: 3)]
        await turn.reply.say(.findings(AccountFindings(windows: told)))
        await turn.reply.say("It is.")
        turn.reply.finish()
        await turn.reader.end()
        #expect(
            await world.statuses()["items"]?[0]?["windows"] == [
                [
                    "name": "5h", "used_percent": .double(20),
                    "resets_at": .integer((world.clock.now + .seconds(60)).seconds),
                ],
                ["name": "7d", "used_percent": .double(3), "resets_at": nil],
            ])
    }

    @Test func `no more than fifty are listed, enabled ones first, and all are counted`() async throws {
        let world = try await World()
        try await world.addAccounts(54)
        try await world.change(world.account.id, to: .disabled)
        let found = await world.statuses()
        let items = found["items"]?.array ?? []
        #expect(items.count == 50 && found["total"] == 55)
        #expect(items.allSatisfy { $0["state"] == "healthy" })
        #expect(items.first?["name"] == "more 0")
    }

    @Test func `one that is switched off while it answers drains, lends nothing new, and is off after its last answer`()
        async throws
    {
        let world = try await World()
        let path = "/api/channel/\(world.account.id)"
        let (first, second) = (
            try await world.begin(), try await world.begin(DraftBody(id: "m2"), as: world.bob)
        )
        await first.reply.say("Half of ")
        try await world.change(world.account.id, to: .disabled)
        #expect(await world.states() == ["draining"])
        #expect(await world.get(path, as: world.admin).json["data"]?["health"]?["state"] == "draining")
        let choice = await world.get(
            "/api/channel/choose?user_id=\(world.alice.user.id)&model=alpha", as: world.admin)
        #expect(choice.json["data"]?["candidates"]?[0]?["outcome"] == "draining")
        #expect(await world.send(DraftBody(id: "m3")).json["detail"]?["code"] == "no_account")
        await first.reply.say("it is.")
        first.reply.finish()
        await first.reader.end()
        #expect(await world.tree(first.conversation).leaf?.words == "Half of it is.")
        #expect(await world.states() == ["draining"], "it answers bob")
        second.reply.finish()
        await second.reader.end()
        #expect(await world.states() == ["disabled"])
        #expect(await world.get(path, as: world.admin).json["data"]?["health"]?["state"] == "disabled")
        try await world.change(world.account.id, to: .enabled)
        #expect(await world.states() == ["healthy"])
    }

    @Test func `a question that fails elsewhere goes to none that was switched off meanwhile`() async throws {
        let world = try await World()
        try await world.addAccounts(1)
        let turn = try await world.begin()
        let accounts = try await world.ports.bindings.accounts(of: world.alice.user.id).map(\.account.id)
        let other = try #require(accounts.first { $0 != turn.reply.account.id })
        try await world.change(other, to: .disabled)
        turn.reply.fail(.upstreamUnreachable)
        let events = await turn.reader.end()
        #expect(events.contains { $0.json["error"]?["code"] == "upstream_unreachable" })
        #expect(world.backend.count == 1 && world.ports.pool.load(of: other) == 0)
    }

    @Test func `one that works and answers is not draining`() async throws {
        let world = try await World()
        let turn = try await world.begin()
        #expect(await world.states() == ["healthy"])
        turn.reply.finish()
        await turn.reader.end()
    }
}

extension World {
    fileprivate func statuses(of person: Person? = nil) async -> JSONValue {
        await get("/backend-api/account_status", as: person ?? alice).json
    }

    fileprivate func states() async -> [String?] {
        (await statuses()["items"]?.array ?? []).map { $0["state"]?.string }
    }

    /// As an administrator does.
    func change(_ account: ID<Account>, to status: Account.Status) async throws {
        let body: JSONValue = ["id": .integer(account.value), "status": .integer(status.rawValue)]
        let answer = await respond(to: .put, "/api/channel/", as: admin, json: body)
        try #require(answer.status == 200, "\(answer.text)")
    }
}
