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

/// Accounts of every kind, and what of them is called by New API's names.
@Suite struct AdminAccountKindsTests {
    private static let ours: JSONValue = [
        "model_mapping": ["gpt": "deployed", "b": "gpt"], "status_code_mapping": ["429": "500"],
        "system_prompt": "Be kind.", "system_prompt_override": true,
        "endpoint_types": ["anthropic", "openai-response"], "api_version": "2024-10-21",
        "azure_responses_version": "preview",
    ]

    private static func options(_ answer: Answer) -> JSONValue {
        var found: JSONValue = [:]
        for member in ours.members ?? [] { found[member.key] = answer.data["options"]?[member.key] }
        return found
    }

    @Test func `what is asked is saved under our names, shown under both, and cleared by null`() async throws {
        let panel = try await Panel()
        let path = "/api/channel/\(panel.world.account.id)"
        let id = JSONValue.integer(panel.world.account.id.value)
        #expect(await panel.root(.put, "/api/channel/", ["id": id, "options": Self.ours]).status == 200)
        let shown = await panel.root(.get, path)
        #expect(Self.options(shown) == Self.ours)
        #expect(shown.data["model_mapping"]?.string == #"{"gpt":"deployed","b":"gpt"}"#)
        #expect(shown.data["status_code_mapping"]?.string == #"{"429":"500"}"#)
        #expect(shown.data["other"] == "2024-10-21" && shown.data["param_override"] == .null)
        let setting = try JSONValue(parsing: (shown.data["setting"]?.string ?? "").utf8)
        #expect(setting["system_prompt"] == "Be kind." && setting["system_prompt_override"] == true)
        let settings = try JSONValue(parsing: (shown.data["settings"]?.string ?? "").utf8)
        #expect(settings["endpoint_types"] == ["anthropic", "openai-response"])
        var none: JSONValue = [:]
        for member in Self.ours.members ?? [] where member.key != "system_prompt_override" { none[member.key] = .null }
        #expect(await panel.root(.put, "/api/channel/", ["id": id, "options": none]).status == 200)
        let cleared = await panel.root(.get, path)
        #expect(cleared.data["model_mapping"] == .null && cleared.data["options"]?["endpoint_types"] == [])
    }

    @Test(arguments: [true, false])
    func `New API's names are taken as objects and as texts, when an account is made and when it is changed`(
        asText: Bool
    ) async throws {
        let panel = try await Panel()
        let objects: JSONValue = [
            "model_mapping": ["a": "b"], "status_code_mapping": ["429": 500, "404": "400"],
            "setting": ["system_prompt": "Be kind.", "proxy": "http://p.test:1", "force_format": false],
            "settings": ["endpoint_types": ["gemini"], "vertex_key_type": "json"],
            "param_override": ["temperature": .number("0.10")], "header_override": ["X-Title": "chat"],
        ]
        var fields: JSONValue = ["other": "2025-01-01"]
        for member in objects.members ?? [] {
            fields[member.key] = asText ? .string(member.value.serialized) : member.value
        }
        var new = fields
        for (name, value) in [("name", "new"), ("base_url", "https://x.test"), ("models", "a")] as [(Text, JSONValue)] {
            new[name] = value
        }
        let made = await panel.root(.post, "/api/channel/", ["mode": "single", "channel": new])
        fields["id"] = .integer(panel.world.account.id.value)
        let changed = await panel.root(.put, "/api/channel/", fields)
        for answer in [made, changed] {
            #expect(answer.status == 200)
            let options = answer.data["options"]
            #expect(options?["model_mapping"] == ["a": "b"])
            #expect(options?["status_code_mapping"] == ["404": "400", "429": "500"])
            #expect(options?["system_prompt"] == "Be kind." && answer.data["proxy"] == "http://p.test:1")
            #expect(options?["endpoint_types"] == ["gemini"] && options?["api_version"] == "2025-01-01")
            #expect(options?["parameters"] == ["temperature": .number("0.10")])
            #expect(options?["headers"] == ["X-Title": "chat"])
        }
        let clears: JSONValue = ["id": fields["id"] ?? .null, "model_mapping": "", "param_override": "{}"]
        let cleared = await panel.root(.put, "/api/channel/", clears)
        #expect(cleared.data["model_mapping"] == .null && cleared.data["options"]?["parameters"] == [:])
        #expect(cleared.data["options"]?["system_prompt"] == "Be kind.")
    }

    @Test func `a row that is sent back as it came changes nothing, and a change under either name counts`()
        async throws
    {
        let panel = try await Panel()
        let id = JSONValue.integer(panel.world.account.id.value)
        let saved: JSONValue = ["id": id, "options": Self.ours, "proxy": "http://p.test:1"]
        #expect(await panel.root(.put, "/api/channel/", saved).status == 200)
        let row = await panel.root(.get, "/api/channel/\(panel.world.account.id)").data
        #expect(await panel.root(.put, "/api/channel/", row).data == row)
        var theirs = row
        theirs["model_mapping"] = #"{"x":"y"}"#
        theirs["setting"] = #"{"proxy":"","system_prompt":""}"#
        let byTheirs = await panel.root(.put, "/api/channel/", theirs)
        #expect(byTheirs.data["options"]?["model_mapping"] == ["x": "y"])
        #expect(byTheirs.data["proxy"] == "" && byTheirs.data["options"]?["system_prompt"] == "")
        var ours = byTheirs.data
        ours["options"]?["model_mapping"] = ["z": "y"]
        #expect(await panel.root(.put, "/api/channel/", ours).data["options"]?["model_mapping"] == ["z": "y"])
    }

    @Test(
        arguments: [
            (["model_mapping": "{"], "model_mapping"), (["model_mapping": "[]"], "model_mapping"),
            (["model_mapping": 7], "model_mapping"), (["model_mapping": ["a": 1]], "model_mapping"),
            (["model_mapping": ["a": ""]], "model_mapping"),
            (["model_mapping": ["a": "b", "b": "a"]], "model_mapping"),
            (["model_mapping": #"{"a":"b","a":"c"}"#], "model_mapping"),
            (["status_code_mapping": ["200": "500"]], "status_code_mapping"),
            (["status_code_mapping": ["429": "200"]], "status_code_mapping"),
            (["status_code_mapping": ["429": "x"]], "status_code_mapping"),
            (["param_override": "x"], "param_override"), (["param_override": ["messages": []]], "param_override"),
            (["header_override": ["Authorization": "Bearer {api_key}"]], "header_override"),
            (["header_override": ["X-Title": "{api_key}"]], "header_override"),
            (["setting": "x"], "setting"), (["setting": ["system_prompt": 7]], "setting"),
            (["setting": ["force_format": true]], "setting"), (["setting": ["thinking_to_content": true]], "setting"),
            (["setting": ["proxy": 7]], "setting"), (["settings": "{"], "settings"),
            (["settings": ["endpoint_types": ["embeddings"]]], "settings"),
            (["settings": ["endpoint_types": "gemini"]], "settings"),
            (["other": "2024?x=y"], "other"), (["type": 2], "type"), (["type": 28], "type"),
            (["options": ["model_mapping": ["a": "b", "b": "a"]]], "options.model_mapping"),
            (["options": ["status_code_mapping": "{"]], "options.status_code_mapping"),
            (["options": ["system_prompt": 7]], "options.system_prompt"),
            (["options": ["system_prompt_override": "yes"]], "options.system_prompt_override"),
            (["options": ["endpoint_types": ["codex"]]], "options.endpoint_types"),
            (["options": ["api_version": "a/b"]], "options.api_version"),
        ] as [(JSONValue, String)])
    func `what means nothing is refused by its field, in the reader's language`(change: JSONValue, field: String)
        async throws
    {
        let panel = try await Panel()
        var body = change
        body["id"] = .integer(panel.world.account.id.value)
        for language in ["en", "zh"] as [Text] {
            let answer = await panel.call(
                .put, "/api/channel/", as: panel.rootCookie, body, headers: ["accept-language": language])
            #expect(answer.status == 400 && answer.json["data"]?["field"]?.string == field)
            let isChinese = answer.text.unicodeScalars.contains { (0x4E00...0x9FFF).contains($0.value) }
            #expect(isChinese == (language == "zh"))
        }
    }

    @Test func `the kinds of upstream are listed once, in the reader's language`() async throws {
        let panel = try await Panel()
        let answer = await panel.call(
            .get, "/api/channel/providers", as: panel.rootCookie, headers: ["accept-language": "zh"])
        let items = answer.items
        #expect(items.count == Provider.all.filter(\.isSupported).count)
        #expect(
            items.first { $0["type"] == 14 } == [
                "type": 14, "name": "Anthropic", "base_url": "https://api.anthropic.com", "formats": ["anthropic"],
            ])
        #expect(items.first { $0["type"] == 45 }?["name"] == "火山方舟")
        #expect(items.first { $0["type"] == 57 }?["formats"] == ["codex"] && !items.contains { $0["type"] == 2 })
    }

    @Test func `an account gets its provider's address, and loses its key with it when the kind changes`() async throws
    {
        let panel = try await Panel()
        let channel: JSONValue = ["name": "claude", "type": 14, "models": "claude-x", "key": "k"]
        let made = await panel.root(.post, "/api/channel/", ["mode": "single", "channel": channel])
        #expect(made.data["base_url"] == "https://api.anthropic.com" && made.data["has_key"] == true)
        let other = await panel.root(.put, "/api/channel/", ["id": .integer(made.id), "type": 24])
        #expect(other.data["base_url"] == "https://generativelanguage.googleapis.com")
        #expect(other.data["has_key"] == false)
    }

    @Test(
        arguments: [
            (["type": 14, "base_url": "https://a.test/anthropic"], "https://a.test/anthropic/v1/messages"),
            (["type": 14], "https://api.anthropic.com/v1/messages"),
            (
                ["type": 24, "base_url": "https://g.test", "models": "x,y", "options": ["model_mapping": ["x": "z"]]],
                "https://g.test/v1beta/models/z:generateContent"
            ),
            (
                ["type": 3, "base_url": "https://z.test", "models": "x", "options": ["api_version": "v9"]],
                "https://z.test/openai/deployments/x/chat/completions?api-version=v9"
            ),
            (["type": 8], ""), (["type": 1, "base_url": "nonsense"], ""),
        ] as [(JSONValue, String)])
    func `where questions of each kind go is said before saving`(typed: JSONValue, address: String) async throws {
        let panel = try await Panel()
        #expect(await panel.root(.post, "/api/channel/check", typed).data["address"]?.string == address)
    }
}
