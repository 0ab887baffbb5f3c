import Domain
import HTTP
import JSON
import TestKit
import Testing
import Web
import Wire

/// Why this account and not the others: before somebody asks, and afterwards.
@Suite(.timeLimit(.minutes(5))) struct AdminChoiceTests {
    @Test func `a dry run names what would be chosen and why not the others, and takes nothing`() async throws {
        let panel = try await Panel()
        let (user, account) = (panel.member.user.id, panel.world.account)
        let other = await panel.root(
            .post, "/api/channel/", ["channel": ["name": "Other", "type": 1000, "models": "zeta"]])
        _ = await panel.root(
            .post, "/api/binding/",
            ["user_id": .integer(user.value), "channel_id": .integer(other.id), "mode": "shared"])
        let path = "/api/channel/choose?user_id=\(user)&model=alpha"
        let answer = await panel.root(.get, path)
        #expect(answer.data["chosen"]?.integer == account.id.value)
        let candidates = answer.data["candidates"]?.array ?? []
        #expect(candidates.map { $0["outcome"]?.string } == ["chosen", "without_model"])
        #expect(candidates.map { $0["name"]?.string } == [account.name, "Other"])
        #expect(candidates.allSatisfy { $0["reason"]?.string?.isEmpty == false })
        #expect(panel.world.ports.pool.load(of: account.id) == 0)
        _ = await panel.root(.put, "/api/channel/", ["id": .integer(account.id.value), "status": 2])
        let disabled = await panel.root(.get, path)
        #expect(disabled.data["chosen"] == .null)
        #expect(
            Set((disabled.data["candidates"]?.array ?? []).compactMap { $0["outcome"]?.string })
                == ["without_model", "disabled"])
    }

    @Test(arguments: [
        ("/api/channel/choose", 400), ("/api/channel/choose?user_id=1", 400), ("/api/channel/choose?model=a", 400),
        ("/api/channel/choose?user_id=x&model=a", 400), ("/api/channel/choose?user_id=999999&model=a", 404),
        ("/api/channel/choose?request_id=nobody", 404),
    ])
    func `what cannot be answered is refused with a reason`(path: String, status: Int) async throws {
        let answer = try await Panel().root(.get, path)
        #expect(answer.status == status && answer.code != nil)
    }

    @Test func `of what was asked before, each account says why it was taken or not`() async throws {
        let world = try await World(limits: [Limit(5, per: .day)])
        try await world.addAccounts(1)
        let program = await Program(world, of: world.alice)
        async let response = program.ask()
        let asked = await world.backend.asked()
        await asked.answer()
        #expect(await response.status == 200)
        let row = try #require(await program.log(of: world.alice).first)
        let request = try #require(row["request_id"]?.string)
        let charges = try await world.ports.charges.list(UsageFilter(), after: nil, Page(offset: 0, limit: 1))
        let choice = try #require(charges.first?.entry.choice)
        #expect(choice.chosen == asked.account.id && choice.candidates.count == 2)
        #expect(Set(choice.candidates.map(\.outcome)) == [.chosen, .balanced])
        let answer = await world.get("/api/channel/choose?request_id=\(request)", as: world.admin).json["data"]
        #expect(answer?["chosen"]?.integer == asked.account.id.value && answer?["candidates"]?.array?.count == 2)
        let loads = await world.get("/api/channel/loads", as: world.admin).json["data"]?["items"]?.array
        #expect(loads?.map { $0["count"]?.integer } == [1])
    }

    @Test func `the strategy is an option, and the next question goes by it`() async throws {
        let panel = try await Panel()
        let refused = await panel.root(.put, "/api/option/", ["key": "LoadBalanceStrategy", "value": "best"])
        #expect(refused.status == 400)
        #expect(
            await panel.root(.put, "/api/option/", ["key": "LoadBalanceStrategy", "value": "round_robin"]).status == 200
        )
        let allowance = try await panel.world.ports.allowances.allowance(of: panel.member.user.id)
        #expect(allowance.balancing == .roundRobin)
    }
}
