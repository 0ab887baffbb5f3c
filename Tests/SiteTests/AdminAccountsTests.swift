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

@Suite struct AdminAccountsTests {
    private static let canary = "sk-canary-0123456789"

    private func channel(_ changes: JSONValue = [:]) -> JSONValue {
        var channel: JSONValue = [
            "name": "Main", "type": 1, "base_url": "https://api.example.org/v1/", "models": "m1, m2,m1",
            "key": .string(Self.canary), "contexts": ["m1": 32000], "priority": 3, "remark": "r",
        ]
        for member in changes.members ?? [] { channel[member.key] = member.value }
        return ["mode": "single", "channel": channel]
    }

    @Test func `a new account comes back with every field of the panel, and without its key`() async throws {
        let panel = try await Panel()
        let answer = await panel.root(.post, "/api/channel/", channel())
        var expected: JSONValue = [
            "id": .integer(answer.id), "name": "Main", "type": 1, "key": "", "base_url": "https://api.example.org",
            "models": "m1,m2", "contexts": ["m1": 32000], "status": 1, "status_reason": "", "priority": 3, "weight": 1,
            "proxy": "", "remark": "r", "tag": nil, "package_id": nil, "options": AccountOptions().json, "lessons": [],
            "skipped": 0, "skipped_at": .null, "has_key": true, "used_quota": 0, "bound_count": 0, "is_proven": false,
            "health": [
                "state": "healthy", "reason": "", "since": nil, "until": nil, "next_probe": nil, "models": [],
            ],
            "login": nil, "windows": [], "windows_at": nil,
            "channel_info": [
                "is_multi_key": false, "multi_key_size": 0, "multi_key_status_list": [:], "multi_key_polling_index": 0,
                "multi_key_mode": "random",
            ],
            "balance": nil, "balance_currency": nil, "balance_updated_time": 0, "tells_balance": true,
            "created_time": .integer(panel.clock.now.seconds),
        ]
        // By New API's names, where they stand in its order.
        let theirs: JSONValue = [
            "model_mapping": nil, "status_code_mapping": nil,
            "setting": #"{"proxy":"","system_prompt":"","system_prompt_override":false}"#,
            "settings": #"{"endpoint_types":[],"azure_responses_version":""}"#, "param_override": nil,
            "header_override": nil, "other": "",
        ]
        let at = try #require(expected.members?.firstIndex { $0.key == "has_key" })
        expected = .object(expected.members![..<at] + theirs.members! + expected.members![at...])
        #expect(answer.data == expected)
        #expect(await panel.root(.get, "/api/channel/\(answer.id)").data == expected)
    }

    @Test(
        arguments: [
            (["name": ""], "name"), (["type": 2], "type"), (["models": " , "], "models"),
            (["base_url": "", "type": 8], "base_url"),
            (["base_url": "https://u:p@example.org"], "base_url"), (["key": "a\r\nX-Evil: 1"], "key"),
            (["key": "\u{e4}"], "key"), (["contexts": ["m1": 0]], "m1"), (["contexts": []], "contexts"),
            (["priority": .double(1.5)], "priority"), (["proxy": "http://u:p@proxy:1"], "proxy"),
            (["status": 9], "status"),
        ] as [(JSONValue, String)])
    func `a wrong field is named`(changes: JSONValue, field: String) async throws {
        let answer = try await Panel().root(.post, "/api/channel/", channel(changes))
        #expect(answer.status == 400)
        #expect(answer.data["field"]?.string == field)
    }

    @Test func `a demo account needs neither address nor models`() async throws {
        let panel = try await Panel()
        let demo: JSONValue = ["mode": "single", "channel": ["name": "Demo", "type": 1000, "base_url": "junk"]]
        let answer = await panel.root(.post, "/api/channel/", demo)
        #expect(answer.data["models"] == "demo,demo-reasoning" && answer.data["base_url"] == "")
        #expect(answer.data["has_key"] == false)
        var batch = demo
        batch["mode"] = "batch"
        #expect(await panel.root(.post, "/api/channel/", batch).status == 400)
    }

    @Test func `a blank key keeps the old one, and another host erases it`() async throws {
        let panel = try await Panel()
        let number = await panel.root(.post, "/api/channel/", channel()).id
        func change(_ changes: JSONValue) async throws -> String {
            var body = changes
            body["id"] = .integer(number)
            #expect(await panel.root(.put, "/api/channel/", body).status == 200)
            return try await panel.ports.accounts.key(of: ID(number)).reveal()
        }
        #expect(try await change(["name": "Renamed", "key": ""]) == Self.canary)
        #expect(try await change(["base_url": "https://api.example.org/other"]) == Self.canary)
        #expect(try await change(["base_url": "https://evil.example.net"]) == "")
        #expect(await panel.root(.get, "/api/channel/\(number)").data["has_key"] == false)
        #expect(try await change(["base_url": "https://api.example.org", "key": "new"]) == "new")
        #expect(try await change(["proxy": "http://proxy.test:3128", "key": "newer"]) == "newer")
        #expect(try await change(["proxy": "http://proxy.test:3128", "remark": "x"]) == "newer")
        #expect(try await change(["proxy": "http://other.test:3128"]) == "")
        #expect(await panel.root(.get, "/api/channel/\(number)").data["has_key"] == false)
        #expect(try await change(["key": "newest"]) == "newest")
        #expect(try await change(["proxy": ""]) == "")
        #expect(try await change(["type": 1000]) == "")
    }

    @Test func `an account that cannot be read needs attention, says why, and works again when it is entered`()
        async throws
    {
        let panel = try await Panel(probe: ProbeBackend())
        let id = panel.world.account.id
        let path = "/api/channel/\(id)"
        try await panel.world.damage(.key, of: id)
        let shown = await panel.root(.get, path).data
        #expect(shown["status"] == 3 && shown["has_key"] == false)
        #expect(shown["status_reason"] == "Its key cannot be read. Enter it again.")
        let chinese = await panel.call(.get, path, as: panel.rootCookie, headers: ["accept-language": "zh-CN"])
        #expect(chinese.data["status_reason"] == "无法读取它的密钥，请重新输入。")
        #expect(await panel.root(.get, "/api/channel/").items == [shown])
        let test = await panel.root(.post, "/api/channel/test/\(id)").json
        #expect(test["success"] == false && test["message"] == shown["status_reason"])
        // Its members are told what they are told without any account.
        let alice = panel.member.cookie
        #expect(await panel.call(.get, "/backend-api/models", as: alice).json["models"] == [])
        let refused = await panel.call(.post, "/backend-api/conversation", as: alice, DraftBody().json)
        #expect(refused.status == 409 && refused.json["detail"]?["code"] == "no_account")
        // What is sent back as it was shown changes nothing.
        let same = await panel.root(.put, "/api/channel/", ["id": .integer(id.value), "status": 3, "remark": "r"])
        #expect(same.data["status"] == 3)
        let mended = await panel.root(.put, "/api/channel/", ["id": .integer(id.value), "key": "sk-again"])
        #expect(mended.data["status"] == 1 && mended.data["status_reason"] == "" && mended.data["has_key"] == true)
        #expect(await panel.call(.get, "/backend-api/models", as: alice).json["models"]?.array?.count == 2)
    }

    @Test func `a proxy that cannot be read is not forgotten by a change of something else`() async throws {
        let panel = try await Panel()
        let number = await panel.root(.post, "/api/channel/", channel(["proxy": "http://proxy.test:3128"])).id
        try await panel.world.damage(.proxy, of: ID(number))
        let id = JSONValue.integer(number)
        for _ in 0..<2 {
            let shown = await panel.root(.put, "/api/channel/", ["id": id, "remark": "x"]).data
            #expect(shown["status"] == 3 && shown["has_key"] == false && shown["proxy"] == "")
            #expect(shown["status_reason"] == "Its proxy cannot be read. Enter it and the key again.")
        }
        let mended = await panel.root(.put, "/api/channel/", ["id": id, "proxy": ""]).data
        #expect(mended["status"] == 1 && mended["has_key"] == false && mended["status_reason"] == "")
    }

    @Test func `a change touches only the fields that are there, and is valid as a whole`() async throws {
        let panel = try await Panel()
        let id = JSONValue.integer(await panel.root(.post, "/api/channel/", channel()).id)
        let disabled = await panel.root(.put, "/api/channel/", ["id": id, "status": 2])
        #expect(disabled.data["status"] == 2 && disabled.data["models"] == "m1,m2" && disabled.data["priority"] == 3)
        #expect(await panel.root(.put, "/api/channel/", ["id": id, "type": 1000]).status == 200)
        #expect(await panel.root(.put, "/api/channel/", ["id": id, "type": 8]).data["field"] == "base_url")
        let official = await panel.root(.put, "/api/channel/", ["id": id, "type": 1])
        #expect(official.data["base_url"] == "https://api.openai.com")
        #expect(await panel.root(.put, "/api/channel/", ["id": 999, "name": "x"]).status == 404)
    }

    @Test func `accounts are found by name and by address, and go with their bindings`() async throws {
        let panel = try await Panel()
        let id = await panel.root(.post, "/api/channel/", channel(["name": "Needle"])).id
        #expect(await panel.root(.get, "/api/channel/search?keyword=eedl").items.count == 1)
        #expect(await panel.root(.get, "/api/channel/search?keyword=example.org").items.count == 1)
        #expect(await panel.root(.get, "/api/channel/").data["total"] == 2)
        let binding: JSONValue = [
            "user_id": .integer(panel.member.user.id.value), "channel_id": .integer(id), "mode": "shared",
        ]
        #expect(await panel.root(.post, "/api/binding/", binding).status == 200)
        #expect(await panel.root(.get, "/api/channel/\(id)").data["bound_count"] == 1)
        #expect(await panel.root(.delete, "/api/channel/\(id)").status == 200)
        #expect(await panel.root(.get, "/api/channel/\(id)").status == 404)
        #expect(await panel.root(.get, "/api/binding/?channel_id=\(id)").items.isEmpty)
    }

    @Test func `no answer to an administrator holds the key`() async throws {
        let failure = UpstreamFailure(.upstreamRefused, status: 401, detail: "bad key \(Self.canary) given")
        let panel = try await Panel(probe: ProbeBackend(failing: failure))
        let created = await panel.root(.post, "/api/channel/", channel())
        let answers = [
            created, await panel.root(.get, "/api/channel/"), await panel.root(.get, "/api/channel/\(created.id)"),
            await panel.root(.get, "/api/channel/search?keyword=\(Self.canary)"),
            await panel.root(.put, "/api/channel/", ["id": .integer(created.id), "key": .string(Self.canary)]),
            await panel.call(.post, "/api/channel/test/\(created.id)", as: panel.rootCookie),
            await panel.root(.get, "/api/channel/\(created.id)"),
        ]
        for answer in answers {
            #expect(answer.status == 200)
            #expect(!answer.text.contains(Self.canary))
        }
        #expect(answers[5].json["message"] == "HTTP 401: bad key *** given")
    }
}

@Suite struct AdminAccountProbeTests {
    @Test func `a test that fails says exactly why, and the list shows it until one succeeds`() async throws {
        let failure = UpstreamFailure(.upstreamRefused, status: 401, detail: "invalid_api_key")
        let panel = try await Panel(probe: ProbeBackend(failing: failure))
        let path = "/api/channel/\(panel.world.account.id)"
        let test = "/api/channel/test/\(panel.world.account.id)"
        let failed = await panel.root(.post, test)
        #expect(failed.status == 200)
        #expect(failed.json["success"] == false && failed.json["message"] == "HTTP 401: invalid_api_key")
        #expect(failed.json["data"] == .null && failed.json["time"]?.double != nil)
        #expect(await panel.root(.get, path).data["status_reason"] == "HTTP 401: invalid_api_key")

        let works = try Panel.site(panel.world.ports, panel.world.frontEnd)
        let passed = await Answer(of: works, .post, test, cookie: panel.rootCookie)
        #expect(passed.json["success"] == true && passed.json["message"] == "")
        #expect(await panel.root(.get, path).data["status_reason"] == "")
    }

    @Test func `that a test has succeeded once is known ever after, to everybody, and not of an account that failed`()
        async throws
    {
        let panel = try await Panel(probe: ProbeBackend())
        let other = try await panel.ports.addAccount("other", models: ["alpha"], at: panel.clock.now)
        func proven() async -> [String] {
            await panel.root(.get, "/api/channel/").items.filter { $0["is_proven"] == true }.compactMap {
                $0["name"]?.string
            }
        }
        #expect(await proven() == [])
        _ = await panel.root(.post, "/api/channel/test/\(panel.world.account.id)")
        #expect(await proven() == ["shared"])
        var ports = panel.ports
        ports.backend = ProbeBackend(failing: UpstreamFailure(.upstreamAuth, status: 401, detail: "no"))
        let failing = try Panel.site(ports, panel.world.frontEnd)
        for id in [panel.world.account.id, other.id] {
            _ = await Answer(of: failing, .post, "/api/channel/test/\(id)", cookie: panel.rootCookie)
        }
        #expect(await proven() == ["shared"])
    }

    @Test func `what saving or asking would refuse is said before`() async throws {
        let panel = try await Panel(probe: ProbeBackend(refusing: [.baseURL]))
        func problems(_ body: JSONValue) async -> [String] {
            let answer = await panel.root(.post, "/api/channel/check", body)
            #expect(answer.status == 200)
            return answer.data["problems"]?.array?.map { "\($0["field"]?.string ?? "") \($0["code"]?.string ?? "")" }
                ?? []
        }
        let own = JSONValue.integer(panel.world.account.id.value)
        #expect(await problems(["name": " shared "]) == ["name name_exists"])
        #expect(await problems(["name": "shared", "id": own]) == [])
        #expect(await problems(["name": "shared two"]) == [])
        #expect(await problems(["name": .string(String(repeating: "x", count: 65))]) == ["name invalid"])
        #expect(await problems(["base_url": "https://10.0.0.1"]) == ["base_url address_refused"])
        #expect(await problems(["base_url": "ftp://x", "proxy": "x"]) == ["base_url invalid", "proxy invalid"])
        #expect(await problems([:]) == [])
        #expect(await problems(["name": nil, "base_url": " ", "proxy": ""]) == [])
        #expect(await panel.root(.get, "/api/channel/").items.count == 1)
    }

    @Test func `only our own pages may test`() async throws {
        let panel = try await Panel()
        let test = "/api/channel/test/\(panel.world.account.id)"
        let foreign = await panel.call(
            .post, test, as: panel.rootCookie, headers: ["sec-fetch-site": "cross-site"])
        #expect(foreign.status == 403)
        let own = await panel.call(.get, test, as: panel.rootCookie, headers: ["sec-fetch-site": "same-origin"])
        #expect(own.json["success"] == true)
    }
}
