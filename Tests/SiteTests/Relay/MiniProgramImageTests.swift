import Domain
import HTTP
import JSON
import Synchronization
import TestKit
import Testing
import Upstream
import Wire

/// `POST /api/image`: whatever an upstream gives, the mini-program gets data URLs.
@Suite(.timeLimit(.minutes(5))) struct MiniProgramImageTests {
    private func image(_ world: World, _ body: String = #"{"prompt":"a cat"}"#) async -> Response {
        await App(world).respond(to: .post, "/api/image", body: body)
    }

    /// What comes of an answer of the upstream's.
    private func image(_ world: World, given answer: String) async -> Response {
        async let response = image(world)
        await world.backend.asked().answer(answer)
        return await response
    }

    @Test func `pictures come as data URLs, and count as one call of the member's`() async throws {
        let world = try await World(limits: [Limit(2, per: .day)])
        let program = await Program(world, of: world.alice)
        async let response = image(world)
        let asked = await world.backend.asked()
        #expect(asked.prompt.model == "beta")
        #expect(asked.prompt.messages[0].text == #"{"model":"beta","prompt":"a cat","n":1,"size":"1024x1024"}"#)
        await asked.answer(#"{"created":1,"data":[{"b64_json":"R0lGODdhAQABAAAA"},{"b64_json":"aGVsbG8="}]}"#)
        let images: JSONValue = ["data:image/gif;base64,R0lGODdhAQABAAAA", "data:image/png;base64,aGVsbG8="]
        #expect(await response.json == ["code": 0, "msg": "ok", "data": ["images": images]])
        let row = try #require(await program.log(of: world.alice).first)
        #expect(row["endpoint"] == "mini-program/image" && row["status"] == "finished")
        #expect(await world.used() == 1)
    }

    @Test func `how many and how large is passed on`() async throws {
        let world = try await World()
        async let response = image(world, #"{"prompt":"a \"cat\"","n":3,"size":"512x512","model":"alpha","user":"x"}"#)
        let asked = await world.backend.asked()
        #expect(
            asked.prompt.messages[0].text == #"{"model":"beta","prompt":"a \"cat\"","n":3,"size":"512x512"}"#)
        await asked.answer(#"{"data":[{"b64_json":"aGVsbG8="}]}"#)
        #expect(await response.status == 200)
    }

    @Test(arguments: [
        "{}", #"{"prompt":""}"#, #"{"prompt":"  "}"#, #"{"prompt":7}"#, #"{"prompt":null}"#, #"{"prompt":"x","n":0}"#,
        #"{"prompt":"x","n":11}"#, #"{"prompt":"x","n":"2"}"#, #"{"prompt":"x","n":1.5}"#, #"{"prompt":"x","size":7}"#,
        "[]", "",
    ])
    func `what asks for no picture is 400`(body: String) async throws {
        let world = try await World()
        let answer = await image(world, body)
        #expect(answer.status == 400 && answer.json == ["code": 400, "msg": "参数错误"])
        #expect(world.backend.count == 0)
    }

    @Test func `links are fetched for the account that answered, and those that lead nowhere are left out`()
        async throws
    {
        let pictures = LinkedPictures(["https://cdn.example/a": PictureData([1, 2], called: "image/webp")!])
        let world = try await World(limits: [Limit(2, per: .day)], pictures: pictures)
        let links =
            #"{"data":[{"url":"https://10.0.0.1/x"},{"url":"https://cdn.example/a"},{"url":"data:image/png;base64,aGk="}]}"#
        let answer = await image(world, given: links)
        let images: JSONValue = ["data:image/webp;base64,AQI=", "data:image/png;base64,aGk="]
        #expect(answer.json["data"]?["images"] == images)
        #expect(
            pictures.asked == [
                "https://10.0.0.1/x of \(world.account.id)", "https://cdn.example/a of \(world.account.id)",
            ])
        #expect(await world.used() == 1)
    }

    @Test(arguments: [
        #"{"data":[{"url":"https://10.0.0.1/x"}]}"#, #"{"data":[]}"#, #"{"data":[{"b64_json":"not base64!"}]}"#,
        #"{"data":[{"url":"data:text/html;base64,aGk="}]}"#, #"{"data":[7]}"#, #"{"data":"x"}"#, "[]", "x",
    ])
    func `an answer without a picture that can be had is 500 and costs nothing`(given: String) async throws {
        let world = try await World(limits: [Limit(2, per: .day)])
        let program = await Program(world, of: world.alice)
        let answer = await image(world, given: given)
        #expect(answer.status == 500 && answer.json == ["code": 500, "msg": "AI服务异常"])
        let row = try #require(await program.log(of: world.alice).first)
        #expect(row["status"] == "failed")
        #expect(await world.used() == 0)
    }

    @Test func `a picture is what is called one, and what its bytes say it is`() {
        let gif = Array("GIF87a".utf8) + [1, 0, 1, 0]
        #expect(PictureData(gif, called: "Image/PNG; charset=x")?.type == "image/gif")
        #expect(PictureData([1], called: "image/avif")?.type == "image/avif")
        for name in ["text/html", "", "image", "image/\u{22}x", "image/é"] as [Text] {
            #expect(PictureData(gif, called: name) == nil)
        }
        #expect(PictureData([], called: "image/png") == nil)
    }
}

/// Pictures behind known links.
private final class LinkedPictures: RemotePictures {
    private let known: [String: PictureData]
    private let log = Mutex<[String]>([])

    init(_ known: [String: PictureData]) { self.known = known }

    /// `link of account`.
    var asked: [String] { log.withLock(\.self) }

    func picture(at link: Text, namedBy account: Account, upTo most: Int) async -> PictureData? {
        if PictureData.isDataURL(link) { return PictureData(dataURL: link, upTo: most) }
        log.withLock { $0.append("\(link) of \(account.id)") }
        return known[link.string]
    }
}
