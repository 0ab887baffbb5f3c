import Domain
import HTTP
import JSON
import TestKit
import Testing
import Wire

@testable import ChatAPI
@testable import PanelAPI
@testable import Site
@testable import Web

@Suite struct AdminBindingsTests {
    private func account(_ panel: Panel, _ name: String) async -> Int64 {
        await panel.root(.post, "/api/channel/", ["channel": ["name": .string(name), "type": 1000]]).id
    }

    private func bind(_ panel: Panel, _ person: Person, _ account: Int64, _ mode: String) async -> Answer {
        await panel.root(
            .post, "/api/binding/",
            [
                "user_id": .integer(person.user.id.value), "channel_id": .integer(account), "mode": .string(mode),
                "priority": 2,
            ])
    }

    @Test func `a binding shows both sides, here and with the member`() async throws {
        let panel = try await Panel()
        let account = await account(panel, "Demo")
        let answer = await bind(panel, panel.member, account, "shared")
        let user = panel.member.user.id
        #expect(
            answer.data
                == [
                    "id": .integer(answer.id), "user_id": .integer(user.value), "username": "alice",
                    "channel_id": .integer(account), "channel_name": "Demo", "mode": "shared", "priority": 2,
                    "place": nil, "created_time": .integer(panel.clock.now.seconds),
                ])
        #expect(await panel.root(.get, "/api/binding/?channel_id=\(account)").items == [answer.data])
        #expect(await panel.root(.get, "/api/binding/?user_id=\(user)").items.count == 2)
        let shown = await panel.root(.get, "/api/user/\(user)").data["accounts"]?.array ?? []
        #expect(
            shown.contains([
                "binding_id": .integer(answer.id), "channel_id": .integer(account), "name": "Demo", "mode": "shared",
                "priority": 2, "place": nil,
            ]))
        #expect(await panel.root(.delete, "/api/binding/\(answer.id)").status == 200)
        #expect(await panel.root(.delete, "/api/binding/\(answer.id)").status == 404)
    }

    @Test func `a dedicated account takes no second binding`() async throws {
        let panel = try await Panel()
        let (dedicated, shared) = (await account(panel, "One"), await account(panel, "Two"))
        #expect(await bind(panel, panel.world.alice, dedicated, "dedicated").status == 200)
        for mode in ["shared", "dedicated"] {
            let second = await bind(panel, panel.world.bob, dedicated, mode)
            #expect(second.status == 409 && second.code == "account_dedicated")
        }
        #expect(await bind(panel, panel.world.alice, shared, "shared").status == 200)
        #expect(await bind(panel, panel.world.bob, shared, "dedicated").code == "account_dedicated")
        #expect(await bind(panel, panel.world.alice, shared, "shared").code == "already_bound")
    }

    @Test func `a member's own order says who answers, and is told, remembered and taken back`() async throws {
        let panel = try await Panel()
        let user = panel.member.user.id
        let demo = panel.world.account.id.value
        let own = await panel.root(
            .post, "/api/channel/", ["channel": ["name": "Own", "type": 1000, "models": "alpha"]]
        ).id
        _ = await bind(panel, panel.member, own, "dedicated")
        func order(_ ids: [Int64]) async -> Answer {
            await panel.root(
                .put, "/api/binding/order",
                ["user_id": .integer(user.value), "channel_ids": .array(ids.map { .integer($0) })])
        }
        func outcomes() async -> [String?] {
            let answer = await panel.root(.get, "/api/channel/choose?user_id=\(user)&model=alpha")
            return answer.data["candidates"]?.array?.map { $0["outcome"]?.string } ?? []
        }
        #expect(await outcomes() == ["dedicated_first", "chosen"])
        #expect(await order([demo, own]).status == 200)
        #expect(await outcomes() == ["chosen", "later_in_order"])
        let shown = await panel.root(.get, "/api/user/\(user)").data["accounts"]?.array ?? []
        #expect(shown.map { $0["place"] } == [0, 1])
        // The same again is no act.
        #expect(await order([demo, own]).status == 200)
        #expect(await order([]).status == 200)
        #expect(await outcomes() == ["dedicated_first", "chosen"])
        let acts = await panel.root(.get, "/api/audit/?action=bindings.ordered").items
        #expect(acts.map { $0["after"]?["channel_ids"] } == [[], [.integer(demo), .integer(own)]])
        #expect(
            acts.allSatisfy { $0["object"]?["id"]?.integer == user.value || $0["object_id"]?.integer == user.value })
    }

    @Test func `an order of what is not the member's is refused and changes nothing`() async throws {
        let panel = try await Panel()
        let (user, mine) = (
            JSONValue.integer(panel.member.user.id.value), JSONValue.integer(panel.world.account.id.value)
        )
        let strange = JSONValue.integer(await account(panel, "Strange"))
        for (ids, status) in [
            ([mine, mine], 400), ([mine, strange], 404), ([999_999], 404), ([0], 400), ([-1], 400), (["x"], 400),
            ([nil], 400),
            ([.number("1.5")], 400), (Array(repeating: mine, count: 101), 400),
        ] as [([JSONValue], Int)] {
            let answer = await panel.root(.put, "/api/binding/order", ["user_id": user, "channel_ids": .array(ids)])
            #expect(answer.status == status, "\(ids)")
        }
        for body in [["user_id": user], ["channel_ids": [mine]], ["user_id": user, "channel_ids": mine]] as [JSONValue]
        {
            #expect(await panel.root(.put, "/api/binding/order", body).status == 400)
        }
        let bindings = await panel.root(.get, "/api/binding/?user_id=\(panel.member.user.id)").items
        #expect(bindings.allSatisfy { $0["place"] == .null })
    }

    @Test func `what is missing or wrong is refused`() async throws {
        let panel = try await Panel()
        let user = JSONValue.integer(panel.member.user.id.value)
        let account = JSONValue.integer(await account(panel, "Demo"))
        let bad: [JSONValue] = [
            ["user_id": user, "channel_id": account], ["user_id": user, "channel_id": account, "mode": "private"],
            ["user_id": user, "mode": "shared"], ["user_id": "x", "channel_id": account, "mode": "shared"],
        ]
        for body in bad { #expect(await panel.root(.post, "/api/binding/", body).status == 400) }
        for query in ["user_id=x", "channel_id=-1"] {
            #expect(await panel.root(.get, "/api/binding/?\(query)").status == 400)
        }
    }
}

@Suite struct AdminPackagesTests {
    @Test func `a package comes back, changes, and counts its members`() async throws {
        let panel = try await Panel()
        let limits: JSONValue = [["window": "hour", "limit": 10], ["window": "month", "limit": 0]]
        let shown: JSONValue = [
            ["scope": "member", "window": "hour", "kind": "rolling", "unit": "messages", "models": ["*"], "limit": 10],
            [
                "scope": "member", "window": "month", "kind": "calendar", "unit": "messages", "models": ["*"],
                "limit": 0,
            ],
        ]
        let created = await panel.root(.post, "/api/package/", ["name": "Basic", "limits": limits])
        let id = JSONValue.integer(created.id)
        var expected: JSONValue = [
            "id": id, "name": "Basic", "limits": shown, "member_count": 0,
            "attached": ["members": 0, "groups": [], "accounts": 0, "keys": 0, "everyone": false],
            "created_time": .integer(panel.clock.now.seconds),
        ]
        #expect(created.data == expected)
        #expect(await panel.root(.get, "/api/package/").items == [expected])
        let member = JSONValue.integer(panel.member.user.id.value)
        _ = await panel.root(.put, "/api/user/", ["id": member, "package_id": id])
        expected["name"] = "Plus"
        expected["member_count"] = 1
        expected["attached"] = ["members": 1, "groups": [], "accounts": 0, "keys": 0, "everyone": false]
        #expect(await panel.root(.put, "/api/package/", ["id": id, "name": "Plus"]).data == expected)
        let inUse = await panel.root(.delete, "/api/package/\(created.id)")
        #expect(inUse.status == 409 && inUse.code == "package_in_use")
        _ = await panel.root(.put, "/api/user/", ["id": member, "package_id": nil])
        #expect(await panel.root(.delete, "/api/package/\(created.id)").status == 200)
        #expect(await panel.root(.delete, "/api/package/\(created.id)").status == 404)
    }

    @Test(
        arguments: [
            [["window": "year", "limit": 1]], [["window": "day", "limit": -2]],
            [["window": "day", "limit": .number("1.5")]],
            [["window": "5h", "limit": 1, "kind": "calendar"]], [["window": "month", "limit": 1, "kind": "rolling"]],
            [["window": "59s", "limit": 1]], [["window": "0m", "limit": 1]], [["window": "91d", "limit": 1]],
            [["window": "day", "limit": 1, "scope": "everybody"]], [["window": "day", "limit": 1, "unit": "money"]],
            [["window": "day", "limit": 1, "models": []]], [["window": "day", "limit": 1, "models": ["a b"]]],
            [["window": "day", "limit": 1, "models": ["a*b*c*d*e*"]]], [["window": "day", "limit": 1, "models": "*"]],
            [["window": "60m", "limit": 1], ["window": "hour", "limit": 2]],
            [["window": "day", "limit": 1_000_000_001]], [["window": "day"]], [["limit": 1]], ["day"],
            [["window": "day", "limit": 1], ["window": "day", "limit": 2]], [["window": "day", "limit": "7"]],
        ] as [JSONValue])
    func `a limit must be one of a window, and in its range`(limits: JSONValue) async throws {
        let answer = try await Panel().root(.post, "/api/package/", ["name": "Basic", "limits": limits])
        #expect(answer.status == 400)
    }

    @Test func `every kind of limit comes back as it was said`() async throws {
        let panel = try await Panel()
        let limits: JSONValue = [
            [
                "scope": "global", "window": "hour", "kind": "calendar", "unit": "weighted",
                "models": ["al*", .string(Text(panel.world.account.models[0]))],
                "limit": -1,
            ],
            ["scope": "account", "window": "5h", "kind": "rolling", "unit": "tokens", "models": ["*"], "limit": 1],
            [
                "scope": "member_account", "window": "1d", "kind": "rolling", "unit": "messages", "models": ["*"],
                "limit": 2,
            ],
            ["scope": "key", "window": "7d", "kind": "rolling", "unit": "messages", "models": ["*"], "limit": 3],
            ["scope": "member", "window": "day", "kind": "calendar", "unit": "messages", "models": ["*"], "limit": 4],
        ]
        _ = await panel.root(.post, "/api/package/", ["name": "All", "limits": limits])
        #expect(await panel.root(.get, "/api/package/").items.first?["limits"] == limits)
        // A day that rolls is 24 hours.
        let day: JSONValue = [["window": "day", "kind": "rolling", "limit": 1]]
        let made = await panel.root(.post, "/api/package/", ["name": "Day", "limits": day])
        #expect(made.data["limits"]?[0]?["window"] == "1d")
        let wrong = await panel.root(
            .post, "/api/package/",
            ["name": "x", "limits": [["window": "day", "limit": 1], ["window": "x", "limit": 1]]])
        #expect(wrong.json["data"]?["field"] == "limits[1].window")
    }

    @Test func `the largest limits are taken`() async throws {
        let limits: JSONValue = [["window": "hour", "limit": 10_000], ["window": "week", "limit": 1_000_000_000]]
        #expect(try await Panel().root(.post, "/api/package/", ["name": "All", "limits": limits]).status == 200)
    }
}
