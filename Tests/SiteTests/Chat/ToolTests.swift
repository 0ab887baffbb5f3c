import Domain
import HTTP
import JSON
import TestKit
import Testing
import Wire

/// The providers' own tools, which members switch on in the chat.
@Suite(.timeLimit(.minutes(5))) struct ToolTests {
    /// Alice has, beside her usual account, one of a provider that has tools.
    private func equipped(_ formats: [DialectName] = [.openAIResponses], limits: [Limit] = []) async throws
        -> (world: World, account: Account)
    {
        let world = try await World(limits: limits)
        var account = Account(
            id: ID(0), name: "equipped", baseURL: "https://tools.test", models: ["gpt-5"], createdAt: world.clock.now)
        account.options.formats = formats
        account = try await world.ports.accounts.create(account, key: Secret("key"))
        try await world.ports.bind(world.alice, to: account, at: world.clock.now)
        return (world, account)
    }

    private func draft(_ tools: JSONValue?, _ model: String = "gpt-5") -> DraftBody {
        DraftBody(model: model, tools: tools)
    }

    private func set(_ tools: String, _ world: World) async -> Int {
        await world.respond(
            to: .put, "/api/option/", as: world.admin, json: ["key": "ChatTools", "value": .string(tools)]
        ).status
    }

    @Test func `the tools that were chosen are the upstream's to use, and no others`() async throws {
        let (world, _) = try await equipped()
        for (asked, given) in [
            (["web_search"], [BuiltInTool.webSearch]), (["code_interpreter", "web_search"], [.webSearch, .code]),
            ([], []), (nil, []),
        ] as [(JSONValue?, [BuiltInTool])] {
            var draft = draft(asked)
            draft.id = "m\(given.count)\(asked == nil)"
            let turn = try await world.begin(draft)
            #expect(turn.reply.prompt.builtInTools == given && turn.reply.prompt.tools.count == given.count)
            await turn.reply.say("Ok.")
            turn.reply.finish()
            await turn.reader.end()
        }
    }

    @Test func `viewers hear what tools do as it happens, and the message keeps it`() async throws {
        let (world, _) = try await equipped(limits: [Limit(9, per: .day)])
        let turn = try await world.begin(draft(["web_search", "code_interpreter"]))
        await turn.reply.say(.toolStep(ToolStep(0, .search, .running)))
        await turn.reader.until { $0.events.contains { $0.json["type"] == "tool_step" } }
        let first = try #require(turn.reader.seen.events.last { $0.json["type"] == "tool_step" })
        #expect(first.json["step"]?["kind"] == "search" && first.json["step"]?["state"] == "running")
        await turn.reply.say(.toolStep(ToolStep(0, .search, .done, subject: "cats")))
        await turn.reply.say(.toolStep(ToolStep(1, .code, .running, subject: "print(1)")))
        // Another viewer, who comes while nothing has been answered.
        let late = StreamReader(await world.follow(turn.conversation))
        await late.until { $0.events.contains { $0.json["step"]?["subject"] == "print(1)" } }
        await turn.reply.say(.source(try #require(Source("https://cats.test/", title: "<b>Cats</b>"))))
        await turn.reply.say("Cats.")
        turn.reply.finish()
        await turn.reader.end()
        await late.end()
        let tree = await world.tree(turn.conversation)
        let tools = try #require(tree.leaf?["metadata"]?["tools"])
        #expect(tools["steps"]?.array?.map { $0["state"] } == ["done", "failed"], "the program never ended")
        #expect(tools["steps"]?[0]?["subject"] == "cats" && tools["steps"]?[1]?["subject"] == "print(1)")
        #expect(tools["sources"] == [["url": "https://cats.test/", "title": "<b>Cats</b>"]])
        for reader in [turn.reader, late] {
            #expect(reader.seen.events.contains { "\($0.json)".contains("https://cats.test/") })
        }
        #expect(await world.used() == 1)
        // The next question has the words alone.
        let next = try await world.begin(
            DraftBody(
                id: "m2", conversation: turn.conversation, parent: tree["current_node"]?.string, model: "gpt-5"))
        #expect(next.reply.prompt.messages.map(\.text) == ["What is it?", "Cats.", "What is it?"])
        next.reply.finish()
        await next.reader.end()
    }

    @Test func `an answer that never came costs nothing, whatever tools did`() async throws {
        let (world, _) = try await equipped(limits: [Limit(9, per: .day)])
        let turn = try await world.begin(draft(["web_search"]))
        await turn.reply.say(.toolStep(ToolStep(0, .search, .done, subject: "cats")))
        turn.reply.fail(UpstreamFailure(.upstreamRefused, status: 400, detail: "no"))
        await turn.reader.end()
        #expect(await world.used() == 0)
        let leaf = try #require(await world.tree(turn.conversation).leaf)
        #expect(leaf["status"] == "error" && leaf["metadata"]?["tools"]?["steps"]?.array?.count == 1)
    }

    @Test(
        arguments: [["x"], ["web_search", "x"], [7], "web_search", 7, [:], [["type": "web_search"]]] as [JSONValue])
    func `what names no tool is 400, and nobody is asked`(tools: JSONValue) async throws {
        let (world, _) = try await equipped()
        let refused = await world.send(draft(tools))
        #expect(refused.status == 400 && "\(refused.json)".contains("tools"))
        #expect(world.backend.count == 0)
    }

    @Test func `a model whose accounts have not the tool is not asked without it`() async throws {
        let (world, _) = try await equipped([.codex, .openAIChat])
        let plain = await world.send(draft(["web_search"], "alpha"))
        #expect(plain.status == 400 && "\(plain.json)".contains("tools"))
        let code = await world.send(draft(["code_interpreter"]))
        #expect(code.status == 400, "ChatGPT's accounts run no code this way")
        #expect(world.backend.count == 0)
        let turn = try await world.begin(draft(["web_search"]))
        turn.reply.finish()
        await turn.reader.end()
    }

    @Test func `of several accounts one is asked that has the tool`() async throws {
        let (world, account) = try await equipped()
        for name in ["first", "second"] {
            let plain = try await world.ports.addAccount(name, models: ["gpt-5"], at: world.clock.now)
            try await world.ports.bind(world.alice, to: plain, at: world.clock.now)
        }
        for number in 0..<4 {
            var draft = draft(["web_search"])
            draft.id = "m\(number)"
            let turn = try await world.begin(draft)
            #expect(turn.reply.account.id == account.id)
            await turn.reply.say("Ok.")
            turn.reply.finish()
            await turn.reader.end()
        }
    }

    @Test func `offers name the tools, and administrators say which may be used`() async throws {
        let (world, _) = try await equipped()
        func offered() async -> [JSONValue?] {
            (await world.get("/backend-api/models", as: world.alice).json["models"]?.array ?? []).map { $0["tools"] }
        }
        #expect(await offered() == [[], [], ["web_search", "code_interpreter"]])
        #expect(await set(#"["web_search"]"#, world) == 200)
        #expect(await offered() == [[], [], ["web_search"]])
        #expect(await world.send(draft(["code_interpreter"])).status == 400)
        #expect(await set("[]", world) == 200)
        #expect(await offered() == [[], [], []])
        #expect(await world.send(draft(["web_search"])).status == 400)
        for wrong in ["", "x", "{}", #"["x"]"#, "[7]", "null"] { #expect(await set(wrong, world) == 400) }
        #expect(world.backend.count == 0)
    }
}
