import Domain
import HTTP
import JSON
import TestKit
import Testing
import Web
import Wire

/// Calls that are passed on as they come: embeddings, images, speech and the like.
@Suite(.timeLimit(.minutes(5))) struct PassedCallTests {
    private func world(_ limits: [Limit] = [Limit(5, per: .day)]) async throws -> World {
        let world = try await World(limits: limits)
        var account = world.account
        account.provider = .openAI
        account.baseURL = "https://a.example"
        try await world.ports.accounts.update(account, key: Secret("sk-1"))
        return world
    }

    private func call(
        _ path: String, _ body: String, by program: Program, headers: Headers = [:]
    ) async -> Response {
        var headers = headers
        headers["authorization"] = Text("Bearer sk-\(program.key)")
        headers["content-type"] = "application/json"
        return await program.world.respond(to: .post, path, body: Array(body.utf8), headers: headers)
    }

    static let paths = [
        "embeddings", "moderations", "rerank", "edits", "images/generations", "audio/speech",
        "engines/alpha/embeddings",
    ]

    @Test(arguments: paths) func `what is asked is passed on as it came, answered as it comes, and counts once`(
        path: String
    )
        async throws
    {
        let world = try await world()
        let program = await Program(world, of: world.alice)
        let body = #"{ "input" : "a\u0041" , "x":[1,2,{"model":"no"}], "model":"alpha","n": 1.50}"#
        async let response = call("/v1/\(path)", body, by: program)
        let asked = await world.backend.asked()
        #expect(asked.prompt.messages[0].text == body && asked.prompt.model == "alpha")
        await asked.say(#"{"data":[1,2],"#)
        let answer = await response
        let reader = StreamReader(answer)
        await asked.say(ReplyPiece([.text(#""usage":{}}"#), .usage(Usage(promptTokens: 7))]))
        asked.finish()
        await reader.end()
        #expect(answer.status == 200 && answer.headers["content-type"] == "application/json")
        #expect(!reader.isCut && reader.seen.text == #"{"data":[1,2],"usage":{}}"#)
        #expect(await world.used() == 1)
        let row = await program.log(of: world.alice).first
        #expect(row?["prompt_tokens"] == 7 && row?["endpoint"]?.string == path.replacing("engines/alpha/", with: ""))
        #expect(world.ports.pool.load(of: world.account.id) == 0)
    }

    @Test(arguments: [
        ("moderations", #"{"input":"x"}"#, #"{"model":"text-moderation-stable","input":"x"}"#),
        ("images/generations", "{}", #"{"model":"dall-e"}"#),
        ("audio/speech", #" {"input":1}"#, #" {"model":"tts-1","input":1}"#),
    ])
    func `where no model is named the usual one is asked`(path: String, body: String, sent: String) async throws {
        let world = try await world()
        var account = world.account
        (account.provider, account.baseURL) = (.openAI, "https://a.example")
        account.models = ["text-moderation-stable", "dall-e", "tts-1"]
        try await world.ports.accounts.update(account, key: Secret("sk-1"))
        let program = await Program(world, of: world.alice)
        async let response = call("/v1/\(path)", body, by: program)
        let asked = await world.backend.asked()
        #expect(asked.prompt.messages[0].text == sent)
        await asked.answer("{}")
        #expect(await response.status == 200)
    }

    @Test(arguments: [
        ("{", 400), ("[]", 400), ("", 400), (#"{"input":"x"}"#, 400), (#"{"model":7}"#, 400), (#"{"model":""}"#, 400),
        (#"{"model":"alpha","model":"beta"}"#, 400), (#"{"model":"nobody"}"#, 404), (#"{"model":null}"#, 400),
    ])
    func `what cannot be read is refused before anything is taken`(body: String, status: Int) async throws {
        let world = try await world()
        let program = await Program(world, of: world.alice)
        let answer = await call("/v1/embeddings", body, by: program)
        #expect(answer.status == status && answer.error["message"]?.string?.isEmpty == false)
        #expect(world.backend.count == 0)
        #expect(await world.used() == 0)
    }

    @Test func `a refusal before the first byte goes to another account, and costs nothing when nobody answers`()
        async throws
    {
        let world = try await world()
        let program = await Program(world, of: world.alice)
        async let response = call("/v1/embeddings", #"{"model":"alpha","input":"x"}"#, by: program)
        await world.backend.asked().fail(.upstreamError)
        #expect(await response.status >= 500)
        #expect(await world.used() == 0)
        #expect(world.ports.pool.load(of: world.account.id) == 0)
    }

    @Test func `an answer that breaks off does not look whole`() async throws {
        let world = try await world()
        let program = await Program(world, of: world.alice)
        async let response = call("/v1/audio/speech", #"{"model":"alpha","input":"x"}"#, by: program)
        let asked = await world.backend.asked()
        await asked.say("half of ")
        asked.fail(.upstreamIncomplete)
        let reader = StreamReader(await response)
        await reader.end()
        #expect(reader.isCut && reader.seen.text == "half of ")
        #expect(await world.used() == 1)
    }

    @Test func `an account of another kind is not asked, and the program is told`() async throws {
        let world = try await World()
        var account = world.account
        (account.provider, account.baseURL) = (.anthropic, "https://a.example")
        try await world.ports.accounts.update(account, key: Secret("sk-1"))
        let program = await Program(world, of: world.alice)
        let answer = await call("/v1/embeddings", #"{"model":"alpha","input":"x"}"#, by: program)
        #expect(answer.status == 400 && answer.error["code"] == "unsupported_endpoint")
        #expect(world.backend.count == 0)
    }

    @Test func `a key that may not ask the model may not pass calls to it either`() async throws {
        let world = try await world()
        let program = await Program(world, of: world.alice, ["model_limits_enabled": true, "model_limits": "beta"])
        let answer = await call("/v1/embeddings", #"{"model":"alpha","input":"x"}"#, by: program)
        #expect(answer.status == 403)
    }
}
