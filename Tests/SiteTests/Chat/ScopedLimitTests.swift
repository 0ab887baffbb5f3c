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
        let chat = await world.send(DraftBody(id: "m1"))
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
        let chat = await world.send(DraftBody(id: "m1"))
        #expect(chat.json["detail"]?["scope"] == "global")
        // Whose package has no limit is not stopped.
        async let response = bob.ask()
        await world.backend.asked().answer()
        #expect(await response.status == 200)
    }

    @Test func `a group is counted together, and only those in it are stopped`() async throws {
        let world = try await World()
        let package = try await world.ports.addPackage(
            [Limit(2, per: .day, of: .group), Limit(5, per: .day)], at: world.clock.now)
        try await world.set(.groupPackageIDs, #"{"vip":\#(package)}"#)
        for person in [world.alice, world.bob] {
            var user = person.user
            user.group = "vip"
            try await world.ports.users.update(user)
        }
        let (alice, bob) = (await Program(world, of: world.alice), await Program(world, of: world.bob))
        for program in [alice, bob] {
            async let response = program.ask()
            await world.backend.asked().answer()
            #expect(await response.status == 200)
        }
        for program in [alice, bob] { #expect(await program.ask().status == 429) }
        #expect(await world.send(DraftBody(id: "m1")).json["detail"]?["scope"] == "group")
        var user = world.bob.user
        user.group = "default"
        try await world.ports.users.update(user)
        world.ports.standings.forgetAll()
        async let response = bob.ask()
        await world.backend.asked().answer()
        #expect(await response.status == 200)
    }

    @Test func `a package of an account is for whoever uses it, whatever its limits count`() async throws {
        let world = try await World()
        try await world.addAccounts(1)
        let package = try await world.ports.addPackage([Limit(1, per: .day)], at: world.clock.now)
        var first = world.account
        first.package = package
        try await world.ports.accounts.update(first, key: nil)
        let program = await Program(world, of: world.alice)
        var asked: [ID<Account>] = []
        for _ in 0..<3 {
            async let response = program.ask()
            let reply = await world.backend.asked()
            asked.append(reply.account.id)
            await reply.answer()
            #expect(await response.status == 200)
        }
        // It lets a member in once a day, whichever account that was; the other one does not look.
        #expect(asked.filter { $0 == first.id }.count <= 1)
        // Nor is it a second account for whoever has used up what it lets in.
        async let failed = program.ask()
        await world.backend.asked().fail(.upstreamError)
        #expect(await failed.status == 502)
        #expect(world.backend.count == 4)
    }

    @Test func `a message to a model counts as many as the option says, from the next one on`() async throws {
        let world = try await World(limits: [Limit(7, per: .day, in: .weighted)])
        let model = world.account.models[0]
        let program = await Program(world, of: world.alice)
        func ask() async -> Int {
            async let response = program.ask()
            await world.backend.asked().answer()
            return await response.status
        }
        #expect(await ask() == 200)
        try await world.set(.modelWeights, #"{"\#(model)":3}"#)
        world.ports.standings.forgetAll()
        #expect(await ask() == 200)
        #expect(await ask() == 200)
        #expect(await program.ask().status == 429)
        await world.dispatcher().writeUsage()
        let units = try await world.ports.charges.list(UsageFilter(), after: nil, Page(offset: 0, limit: 9)).map(
            \.entry.charge.units)
        #expect(units.sorted() == [1, 3, 3])
        let chat = await world.send(DraftBody(id: "m1"))
        #expect(chat.status == 429 && chat.json["detail"]?["unit"] == "weighted")
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
    fileprivate func set(_ setting: Setting, _ value: String) async throws {
        try await ports.settings.set(setting.name, to: value, setting.references(of: value))
    }

    fileprivate func tokens() async throws -> Int {
        try await ports.ledger.usage(
            of: QuotaUse(by: Payer(alice.user.id)), under: [Limit(6000, per: .day, in: .tokens)])[0].used
    }
}
