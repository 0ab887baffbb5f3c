import Domain
import HTTP
import JSON
import TestKit
import Testing
import Wire

@Suite(.timeLimit(.minutes(5))) struct ImportTests {
    private static func counts(_ job: JSONValue) -> [Int64?] {
        ["new", "extended", "unchanged", "skipped"].map { job["report"]?["chats"]?[Text($0)]?.integer }
    }

    private static func reasons(_ job: JSONValue) -> [String] {
        (job["report"]?["skipped"]?.array ?? []).compactMap { entry in
            guard let reason = entry["reason"]?.string, let count = entry["count"]?.integer else { return nil }
            return "\(reason) \(count)"
        }
    }

    @Test func `a chat comes in with its times, its thoughts and its model, and twice it is there once`() async throws {
        let world = try await World()
        let first = try await world.bring([.tea])
        #expect(first["status"] == "done" && Self.counts(first) == [1, 0, 0, 0])
        #expect(first["report"]?["messages"] == 2 && Self.reasons(first) == [])
        let tree = try await world.onlyChat()
        #expect(tree["title"] == "Tea" && tree.leaf?.words == "Two minutes.")
        #expect(tree["create_time"]?.double == 1_700_000_000.5 && tree["update_time"]?.double == 1_700_000_100.25)
        #expect(tree.leaf?["metadata"]?["model_slug"] == "gpt-4o")
        #expect(tree["mapping"]?.members?.count == 4)
        let again = try await world.bring([.tea])
        #expect(again["status"] == "done" && Self.counts(again) == [0, 0, 1, 0])
        let whole = try await world.onlyChat()
        #expect(whole["mapping"] == tree["mapping"])
    }

    @Test func `a newer export adds what is new, and what was done here stays`() async throws {
        let world = try await World()
        _ = try await world.bring([.tea])
        let id = try #require(try await world.onlyChat()["conversation_id"]?.string)
        _ = await world.respond(
            to: .patch, "/backend-api/conversation/\(id)", as: world.alice, json: ["title": "Mine", "is_starred": true])
        var newer = MadeChat.tea
        newer.nodes += [
            MadeChat.node("u2", "a2", "user", MadeChat.text("And black tea?")),
            MadeChat.node("a3", "u2", "assistant", MadeChat.text("Four.")),
        ]
        let job = try await world.bring([newer])
        #expect(Self.counts(job) == [0, 1, 0, 0] && job["report"]?["messages"] == 2)
        let tree = await world.tree(id)
        #expect(tree["title"] == "Mine" && tree["is_starred"] == true && tree.leaf?.words == "Four.")
        #expect(tree["mapping"]?.members?.count == 6)
    }

    @Test func `an imported chat is searched, continued, regenerated, shared and deleted as any other`() async throws {
        let world = try await World()
        _ = try await world.bring([.tea])
        let tree = try await world.onlyChat()
        let id = try #require(tree["conversation_id"]?.string)
        let leaf = try #require(tree["current_node"]?.string)
        let found = await world.get("/backend-api/conversations/search?query=steep", as: world.alice).json
        #expect(found["items"]?.array?.count == 1)
        #expect(
            await world.get("/backend-api/conversations/search?query=steep", as: world.bob).json["items"]?.array == [])
        try await world.chat(DraftBody(id: "more", conversation: id, parent: leaf), answer: "Indeed.")
        #expect(await world.tree(id).leaf?.words == "Indeed.")
        let question = try #require(
            tree["mapping"]?.members?.first { $0.value["message"]?["author"]?["role"] == "user" }?.key.string)
        try await world.chat(DraftBody(conversation: id, parent: question, action: "variant"), answer: "Three.")
        #expect(await world.tree(id).leaf?.words == "Three.")
        let share = await world.post("/backend-api/share/create", ["conversation_id": .string(id)], as: world.alice)
        #expect(share.status == 200)
        _ = await world.respond(
            to: .patch, "/backend-api/conversation/\(id)", as: world.alice, json: ["is_visible": false])
        let trashed = try await world.bring([.tea])
        #expect(Self.counts(trashed) == [0, 0, 1, 0])
        #expect(await world.respond(to: .delete, "/backend-api/trash/\(id)", as: world.alice).status == 200)
        let anew = try await world.bring([.tea])
        #expect(Self.counts(anew) == [1, 0, 0, 0])
    }

    @Test func `two members import the same file, and neither has anything of the other's`() async throws {
        let world = try await World()
        _ = try await world.bring([.tea])
        let job = try await world.bring([.tea], as: world.bob)
        #expect(Self.counts(job) == [1, 0, 0, 0])
        let (hers, his) = (try await world.onlyChat(), try await world.onlyChat(of: world.bob))
        let id = try #require(hers["conversation_id"]?.string)
        #expect(his["conversation_id"]?.string != id)
        #expect(await world.get("/backend-api/conversation/\(id)", as: world.bob).status == 404)
        let begun = await world.respond(to: .post, "/backend-api/import", as: world.alice, body: Array("[]".utf8))
        let jobID = try #require(begun.json["job_id"]?.string)
        for (person, status) in [(world.bob, 404), (nil, 401)] as [(Person?, Int)] {
            #expect(await world.get("/backend-api/jobs/\(jobID)", as: person).status == status)
            #expect(await world.respond(to: .delete, "/backend-api/jobs/\(jobID)", as: person).status == status)
        }
        #expect(await world.respond(to: .post, "/backend-api/import", body: Array("[]".utf8)).status == 401)
        _ = try await world.ended(begun)
    }

    @Test func `a zip brings its files, under the names that people gave them`() async throws {
        let world = try await World()
        var chat = MadeChat.tea
        chat.nodes += [
            MadeChat.node(
                "u2", "a2", "user",
                [
                    "content_type": "multimodal_text",
                    "parts": [
                        ["content_type": "image_asset_pointer", "asset_pointer": "sediment://file_00ab"],
                        ["content_type": "image_asset_pointer", "asset_pointer": "file-service://file-gone"],
                        ["content_type": "image_asset_pointer", "asset_pointer": "file-service://file-odd"], "Look",
                    ],
                ])
        ]
        let picture = SampleImage.png()
        let bytes = try await zip(of: [
            ("export/conversations-001.json", JSONValue.array([chat.json]).bytes),
            ("export/conversations-000.json", Array("[]".utf8)), ("export/file_00ab.dat", picture),
            ("export/file-odd-x.exe", [0x7F, 0x45, 0x4C, 0x46, 0, 0, 0]), ("../../etc/passwd", Array("root".utf8)),
            ("export/conversation_asset_file_names.json", Array(#"{"file_00ab.dat":"a/猫.png"}"#.utf8)),
            (
                "export/export_manifest.json",
                Array(
                    #"{"logical_files":{"conversations.json":{"files":["conversations-000.json","conversations-007.json"]}}}"#
                        .utf8)
            ),
        ])
        let job = try await world.bring(bytes, type: "application/zip")
        #expect(job["status"] == "done" && Self.counts(job) == [1, 0, 0, 0])
        #expect(job["report"]?["files"] == ["taken": 1, "missing": 2])
        #expect(Self.reasons(job) == ["part_missing 1", "file_missing 1", "file_refused 1"])
        let leaf = try #require(try await world.onlyChat().leaf)
        #expect(leaf["metadata"]?["attachments"]?[0]?["name"] == "猫.png")
        #expect(
            leaf["content"]?["parts"]?.array?.last?.string
                == "Look\n\n[file-gone: not in the export]\n[file-odd: not in the export]")
        let file = try #require(leaf["metadata"]?["attachments"]?[0]?["id"]?.string)
        #expect(await world.contents(of: file).bytes == picture)
        #expect(await world.get("/backend-api/files/\(file)/content", as: world.bob).status == 404)
        #expect(Self.counts(try await world.bring(bytes)) == [0, 0, 1, 0])
        #expect(world.storedFiles == 1)
    }

    @Test func `what is no export fails with that reason, and nothing is there`() async throws {
        let world = try await World()
        let claude = #"[{"uuid":"x","name":"y","chat_messages":[{"text":"z"}]}]"#
        let inputs: [[UInt8]] = [
            Array(claude.utf8), Array("[]".utf8), Array("{}".utf8), Array("hello".utf8), Array("PK\u{3}\u{4}".utf8),
            try await zip(of: []), try await zip(of: [("notes.txt", Array("x".utf8))]), [0xFF, 0xFE, 0],
        ]
        for bytes in inputs {
            let job = try await world.bring(bytes)
            #expect(job["status"] == "failed" && job["error"] == "not_an_export")
        }
        #expect(await world.get("/backend-api/conversations", as: world.alice).json["total"] == 0)
    }

    @Test func `a file that ends in the middle keeps what came before, and says where it ended`() async throws {
        let world = try await World()
        var second = MadeChat.tea
        (second.id, second.title) = ("6f2a0000-0000-4000-8000-000000000002", "Coffee")
        let whole = JSONValue.array([MadeChat.tea.json, second.json]).bytes
        let job = try await world.bring(Array(whole.dropLast(40)))
        #expect(job["status"] == "done" && Self.counts(job) == [1, 0, 0, 0])
        #expect(job["report"]?["cut"] == [["file": "conversations.json", "after": "Tea"]])
    }

    @Test func `one broken chat never costs the others, and each is told`() async throws {
        let world = try await World()
        var cyclic = MadeChat(
            id: "c2", title: "Loop",
            nodes: [
                MadeChat.node("x", "y", "user", MadeChat.text("X")),
                MadeChat.node("y", "x", "assistant", MadeChat.text("Y")),
            ])
        cyclic.more = ["gizmo_id": "g-p-abc"]
        let shell: JSONValue = ["title": "Shell", "id": "s"]
        let bytes = JSONValue.array([shell, cyclic.json, MadeChat.tea.json, MadeChat.tea.json]).bytes
        let job = try await world.bring(bytes)
        #expect(Self.counts(job) == [2, 0, 0, 1])
        #expect(Self.reasons(job) == ["not_a_conversation 1", "cycle 1"])
        #expect(
            job["report"]?["skipped"]?[0]?["chats"] == [.string("")]
                || job["report"]?["skipped"]?[0]?["chats"] == ["Shell"])
        let projects = await world.get("/backend-api/projects", as: world.alice).json
        #expect(projects["items"]?[0]?["name"] == "g-p-abc")
    }

    /// A form with the file as a part.
    private func form(_ parts: [(name: String, contents: String)], end: String = "--b--\r\n") -> [UInt8] {
        let parts = parts.map { name, contents in
            "--b\r\nContent-Disposition: form-data; name=\"\(name)\"; filename=\"c.json\"\r\n\r\n\(contents)\r\n"
        }
        return Array((parts.joined() + end).utf8)
    }

    private func send(_ form: [UInt8], _ world: World, own: Bool = true) async -> Response {
        var headers: Headers = ["content-type": "multipart/form-data; boundary=b"]
        if own { headers.append("sec-fetch-site", "same-origin") }
        return await world.respond(to: .post, "/backend-api/import", as: world.alice, body: form, headers: headers)
    }

    @Test func `the file may come in a form of our own page, and of no other`() async throws {
        let world = try await World()
        let chats = JSONValue.array([MadeChat.tea.json]).serialized
        let form = form([("note", "x"), ("file", chats)])
        let foreign = await send(form, world, own: false)
        #expect(foreign.status == 415)
        for site in ["cross-site", "same-site", "none"] as [Text] {
            let answer = await world.respond(
                to: .post, "/backend-api/import", as: world.alice, body: form,
                headers: ["content-type": "multipart/form-data; boundary=b", "sec-fetch-site": site])
            #expect(answer.status == 403)
        }
        #expect(world.ports.jobs.running.isEmpty)
        let job = try await world.ended(await send(form, world))
        #expect(Self.counts(job) == [1, 0, 0, 0])
    }

    @Test func `a form without one whole file is refused, and begins nothing`() async throws {
        let world = try await World()
        for wrong in [
            form([]), form([("files", "[]")]), form([("file", "[]"), ("file", "[]")]), form([("file", "")]),
            form([("file", "[]")], end: ""), form([("file", "[]")], end: "--b"), Array("x".utf8), [],
        ] {
            #expect(await send(wrong, world).status == 400)
        }
        let nameless = await world.respond(
            to: .post, "/backend-api/import", as: world.alice, body: form([("file", "[]")]),
            headers: ["content-type": "multipart/form-data", "sec-fetch-site": "same-origin"])
        #expect(nameless.status == 400)
        #expect(world.ports.jobs.running.isEmpty)
    }

    @Test func `an upload that holds nothing is refused, and begins nothing`() async throws {
        let world = try await World()
        let none = await world.respond(
            to: .post, "/backend-api/import", as: world.alice, body: [], headers: ["content-type": "application/zip"])
        #expect(none.status == 400)
        #expect(world.ports.jobs.running.isEmpty)
    }
}
