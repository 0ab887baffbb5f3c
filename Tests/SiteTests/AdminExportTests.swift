import Domain
import HTTP
import JSON
import Synchronization
import TestKit
import Testing
import Wire

@testable import PanelAPI
@testable import Site
@testable import Web

/// Accounts as a file.
@Suite(.timeLimit(.minutes(5))) struct AdminExportTests {
    private let panel: Panel

    init() async throws { panel = try await Panel() }

    private func export(_ body: JSONValue? = nil) async throws -> (Response, String) {
        let bytes = body?.bytes ?? []
        var headers: Headers = ["host": "chat.test", "cookie": Text(panel.rootCookie)]
        if !bytes.isEmpty {
            headers["content-type"] = "application/json"
            headers["content-length"] = "\(bytes.count)"
        }
        let response = await panel.site.respond(
            to: Request(
                method: .post, path: "/api/channel/export", query: nil, headers: headers,
                body: bytes.isEmpty ? .empty : .bytes(bytes)))
        return (response, try await Written(response).text)
    }

    private func add(_ channel: JSONValue) async -> Int64 {
        await panel.root(.post, "/api/channel/", ["mode": "single", "channel": channel]).id
    }

    /// Accounts of every sort that there is something to say about.
    private func fill() async -> [Int64] {
        let access = ScriptedLogin.access("ada", expires: panel.clock.now.seconds + 864_000)
        let login: JSONValue = [
            "access_token": .string(access), "refresh_token": "rt-canary-1", "account_id": "team-7",
        ]
        let page: JSONValue = ["access_token": "at-canary-0123456789", "refresh_token": "rt-canary-2"]
        return [
            await add([
                "name": "王 \"desk\"", "type": 1, "key": "sk-canary-1", "base_url": "https://gw.example",
                "models": "a,b",
                "contexts": ["a": 1000], "priority": 5, "weight": 3, "remark": "r", "tag": "house", "status": 2,
                "proxy": "http://p:1",
                "options": [
                    "stream": false, "first_byte": 9, "parameters": ["seed": 1], "headers": ["x-title": "t"],
                    "model_mapping": ["a": "c"], "status_code_mapping": ["404": "503"], "system_prompt": "be kind",
                    "endpoint_types": ["openai"],
                ],
            ]),
            await add(["name": "claude", "type": 14, "key": "sk-ant-canary-2", "models": "x"]),
            await add(["name": "house", "type": 4, "base_url": "http://ollama.example:11434", "models": "llama"]),
            await add([
                "name": "login", "type": 57, "key": .string(login.serialized), "models": "gpt",
                "settings": ["token_url": "https://tokens.example/t", "client_id": "app_1"],
            ]),
            await add([
                "name": "page", "type": 1001, "key": .string(page.serialized), "models": "auto",
                "settings": ["token_url": "https://tokens.example/t", "client_id": "app_1"],
            ]),
        ]
    }

    @Test func `a file without secrets says what there is and holds no key`() async throws {
        _ = await fill()
        let (response, text) = try await export()
        #expect(response.status == 200 && response.headers["cache-control"] == "no-store")
        #expect(response.headers["content-disposition"] == "attachment; filename=\"chatmirror-accounts.json\"")
        let list = try JSONValue(parsing: text.utf8).array ?? []
        #expect(list.map { $0["name"]?.string } == ["shared", "王 \"desk\"", "claude", "house", "login", "page"])
        #expect(list[1]["base_url"] == "https://gw.example" && list[1]["models"] == "a,b" && list[1]["has_key"] == true)
        #expect(list[1]["provider"] == "OpenAI" && list[1]["priority"] == 5 && list[3]["has_key"] == false)
        #expect(!text.contains("canary") && !text.contains("eyJ") && list.allSatisfy { $0["key"] == nil })
        let row = try await panel.ports.audit.list(
            Page(offset: 0, limit: 9), where: AuditFilter(action: .accountsExported))
        #expect(row.items.map(\.entry.after) == [#"{"accounts":6,"secrets":false}"#])
        // What has no key in it can be imported no more than that.
        let preview = await Answer(
            of: panel.site, .post, "/api/channel/import/preview", cookie: panel.rootCookie, body: Array(text.utf8))
        #expect(preview.items[2]["outcome"] == "invalid" && preview.items[2]["reason"] != "")
    }

    @Test func `a file with secrets makes the same accounts again`() async throws {
        let ids = await fill()
        let before = try await kept(ids)
        let (_, text) = try await export(["ids": .array(ids.map { .integer($0) }), "secrets": true])
        #expect(try JSONValue(parsing: text.utf8).array?.count == 5)
        let row = try await panel.ports.audit.list(
            Page(offset: 0, limit: 9), where: AuditFilter(action: .accountsExported))
        #expect(row.items.map(\.entry.after) == [#"{"accounts":5,"secrets":true}"#])
        #expect(!row.items.map { $0.entry.before + $0.entry.after }.joined().contains("canary"))
        func preview() async -> [String?] {
            await Answer(
                of: panel.site, .post, "/api/channel/import/preview", cookie: panel.rootCookie, body: Array(text.utf8)
            ).items.map { $0["outcome"]?.string }
        }
        #expect(await preview() == ["duplicate", "duplicate", "duplicate", "duplicate", "duplicate"])
        for id in ids { #expect(await panel.root(.delete, "/api/channel/\(id)").status == 200) }
        #expect(await preview() == ["new", "new", "new", "new", "new"])
        let begun = await Answer(
            of: panel.site, .post, "/api/channel/import", cookie: panel.rootCookie, body: Array(text.utf8))
        #expect(begun.status == 202)
        while !panel.ports.jobs.running.isEmpty, !Task.isCancelled { await Task.yield() }
        let made = try await panel.ports.accounts.list(Page(offset: 0, limit: 100), matching: nil).items.map(\.id.value)
            .sorted().dropFirst()
        #expect(made.count == 5)
        let after = try await kept(Array(made))
        #expect(after == before)
    }

    /// All that is to be the same.
    private func kept(_ ids: [Int64]) async throws -> [JSONValue] {
        var kept: [JSONValue] = []
        for id in ids {
            var json = await panel.root(.get, "/api/channel/\(id)").data
            for name in ["id", "created_time", "health", "is_proven"] as [Text] { json[name] = nil }
            let credential = Credential(
                try await panel.ports.accounts.key(of: ID(id)), of: Provider(rawValue: Int(json["type"]?.integer ?? 0))!
            )
            switch credential {
            case .key(let key): json["key"] = .string(key.reveal())
            case .pair(let pair):
                json["key"] = .string("\(pair.access.reveal()) \(pair.refresh.reveal()) \(pair.owner)")
            }
            kept.append(json)
        }
        return kept
    }

    @Test func `only administrators who gave their password get it, of accounts that are there`() async throws {
        let path = "/api/channel/export"
        #expect(await panel.call(.post, path).status == 401)
        #expect(await panel.call(.post, path, as: panel.member.cookie).status == 403)
        #expect(
            await panel.call(.post, path, as: panel.rootCookie, headers: ["sec-fetch-site": "cross-site"]).status == 403
        )
        #expect(await panel.root(.post, path, ["ids": [99]]).status == 404)
        #expect(await panel.root(.post, path, ["ids": ["1"]]).data["field"] == "ids")
        #expect(await panel.root(.post, path, ["secrets": 1]).data["field"] == "secrets")
        panel.clock.advance(by: Session.confirmationLifetime)
        #expect(await panel.root(.post, path, ["secrets": true]).status == 403)
        let rows = try await panel.ports.audit.list(
            Page(offset: 0, limit: 9), where: AuditFilter(action: .accountsExported))
        #expect(rows.items.isEmpty)
        #expect(try await Written(Response(200)).text == "")
    }

    @Test func `many accounts are written portion by portion, and none is an empty list`() async throws {
        let lines = (0..<250).map { "sk-canary-\($0)" }.joined(separator: "\n")
        _ = await Answer(
            of: panel.site, .post, "/api/channel/import?models=m", cookie: panel.rootCookie, body: Array(lines.utf8))
        while !panel.ports.jobs.running.isEmpty, !Task.isCancelled { await Task.yield() }
        let (response, text) = try await export(["secrets": true])
        #expect(try await Written(response).pieces.count == 4)
        let list = try JSONValue(parsing: text.utf8).array ?? []
        #expect(list.count == 251 && Set(list.compactMap { $0["key"]?.string }).count >= 250)
        let (_, none) = try await export(["ids": []])
        #expect(none == "[]\n")
    }
}

/// What is written of an answer.
private final class Written: BodyWriter {
    private let found = Mutex<[[UInt8]]>([])

    init(_ response: Response) async throws {
        if case .written(let write) = response.body { try await write(self) }
    }

    var pieces: [[UInt8]] { found.withLock { $0 } }
    var text: String { String(decoding: pieces.flatMap(\.self), as: UTF8.self) }

    func write(_ bytes: [UInt8]) async throws(Disconnected) { found.withLock { $0.append(bytes) } }
    func cut() {}
}
