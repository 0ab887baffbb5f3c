import Domain
import HTTP
import JSON
import TestKit
import Testing
import Wire

@Suite(.timeLimit(.minutes(5))) struct ExportTests {
    @Test func `everything leaves as a zip, for a day and for its owner, and comes back through the same door`()
        async throws
    {
        let world = try await World()
        let file = try await world.upload()
        let talk = try await world.chat(DraftBody(files: [file]), answer: "A cat.").conversation
        _ = await world.post("/backend-api/projects", ["name": "Pets"], as: world.alice)
        let project = await world.get("/backend-api/projects", as: world.alice).json["items"]?[0]?["id"] ?? .null
        _ = await world.respond(
            to: .patch, "/backend-api/conversation/\(talk)", as: world.alice, json: ["gizmo_id": project])
        try await world.chat(DraftBody(text: "secret", id: "t1", isTemporary: true))
        let gone = try await world.chat(DraftBody(text: "gone", id: "g1")).conversation
        _ = await world.respond(
            to: .patch, "/backend-api/conversation/\(gone)", as: world.alice, json: ["is_visible": false])
        let job = try await world.ended(await world.post("/backend-api/export", [:], as: world.alice))
        #expect(job["status"] == "done" && job["report"]?["chats"] == 1 && job["report"]?["files"] == 1)
        let (head, bytes) = try await world.download(job)
        #expect(head.headers["content-type"] == "application/zip" && bytes.starts(with: "PK".utf8))
        #expect(job["report"]?["size"]?.integer == Int64(bytes.count))
        let url = try #require(job["report"]?["download_url"]?.string)
        #expect(await world.get(url, as: world.bob).status == 404)
        #expect(await world.get(url).status == 401)
        let back = try await world.bring(bytes, as: world.bob)
        #expect(back["report"]?["chats"]?["new"] == 1 && back["report"]?["files"] == ["taken": 1, "missing": 0])
        #expect(back["report"]?["skipped"] == [])
        let list = await world.get("/backend-api/projects", as: world.bob).json
        #expect(list["items"]?[0]?["name"] == "Pets")
        let found = await world.get("/backend-api/conversations/search?query=cat", as: world.bob).json
        let id = try #require(found["items"]?[0]?["conversation_id"]?.string)
        let tree = await world.tree(id, as: world.bob)
        #expect(tree.leaf?.words == "A cat.")
        #expect((tree["mapping"]?.members ?? []).contains { $0.value["message"]?["metadata"]?["attachments"] != nil })
        world.clock.advance(by: .seconds(86_401))
        await world.ports.exportsMade.sweep()
        #expect(await world.get(url, as: world.alice).status != 200)
        #expect(world.storedFiles == 2)
    }

    @Test func `one chat leaves as Markdown or JSON, and no other one's`() async throws {
        let world = try await World()
        let talk = try await world.chat(answer: "It is **so**.").conversation
        let wish = { (format: String) -> JSONValue in
            ["conversation_id": .string(talk), "format": .string(format)]
        }
        let markdown = try await world.ended(
            await world.post("/backend-api/export", wish("markdown"), as: world.alice))
        let text = String(decoding: try await world.download(markdown).bytes, as: UTF8.self)
        #expect(text.contains("## You\n\nWhat is it?\n") && text.contains("\nIt is **so**.\n"))
        #expect(markdown["report"]?["file_name"]?.string?.hasSuffix(".md") == true)
        let json = try await world.ended(await world.post("/backend-api/export", wish("json"), as: world.alice))
        let chat = try JSONValue(parsing: try await world.download(json).bytes)
        #expect(chat["conversation_id"]?.string == talk && chat.leaf?.words == "It is **so**.")
        for (person, status) in [(world.bob, 404), (nil, 401)] as [(Person?, Int)] {
            #expect(await world.post("/backend-api/export", wish("json"), as: person).status == status)
        }
        #expect(await world.post("/backend-api/export", wish("docx"), as: world.alice).status == 400)
        let passing = try await world.chat(DraftBody(id: "t1", isTemporary: true)).conversation
        let refused = await world.post(
            "/backend-api/export", ["conversation_id": .string(passing), "format": "json"], as: world.alice)
        #expect(refused.status == 409)
    }

    @Test func `deleting all takes one's own name, and leaves nothing but the account and the usage log`() async throws
    {
        let world = try await World()
        let file = try await world.upload()
        let talk = try await world.chat(DraftBody(files: [file])).conversation
        let other = try await world.chat(DraftBody(id: "b1"), as: world.bob).conversation
        _ = try await world.bring([.tea])
        _ = await world.post("/backend-api/projects", ["name": "x"], as: world.alice)
        let export = try await world.ended(await world.post("/backend-api/export", [:], as: world.alice))
        for name in ["bob", "", "Alice"] {
            #expect(await world.post("/backend-api/erase", ["user_name": .string(name)], as: world.alice).status == 400)
        }
        #expect(await world.post("/backend-api/erase", ["user_name": "alice"]).status == 401)
        let job = try await world.ended(await world.post("/backend-api/erase", ["user_name": "alice"], as: world.alice))
        #expect(job["status"] == "done" && job["report"]?["chats"] == 2)
        for path in [
            "/backend-api/conversation/\(talk)", "/backend-api/files/\(file)",
            export["report"]?["download_url"]?.string ?? "",
        ] {
            #expect(await world.get(path, as: world.alice).status == 404)
        }
        for path in ["/backend-api/conversations", "/backend-api/trash"] {
            #expect(await world.get(path, as: world.alice).json["total"] == 0)
        }
        #expect(await world.get("/backend-api/projects", as: world.alice).json["items"] == [])
        let found = await world.get("/backend-api/conversations/search?query=steep", as: world.alice).json
        #expect(found["items"] == [])
        #expect(world.storedFiles == 0)
        #expect(await world.get("/backend-api/conversation/\(other)", as: world.bob).status == 200)
        #expect(await world.get("/backend-api/me", as: world.alice).status == 200)
        #expect(try await world.bring([.tea])["report"]?["chats"]?["new"] == 1)
    }
}
