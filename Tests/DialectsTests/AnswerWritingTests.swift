import Dialects
import Domain
import JSON
import TestKit
import Testing
import Wire

/// What a client gets.
@Suite struct AnswerWritingTests {
    private func head(streams: Bool = true, reportsUsage: Bool = false) -> ReplyHead {
        ReplyHead(id: "chatcmpl-\"1", created: 7, model: "asked", streams: streams, reportsUsage: reportsUsage)
    }

    /// The chunks of a stream; `[DONE]` is a string.
    private func stream(
        _ pieces: [ReplyPiece], _ reason: FinishReason = .stop, reportsUsage: Bool = false
    ) throws -> [JSONValue] {
        var writer = OpenAIChat().writer(head(reportsUsage: reportsUsage))
        var bytes: [UInt8] = []
        for piece in pieces { bytes += writer.write(piece) }
        return try Self.chunks(bytes + writer.end(reason))
    }

    private static func chunks(_ bytes: [UInt8]) throws -> [JSONValue] {
        var parser = ServerSentEventParser()
        parser.feed(bytes)
        var chunks: [JSONValue] = []
        while let event = try parser.next() {
            chunks.append(event.data == "[DONE]" ? "[DONE]" : try JSONValue(parsing: event.data.utf8))
        }
        return chunks
    }

    private func whole(_ pieces: [ReplyPiece], _ reason: FinishReason = .stop) throws -> JSONValue {
        var writer = OpenAIChat().writer(head(streams: false))
        for piece in pieces { #expect(writer.write(piece).isEmpty) }
        return try JSONValue(parsing: writer.end(reason))
    }

    @Test func `every chunk has the same id, time and model, the first one the role, the last one the end`() throws {
        let chunks = try stream([ReplyPiece(.text("a\"\n")), ReplyPiece(.text("漢"))], .length)
        #expect(chunks.count == 5 && chunks.last == "[DONE]")
        for chunk in chunks.dropLast() {
            #expect(chunk["id"] == "chatcmpl-\"1" && chunk["created"] == 7 && chunk["model"] == "asked")
            #expect(chunk["object"] == "chat.completion.chunk")
        }
        let choices = chunks.dropLast().compactMap { $0["choices"]?[0] }
        #expect(
            choices.map { $0["delta"] ?? .null } == [
                ["role": "assistant", "content": ""], ["content": "a\"\n"], ["content": "漢"], [:],
            ])
        #expect(choices.map { $0["finish_reason"]?.text } == [nil, nil, nil, "length"])
    }

    @Test func `the usage is told at the end to those who asked for it, as it came last`() throws {
        let counts = [1, 2].map {
            ReplyPiece(.usage(Usage(promptTokens: 3, completionTokens: $0, cacheWriteTokens: 1)))
        }
        let told = try stream(counts, reportsUsage: true)
        let usage = told[told.count - 2]
        #expect(usage["choices"] == [] && usage["usage"]?["total_tokens"] == 5)
        #expect(usage["usage"]?["prompt_tokens_details"] == ["cached_tokens": 0, "cache_write_tokens": 1])
        #expect(try stream(counts).allSatisfy { $0["usage"] == nil })
        #expect(try whole(counts)["usage"]?["completion_tokens"] == 2)
        #expect(try stream([], reportsUsage: true).count == 3, "what nobody counted is not made up")
    }

    @Test func `an error after the head is its own event, and nothing follows`() throws {
        var writer = OpenAIChat().writer(head())
        let bytes = writer.write(ReplyPiece(.text("Half"))) + writer.fail(ErrorReply(status: 500, "It broke."))
        let chunks = try Self.chunks(bytes)
        #expect(chunks.count == 3)
        #expect(
            chunks[2] == [
                "error": ["message": "It broke.", "type": "server_error", "param": nil, "code": nil]
            ])
    }

    @Test func `everything that an answer can hold is in both forms, and is read back as it was`() throws {
        let pieces: [ReplyPiece] = [
            ReplyPiece([.reasoning("h"), .reasoning("m"), .opaque(Opaque(.anthropic, "S"))]),
            ReplyPiece([.text("a"), .refusal("No.")]), ReplyPiece(.image("https://i")),
            ReplyPiece([
                .toolCall(ToolCallHead(0, id: "1", name: "f")), .toolArguments(index: 0, "{}"),
                .opaque(Opaque(.google, "G")), .toolCall(ToolCallHead(1, id: "2", name: "p", kind: .custom)),
                .toolArguments(index: 1, "x\""),
            ]),
        ]
        let message = try whole(pieces, .toolCalls)["choices"]?[0]?["message"]
        #expect(
            message == [
                "role": "assistant", "content": "a![image](https://i)", "refusal": "No.", "reasoning_content": "hm",
                "reasoning_details": [
                    [
                        "type": "reasoning.text", "text": "hm", "signature": "S", "format": "anthropic-claude-v1",
                        "index": 0,
                    ]
                ],
                "tool_calls": [
                    [
                        "id": "1", "type": "function", "function": ["name": "f", "arguments": "{}"],
                        "extra_content": ["google": ["thought_signature": "G"]],
                    ],
                    ["id": "2", "type": "custom", "custom": ["name": "p", "input": "x\""]],
                ],
            ])
        var reader = OpenAIChat().reader(raw: nil)
        let chunks = try stream(pieces, .toolCalls).dropLast()
        let calls = chunks.compactMap { $0["choices"]?[0]?["delta"]?["tool_calls"]?[0] }
        #expect(calls.count == 5)
        #expect(calls.allSatisfy { $0["function"] != nil || $0["custom"] != nil }, "OpenAI's SDK takes no other piece")
        var read: [ReplyEvent] = []
        for chunk in chunks {
            read += reader.read(Array("data: \(chunk.serialized)\n\n".utf8)).flatMap(\.events)
        }
        let said = pieces.flatMap(\.events).map { $0 == .image("https://i") ? .text("![image](https://i)") : $0 }
        #expect(read == said)
    }

    @Test(arguments: [
        (400, "invalid_request_error"), (404, "invalid_request_error"), (401, "authentication_error"),
        (403, "permission_error"), (429, "rate_limit_error"), (500, "server_error"), (503, "server_error"),
    ])
    func `a refusal has the type of its status`(status: Int, type: String) {
        let body = OpenAIChat().body(of: ErrorReply(status: status, "No.", code: "c", param: "p"))
        #expect(body == ["error": ["message": "No.", "type": .string(type), "param": "p", "code": "c"]])
    }

    @Test func `a request that cannot be said is a 400 that names the field, and an upstream's error is its own`() {
        let refusal = ErrorReply(Inexpressible("logit_bias", .unsupported))
        #expect(refusal.status == 400 && refusal.param == "logit_bias" && refusal.code == "unsupported_parameter")
        let original = ErrorReply(status: 400, "ours", original: ["message": "theirs"])
        #expect(OpenAIChat().body(of: original) == ["error": ["message": "theirs"]])
    }
}
