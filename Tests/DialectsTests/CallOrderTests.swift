import Dialects
import Domain
import JSON
import Testing
import Wire

/// Calls whose pieces an upstream mixes, in formats that cannot.
@Suite struct CallOrderTests {
    private func head(_ index: Int, _ kind: ToolKind = .function) -> ReplyEvent {
        .toolCall(ToolCallHead(index, id: Text("c\(index)"), name: "f", kind: kind))
    }

    /// What Anthropic's clients get, in short: `start 0 c0`, `{"a"`, `stop 0`.
    private func blocks(_ events: [ReplyEvent]) throws -> [String] {
        var writer = Anthropic().writer(ReplyHead(id: "m", created: 0, model: "m", streams: true))
        var bytes: [UInt8] = []
        for event in events { bytes += writer.write(ReplyPiece(event)) }
        var parser = ServerSentEventParser()
        parser.feed(bytes + writer.end(.stop))
        var found: [String] = []
        while let event = try parser.next() {
            let json = try JSONValue(parsing: event.data.utf8)
            let index = json["index"]?.integer ?? -1
            switch json["type"] {
            case "content_block_start":
                let block = json["content_block"]
                found.append("start \(index) \((block?["id"] ?? block?["type"])?.text ?? "")")
            case "content_block_delta":
                let delta = json["delta"]
                found.append((delta?["partial_json"] ?? delta?["text"] ?? delta?["signature"])?.text?.string ?? "")
            case "content_block_stop": found.append("stop \(index)")
            default: break
            }
        }
        return found
    }

    private func parts(_ events: [ReplyEvent]) throws -> JSONValue? {
        var writer = Gemini().writer(ReplyHead(id: "m", created: 0, model: "m", streams: false))
        for event in events { _ = writer.write(ReplyPiece(event)) }
        return try JSONValue(parsing: writer.end(.toolCalls))["candidates"]?[0]
    }

    @Test func `a call is said to its end before the next begins, and text that came between stands after it`() throws {
        let mixed: [ReplyEvent] = [
            head(0), head(1), .toolArguments(index: 0, #"{"a""#), .text("T"), .toolArguments(index: 1, #"{"b":"}"#),
            .toolArguments(index: 0, ":1}"), .toolArguments(index: 1, #"\"{"}"#),
        ]
        #expect(
            try blocks(mixed) == [
                "start 0 c0", #"{"a""#, ":1}", "stop 0", "start 1 c1", #"{"b":"}"#, #"\"{"}"#, "stop 1",
                "start 2 text", "T", "stop 2",
            ])
        #expect(
            try parts(mixed)?["content"]?["parts"] == [
                ["functionCall": ["id": "c0", "name": "f", "args": ["a": 1]]],
                ["functionCall": ["id": "c1", "name": "f", "args": ["b": #"}"{"#]]], ["text": "T"],
            ])
    }

    @Test func `pieces go on at once where nothing is mixed`() throws {
        var writer = Anthropic().writer(ReplyHead(id: "m", created: 0, model: "m", streams: true))
        for event in [head(0), .toolArguments(index: 0, "{"), .toolArguments(index: 0, "}")] {
            #expect(!writer.write(ReplyPiece(event)).isEmpty)
        }
        #expect(!writer.write(ReplyPiece(.text("a"))).isEmpty)
    }

    @Test func `arguments that are no object end when something else begins, and are told apart from good ones`() throws
    {
        let text: [ReplyEvent] = [head(0), .toolArguments(index: 0, "not"), .toolArguments(index: 0, " JSON"), head(1)]
        #expect(
            try blocks(text + [.toolArguments(index: 1, "{}"), .text("T")]) == [
                "start 0 c0", "not", " JSON", "stop 0", "start 1 c1", "{}", "stop 1", "start 2 text", "T", "stop 2",
            ])
        let candidate = try parts(text)
        #expect(candidate?["finishReason"] == "MALFORMED_FUNCTION_CALL")
        #expect(
            candidate?["content"]?["parts"] == [["functionCall": ["id": "c1", "name": "f", "args": [:]]]])
    }

    @Test func `a call that never ends holds back only so much`() {
        var writer = Anthropic().writer(ReplyHead(id: "m", created: 0, model: "m", streams: true))
        var written = 0
        for event in [head(0), .toolArguments(index: 0, "{")] { _ = writer.write(ReplyPiece(event)) }
        for _ in 0..<100_002 { written += writer.write(ReplyPiece(.text("a"))).count }
        #expect(written > 100_000)
    }

    @Test func `the free text of a call is the one argument of a function`() throws {
        let custom: [ReplyEvent] = [head(0, .custom), .toolArguments(index: 0, "a\""), .toolArguments(index: 0, "b")]
        #expect(try blocks(custom) == ["start 0 c0", #"{"input":"a\"b"}"#, "stop 0"])
    }

    @Test func `a mark of a call's maker is a thought before it for Anthropic, and stands with it for Google`() throws {
        let signed: [ReplyEvent] = [.text("a"), head(0), .opaque(Opaque(.google, "S")), .toolArguments(index: 0, "{}")]
        #expect(
            try blocks(signed) == [
                "start 0 text", "a", "stop 0", "start 1 thinking", "Y20xLmcuUw==", "stop 1", "start 2 c0", "{}",
                "stop 2",
            ])
        #expect(
            try parts(signed)?["content"]?["parts"] == [
                ["text": "a"], ["functionCall": ["id": "c0", "name": "f", "args": [:]], "thoughtSignature": "S"],
            ])
    }
}
