import Domain
import HTTP
import JSON
import TestKit
import Testing
import Wire

@testable import ChatAPI
@testable import Web

/// Pictures that models make become files of their member, in the answer, and in the gallery.
@Suite(.timeLimit(.minutes(5))) struct PictureTests {
    private static let model = "gpt-image-1"

    /// Alice's account has a model that makes pictures, too.
    private func drawer(limits: [Limit] = [], fileRules: FileRules = FileRules()) async throws -> World {
        let world = try await World(limits: limits, fileRules: fileRules)
        let account = try await world.ports.addAccount("drawer", models: [Self.model], at: world.clock.now)
        try await world.ports.bind(world.alice, to: account, at: world.clock.now)
        return world
    }

    private static func picture(_ width: Int, size: Int = 2000) -> String {
        Base64.encode(SampleImage.png(width, 40, size: size))
    }

    private static func answer(_ pictures: String...) -> String {
        let data = pictures.map { #"{"b64_json":"\#($0)"}"# }.joined(separator: ",")
        return #"{"created":1,"data":[\#(data)]}"#
    }

    @Test func `a model that makes pictures is asked for them, and they are files of the answer`() async throws {
        let world = try await drawer(limits: [Limit(9, per: .day)])
        let (talk, answer, asked) = try await world.draw(
            ["count": 2, "size": "1536x1024"], given: Self.answer(Self.picture(60), Self.picture(61)))
        #expect(asked == #"{"model":"gpt-image-1","prompt":"A cat","n":2,"size":"1536x1024"}"#)
        #expect(answer["status"] == "finished_successfully")
        let files = answer["metadata"]?["attachments"]?.array ?? []
        #expect(files.map { $0["width"] } == [60, 61])
        #expect(files.map { $0["name"] } == ["picture-1.png", "picture-2.png"])
        #expect(answer["content"]?["content_type"] == "multimodal_text")
        #expect(await world.used() == 1)
        for file in files {
            let id = try #require(file["id"]?.string)
            #expect(await world.contents(of: id).head.status == 200)
            #expect(await world.contents(of: id, as: world.bob).head.status == 404)
        }
        let made = await world.get("/backend-api/files?made=true", as: world.alice).json
        #expect(made["total"] == 2)
        #expect(await world.get("/backend-api/files?made=true", as: world.bob).json["total"] == 0)
        await world.delete(talk)
        #expect(await world.get("/backend-api/files?made=true", as: world.alice).json["total"] == 0)
        #expect(world.storedFiles == 0)
    }

    @Test func `pictures in an answer of words are kept, and later models know of them`() async throws {
        let world = try await World()
        let turn = try await world.begin()
        await turn.reply.say("Here: ")
        await turn.reply.say(.image("data:image/png;base64,\(Self.picture(64))"))
        turn.reply.finish()
        await turn.reader.end()
        let answer = try #require(await world.tree(turn.conversation).leaf)
        let patched = turn.reader.seen.events.map(\.json.serialized).joined()
        #expect(patched.contains("picture-1.png"), "viewers are told")
        #expect(answer["metadata"]?["attachments"]?.array?.count == 1)
        #expect(answer["content"]?["parts"]?.array?.last == "Here: ")
        let next = try await world.begin(
            DraftBody(id: "m2", conversation: turn.conversation, parent: answer["id"]?.string))
        #expect(next.reply.prompt.messages.contains { $0.text.contains("[A picture was made here.]") })
        next.reply.finish()
        await next.reader.end()
    }

    @Test(arguments: [
        #"{"data":[{"b64_json":"aGVsbG8="}]}"#, #"{"data":[{"url":"https://10.0.0.1/a.png"}]}"#,
        #"{"data":[{"url":"data:image/svg+xml;base64,PHN2Zz4="}]}"#,
    ])
    func `a picture that cannot be kept is said, and given back`(given: String) async throws {
        let world = try await drawer(limits: [Limit(9, per: .day)])
        let (_, answer, _) = try await world.draw(.null, given: given)
        #expect(answer["status"] == "error" && answer["metadata"]?["error"]?["code"] == "pictures_lost")
        #expect(await world.used() == 0 && world.storedFiles == 0)
    }

    @Test(arguments: ["{}", "[]", #"{"data":[]}"#, "x", ""])
    func `an answer without a picture is a bad one`(given: String) async throws {
        let world = try await drawer(limits: [Limit(9, per: .day)])
        let (_, answer, _) = try await world.draw(.null, given: given)
        #expect(answer["metadata"]?["error"]?["code"] == "upstream_bad_answer")
        #expect(await world.used() == 0)
    }

    @Test func `of pictures that do not all fit those that do are kept`() async throws {
        let world = try await drawer(limits: [Limit(9, per: .day)], fileRules: FileRules(mostOfMember: 3000))
        let (_, answer, _) = try await world.draw(
            ["count": 2], given: Self.answer(Self.picture(60), Self.picture(61)))
        #expect(answer["metadata"]?["error"]?["code"] == "pictures_lost")
        #expect(answer["metadata"]?["attachments"]?.array?.count == 1)
        #expect(await world.used() == 1)
    }

    @Test(
        arguments: [
            ["count": 0], ["count": 11], ["count": "2"], ["count": .number("1.5")], ["size": "big"], ["size": "1x1"],
            ["size": "99999x10"], ["size": "1024x"], ["size": 7], "x", 7, [],
        ] as [JSONValue])
    func `what is no wish is 400, and nobody is asked`(wish: JSONValue) async throws {
        let world = try await drawer()
        let refused = await world.send(DraftBody(text: "A cat", model: Self.model, picture: wish))
        #expect(refused.status == 400)
        #expect(world.backend.count == 0)
    }

    @Test func `models are told apart by their names`() {
        for name in ["gpt-image-1", "dall-e-3", "GPT-Image-1-mini", "black-forest-labs/FLUX.1-dev", "imagen-4.0"] {
            #expect(PictureModel.isOne(name), "\(name)")
        }
        for name in ["gpt-4o", "gemini-2.5-flash-image", "my-dall-e", "", "/", "vision/gpt-5"] {
            #expect(!PictureModel.isOne(name), "\(name)")
        }
    }

    @Test func `offers say which models make pictures`() async throws {
        let world = try await drawer()
        let models = await world.get("/backend-api/models", as: world.alice).json["models"]?.array ?? []
        #expect(models.map { $0["makes_pictures"] } == [false, false, true])
    }
}

extension World {
    /// A turn with a model that makes pictures: its conversation, its answer, and what was asked.
    fileprivate func draw(_ wish: JSONValue, given: String) async throws -> (String, JSONValue, String) {
        let turn = try await begin(DraftBody(text: "A cat", model: "gpt-image-1", picture: wish))
        let asked = turn.reply.prompt.messages[0].text
        await turn.reply.say(given)
        turn.reply.finish()
        await turn.reader.end()
        return (turn.conversation, try #require(await tree(turn.conversation).leaf), asked)
    }
}
