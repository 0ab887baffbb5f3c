import Dialects
import Domain
import HTTP
import JSON
import TestKit
import Testing
import Web
import Wire

/// The same questions and answers in every format that programs speak.
@Suite(.timeLimit(.minutes(5))) struct FormatTests {
    @Test(arguments: ProgramFormat.allCases)
    func `a whole answer, for one charge`(format: ProgramFormat) async throws {
        let world = try await World(limits: [Limit(5, per: .day)])
        let program = await Program(world, of: world.alice)
        async let response = program.ask(in: format)
        let reply = await world.backend.asked()
        #expect(reply.prompt.messages.map(\.text) == ["hello"])
        #expect(reply.prompt.model == "alpha" && !reply.prompt.streams)
        await reply.say(.usage(Usage(promptTokens: 3, completionTokens: 2)))
        await reply.answer()
        let answer = await response
        #expect(answer.status == 200)
        #expect(answer.headers["content-type"] == "application/json")
        #expect(format.text(in: answer.json) == "It is.")
        #expect(answer.text.contains("alpha"))
        #expect(await world.used() == 1)
        let row = try #require(await program.log(of: world.alice).first)
        #expect(row["endpoint"]?.string == format.endpoint.rawValue)
        #expect(row["completion_tokens"] == 2 && row["is_stream"] == false && row["status"] == "finished")
    }

    @Test(arguments: ProgramFormat.allCases)
    func `an answer in pieces ends as the format ends`(format: ProgramFormat) async throws {
        let world = try await World()
        let program = await Program(world, of: world.alice)
        async let response = program.ask(in: format, stream: true)
        let reply = await world.backend.asked()
        #expect(reply.prompt.streams)
        await reply.say("It ")
        let answer = await response
        #expect(answer.headers["content-type"] == format.type)
        #expect(answer.headers["x-accel-buffering"] == "no")
        let reader = StreamReader(answer)
        await reply.say("is.")
        await reply.say(.usage(Usage(promptTokens: 3, completionTokens: 2)))
        reply.finish()
        await reader.end()
        #expect(format.text(in: format.values(in: reader)) == "It is.")
        #expect(format.isWhole(reader), "\(reader.seen.text)")
        #expect(await program.log(of: world.alice).first?["is_stream"] == true)
    }

    @Test(arguments: ProgramFormat.allCases)
    func `while nothing is said there is a sign of life that the format's clients skip`(format: ProgramFormat)
        async throws
    {
        let world = try await World()
        let program = await Program(world, of: world.alice)
        async let response = program.ask(in: format, stream: true)
        let reply = await world.backend.asked()
        await reply.say("It ")
        let reader = StreamReader(await response)
        await reader.until { !$0.bytes.isEmpty }
        let before = reader.seen.text
        for _ in 0..<2 {
            await world.clock.sleepers(1)
            world.clock.advance(by: .seconds(10))
        }
        await reader.until { $0.bytes.count > before.utf8.count }
        #expect(reader.seen.text == before + format.sign)
        await reply.answer("is.")
        await reader.end()
        #expect(format.text(in: format.values(in: reader)) == "It is." && format.isWhole(reader))
    }

    @Test(arguments: ProgramFormat.allCases)
    func `a failure before the first piece is a status, and one after it an error in the stream`(format: ProgramFormat)
        async throws
    {
        let world = try await World()
        let program = await Program(world, of: world.alice)
        async let early = program.ask(in: format, stream: true)
        await world.backend.asked().fail(
            UpstreamFailure(.upstreamRateLimited, status: 429, detail: "", retryAfter: .seconds(7)))
        let refused = await early
        #expect(refused.status == 429 && refused.headers["retry-after"] == "7")
        #expect(format.message(of: refused.json, status: 429)?.contains("rate limit") == true)
        world.clock.advance(by: .seconds(60))
        async let response = program.ask(in: format, stream: true)
        let reply = await world.backend.asked()
        await reply.say("It ")
        let reader = StreamReader(await response)
        reply.fail(UpstreamFailure(.upstreamError, status: 500, detail: ""))
        await reader.end()
        let last = try #require(format.values(in: reader).last)
        switch format {
        case .responses:
            #expect(last["type"] == "response.failed" && last["response"]?["status"] == "failed")
            #expect(last["response"]?["error"]?["code"] == "server_error")
        case .messages: #expect(last["type"] == "error" && last["error"]?["type"] == "api_error")
        default: #expect(format.message(of: last, status: 500) == "The upstream failed.")
        }
        #expect(!format.isWhole(reader) && !reader.isCut)
    }

    @Test(arguments: ProgramFormat.withTools)
    func `a call and its result go round`(format: ProgramFormat) async throws {
        let world = try await World()
        let program = await Program(world, of: world.alice)
        async let response = program.ask(in: format, format.toolFields)
        let reply = await world.backend.asked()
        guard case .function(let tool)? = reply.prompt.tools.first else { throw Missing() }
        #expect(tool.name == "weather" && tool.parameters?["type"] == "object")
        await reply.say(.toolCall(ToolCallHead(0, id: "call_1", name: "weather")))
        await reply.say(.toolArguments(index: 0, #"{"city":"Paris"}"#))
        reply.finish(.toolCalls)
        let answer = await response.text
        #expect(answer.contains("weather") && answer.contains("Paris"))
        async let second = program.ask(in: format, format.resultFields)
        let next = await world.backend.asked()
        let parts = next.prompt.messages.flatMap(\.parts)
        let calls = parts.compactMap { if case .toolCall(let call) = $0 { call } else { nil } }
        let results = parts.compactMap { if case .toolResult(let result) = $0 { result } else { nil } }
        #expect(calls.map(\.name) == ["weather"] && results.map(\.callID) == calls.map(\.id))
        await next.answer()
        #expect(format.text(in: await second.json) == "It is.")
    }

    @Test func `what belongs to Anthropic's format in the head comes to the prompt, and nothing else`() async throws {
        let world = try await World()
        let program = await Program(world, of: world.alice)
        var headers: Headers = ["anthropic-version": "2026-10-21", "x-stainless-lang": "python", "cookie": "a=b"]
        headers.append("anthropic-beta", "one,two" as Text)
        headers.append("Anthropic-Beta", "three" as Text)
        async let response = program.ask(in: .messages, headers: headers)
        let reply = await world.backend.asked()
        let original = try #require(reply.prompt.original)
        #expect(
            original.headers.map(\.name) == ["anthropic-version", "anthropic-beta", "anthropic-beta"]
                && original.headers.map(\.value) == ["2026-10-21", "one,two", "three"])
        #expect(original.body == ProgramFormat.messages.body())
        #expect(Anthropic().address(of: world.account, for: reply.prompt).hasSuffix("/messages?beta=true"))
        #expect(!OpenAIChat().address(of: world.account, for: reply.prompt).contains("?"))
        await reply.answer()
        let answer = await response
        #expect(answer.headers["request-id"] == "test")
        let id = try #require(answer.json["id"]?.string)
        #expect(id.hasPrefix("msg_"))
    }

    @Test(
        arguments: ["/v1", "/v1beta", "/v1alpha"],
        ["alpha", "models/alpha", "publishers/google/models/alpha", "models%2Falpha"])
    func `Google's model may say where it stands, under every version`(base: String, model: String) async throws {
        let world = try await World()
        let program = await Program(world, of: world.alice)
        async let response = program.post("\(base)/models/\(model)%3AgenerateContent", ProgramFormat.generation.body())
        let reply = await world.backend.asked()
        #expect(reply.prompt.model == "alpha")
        await reply.answer()
        #expect(await response.json["modelVersion"] == "alpha")
    }

    @Test func `a legacy engine is the model`() async throws {
        let world = try await World()
        let program = await Program(world, of: world.alice)
        async let response = program.post("/v1/engines/beta/completions", ["prompt": "hello"])
        let reply = await world.backend.asked()
        #expect(reply.prompt.model == "beta")
        await reply.answer()
        #expect(await response.json["model"] == "beta")
    }

    @Test func `an array without an element more than the answer is JSON, also when it is empty`() async throws {
        let world = try await World()
        let program = await Program(world, of: world.alice)
        async let response = program.ask(in: .array, stream: true)
        let reply = await world.backend.asked()
        reply.finish()
        let reader = StreamReader(await response)
        await reader.end()
        #expect(ProgramFormat.array.values(in: reader).last?["candidates"]?[0]?["finishReason"] == "STOP")
    }
}

private struct Missing: Error {}

extension ProgramFormat {
    private static let schema: JSONValue = ["type": "object", "properties": ["city": ["type": "string"]]]

    var toolFields: JSONValue {
        let schema = Self.schema
        return switch self {
        case .chat: ["tools": [["type": "function", "function": ["name": "weather", "parameters": schema]]]]
        case .responses: ["tools": [["type": "function", "name": "weather", "parameters": schema]]]
        case .messages: ["tools": [["name": "weather", "input_schema": schema]]]
        default: ["tools": [["functionDeclarations": [["name": "weather", "parameters_json_schema": schema]]]]]
        }
    }

    /// The conversation after the call.
    var resultFields: JSONValue {
        var fields = toolFields
        switch self {
        case .chat:
            let call: JSONValue = [
                "id": "call_1", "type": "function",
                "function": ["name": "weather", "arguments": #"{"city":"Paris"}"#],
            ]
            fields["messages"] = [
                ["role": "user", "content": "hello"], ["role": "assistant", "tool_calls": [call]],
                ["role": "tool", "tool_call_id": "call_1", "content": "Sunny"],
            ]
        case .responses:
            fields["input"] = [
                ["role": "user", "content": "hello"],
                ["type": "function_call", "call_id": "call_1", "name": "weather", "arguments": #"{"city":"Paris"}"#],
                ["type": "function_call_output", "call_id": "call_1", "output": "Sunny"],
            ]
        case .messages:
            fields["messages"] = [
                ["role": "user", "content": "hello"],
                [
                    "role": "assistant",
                    "content": [["type": "tool_use", "id": "call_1", "name": "weather", "input": ["city": "Paris"]]],
                ],
                ["role": "user", "content": [["type": "tool_result", "tool_use_id": "call_1", "content": "Sunny"]]],
            ]
        default:
            fields["contents"] = [
                ["role": "user", "parts": [["text": "hello"]]],
                ["role": "model", "parts": [["functionCall": ["name": "weather", "args": ["city": "Paris"]]]]],
                [
                    "role": "user",
                    "parts": [["functionResponse": ["name": "weather", "response": ["output": "Sunny"]]]],
                ],
            ]
        }
        return fields
    }
}
