import Domain
import JSON
import TestKit
import Testing
import Wire

/// Packages, what they are attached to, and options, by the panel's interface.
@Suite(.timeLimit(.minutes(5))) struct AdminAttachmentsTests {
    private func package(_ panel: Panel, _ limits: JSONValue, _ name: String = "p") async throws -> Int64 {
        let answer = await panel.root(.post, "/api/package/", ["name": .string(Text(name)), "limits": limits])
        return try #require(answer.json["data"]?["id"]?.integer)
    }

    @Test func `options are the root administrator's`() async throws {
        let panel = try await Panel()
        let admin = try await panel.world.person("office", role: .admin)
        for (cookie, status) in [(admin.cookie, 403), (panel.member.cookie, 403), (panel.rootCookie, 200)] {
            #expect(await panel.call(.get, "/api/option/", as: cookie).status == status)
            let value: JSONValue = ["key": "ModelWeights", "value": "{\"o3\":5}"]
            #expect(await panel.call(.put, "/api/option/", as: cookie, value).status == status)
        }
        #expect(await panel.call(.get, "/api/group/", as: admin.cookie).json["data"] == ["default", "vip", "svip"])
        let options = await panel.root(.get, "/api/option/").json["data"]?.array ?? []
        #expect(options.contains(["key": "ModelWeights", "value": "{\"o3\":5}"]))
        #expect(options.contains(["key": "GlobalPackageId", "value": ""]))
        let row = try #require(await panel.root(.get, "/api/audit/").json["data"]?["items"]?[0])
        #expect(row["action"] == "setting.changed" && row["object"]?["name"] == "ModelWeights")
    }

    @Test(
        arguments: [
            (["key": "ModelWeights", "value": "{\"o3\":-1}"], "value"),
            (["key": "GlobalPackageId", "value": 77], "value"),
            (["key": "GroupRatio", "value": "{}"], "value"), (["key": "SMTPToken", "value": "secret"], "key"),
            (["key": "", "value": "x"], "key"), (["value": "x"], "key"), (["key": "ModelWeights"], "value"),
            (["key": "ModelWeights", "value": []], "value"),
        ] as [(JSONValue, String)])
    func `an option that is wrong is 400 with its field and changes nothing`(body: JSONValue, field: String)
        async throws
    {
        let panel = try await Panel()
        let before = await panel.root(.get, "/api/option/").json
        let answer = await panel.root(.put, "/api/option/", body)
        #expect(answer.status == 400 && answer.json["data"]?["field"]?.string == field)
        #expect(await panel.root(.get, "/api/option/").json == before)
    }

    @Test func `an option that is not known is kept as New API's clients left it`() async throws {
        let panel = try await Panel()
        for (value, kept) in [(true, "true"), (1000, "1000"), ("text", "text")] as [(JSONValue, String)] {
            #expect(await panel.root(.put, "/api/option/", ["key": "Notice", "value": value]).status == 200)
            let options = await panel.root(.get, "/api/option/").json["data"]?.array ?? []
            #expect(options.contains(["key": "Notice", "value": .string(Text(kept))]))
        }
    }

    @Test func `a pattern that matches no model of any account is refused, but for one that was there before`()
        async throws
    {
        let panel = try await Panel()
        let models = panel.world.account.models
        let good: JSONValue = [["window": "day", "limit": 1, "models": [.string(Text(models[0]))]]]
        let bad: JSONValue = [
            ["window": "day", "limit": 1, "models": ["*"]], ["window": "hour", "limit": 1, "models": ["nosuch-*"]],
        ]
        let refused = await panel.root(.post, "/api/package/", ["name": "p", "limits": bad])
        #expect(refused.status == 400 && refused.json["data"]?["field"] == "limits[1].models")
        let id = try await package(panel, good)
        var account = panel.world.account
        account.models = ["other"]
        try await panel.ports.accounts.update(account, key: nil)
        let raised: JSONValue = [["window": "day", "limit": 2, "models": [.string(Text(models[0]))]]]
        #expect(await panel.root(.put, "/api/package/", ["id": .integer(id), "limits": raised]).status == 200)
        #expect(await panel.root(.put, "/api/package/", ["id": .integer(id), "limits": bad]).status == 400)
    }

    @Test func `who would be over at once is named before anything is saved`() async throws {
        let panel = try await Panel()
        let id = try await package(panel, [])
        var alice = panel.world.alice.user
        alice.package = ID(id)
        try await panel.ports.users.update(alice)
        for number in 1...3 { try await panel.world.chat(DraftBody(id: "m\(number)")) }
        func over(_ limits: JSONValue) async -> JSONValue? {
            await panel.root(.post, "/api/package/preview", ["id": .integer(id), "limits": limits]).json["data"]?[
                "over"]
        }
        #expect(await over([["window": "day", "limit": 3], ["window": "hour", "limit": -1]]) == [])
        let found = await over([["window": "day", "limit": 2], ["window": "hour", "limit": 1, "scope": "account"]])
        #expect(found?[0]?["name"] == .string(Text(alice.username)) && found?[0]?["used"] == 3)
        #expect(found?[1]?["scope"] == "account" && found?[1]?["name"] == .string(Text(panel.world.account.name)))
        #expect(found?[0]?["limit"]?["limit"] == 2)
        let unknown = await panel.root(
            .post, "/api/package/preview", ["limits": [["window": "fortnight", "limit": 1]]])
        #expect(unknown.status == 400 && unknown.json["data"]?["field"] == "limits[0].window")
    }

    @Test func `a member's group is one of those that there are`() async throws {
        let panel = try await Panel()
        let id = JSONValue.integer(panel.member.user.id.value)
        let refused = await panel.root(.put, "/api/user/", ["id": id, "group": "nobody"])
        #expect(refused.status == 400 && refused.json["data"]?["field"] == "group")
        let changed = await panel.root(.put, "/api/user/", ["id": id, "group": "vip"])
        #expect(changed.json["data"]?["group"] == "vip")
        let gone = await panel.root(.put, "/api/option/", ["key": "GroupRatio", "value": "{\"default\":1}"])
        #expect(gone.status == 409 && gone.json["code"] == "group_in_use")
    }

    @Test func `accounts and keys have a package, keys by administrators alone`() async throws {
        let panel = try await Panel()
        let id = try await package(panel, [["window": "day", "limit": 1]], "small")
        let account = JSONValue.integer(panel.world.account.id.value)
        let changed = await panel.root(.put, "/api/channel/", ["id": account, "package_id": .integer(id)])
        #expect(changed.json["data"]?["package_id"] == .integer(id))
        let made = await panel.call(.post, "/api/token/", as: panel.member.cookie, ["name": "k"])
        let key = try #require(made.json["data"]?["id"])
        let body: JSONValue = ["id": key, "package_id": .integer(id)]
        #expect(await panel.call(.put, "/api/token/", as: panel.member.cookie, body).status == 403)
        #expect(await panel.root(.put, "/api/token/", body).json["data"]?["package_id"] == .integer(id))
        let refused = await panel.root(.delete, "/api/package/\(id)")
        #expect(refused.status == 409)
        let words = refused.json["message"]?.text?.string ?? ""
        #expect(words.contains(panel.world.account.name) && words.contains("keys k"))
        #expect(
            await panel.root(.put, "/api/token/", ["id": key, "package_id": nil]).json["data"]?["package_id"] == .null)
        for nobody in [999, -1] as [JSONValue] {
            let status = await panel.root(.put, "/api/token/", ["id": key, "package_id": nobody]).status
            #expect([400, 404].contains(status))
        }
    }
}
