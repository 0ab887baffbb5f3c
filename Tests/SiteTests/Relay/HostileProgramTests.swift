import Domain
import HTTP
import JSON
import TestKit
import Testing
import Web
import Wire

/// Programs that send anything.
@Suite(.timeLimit(.minutes(10))) struct HostileProgramTests {
    private static let others: [JSONValue] = [
        nil, true, -1, .number("1e999"), "\u{0}", [], [[]], [:], ["type": "nothing"],
        .string(String(repeating: "x", count: 300)),
    ]

    /// Each field of a request as something else: read, or refused by its name, and never asked.
    @Test(arguments: ProgramFormat.allCases)
    func `a field of another kind is refused by its name in the format's own object`(format: ProgramFormat)
        async throws
    {
        let world = try await World()
        // No such model: what can be read ends there.
        let program = await Program(world, of: world.alice)
        var body = format.body(of: "gamma", stream: true)
        for member in (ProgramFormat.withTools.contains(format) ? format.resultFields : [:]).members ?? [] {
            body[member.key] = member.value
        }
        for member in Self.more(format).members ?? [] { body[member.key] = member.value }
        var refused = 0
        for member in body.members ?? [] {
            for other in Self.others {
                var spoilt = body
                spoilt[member.key] = other
                let answer = await program.post(format.path(of: "gamma"), spoilt)
                #expect([400, 404].contains(answer.status), "\(member.key) \(other) \(answer.text)")
                let message = format.message(of: answer.json, status: answer.status)
                #expect(message?.isEmpty == false)
                guard answer.status == 400 else { continue }
                refused += 1
                #expect(message?.hasPrefix(member.key.string) == true, "\(message ?? "")")
            }
        }
        #expect(refused > 10)
        #expect(world.backend.count == 0)
    }

    private static func more(_ format: ProgramFormat) -> JSONValue {
        switch format {
        case .chat, .completions: ["temperature": 1, "top_p": 1, "n": 1, "max_tokens": 5, "stop": ["x"], "user": "u"]
        case .responses: ["max_output_tokens": 5, "reasoning": ["effort": "low"], "text": [:], "instructions": "x"]
        case .messages: ["system": "x", "thinking": ["type": "adaptive"], "stop_sequences": ["x"], "metadata": [:]]
        case .generation, .array:
            ["generationConfig": ["maxOutputTokens": 5], "systemInstruction": ["parts": [["text": "x"]]]]
        }
    }

    @Test(arguments: ProgramFormat.allCases)
    func `bodies that are no request are 400`(format: ProgramFormat) async throws {
        let world = try await World()
        let program = await Program(world, of: world.alice)
        let deep = String(repeating: "[", count: 100_000)
        let bodies: [[UInt8]] = [
            [], Array("null".utf8), Array("[]".utf8), Array("7".utf8), Array(#""x""#.utf8), Array(deep.utf8),
            [0xFF, 0xFE], Array(#"{"model":""#.utf8) + [0xC3, 0x28] + Array(#""}"#.utf8), [0x1F, 0x8B, 0, 0],
            Array(#"{"model":"alpha","model":"beta"}"#.utf8), Array(("{\"a\":" + deep).utf8),
            [UInt8](repeating: 0, count: 100),
        ]
        for body in bodies {
            let answer = await world.respond(
                to: .post, format.path(), body: body, headers: ["authorization": Text(program.key)])
            #expect(answer.status == 400, "\(String(decoding: body.prefix(40), as: UTF8.self)) \(answer.text)")
            #expect(format.message(of: answer.json, status: 400)?.isEmpty == false)
        }
        #expect(world.backend.count == 0)
    }

    @Test(arguments: ProgramFormat.withTools)
    func `ten thousand tools are refused by their name`(format: ProgramFormat) async throws {
        let world = try await World()
        let program = await Program(world, of: world.alice)
        let tool = format.toolFields["tools"]?[0] ?? .null
        let answer = await program.ask(in: format, ["tools": .array(Array(repeating: tool, count: 10_000))])
        #expect(answer.status == 400)
        #expect(format.message(of: answer.json, status: 400)?.hasPrefix("tools must have at most") == true)
    }

    @Test(arguments: [ProgramFormat.chat, .completions, .responses, .messages])
    func `streaming that is no boolean is refused`(format: ProgramFormat) async throws {
        let world = try await World()
        let program = await Program(world, of: world.alice)
        for value: JSONValue in ["true", 1, [:]] {
            let answer = await program.ask(in: format, ["stream": value])
            #expect(answer.status == 400)
            #expect(format.message(of: answer.json, status: 400) == "stream must be a boolean.")
        }
    }

    @Test func `a content that nobody here knows goes to an upstream of the same format as it came`() async throws {
        let world = try await World()
        let program = await Program(world, of: world.alice)
        let part: JSONValue = ["type": "hologram", "hologram": ["a": 1]]
        for format in [ProgramFormat.chat, .messages] {
            async let response = program.ask(in: format, ["messages": [["role": "user", "content": [part]]]])
            let reply = await world.backend.asked()
            #expect(reply.prompt.original?.body["messages"]?[0]?["content"]?[0] == part)
            await reply.answer()
            #expect(await response.status == 200)
        }
    }

    @Test func `a model's name may be anything without being taken for more`() async throws {
        let world = try await World()
        let program = await Program(world, of: world.alice)
        for name in ["..", "../../x", "a%2F..%2Fb", "a:b:c", "%00", "😀", String(repeating: "m", count: 300), "alpha "] {
            let path = name.utf8.map { $0 < 0x80 && $0 > 32 ? String(UnicodeScalar($0)) : "%\(String($0, radix: 16))" }
                .joined()
            for target in ["/v1beta/models/\(path):generateContent", "/v1/models/\(path):countTokens"] {
                let answer = await program.post(target, ProgramFormat.generation.body())
                #expect([400, 404].contains(answer.status), "\(target) \(answer.status)")
                #expect(ProgramFormat.generation.message(of: answer.json, status: answer.status) != nil)
            }
        }
        #expect(await program.post("/v1beta/models/:generateContent", [:]).status == 400)
        #expect(world.backend.count == 0)
    }
}
