import Domain
import HTTP
import JSON
import TestKit
import Testing
import Wire

@Suite(.timeLimit(.minutes(5))) struct SearchTests {
    private func search(_ query: String, _ world: World, as person: Person? = nil, _ more: String = "") async
        -> Response
    {
        let encoded = query.utf8.map { byte -> String in
            let digits = String(byte, radix: 16, uppercase: true)
            return "%" + (digits.count == 1 ? "0" : "") + digits
        }.joined()
        return await world.get("/backend-api/conversations/search?query=\(encoded)\(more)", as: person ?? world.alice)
    }

    @Test func `what was said and answered is found, with the place that it stands at`() async throws {
        let world = try await World()
        let talk = try await world.chat(DraftBody(text: "退款政策是什么？", id: "q1"), answer: "Within 30 days.")
        try await world.chat(DraftBody(text: "退款 of Bob", id: "q1"), as: world.bob)
        let found = await search("退款", world).json
        // A title stands before what was said; this chat has its question's.
        #expect(found["items"]?.array?.map { $0["payload"]?["kind"] } == ["title", "message"])
        let item = found["items"]?[1]
        #expect(item?["conversation_id"]?.string == talk.conversation)
        #expect(item?["payload"]?["message_id"] == "q1")
        #expect(item?["payload"]?["role"] == "user")
        #expect(item?["payload"]?["snippet"] == "退款政策是什么？")
        #expect(item?["payload"]?["marks"] == [[0, 2]])
        #expect(found["cursor"] == .null)
        #expect(await search("within DAYS", world).json["items"]?[0]?["payload"]?["role"] == "assistant")
        _ = await world.respond(
            to: .patch, "/backend-api/conversation/\(talk.conversation)", as: world.alice, json: ["title": "Refunds"])
        for (words, expected) in [("退款", "message"), ("refunds", "title")] {
            #expect(
                await search(words, world).json["items"]?.array?.map { $0["payload"]?["kind"]?.string } == [expected])
        }
    }

    @Test func `pages of a search go on by the cursor`() async throws {
        let world = try await World()
        var parent: String?
        var conversation: String?
        for number in 1...20 {
            let turn = try await world.chat(
                DraftBody(text: "needle \(number)", id: "q\(number)", conversation: conversation, parent: parent),
                answer: "a needle")
            conversation = turn.conversation
            parent = await world.tree(turn.conversation)["current_node"]?.string
            world.clock.advance(by: .seconds(86_400))
        }
        var (seen, more): ([String], String) = ([], "")
        while true {
            let page = await search("needle", world, more).json
            seen += page["items"]?.array?.compactMap { $0["payload"]?["message_id"]?.string } ?? []
            guard let cursor = page["cursor"]?.string else { break }
            more = "&cursor=\(cursor)"
        }
        #expect(seen.count == 40 && Set(seen).count == 40)
        #expect(seen.last == "q1" || seen.dropLast().last == "q1")
        let days = await search("needle after:2026-03-13 before:2026-03-15", world).json["items"]?.array
        #expect(days?.filter { $0["payload"]?["kind"] == "message" }.count == 4)
    }

    @Test(arguments: [
        "", "   ", "before:", "before:soon", "in:", "in: x", String(repeating: "x", count: 257),
        String(repeating: "很", count: 3000),
    ])
    func `a search that cannot be is refused with the reason`(query: String) async throws {
        let world = try await World()
        let response = await search(query, world)
        #expect(response.status == 400)
        #expect(response.json["detail"]?["field"] == "query")
    }

    @Test(arguments: [
        "&cursor=x", "&cursor=1", "&cursor=1.a.b", "&cursor=1.%20", "&timezone_offset_min=x",
        "&timezone_offset_min=841",
    ])
    func `what is wrong beside the query is named`(more: String) async throws {
        let world = try await World()
        let response = await search("x", world, more)
        #expect(response.status == 400)
        let name = more.dropFirst().split(separator: "=").first.map(String.init)
        #expect(response.json["detail"]?["field"]?.string == name)
    }
}
