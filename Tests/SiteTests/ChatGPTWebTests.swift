import Dialects
import Domain
import Foundation
import HTTP
import JSON
import TestKit
import Testing
import Web
import Wire

/// Accounts that are asked as ChatGPT's own page asks: from the panel to what members and programs read. What the dialect writes and reads
/// stands where the upstream would.
@Suite(.timeLimit(.minutes(5))) struct ChatGPTWebTests {
    private let world: World
    private let carol: Person
    private let token = ScriptedLogin.access(expires: 4_000_000_000)
    private let account: ID<Account>

    init() async throws {
        world = try await World()
        carol = try await world.person("carol")
        let channel: JSONValue = ["name": "web", "type": 1001, "models": "alpha", "key": .string(token)]
        let made = await world.post("/api/channel/", ["mode": "single", "channel": channel], as: world.admin)
        let number = try #require(made.json["data"]?["id"]?.integer, "\(made.text)")
        account = ID(number)
        try await world.ports.bind(carol, to: try await world.ports.accounts.find(account), at: world.clock.now)
    }

    /// Answers a question as the upstream would, in pieces. Returns the text that it would have been asked.
    private func play(_ answer: ScriptedAnswer, to reply: ScriptedReply) async throws -> String {
        let dialect = reply.account.format(for: reply.prompt.original?.dialect).dialect
        #expect(dialect.name == .chatGPTWeb && reply.account.id == account)
        let body = try dialect.request(reply.prompt.asked(of: reply.account), to: reply.account)
        #expect(body["history_and_training_disabled"] == true && body["conversation_id"] == nil)
        var reader = dialect.reader(raw: dialect.raw(of: reply.prompt, streams: true))
        for event in answer.events(in: .chatGPTWeb) {
            for piece in reader.read(Array("data: \(event.serialized)\n\n".utf8)) { await reply.say(piece) }
        }
        #expect(reader.end(isBroken: false).1 == .finished(.stop))
        reply.finish()
        return body["messages"]?[0]?["content"]?["parts"]?[0]?.text?.string ?? ""
    }

    @Test func `the panel offers the kind, and shows of its login everything but the token`() async throws {
        let kinds = await world.get("/api/channel/providers", as: world.admin).json["data"]?["items"]?.array ?? []
        let kind = try #require(kinds.first { $0["type"] == 1001 })
        #expect(kind["name"] == "ChatGPT (web)" && kind["base_url"] == "https://chatgpt.com")
        let shown = await world.get("/api/channel/\(account)", as: world.admin)
        #expect(shown.json["data"]?["login"]?["email"] == "ada@example.org" && !shown.text.contains(token))
        #expect(try await world.ports.logins.pair(of: account)?.access == Secret(token))
        #expect(try await world.ports.logins.pairs().map(\.account.id) == [account])
    }

    private static let cookie = "eyJhbGciOiJkaXIifQ..aXY.Y2lwaGVy.dGFn"

    private func paste(_ key: String, _ type: Int64 = 1001) async -> Response {
        let channel: JSONValue = [
            "name": "cookie", "type": .integer(type), "models": "alpha", "key": .string(key),
        ]
        return await world.post("/api/channel/", ["mode": "single", "channel": channel], as: world.admin)
    }

    @Test(arguments: [
        cookie, "__Secure-next-auth.session-token=\(cookie)",
        "Cookie: a=b; __Secure-next-auth.session-token=\(cookie); c",
        #"{"sessionToken":"\#(cookie)","expires":"2099-01-01T00:00:00Z"}"#,
        #"[{"name":"other","value":"x"},{"name":"__Secure-next-auth.session-token","value":"\#(cookie)"}]"#,
        "__Secure-next-auth.session-token.1=\(cookie.dropFirst(9)); __Secure-next-auth.session-token.0=\(cookie.prefix(9))",
    ])
    func `a session's cookie is a login, however it is pasted`(key: String) async throws {
        let answer = await paste(key)
        #expect(answer.status == 200 && !answer.text.contains("eyJ"))
        #expect(answer.json["data"]?["login"]?["renews"] == true)
        let id = ID<Account>(answer.json["data"]?["id"]?.integer ?? 0)
        #expect(try await world.ports.logins.pair(of: id)?.session == Secret(Self.cookie))
    }

    @Test(arguments: [
        ("__Secure-next-auth.session-token=", 1001), ("__Secure-next-auth.session-token=a b", 1001),
        ("__Secure-next-auth.session-token=\"eyJ\"", 1001), (#"{"sessionToken":"a;b eyJ"}"#, 1001),
        (#"{"sessionToken":7}"#, 1001),
        ("__Secure-next-auth.session-token=" + String(repeating: "e", count: 20_000), 1001),
        (cookie, 57), (#"{"session_token":"\#(cookie)"}"#, 57),
    ])
    func `what is no cookie is no login, and for the CLI's interface none is one`(key: String, type: Int) async {
        let answer = await paste(key, Int64(type))
        #expect(answer.status == 400 && answer.json["data"]?["field"] == "key" && !answer.text.contains("eyJ"))
    }

    @Test func `each turn of a chat takes all that was said along, and the upstream's conversation is shown to nobody`()
        async throws
    {
        let turn = try await world.begin(DraftBody(text: "First?"), as: carol)
        let first = try await play(ScriptedAnswer(thought: "Hm.", texts: ["One", "."]), to: turn.reply)
        await turn.reader.end()
        #expect(first == "First?")
        #expect(turn.reader.seen.text.contains("One") && turn.reader.seen.text.contains("Hm."))
        let shown = await world.get("/backend-api/conversation/\(turn.conversation)", as: carol)
        let parent = shown.json["current_node"]?.string
        let next = try await world.begin(
            DraftBody(text: "Second?", id: "m2", conversation: turn.conversation, parent: parent), as: carol)
        let second = try await play(ScriptedAnswer(texts: ["Two."]), to: next.reply)
        await next.reader.end()
        let places = ["user]\nFirst?", "assistant]\nOne.", "user]\nSecond?"].map { second.range(of: $0)?.lowerBound }
        #expect(places.allSatisfy { $0 != nil } && places.compactMap(\.self) == places.compactMap(\.self).sorted())
        #expect(!second.contains("Hm."))
        let whole = await world.get("/backend-api/conversation/\(turn.conversation)", as: carol).text
        for text in [turn.reader.seen.text, next.reader.seen.text, whole] {
            #expect(!text.contains(ScriptedAnswer.webConversation))
        }
    }

    @Test(arguments: [true, false])
    func `a program gets the answer in its own format`(streams: Bool) async throws {
        let program = await Program(world, of: carol)
        async let response = program.ask(["stream": .bool(streams)])
        let reply = await world.backend.asked()
        // What is said waits for who reads it.
        async let text = play(ScriptedAnswer(), to: reply)
        let reader = StreamReader(await response)
        await reader.end()
        #expect(try await text == "hello")
        let said = reader.seen.text
        #expect(
            streams
                ? said.contains("\"Hel\"") && said.contains("\"lo\"") && said.contains("[DONE]")
                : said.contains("\"Hello\""))
        #expect(!said.contains(ScriptedAnswer.webConversation))
    }

    @Test(
        arguments: [
            "memories", "memories?include_memory_entries=true", "gizmos/bootstrap",
            "accounts/check/v4-2023-04-27", "files/library", "codex/tasks",
        ])
    func `nothing of the account itself can be reached`(path: String) async {
        let answer = await world.get("/backend-api/\(path)", as: carol)
        #expect(answer.status == 404 && world.backend.count == 0)
    }

    @Test func `what is shared is what the member shares, and the account is not asked`() async {
        let answer = await world.get("/backend-api/shared_conversations", as: carol)
        #expect(answer.status == 200 && answer.json["total"] == 0 && world.backend.count == 0)
    }

    @Test(arguments: ["settings/user", "user_system_messages"])
    func `settings are the member's own, and the account is not asked`(path: String) async {
        let answer = await world.get("/backend-api/\(path)", as: carol)
        #expect(answer.status == 200 && world.backend.count == 0)
    }
}
