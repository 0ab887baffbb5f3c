import Domain
import HTTP
import JSON
import TestKit
import Testing
import Web
import Wire

/// When one of an account's keys is refused before the first piece, another one is asked with.
@Suite(.timeLimit(.minutes(5))) struct KeyFailoverTests {
    private static let refused = UpstreamFailure(.upstreamAuth, status: 401, detail: "no such key")

    /// The member's one account with so many keys, `sk-1` and on.
    private func world(keys count: Int) async throws -> World {
        let world = try await World(limits: [Limit(5, per: .day)])
        var account = world.account
        account.provider = .openAI
        account.baseURL = "https://a.example"
        account.options.keyOrder = .polling
        let ring = KeyRing((1...count).map { Secret("sk-\($0)") })
        try await world.ports.accounts.update(account, key: ring.stored)
        return world
    }

    @Test func `another key of the same account answers for one charge, and the log tells which`() async throws {
        let world = try await world(keys: 3)
        let program = await Program(world, of: world.alice)
        async let response = program.ask()
        let first = await world.backend.asked()
        first.fail(Self.refused)
        let second = await world.backend.asked()
        #expect(first.key == Secret("sk-1") && second.key == Secret("sk-2"))
        #expect(second.account.id == world.account.id)
        await second.answer()
        #expect(await response.status == 200)
        #expect(await world.used() == 1)
        #expect(world.ports.pool.load(of: world.account.id) == 0)
        #expect(world.ports.pool.health(of: world.account.id).state == .healthy)
        #expect(try await world.ports.accounts.health()[world.account.id]?.keys[1]?.state == .needsLogin)
        await world.dispatcher().writeUsage()
        let row = await world.get("/api/log/?cursor=", as: world.admin).json["data"]?["items"]?.array?.first
        #expect(row?["attempts"]?.array?.map { $0["key"]?.integer } == [1, 2])
        #expect(await program.log(of: world.alice).first?["attempts"]?.array?.map { $0["key"] } == [.null, .null])
        // The next question passes over the key that rests.
        async let next = program.ask()
        let third = await world.backend.asked()
        #expect(third.key == Secret("sk-3"))
        await third.answer()
        #expect(await next.status == 200)
    }

    @Test func `after two keys another account is asked, before the third`() async throws {
        let world = try await world(keys: 5)
        try await world.addAccounts(1)
        let program = await Program(world, of: world.alice)
        // The first is asked for sure: the other one is busy with this.
        var account = try await world.ports.accounts.find(world.account.id)
        account.priority = 9
        try await world.ports.accounts.update(account, key: nil)
        async let response = program.ask()
        var asked: [ID<Account>] = []
        for _ in 0..<2 {
            let reply = await world.backend.asked()
            asked.append(reply.account.id)
            reply.fail(Self.refused)
        }
        let last = await world.backend.asked()
        #expect(asked == [account.id, account.id] && last.account.id != account.id)
        await last.answer()
        #expect(await response.status == 200)
        #expect(world.ports.pool.load(of: account.id) == 0)
    }

    @Test func `three keys are asked at most, and an account whose keys all rest is out until the first is back`()
        async throws
    {
        let world = try await world(keys: 3)
        let program = await Program(world, of: world.alice)
        async let response = program.ask()
        for _ in 0..<3 { await world.backend.asked().fail(Self.refused) }
        #expect(await response.status == 401 || world.backend.count == 3)
        let out = await program.ask()
        #expect(out.status == 503 && out.headers["retry-after"] == "60")
        #expect(world.backend.count == 3)
        #expect(await world.used() == 0)
    }

    @Test(arguments: [
        UpstreamFailure(.upstreamError, status: 500, detail: ""),
        UpstreamFailure(.upstreamIncomplete, detail: "broken before the head", mayHaveRun: true),
        UpstreamFailure(.upstreamRefused, status: 400, detail: ""),
    ])
    func `what is no fault of the key is not tried with another`(failure: UpstreamFailure) async throws {
        let world = try await world(keys: 3)
        let program = await Program(world, of: world.alice)
        async let response = program.ask()
        await world.backend.asked().fail(failure)
        #expect(await response.status >= 400)
        #expect(world.backend.count == 1)
    }

    @Test func `after the first piece no other key is asked`() async throws {
        let world = try await world(keys: 3)
        let program = await Program(world, of: world.alice)
        async let response = program.ask(["stream": true])
        let reply = await world.backend.asked()
        await reply.say("It ")
        let reader = StreamReader(await response)
        reply.fail(Self.refused)
        await reader.end()
        #expect(world.backend.count == 1)
    }
}
