import Domain
import HTTP
import JSON
import TestKit
import Testing
import Wire

@Suite(.timeLimit(.minutes(5))) struct ProjectTests {
    private func change(_ talk: String, _ body: JSONValue, _ world: World) async -> Response {
        await world.respond(to: .patch, "/backend-api/conversation/\(talk)", as: world.alice, json: body)
    }

    private func listed(_ world: World, _ query: String = "") async -> [String?] {
        let answer = await world.get("/backend-api/conversations?\(query)", as: world.alice)
        return answer.json["items"]?.array?.map { $0["id"]?.string } ?? []
    }

    private func project(_ name: String, _ world: World, as person: Person? = nil) async throws -> String {
        let made = await world.post("/backend-api/projects", ["name": .string(Text(name))], as: person ?? world.alice)
        return try #require(made.json["id"]?.string, "\(made.text)")
    }

    @Test func `a project is made, named, filled and deleted`() async throws {
        let world = try await World()
        let id = try await project("  trip ", world)
        #expect(id.hasPrefix("g-p-") && id.count == 36)
        let talk = try await world.chat().conversation
        #expect(await change(talk, ["gizmo_id": .string(Text(id))], world).json == ["success": true])
        #expect(await listed(world) == [])
        #expect(await listed(world, "gizmo_id=\(id)") == [talk])
        #expect(await world.tree(talk)["gizmo_id"]?.string == id)
        let path = "/backend-api/projects/\(id)"
        let renamed = await world.respond(to: .patch, path, as: world.alice, json: ["name": "Journey"])
        #expect(renamed.json == ["success": true])
        let projects = await world.get("/backend-api/projects", as: world.alice).json["items"]
        #expect(projects?.array?.map { $0["name"]?.string } == ["Journey"])
        #expect(await change(talk, ["gizmo_id": nil], world).status == 200)
        #expect(await listed(world) == [talk])
        _ = await change(talk, ["gizmo_id": .string(Text(id))], world)
        #expect(await world.respond(to: .delete, path, as: world.alice).json == ["success": true])
        #expect(await listed(world) == [talk])
        #expect(await world.tree(talk)["gizmo_id"] == .null)
    }

    @Test func `the sidebar comes in one answer, and its lists go on where it ends`() async throws {
        let world = try await World()
        _ = try await world.chat(as: world.bob)
        let id = try await project("trip", world)
        var talks: [String] = []
        for number in 0..<3 { talks.append(try await world.chat(DraftBody(id: "m\(number)")).conversation) }
        _ = await change(talks[0], ["gizmo_id": .string(Text(id))], world)
        _ = await change(talks[1], ["is_starred": true], world)
        let sidebar = await world.get("/backend-api/sidebar", as: world.alice).json
        #expect(sidebar["projects"]?.array?.map { $0["id"]?.string } == [id])
        for (name, query, expected) in [
            ("pinned", "is_starred=true", talks[1]), ("conversations", "is_starred=false", talks[2]),
        ] {
            let list = await world.get("/backend-api/conversations?cursor=&\(query)", as: world.alice).json
            #expect(sidebar[.init(name)] == list)
            #expect(list["items"]?.array?.map { $0["id"]?.string } == [expected])
        }
    }

    @Test func `a chat moves to no project that is not the member's`() async throws {
        let world = try await World()
        let talk = try await world.chat().conversation
        let theirs = try await project("theirs", world, as: world.bob)
        var answers: [Response] = []
        for id in [theirs, "g-p-00000000000000000000000000000000", "no key", ""] {
            answers.append(await change(talk, ["gizmo_id": .string(Text(id)), "title": "moved"], world))
        }
        for answer in answers { #expect(answer.status == 404 && answer.bytes == answers[0].bytes) }
        #expect(await listed(world) == [talk])
        #expect(await world.tree(talk)["title"] == "What is it?")
    }

    @Test(arguments: [
        #"{}"#, #"{"name":""}"#, #"{"name":"  "}"#, #"{"name":7}"#, #"{"name":"a\nb"}"#, #"{"name":"a\u0000"}"#,
        #"{"name":"\#(String(repeating: "x", count: 101))"}"#, #"{"name":"\#(String(repeating: "名", count: 4000))"}"#,
    ])
    func `a name that is none is refused with its field`(body: String) async throws {
        let world = try await World()
        let id = try await project("trip", world)
        for (method, path) in [(Method.post, "/backend-api/projects"), (.patch, "/backend-api/projects/\(id)")] {
            let answer = await world.respond(to: method, path, as: world.alice, body: Array(body.utf8))
            #expect(answer.status == 400 && answer.json["detail"]?["field"] == "name")
        }
        let all = await world.get("/backend-api/projects", as: world.alice).json["items"]?.array
        #expect(all?.map { $0["name"]?.string } == ["trip"])
    }

    @Test func `a hundred and first project is refused in words`() async throws {
        let world = try await World()
        for number in 1...100 { _ = try await project("p\(number)", world) }
        let answer = await world.post("/backend-api/projects", ["name": "one more"], as: world.alice)
        #expect(answer.status == 409 && answer.json["detail"]?["code"] == "too_many_projects")
    }

    @Test func `pinned chats are found apart, and unpinned ones without them`() async throws {
        let world = try await World()
        let (one, two) = (
            try await world.chat(DraftBody(id: "m1")).conversation,
            try await world.chat(DraftBody(id: "m2")).conversation
        )
        #expect(await change(one, ["is_starred": true], world).json == ["success": true])
        #expect(await listed(world, "is_starred=true") == [one])
        #expect(await listed(world, "is_starred=false") == [two])
        #expect(Set(await listed(world)) == [one, two])
        #expect(await world.tree(one)["is_starred"] == true)
        _ = await change(one, ["is_starred": false], world)
        #expect(await listed(world, "is_starred=true") == [])
    }
}
