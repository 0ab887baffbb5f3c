import Domain
import HTTP
import JSON
import TestKit
import Testing
import Wire

/// Assistants: made by administrators, used by members, and of no use to anybody else.
@Suite(.timeLimit(.minutes(5))) struct AssistantTests {
    private static let path = "/api/assistant/"
    static func png(_ side: Int = 1) -> [UInt8] { SampleImage.png(side, side, size: 64) }

    @discardableResult
    private func make(_ more: JSONValue = [:], _ world: World, as person: Person? = nil) async throws -> JSONValue {
        var body: JSONValue = ["name": "Ada", "instruction": "Speak like Ada."]
        for member in more.members ?? [] { body[member.key] = member.value }
        let answer = await world.post(Self.path, body, as: person ?? world.admin)
        try #require(answer.status == 200, "\(answer.text)")
        return try #require(answer.json["data"])
    }

    private func put(_ body: JSONValue, _ world: World) async -> Response {
        await world.respond(to: .put, Self.path, as: world.admin, json: body)
    }

    private func gizmo(_ made: JSONValue) throws -> JSONValue { .string("g-\(try #require(made["id"]?.integer))") }

    private func send(_ gizmo: JSONValue, _ world: World, as person: Person? = nil, id: String = "m1") async
        -> Response
    {
        var body = DraftBody(id: id).json
        body["gizmo_id"] = gizmo
        return await world.post("/backend-api/conversation", body, as: person ?? world.alice)
    }

    private func finish(_ response: Response, _ world: World) async throws -> Underway {
        try #require(response.status == 200, "\(response.text)")
        let reader = StreamReader(response)
        await reader.until { $0.events.contains { $0.json["conversation_id"] != nil } }
        let first = reader.seen.events.compactMap { $0.json["conversation_id"]?.string }.first
        let turn = Underway(conversation: try #require(first), reader: reader, reply: await world.backend.asked())
        await turn.reply.say("It is.")
        turn.reply.finish()
        await reader.end()
        return turn
    }

    private func next(after turn: Underway, _ id: String, _ world: World) async throws -> Underway {
        let leaf = try #require(await world.tree(turn.conversation)["current_node"]?.string)
        return try await world.chat(DraftBody(id: id, conversation: turn.conversation, parent: leaf))
    }

    private func system(_ turn: Underway) -> String? {
        let first = turn.reply.prompt.messages.first
        return first?.role == .system ? first?.text : nil
    }

    private func acts(_ world: World) async throws -> [AuditAction] {
        try await world.ports.audit.rows(after: 0, atMost: 200).map(\.entry.action)
    }

    // MARK: Administrators

    @Test func `administrators make, change and delete them, and nobody else does`() async throws {
        let world = try await World()
        let made = try await make(
            ["description": "Counts", "model": "beta", "starters": ["One?", " ", "Two?"], "order": 3, "group": ""],
            world)
        #expect(made["starters"] == ["One?", "Two?"] && made["version"] == 1 && made["enabled"] == true)
        #expect(made["picture"] == .null && made["group"] == "" && made["model"] == "beta")
        let id = try #require(made["id"]?.integer)
        let changed = await put(["id": .integer(id), "version": 1, "name": "Bea", "model": ""], world).json["data"]
        #expect(changed?["name"] == "Bea" && changed?["model"] == "" && changed?["instruction"] == "Speak like Ada.")
        let stale = await put(["id": .integer(id), "version": 1, "name": "Cea"], world)
        #expect(stale.status == 409 && stale.text.contains("changed_meanwhile"))
        let list = await world.get(Self.path, as: world.admin).json["data"]
        #expect(list?["total"] == 1 && list?["items"]?[0]?["name"] == "Bea")

        for person in [world.alice, world.bob] {
            #expect(await world.get(Self.path, as: person).status == 403)
            #expect(await world.post(Self.path, ["name": "x"], as: person).status == 403)
            #expect(await world.respond(to: .delete, Self.path + "\(id)", as: person).status == 403)
        }
        #expect(await world.get(Self.path).status == 401)
        #expect(await world.get("/backend-api/assistants").status == 401)
        #expect(await world.respond(to: .delete, Self.path + "\(id)", as: world.admin).status == 200)
        #expect(await world.respond(to: .delete, Self.path + "\(id)", as: world.admin).status == 404)
        let acts = try await acts(world)
        let expected: [AuditAction] = [.assistantCreated, .assistantChanged, .assistantDeleted]
        #expect(acts.filter(expected.contains) == expected)
    }

    @Test func `what cannot be one is refused by its field`() async throws {
        let world = try await World()
        let long = { (count: Int) in JSONValue.string(String(repeating: "字", count: count)) }
        let many = JSONValue.array((0...Assistant.mostStarters).map { .string("\($0)?") })
        let bad: [(String, JSONValue)] = [
            ("name", ""), ("name", "  "), ("name", long(81)), ("name", "a\nb"), ("name", "a\u{0}b"), ("name", 7),
            ("description", long(301)), ("instruction", long(8001)), ("instruction", "a\u{1b}[31m"),
            ("starters", many), ("starters", [.string(String(repeating: "x", count: 201))]), ("starters", [7]),
            ("starters", "x"), ("group", "nobody's"), ("order", -1), ("order", 10_001), ("enabled", "yes"),
            ("model", long(256)), ("picture", "not base64!"), ("picture", 7),
            ("picture", .string(Base64.encode(Array("<svg xmlns='http://www.w3.org/2000/svg'/>".utf8)))),
            ("picture", .string(Base64.encode(Array("GIF89a".utf8) + [1, 0, 1, 0, 0, 0, 0]))),
            ("picture", .string(Base64.encode(Self.png(1025)))),
            ("picture", .string(Base64.encode(Self.png() + [UInt8](repeating: 0, count: 256 << 10)))),
        ]
        for (field, value) in bad {
            var body: JSONValue = ["name": "Ada"]
            body[Text(field)] = value
            let answer = await world.post(Self.path, body, as: world.admin)
            #expect(answer.status == 400 && answer.text.contains("\"\(field)\""), "\(field): \(answer.text)")
        }
        #expect(await world.post(Self.path, [:], as: world.admin).status == 400)
        #expect(await world.get(Self.path, as: world.admin).json["data"]?["total"] == 0)
        try await make(
            ["name": long(80), "instruction": long(8000), "starters": [long(200)], "description": long(300)], world)
    }

    // MARK: Members

    @Test func `members see theirs without the instruction`() async throws {
        let world = try await World()
        try await make(["starters": ["Hello?"], "picture": .string(Base64.encode(Self.png()))], world)
        try await make(["name": "Off", "enabled": false], world)
        try await make(["name": "Vips", "group": "vip"], world)
        let answer = await world.get("/backend-api/assistants", as: world.alice)
        let items = try #require(answer.json["items"]?.array)
        #expect(items.map { $0["name"] } == ["Ada"] && items[0]["starters"] == ["Hello?"])
        #expect(!answer.text.contains("Speak like Ada."))
        let address = try #require(items[0]["picture"]?.string)
        let picture = await world.get(address, as: world.bob)
        #expect(picture.status == 200 && picture.bytes == Self.png() && picture.headers["content-type"] == "image/png")
        #expect(picture.headers["x-content-type-options"] == "nosniff")
        #expect(picture.headers["cache-control"]?.contains("immutable") == true)
        #expect(await world.get(address).status == 401)
        #expect(await world.get("/logo/\(address.split(separator: "/").last!)").status == 404, "it is no logo")
        let seen = await world.get("/", as: world.alice).text
        #expect(seen.contains(#""assistants":true"#) && !seen.contains("Speak like Ada."))
    }

    @Test func `every turn of its chat has its instruction, before the member's own, as it is now`() async throws {
        let world = try await World()
        let made = try await make([:], world)
        let first = try await finish(await send(try gizmo(made), world), world)
        #expect(system(first) == "Speak like Ada.")
        #expect(await world.tree(first.conversation)["assistant_id"] == (try gizmo(made)))
        #expect(
            !(await world.get("/backend-api/conversation/\(first.conversation)", as: world.alice)).text
                .contains("Speak like Ada."))
        let own: JSONValue = ["about_user_message": "I fly."]
        _ = await world.respond(to: .patch, "/backend-api/user_system_messages", as: world.alice, json: own)
        let second = try await next(after: first, "m2", world)
        #expect(system(second)?.hasPrefix("Speak like Ada.\n\n") == true && system(second)?.contains("I fly.") == true)
        let before = await context(of: first.conversation, world)
        let id = made["id"]!
        let words = String(repeating: "New words. ", count: 100)
        #expect(await put(["id": id, "instruction": .string(words)], world).status == 200)
        let after = await context(of: first.conversation, world)
        #expect(after > before, "the gauge counts it: \(before), \(after)")
        let third = try await next(after: first, "m3", world)
        #expect(system(third)?.hasPrefix("New words.") == true)

        // Once it is gone the chat is there, and goes on without it.
        #expect(await world.respond(to: .delete, Self.path + "\(id.integer!)", as: world.admin).status == 200)
        let fourth = try await next(after: first, "m4", world)
        #expect(system(fourth)?.contains("New words.") == false && system(fourth)?.contains("I fly.") == true)
        #expect(await world.tree(first.conversation)["assistant_id"] == (try gizmo(made)))
        // No other one takes its place.
        try await make(["instruction": "Speak like another."], world)
        let fifth = try await next(after: first, "m5", world)
        #expect(system(fifth)?.contains("another") == false)
    }

    private func context(of talk: String, _ world: World) async -> Int64 {
        await world.get("/backend-api/conversation/\(talk)/context?model=alpha", as: world.alice).json["used"]?
            .integer ?? -1
    }

    @Test func `one that is missing, off or another group's is the same 404, and nothing is stored`() async throws {
        let world = try await World()
        let off = try await make(["enabled": false], world)
        let vips = try await make(["group": "vip"], world)
        let wrong: [JSONValue] = [
            "g-987654", try gizmo(off), try gizmo(vips), "g-", "g-0", "g-01", "7", "g--1", "g-p-1",
            "g-99999999999999999999",
        ]
        var answers: Set<String> = []
        for gizmo in wrong {
            let answer = await send(gizmo, world)
            #expect(answer.status == 404, "\(gizmo)")
            answers.insert(answer.text)
        }
        #expect(answers.count == 1)
        #expect(await world.get("/backend-api/conversations", as: world.alice).json["items"] == [])
        // So it is for a member who is only remembered.
        let mine = try await make([:], world)
        _ = try await finish(await send(try gizmo(mine), world, id: "m8"), world)
        #expect(await send(try gizmo(vips), world, id: "m9").status == 404)
        #expect(await send(try gizmo(vips), world, as: nil, id: "m10").status == 404)
        #expect(await world.post("/backend-api/conversation", DraftBody().json).status == 401)
    }

    @Test func `a member who leaves its group goes on without it`() async throws {
        let world = try await World()
        let vips = try await make(["group": "vip"], world)
        let group = { (name: JSONValue) in
            await world.respond(
                to: .put, "/api/user/", as: world.admin,
                json: ["id": .integer(world.alice.user.id.value), "group": name])
        }
        #expect(await group("vip").status == 200)
        let first = try await finish(await send(try gizmo(vips), world), world)
        #expect(system(first) == "Speak like Ada.")
        #expect(await send(try gizmo(vips), world, as: world.bob).status == 404)
        #expect(await group("default").status == 200)
        let second = try await next(after: first, "m2", world)
        #expect(system(second) == nil)
        #expect(await world.get("/backend-api/assistants", as: world.alice).json["items"] == [])
        #expect(await world.get("/backend-api/conversation/\(first.conversation)", as: world.bob).status == 404)
    }

    @Test func `its model is the one to begin with, unless another is chosen or the member lacks it`() async throws {
        let world = try await World()
        let beta = try await make(["model": "beta"], world)
        let rare = try await make(["model": "rare"], world)
        #expect(try await finish(await send(try gizmo(beta), world), world).reply.prompt.model == "beta")
        #expect(try await finish(await send(try gizmo(rare), world, id: "m2"), world).reply.prompt.model == "alpha")
        var chosen = DraftBody(id: "m3", model: "alpha").json
        chosen["conversation_mode"] = ["kind": "gizmo_interaction", "gizmo_id": try gizmo(beta)]
        let turn = try await finish(await world.post("/backend-api/conversation", chosen, as: world.alice), world)
        #expect(turn.reply.prompt.model == "alpha" && system(turn) == "Speak like Ada.")
    }

    @Test func `a temporary chat may have one, and the same message sent twice is one chat`() async throws {
        let world = try await World()
        let made = try await make([:], world)
        var body = DraftBody(isTemporary: true).json
        body["gizmo_id"] = try gizmo(made)
        let turn = try await finish(await world.post("/backend-api/conversation", body, as: world.alice), world)
        #expect(system(turn) == "Speak like Ada.")
        let count = world.backend.count
        #expect(await put(["id": made["id"]!, "enabled": false], world).status == 200)
        // It was taken before: that it is off by now does not matter.
        #expect(await world.post("/backend-api/conversation", body, as: world.alice).status == 200)
        #expect(world.backend.count == count)
    }
}
