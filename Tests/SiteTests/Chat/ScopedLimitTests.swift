import Domain
import HTTP
import JSON
import TestKit
import Testing
import Wire

/// Limits of other scopes than a member's own, in the chat and for programs.
@Suite(.timeLimit(.minutes(5))) struct ScopedLimitTests {
    @Test func `an account that is full is passed over while another has room, and then said to be busy`() async throws
    {
        let world = try await World(limits: [Limit(1, per: .day, of: .account)])
        try await world.addAccounts(1)
        let program = await Program(world, of: world.alice)
        var asked: [ID<Account>] = []
        for _ in 0..<2 {
            async let response = program.ask()
            let reply = await world.backend.asked()
            asked.append(reply.account.id)
            await reply.answer()
            #expect(await response.status == 200)
        }
        #expect(Set(asked).count == 2)
        let refused = await program.ask()
        #expect(refused.status == 429)
        let words = refused.error["message"]?.string ?? ""
        #expect(words.contains("The account is busy") && words.contains("Your own quota is untouched"))
        let chat = await world.send(Draught(id: "m1"))
        #expect(chat.status == 429 && chat.json["detail"]?["scope"] == "account")
        for id in asked { #expect(world.ports.pool.load(of: id) == 0) }
    }

    @Test func `what another account answers in the end is counted there`() async throws {
        let world = try await World(limits: [Limit(2, per: .day, of: .account), Limit(5, per: .day)])
        try await world.addAccounts(1)
        let program = await Program(world, of: world.alice)
        async let response = program.ask()
        let first = await world.backend.asked()
        first.fail(.upstreamError)
        let second = await world.backend.asked()
        await second.answer()
        #expect(await response.status == 200)
        await world.dispatcher().writeUsage()
        func used(_ account: ID<Account>) async throws -> [Int] {
            let use = QuotaUse(by: Payer(world.alice.user.id), on: account)
            return try await world.ports.ledger.usage(
                of: use, under: [Limit(9, per: .day, of: .account), Limit(9, per: .day)]
            ).map(\.used)
        }
        #expect(try await used(first.account.id) == [0, 1])
        #expect(try await used(second.account.id) == [1, 1])
    }

    @Test func `an account that is full is no second account`() async throws {
        let world = try await World(limits: [Limit(1, per: .day, of: .memberOnAccount)])
        try await world.addAccounts(1)
        let program = await Program(world, of: world.alice)
        async let full = program.ask()
        let first = await world.backend.asked()
        await first.answer()
        #expect(await full.status == 200)
        // The other one fails, and the first has no room.
        async let response = program.ask()
        let second = await world.backend.asked()
        #expect(second.account.id != first.account.id)
        second.fail(.upstreamError)
        #expect(await response.status == 502)
        #expect(world.backend.count == 2)
    }

    @Test func `a key's limit is its own, everybody's is everybody's`() async throws {
        let world = try await World(limits: [Limit(1, per: .day, of: .key), Limit(3, per: .day, of: .global)])
        let (one, other) = (await Program(world, of: world.alice), await Program(world, of: world.alice))
        let bob = await Program(world, of: world.bob)
        for program in [one, bob, other] {
            async let response = program.ask()
            await world.backend.asked().answer()
            #expect(await response.status == 200)
        }
        for program in [one, other] { #expect(await program.ask().status == 429) }
        let chat = await world.send(Draught(id: "m1"))
        #expect(chat.json["detail"]?["scope"] == "global")
        // Whose package has no limit is not stopped.
        async let response = bob.ask()
        await world.backend.asked().answer()
        #expect(await response.status == 200)
    }

    @Test func `tokens are counted as the upstream counts them`() async throws {
        let world = try await World(limits: [Limit(6000, per: .day, in: .tokens)])
        let program = await Program(world, of: world.alice)
        async let response = program.ask(["max_tokens": 1000])
        let reply = await world.backend.asked()
        #expect(try await world.tokens() > 1000)
        await reply.say(.usage(Usage(promptTokens: 10, completionTokens: 90)))
        await reply.answer()
        #expect(await response.status == 200)
        await world.dispatcher().writeUsage()
        #expect(try await world.tokens() == 100)
        #expect(await program.ask(["max_tokens": 6000]).status == 429)
    }
}

extension World {
    fileprivate func tokens() async throws -> Int {
        try await ports.ledger.usage(
            of: QuotaUse(by: Payer(alice.user.id)), under: [Limit(6000, per: .day, in: .tokens)])[0].used
    }
}
