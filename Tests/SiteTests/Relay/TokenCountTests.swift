import Domain
import HTTP
import JSON
import TestKit
import Testing
import Web
import Wire

/// How many tokens a question is said to have.
@Suite(.timeLimit(.minutes(5))) struct TokenCountTests {
    private static let paths: [(String, ProgramFormat, [Text])] = [
        ("/v1/messages/count_tokens", .messages, ["input_tokens"]),
        ("/v1/responses/input_tokens", .responses, ["input_tokens"]),
        ("/v1beta/models/alpha:countTokens", .generation, ["totalTokens"]),
    ]

    @Test(arguments: paths)
    func `a question is counted by estimate, its tools and system prompt included, and costs nothing`(
        path: String, format: ProgramFormat, names: [Text]
    ) async throws {
        let world = try await World(limits: [Limit(1, per: .day)])
        let program = await Program(world, of: world.alice)
        func count(_ fields: JSONValue) async -> Int64? {
            var body = format.body()
            for member in fields.members ?? [] { body[member.key] = member.value }
            return await program.post(path, body).json[names[0]]?.integer
        }
        let bare = try #require(await count([:]))
        #expect(bare == 1)
        let tools = try #require(await count(format.toolFields))
        #expect(tools > bare + 5)
        let long = String(repeating: "word", count: 1000)
        let system: JSONValue =
            switch format {
            case .messages: ["system": .string(long)]
            case .responses: ["instructions": .string(long)]
            default: ["system_instruction": ["parts": [["text": .string(long)]]]]
            }
        #expect(await count(system) == bare + 1000)
        #expect(world.backend.count == 0)
        #expect(await world.used() == 0)
        #expect(await program.log(of: world.alice).isEmpty)
    }

    @Test(arguments: paths)
    func `nothing is counted without a key, for a model that is not there, or in a body that cannot be read`(
        path: String, format: ProgramFormat, names: [Text]
    ) async throws {
        let world = try await World()
        let program = await Program(world, of: world.alice)
        #expect(await world.post(path, format.body()).status == 401)
        let unknown = await program.post(path.replacing("alpha", with: "gamma"), format.body(of: "gamma"))
        #expect(format.message(of: unknown.json, status: 404) != nil && unknown.status == 404)
        let bad = await program.post(path, ["model": "alpha"])
        #expect(format.message(of: bad.json, status: 400) != nil && bad.status == 400)
    }

    @Test func `Google's clients may send the whole request inside`() async throws {
        let world = try await World()
        let program = await Program(world, of: world.alice)
        let inner: JSONValue = [
            "model": "models/alpha", "contents": [["parts": [["text": .string(String(repeating: "a", count: 400))]]]],
        ]
        let answer = await program.post("/v1/models/alpha:countTokens", ["generateContentRequest": inner]).json
        #expect(answer["totalTokens"] == 100)
        #expect(answer["promptTokensDetails"]?[0]?["modality"] == "TEXT")
    }

    @Test func `the first event of Anthropic's stream has the same number`() async throws {
        let world = try await World()
        let program = await Program(world, of: world.alice)
        let fields: JSONValue = [
            "messages": [["role": "user", "content": .string(String(repeating: "汉字", count: 50))]]
        ]
        async let response = program.ask(in: .messages, fields, stream: true)
        await world.backend.asked().answer()
        let reader = StreamReader(await response)
        await reader.end()
        let start = ProgramFormat.messages.values(in: reader).first
        #expect(start?["message"]?["usage"]?["input_tokens"] == 100)
    }
}
