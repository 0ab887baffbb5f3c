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

@Suite(.timeLimit(.minutes(5))) struct ConversationTests {
    @Test func `the list is the member's own, newest first, page by page`() async throws {
        let world = try await World()
        var talks: [String] = []
        for number in 1...5 {
            talks.append(try await world.chat(DraftBody(id: "m\(number)")).conversation)
            world.clock.advance(by: .seconds(1))
        }
        try await world.chat(DraftBody(id: "m1"), as: world.bob)
        let all = await world.get("/backend-api/conversations", as: world.alice).json
        #expect(all["total"] == 5)
        #expect(all["limit"] == 28)
        #expect(all["has_missing_conversations"] == false)
        #expect(all["items"]?.array?.map { $0["id"]?.string } == talks.reversed())
        #expect(all["items"]?[4]?["create_time"] == "2026-03-11T12:00:00.000Z")
        let page = await world.get(
            "/backend-api/conversations?offset=1&limit=2&order=created&is_archived=false&is_starred=false",
            as: world.alice
        ).json
        #expect(page["items"]?.array?.map { $0["id"]?.string } == [talks[3], talks[2]])
        #expect(page["offset"] == 1)
    }

    @Test(arguments: [
        "limit=101", "limit=-1", "limit=x", "limit=", "offset=-1", "offset=1e3", "order=best", "is_archived=1",
        "cursor=x", "cursor=1.a.b", "cursor=1e3.a", "cursor=.a", "cursor=&offset=0",
    ])
    func `a list that cannot be is 422`(query: String) async throws {
        let world = try await World()
        let response = await world.get("/backend-api/conversations?\(query)", as: world.alice)
        #expect(response.status == 422)
        #expect(response.json["detail"]?["field"]?.string == query.split(separator: "=").first.map(String.init))
    }

    @Test func `the list goes on by its cursor, also after deletions elsewhere`() async throws {
        let world = try await World()
        var talks: [String] = []
        for number in 1...7 {
            talks.insert(try await world.chat(DraftBody(id: "m\(number)")).conversation, at: 0)
            world.clock.advance(by: .seconds(1))
        }
        var cursor: String? = ""
        var seen: [String?] = []
        while let next = cursor {
            let page = await world.get("/backend-api/conversations?limit=3&cursor=\(next)", as: world.alice).json
            seen += page["items"]?.array?.map { $0["id"]?.string } ?? []
            cursor = page["cursor"]?.string
            if seen.count == 3 { _ = await change(talks[2], ["is_visible": false], world) }
        }
        #expect(seen == talks)
        let first = await world.get("/backend-api/conversations?offset=0&limit=2", as: world.alice).json
        let second = await world.get(
            "/backend-api/conversations?limit=9&cursor=\(first["cursor"]?.string ?? "")", as: world.alice
        ).json
        #expect(second["items"]?.array?.map { $0["id"]?.string } == [3, 4, 5, 6].map { talks[$0] })
        #expect(second["cursor"] == .null)
    }

    @Test func `what a page holds is not sent again until it changes`() async throws {
        let world = try await World()
        let talk = try await world.chat().conversation
        for path in ["/backend-api/conversation/\(talk)", "/backend-api/conversations"] {
            let first = await world.get(path, as: world.alice)
            let held: Headers = ["if-none-match": "\"else\", \(first.headers["etag"] ?? "")"]
            let second = await world.get(path, as: world.alice, headers: held)
            #expect(second.status == 304)
            #expect(second.text == "")
            #expect(second.headers["etag"] == first.headers["etag"])
            #expect(await world.get(path, as: world.alice).status == 200)
            _ = await change(talk, ["title": .string("of \(path)")], world)
            #expect(await world.get(path, as: world.alice, headers: held).status == 200)
        }
        #expect(
            await world.get("/backend-api/conversation/\(talk)", as: world.bob, headers: ["if-none-match": "*"]).status
                == 404)
    }

    @Test func `the outline of a conversation is known by the same tag as the whole, and has no messages`() async throws
    {
        let world = try await World()
        let path = "/backend-api/conversation/\(try await world.chat().conversation)"
        let (whole, outline) = (
            await world.get(path, as: world.alice), await world.get("\(path)?limit=0", as: world.alice)
        )
        #expect(outline.headers["etag"] == whole.headers["etag"])
        #expect(outline.json["current_node"] == whole.json["current_node"])
        #expect(outline.json["mapping"]?.members?.map(\.key) == ["client-created-root"])
    }

    @Test func `a long conversation is read in portions, and afterwards what changed`() async throws {
        let world = try await World()
        var (talk, leaf) = ("", String?.none)
        for number in 1...3 {
            let turn = try await world.chat(
                DraftBody(
                    text: "question \(number)", id: "m\(number)", conversation: talk.isEmpty ? nil : talk,
                    parent: leaf))
            talk = turn.conversation
            leaf = await world.tree(talk)["current_node"]?.string
        }
        let path = "/backend-api/conversation/\(talk)"
        let newest = await world.get("\(path)?limit=2", as: world.alice).json
        let nodes = newest["mapping"]
        #expect(newest["earlier_items"] == 4 && nodes?.members?.count == 4)
        #expect(nodes?["m3"]?["message"]?["content"]?["parts"]?[0] == "question 3")
        let above = try #require(nodes?["m3"]?["parent"]?.string)
        #expect(nodes?[.init(above)]?["message"]?["metadata"]?["is_left_out"] == true)
        #expect(nodes?[.init(above)]?["message"]?["content"] == .null)
        let earlier = await world.get("\(path)?limit=9&before=m3", as: world.alice).json
        #expect(earlier["earlier_items"] == 0 && earlier["mapping"]?["m1"]?["message"]?["id"] == "m1")
        #expect(earlier["mapping"]?["m3"] == nil && earlier["mapping"]?[.init(above)]?["message"]?["content"] != .null)
        let version = try #require(newest["version"]?.string)
        _ = try await world.chat(DraftBody(text: "question 4", id: "m4", conversation: talk, parent: leaf))
        let news = await world.get("\(path)?since=\(version)", as: world.alice).json
        #expect(news["mapping"]?.members?.map(\.key).contains("m1") == false)
        #expect(news["mapping"]?["m4"]?["message"]?["content"]?["parts"]?[0] == "question 4")
        let whole = await world.tree(talk)
        #expect(whole["mapping"]?.members?.count == 9 && whole["version"] == news["version"])
    }

    @Test func `the questions of a branch are its outline, each in a line`() async throws {
        let world = try await World()
        let talk = try await world.chat(DraftBody(text: "# First\n\nwith more", id: "m1")).conversation
        let leaf = try #require(await world.tree(talk)["current_node"]?.string)
        _ = try await world.chat(DraftBody(text: "second", id: "m2", conversation: talk, parent: leaf))
        _ = try await world.chat(DraftBody(text: "....", id: "m3", conversation: talk, parent: leaf))
        let path = "/backend-api/conversation/\(talk)/questions"
        func outline(_ query: String) async -> [String?] {
            await world.get(path + query, as: world.alice).json["items"]?.array?.map { $0["text"]?.string } ?? []
        }
        #expect(await outline("") == ["First", "...."])
        #expect(await outline("?node=m2") == ["First", "second"])
        #expect(await outline("?node=nobody") == [])
        #expect(await world.get(path + "?node=%20", as: world.alice).status == 400)
        #expect(await world.get(path, as: world.bob).status == 404)
    }

    @Test func `how full the context is is told for a model that the member has`() async throws {
        let world = try await World()
        let talk = try await world.chat(DraftBody(text: String(repeating: "字", count: 1000))).conversation
        let path = "/backend-api/conversation/\(talk)/context"
        let fill = await world.get("\(path)?model=alpha", as: world.alice).json
        #expect((fill["used"]?.integer ?? 0) > 1000 && fill["omitted_messages"] == 0)
        #expect((fill["room"]?.integer ?? 0) > 100_000)
        let question = await world.get("\(path)?model=alpha&node=m1", as: world.alice).json
        #expect((question["used"]?.integer ?? 0) < (fill["used"]?.integer ?? 0))
        for query in ["", "?model=", "?model=nobody", "?model=alpha&node=%20"] {
            #expect(await world.get(path + query, as: world.alice).status == 400, "\(query)")
        }
        #expect(await world.get("\(path)?model=alpha", as: world.bob).status == 404)
    }

    @Test(arguments: [
        "limit=-1", "limit=x", "limit=1001", "before=%20", "before=nobody", "limit=0&before=nobody", "since=",
        "since=-1", "since=1&limit=2", "since=1&before=m1", "since=99999999999999999999",
    ])
    func `a portion that cannot be is refused`(query: String) async throws {
        let world = try await World()
        let path = "/backend-api/conversation/\(try await world.chat().conversation)"
        let answer = await world.get("\(path)?\(query)", as: world.alice)
        #expect(answer.status == 400, "\(answer.text)")
    }

    @Test func `every change of a conversation is sent, and an answer that is being written always`() async throws {
        let world = try await World()
        let talk = try await world.chat().conversation
        let path = "/backend-api/conversation/\(talk)"
        let leaf = try #require(await world.tree(talk)["current_node"]?.string)
        var tags = [await world.get(path, as: world.alice).headers["etag"]]
        let turn = try await world.begin(DraftBody(id: "m2", conversation: talk, parent: leaf))
        let running = await world.get(path, as: world.alice)
        #expect(running.headers["etag"] == nil)
        #expect(await world.get("/backend-api/conversations", as: world.alice).json["items"]?[0]?["is_running"] == true)
        await turn.reply.say("Yes.")
        turn.reply.finish()
        await turn.reader.end()
        tags.append(await world.get(path, as: world.alice).headers["etag"])
        for body: JSONValue in [["is_archived": true], ["current_node": .string(leaf)], ["title": "x"]] {
            _ = await change(talk, body, world)
            tags.append(await world.get(path, as: world.alice).headers["etag"])
        }
        tags.append(await world.get(path, as: world.alice, headers: ["accept-language": "zh"]).headers["etag"])
        #expect(!tags.contains(nil))
        #expect(Set(tags).count == tags.count)
    }

    @Test func `rename, archive, delete`() async throws {
        let world = try await World()
        let talk = try await world.chat().conversation
        #expect(await change(talk, ["title": "  Ein \n Name "], world).json == ["success": true])
        #expect(await world.tree(talk)["title"] == "Ein   Name")
        #expect(await change(talk, ["is_archived": true], world).status == 200)
        #expect(await world.get("/backend-api/conversations", as: world.alice).json["total"] == 0)
        let archived = await world.get("/backend-api/conversations?is_archived=true", as: world.alice).json
        #expect(archived["items"]?[0]?["id"]?.string == talk)
        #expect(await change(talk, ["is_visible": false], world).status == 200)
        #expect(await world.get("/backend-api/conversations?is_archived=true", as: world.alice).json["total"] == 0)
        #expect(await world.tree(talk)["is_visible"] == false)
    }

    @Test func `an older answer can be shown again`() async throws {
        let world = try await World()
        let talk = try await world.chat().conversation
        let old = try #require(await world.tree(talk)["current_node"]?.string)
        try await world.chat(DraftBody(conversation: talk, parent: "m1", action: "variant"))
        #expect(await change(talk, ["current_node": .string(old)], world).status == 200)
        #expect(await world.tree(talk)["current_node"]?.string == old)
        let other = try await world.chat(DraftBody(id: "m2"))
        let foreign = try #require(await world.tree(other.conversation)["current_node"])
        for node in [foreign, "nobody", "not a key"] {
            #expect(await change(talk, ["current_node": node], world).status == 404)
        }
    }

    @Test(arguments: [
        #"{}"#, #"{"is_starred":1}"#, #"{"is_starred":null}"#, #"{"gizmo_id":7}"#, #"{"title":""}"#, #"{"title":" "}"#,
        #"{"title":7}"#, #"{"is_visible":true}"#,
        #"{"is_visible":"false"}"#, #"{"is_archived":1}"#, #"[]"#, #"{"current_node":7}"#,
    ])
    func `a change that makes no sense is 400 and changes nothing`(body: String) async throws {
        let world = try await World()
        let talk = try await world.chat().conversation
        let before = await world.tree(talk)
        let path = "/backend-api/conversation/\(talk)"
        #expect(await world.respond(to: .patch, path, as: world.alice, body: Array(body.utf8)).status == 400)
        #expect(await world.tree(talk) == before)
    }

    @Test func `a title has at most 200 characters`() async throws {
        let world = try await World()
        let talk = try await world.chat().conversation
        #expect(await change(talk, ["title": .string(String(repeating: "题", count: 200))], world).status == 200)
        #expect(await change(talk, ["title": .string(String(repeating: "题", count: 201))], world).status == 400)
    }

    @Test func `the first question names the conversation when it begins, unless a person has`() async throws {
        let world = try await World(limits: [Limit(1, per: .day)])
        let turn = try await world.begin(DraftBody(text: "\n# How do *I*?\nx"))
        let talk = turn.conversation
        #expect(await world.tree(talk)["title"] == "How do I?")
        turn.reply.fail(.upstreamError)
        await turn.reader.end()
        let path = "/backend-api/conversation/gen_title/\(talk)"
        let title = await world.post(path, ["message_id": "m1"], as: world.alice)
        #expect(title.json == ["title": "How do I?"])
        #expect(await world.tree(talk)["title"] == "How do I?")
        _ = await change(talk, ["title": "Mine"], world)
        #expect(await world.post(path, ["message_id": "m1"], as: world.alice).json == ["title": "Mine"])
        #expect(await world.used() == 0)
    }

    @Test func `stopping keeps the text so far`() async throws {
        let world = try await World()
        let turn = try await world.begin()
        await turn.reply.say("So ")
        let stop = "/backend-api/conversation/\(turn.conversation)/stop"
        #expect(await world.post(stop, [:], as: world.alice).json == ["success": true])
        let events = await turn.reader.end()
        #expect(!events.contains { $0.name == "error" })
        #expect(events.last?.isDone == true)
        let leaf = await world.tree(turn.conversation).leaf
        #expect(leaf?.words == "So ")
        #expect(leaf?.status == "stopped")
        #expect(DeltaClient(events).messages.values.first == leaf)
        #expect(await world.post(stop, [:], as: world.alice).status == 200)
    }

    @Test func `deleting during a running turn ends it, and pays what was said`() async throws {
        let world = try await World(limits: [Limit(5, per: .day)])
        let turn = try await world.begin()
        await turn.reply.say("So ")
        #expect(await change(turn.conversation, ["is_visible": false], world).status == 200)
        let events = await turn.reader.end()
        #expect(DeltaClient(events).messages.values.first?.status == "stopped")
        #expect(await world.tree(turn.conversation).leaf?.words == "So ")
        #expect(await world.used() == 1)
        #expect(world.ports.pool.load(of: world.account.id) == 0)
        try await world.chat(DraftBody(id: "m2"))
    }

    private func change(_ talk: String, _ body: JSONValue, _ world: World) async -> Response {
        await world.respond(to: .patch, "/backend-api/conversation/\(talk)", as: world.alice, json: body)
    }
}
