import Domain
import HTTP
import JSON
import TestKit
import Testing
import Wire

/// Chats that members show to others, and the page that readers get (chatmirror.md §3.1).
@Suite(.timeLimit(.minutes(5))) struct SharedChatTests {
    private let secret = "<img src=x onerror=alert(1)> & \u{202E}txt"

    private func shared(_ world: World, _ more: JSONValue = [:], answer: String = "It is.") async throws
        -> (talk: String, id: String)
    {
        let talk = try await world.chat(answer: answer).conversation
        return (talk, try await share(talk, world, more))
    }

    private func share(_ talk: String, _ world: World, _ more: JSONValue = [:]) async throws -> String {
        var body: JSONValue = ["conversation_id": .string(talk)]
        for member in more.members ?? [] { body[member.key] = member.value }
        let answer = await world.post("/backend-api/share/create", body, as: world.alice)
        try #require(answer.status == 200, "\(answer.text)")
        return try #require(answer.json["share_id"]?.string)
    }

    private func read(_ id: String, _ world: World, as person: Person? = nil, headers: Headers = [:]) async -> Response
    {
        await world.get("/share/\(id)", as: person, headers: headers)
    }

    private func unlock(_ id: String, _ passcode: String, _ world: World) async -> Response {
        await world.respond(
            to: .post, "/share/\(id)", body: Array("passcode=\(passcode)".utf8),
            headers: ["content-type": "application/x-www-form-urlencoded"])
    }

    private func setReaders(_ readers: Readership, _ world: World) async throws {
        try await world.ports.settings.set(Setting.sharedChats.name, to: readers.rawValue, Setting.References())
    }

    @Test func `a stranger reads what is shared, without a name and without a script`() async throws {
        let world = try await World()
        let (_, id) = try await shared(world, answer: secret)
        let page = await read(id, world)
        #expect(page.status == 200 && page.headers["content-type"] == "text/html; charset=utf-8")
        #expect(page.headers["x-robots-tag"]?.contains("noindex") == true)
        #expect(page.headers["cache-control"] == "no-store")
        #expect(page.text.contains("What is it?") && page.text.contains("&lt;img src=x onerror=alert(1)&gt; &amp;"))
        #expect(!page.text.contains("<img"))
        #expect(!page.text.contains(world.alice.user.username))
        let chinese = await read(id, world, headers: ["accept-language": "zh"])
        #expect(chinese.text.contains("回答") && chinese.text.contains("提问"))
    }

    @Test func `it shows the messages up to the chosen one, of that branch alone`() async throws {
        let world = try await World()
        let talk = try await world.chat(DraftBody(text: "First?", id: "q1"), answer: "One.").conversation
        let leaf = try #require(await world.tree(talk)["current_node"]?.string)
        try await world.chat(DraftBody(text: "Second?", id: "q2", conversation: talk, parent: leaf), answer: "Two.")
        try await world.chat(
            DraftBody(text: "Other?", id: "q3", conversation: talk, parent: leaf), answer: "Branch.")
        let id = try await share(talk, world, ["current_node_id": .string(leaf)])
        let first = await read(id, world).text
        #expect(first.contains("First?") && first.contains("One.") && !first.contains("Second?"))
        // What is said later is not shown by itself.
        #expect(try await share(talk, world) == id)
        let all = await read(id, world).text
        #expect(all.contains("Other?") && all.contains("Branch.") && !all.contains("Second?"))
        let preview = await world.get("/backend-api/conversation/\(talk)/share?node=\(leaf)", as: world.alice).json
        #expect(preview["messages"]?.array?.compactMap { $0["text"]?.string } == ["First?", "One."])
        #expect(preview["share"]?["share_id"]?.string == id && preview["readers"] == "everyone")
    }

    @Test func `the same message again is the same share`() async throws {
        let world = try await World()
        let talk = try await world.chat().conversation
        func create(_ node: String?) async -> JSONValue {
            var body: JSONValue = ["conversation_id": .string(talk)]
            if let node { body["current_node_id"] = .string(node) }
            return await world.post("/backend-api/share/create", body, as: world.alice).json
        }
        let first = await create(nil)
        let days7: Int64 = 7 * 86_400
        #expect(first["already_exists"] == false && first["is_public"] == true && first["has_passcode"] == false)
        #expect(first["expires_at"]?.integer == world.clock.now.seconds + days7)
        #expect(first["share_url"]?.string?.hasSuffix("/share/\(first["share_id"]?.string ?? "-")") == true)
        let (again, other) = (await create(nil), await create("m1"))
        #expect(again["already_exists"] == true && other["already_exists"] == false)
        #expect(again["share_id"] == first["share_id"] && other["share_id"] == first["share_id"])
        #expect(other["current_node_id"] == "m1")
        let list = await world.get("/backend-api/shared_conversations", as: world.alice).json
        #expect(list["total"] == 1 && list["items"]?[0]?["share_id"] == first["share_id"])
        #expect(await world.get("/backend-api/shared_conversations", as: world.bob).json["total"] == 0)
    }

    @Test func `it ends when it expires, is hidden, revoked, trashed, or its owner is disabled`() async throws {
        let world = try await World()
        let talk = try await world.chat().conversation
        let id = try await share(talk, world, ["expires_at": .integer(world.clock.now.seconds + 60)])
        let path = "/backend-api/share/\(id)"
        func change(_ body: JSONValue) async -> Response {
            await world.respond(to: .patch, path, as: world.alice, json: body)
        }
        world.clock.advance(by: .seconds(59))
        #expect(await read(id, world).status == 200)
        world.clock.advance(by: .seconds(1))
        #expect(await read(id, world).status == 404)
        #expect(await read(id, world, as: world.alice).status == 200, "its owner sees it")
        #expect(await change(["expires_at": .integer(world.clock.now.seconds)]).status == 400)
        #expect(await change(["expires_at": nil]).json["expires_at"]?.isNull == true)
        #expect(await read(id, world).status == 200)
        #expect(await change(["is_public": false]).status == 200)
        #expect(await read(id, world).status == 404)
        #expect(await change(["is_public": true]).status == 200)
        #expect(await read(id, world).status == 200)
        _ = await world.respond(
            to: .patch, "/backend-api/conversation/\(talk)", as: world.alice, json: ["is_visible": false])
        #expect(await read(id, world).status == 404)
        _ = await world.post("/backend-api/trash/\(talk)/restore", [:], as: world.alice)
        #expect(await read(id, world).status == 404, "restoring revives no share")
        let second = try await share(talk, world)
        #expect(second != id)
        #expect(await world.respond(to: .delete, "/backend-api/share/\(second)", as: world.alice).status == 200)
        for person in [nil, world.bob, world.alice] { #expect(await read(second, world, as: person).status == 404) }
        let third = try await share(talk, world)
        func manage(_ action: String) async -> Response {
            await world.post(
                "/api/user/manage", ["id": .integer(world.alice.user.id.value), "action": .string(action)],
                as: world.admin)
        }
        #expect(await manage("disable").status == 200)
        #expect(await read(third, world).status == 404)
        #expect(await manage("enable").status == 200)
        #expect(await read(third, world).status == 200)
    }

    @Test func `a passcode is asked for, and guesses are few`() async throws {
        let world = try await World()
        let (talk, id) = try await shared(world, ["passcode": "open sesame"])
        let asked = await read(id, world)
        #expect(asked.status == 200 && asked.text.contains(#"name="passcode""#) && !asked.text.contains("It is."))
        #expect(!asked.text.contains("What is it?"))
        #expect(await unlock(id, "open+sesame", world).text.contains("It is."))
        for _ in 0..<9 { #expect(await unlock(id, "guess", world).status == 403) }
        #expect(await unlock(id, "", world).status == 403)
        let late = await unlock(id, "open+sesame", world)
        #expect(late.status == 429 && late.headers["retry-after"] != nil && !late.text.contains("It is."))
        #expect(await read(id, world, as: world.alice).text.contains("It is."))
        world.clock.advance(by: .seconds(3600))
        #expect(await unlock(id, "open+sesame", world).text.contains("It is."))
        let list = await world.get("/backend-api/shared_conversations", as: world.alice)
        #expect(list.json["items"]?[0]?["has_passcode"] == true && !list.text.contains("sesame"))
        for wrong in ["abc", String(repeating: "x", count: 65)] {
            let body: JSONValue = ["conversation_id": .string(talk), "passcode": .string(wrong)]
            #expect(await world.post("/backend-api/share/create", body, as: world.alice).status == 400)
        }
        _ = await world.respond(to: .patch, "/backend-api/share/\(id)", as: world.alice, json: ["passcode": nil])
        #expect(await read(id, world).text.contains("It is."))
    }

    @Test func `administrators say who may read`() async throws {
        let world = try await World()
        let (talk, id) = try await shared(world)
        try await setReaders(.members, world)
        #expect(await read(id, world).headers["location"] == "/login")
        #expect(await read(id, world, as: world.bob).text.contains("It is."))
        try await setReaders(.nobody, world)
        #expect(await read(id, world).status == 404)
        #expect(await read(id, world, as: world.bob).status == 404)
        let body: JSONValue = ["conversation_id": .string(talk)]
        #expect(await world.post("/backend-api/share/create", body, as: world.alice).status == 403)
        #expect(
            await world.respond(to: .patch, "/backend-api/share/\(id)", as: world.alice, json: ["is_public": true])
                .status == 403)
    }

    @Test func `what has no answer yet, is temporary or another's is not shared`() async throws {
        let world = try await World()
        let running = try await world.begin(DraftBody(id: "r1"))
        let body: JSONValue = ["conversation_id": .string(running.conversation)]
        let busy = await world.post("/backend-api/share/create", body, as: world.alice)
        #expect(busy.status == 409 && busy.json["detail"]?["code"] == "turn_running")
        #expect(await world.post("/backend-api/share/create", body, as: world.bob).status == 404)
        running.reply.finish()
        await running.reader.end()
        let temporary = try await world.chat(DraftBody(id: "t1", isTemporary: true)).conversation
        let refused = await world.post(
            "/backend-api/share/create", ["conversation_id": .string(temporary)], as: world.alice)
        #expect(refused.status == 409 && refused.json["detail"]?["code"] == "is_temporary")
    }

    @Test func `thoughts stay with their owner`() async throws {
        let world = try await World()
        let turn = try await world.begin()
        await turn.reply.say(ReplyEvent.reasoning("Only for me."))
        await turn.reply.say("For all.")
        turn.reply.finish()
        await turn.reader.end()
        let id = try await share(turn.conversation, world)
        let page = await read(id, world).text
        #expect(page.contains("For all.") && !page.contains("Only for me."))
    }

    @Test func `pictures stay with their owner, too`() async throws {
        let world = try await World()
        let file = try await world.upload(as: world.alice)
        let talk = try await world.chat(DraftBody(files: [file])).conversation
        let page = await read(try await share(talk, world), world)
        #expect(page.text.contains("A file or picture is not shared.") && !page.text.contains(file))
        let named = await world.get("/backend-api/files/\(file)/content")
        #expect(named.status == 401)
    }
}
