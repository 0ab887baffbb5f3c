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

@Suite(.timeLimit(.minutes(5))) struct ImageMessageTests {
    @Test func `a message with an image reaches the model and is kept with it`() async throws {
        let world = try await World()
        let image = SampleImage.png(20, 10, size: 100_001)
        let file = try await world.upload(image)
        let turn = try await world.begin(DraftBody(text: "What is it?", files: [file]))
        let url = "data:image/png;base64,\(Base64.encode(image))"
        #expect(turn.reply.prompt.messages == [.init(.user, [.image(Picture(.url(Text(url)))), .text("What is it?")])])
        await turn.reply.say("A picture.")
        turn.reply.finish()
        await turn.reader.end()
        let shown = turn.reader.seen.events.compactMap { $0.json["v"]?["message"] ?? $0.json["input_message"] }
            .first { $0["author"]?["role"] == "user" }
        for message in [await world.tree(turn.conversation).message("m1"), shown].compactMap(\.self) {
            #expect(message["content"]?["content_type"] == "multimodal_text")
            let part = message["content"]?["parts"]?[0]
            #expect(part?["asset_pointer"] == .string("file-service://\(file)"))
            #expect(part?["width"]?.integer == 20 && part?["size_bytes"]?.integer == 100_001)
            #expect(message["content"]?["parts"]?[1] == "What is it?")
            #expect(message["metadata"]?["attachments"]?[0]?["name"] == "a picture.png")
        }
    }

    @Test func `images of earlier turns are shown again, when one goes on, regenerates and edits`() async throws {
        let world = try await World()
        let file = try await world.upload()
        let first = try await world.chat(DraftBody(files: [file]))
        let answer = try #require(await world.tree(first.conversation)["current_node"]?.string)
        let next = try await world.begin(
            DraftBody(text: "And now?", id: "m2", conversation: first.conversation, parent: answer))
        #expect(next.reply.prompt.pictures == 1)
        next.reply.finish()
        await next.reader.end()
        let again = try await world.begin(
            DraftBody(conversation: first.conversation, parent: "m1", action: "variant"))
        #expect(again.reply.prompt.pictures == 1 && again.reply.prompt.messages.count == 1)
        again.reply.finish()
        await again.reader.end()
        let edited = try await world.begin(
            DraftBody(text: "Edited", id: "m3", conversation: first.conversation, files: [file]))
        #expect(edited.reply.prompt.pictures == 1)
        edited.reply.finish()
        await edited.reader.end()
        #expect(
            await world.tree(first.conversation).message("m3")?["metadata"]?["attachments"]?[0]?["id"] == .string(file))
        // It belongs to that conversation.
        let elsewhere = await world.send(DraftBody(id: "m4", files: [file]))
        #expect(elsewhere.status == 404 && elsewhere.json["detail"]?["code"] == "unknown_file")
    }

    @Test func `an image alone is a message, and its name the chat's`() async throws {
        let world = try await World()
        let file = try await world.upload()
        #expect(await world.send(DraftBody(text: " ")).status == 400, "the premise")
        let turn = try await world.chat(DraftBody(text: "", files: [file]))
        let title = await world.post(
            "/backend-api/conversation/gen_title/\(turn.conversation)", ["message_id": "m1"], as: world.alice)
        #expect(title.json["title"] == "a picture.png")
    }

    @Test func `a message has at most ten images, and 14 MiB of them`() async throws {
        let world = try await World()
        var files: [String] = []
        for _ in 0..<11 { files.append(try await world.upload(SampleImage.png(size: 30))) }
        #expect(await world.send(DraftBody(files: files)).json["detail"]?["code"] == "too_many_files")
        let large = [try await world.upload(.large), try await world.upload(.large)]
        #expect(await world.send(DraftBody(files: large)).json["detail"]?["code"] == "files_too_large")
        // Each fits alone: of an earlier one that has no room any more the model learns that it was there.
        let first = try await world.chat(DraftBody(files: [large[0]]))
        let answer = try #require(await world.tree(first.conversation)["current_node"]?.string)
        let next = try await world.begin(
            DraftBody(id: "m2", conversation: first.conversation, parent: answer, files: [large[1]]))
        #expect(next.reply.prompt.pictures == 1)
        #expect(next.reply.prompt.messages[0].text.contains("An earlier image"))
    }

    @Test func `a refused message leaves its image to be sent again`() async throws {
        let world = try await World(limits: [Limit(0, per: .day)])
        let file = try await world.upload()
        #expect(await world.send(DraftBody(files: [file])).status == 429)
        #expect(await world.get("/backend-api/files/\(file)", as: world.alice).status == 200)
        let other = try await World()
        let kept = try await other.upload()
        #expect(await other.send(DraftBody(model: "unknown", files: [kept])).status == 400)
        try await other.chat(DraftBody(files: [kept]))
    }

    @Test func `an account that cannot be shown images is not asked, and nothing is spent`() async throws {
        let world = try await World(limits: [Limit(5, per: .day)])
        let web = try await world.ports.accounts.create(
            Account(
                id: ID(0), name: "web", provider: .chatGPTWeb, baseURL: "https://upstream.test",
                models: ["page", "beta"],
                createdAt: world.clock.now), key: Secret("x"))
        try await world.ports.bind(world.alice, to: web, at: world.clock.now)
        let file = try await world.upload()
        let refused = await world.send(DraftBody(model: "page", files: [file]))
        #expect(refused.status == 409 && refused.json["detail"]?["code"] == "images_not_taken")
        #expect(await world.used() == 0 && world.backend.count == 0)
        let turn = try await world.begin(DraftBody(model: "beta", files: [file]))
        #expect(turn.reply.account.name == "shared")
        turn.reply.finish()
        await turn.reader.end()
        let answer = try #require(await world.tree(turn.conversation)["current_node"]?.string)
        let next = await world.send(
            DraftBody(id: "m2", conversation: turn.conversation, parent: answer, model: "page"))
        #expect(next.json["detail"]?["code"] == "images_not_taken", "an earlier one must be shown, too")
    }

    @Test func `an image that cannot be read costs nothing and is said so`() async throws {
        let world = try await World(limits: [Limit(5, per: .day)])
        let file = try await world.upload()
        try await world.ports.files.contents.remove(.contents, of: try #require(Key<File>(file)))
        #expect(await world.send(DraftBody(files: [file])).json["detail"]?["what"] == "files")
        #expect(await world.used() == 0 && world.backend.count == 0)
    }

    @Test func `a deleted chat takes its images from the disk`() async throws {
        let world = try await World()
        let file = try await world.upload()
        let kept = try await world.upload()
        let turn = try await world.chat(DraftBody(files: [file]))
        #expect(world.storedFiles == 2)
        await world.delete(turn.conversation)
        #expect(world.storedFiles == 1)
        #expect(await world.get("/backend-api/files/\(file)", as: world.alice).status == 404)
        #expect(await world.contents(of: kept).bytes == SampleImage.png())
    }

    @Test func `a deleted member's images go with what the member wrote`() async throws {
        let world = try await World()
        try await world.chat(DraftBody(files: [try await world.upload()]))
        _ = try await world.upload(as: world.bob)
        try await world.ports.users.delete(world.alice.user.id, keepingConversationsUntil: nil)
        #expect(world.storedFiles == 2, "the premise: a process may die here")
        await world.ports.files.sweep()
        #expect(world.storedFiles == 1)
    }

    @Test func `what was not sent for a day is swept away, with what an upload left that was under way`() async throws {
        let world = try await World()
        let unsent = try await world.upload()
        let sent = try await world.upload()
        let turn = try await world.chat(DraftBody(files: [sent]))
        _ = await world.announce(5000)
        world.clock.advance(by: .seconds(86_399))
        await world.ports.files.sweep()
        #expect(world.storedFiles == 2)
        world.clock.advance(by: .seconds(2))
        await world.ports.files.sweep()
        #expect(world.storedFiles == 1)
        #expect(await world.get("/backend-api/files/\(unsent)", as: world.alice).status == 404)
        #expect(await world.contents(of: sent).bytes == SampleImage.png())
        // What comes to the disk after its row was deleted goes with the row.
        await world.delete(turn.conversation)
        await world.ports.files.sweep()
        #expect(world.storedFiles == 0)
    }
}

extension [UInt8] {
    fileprivate static var large: [UInt8] { SampleImage.png(size: 8 << 20) }
}

extension Prompt {
    fileprivate var pictures: Int {
        messages.flatMap(\.parts).filter { if case .image = $0 { true } else { false } }.count
    }
}
