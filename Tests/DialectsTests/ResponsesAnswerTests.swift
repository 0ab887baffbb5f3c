import Dialects
import Domain
import JSON
import Testing
import Wire

/// What upstreams make of the format's answers, and how each ends.
@Suite struct ResponsesAnswerTests {
    private func events(_ values: [JSONValue]) -> String { values.map { "data: \($0.serialized)\n\n" }.joined() }

    private func read(_ text: String, raw: RawForm? = nil, isBroken: Bool = false) -> ([ReplyEvent], ReplyEnd) {
        var reader = OpenAIResponses().reader(raw: raw)
        var said = reader.read(Array(text.utf8)).flatMap(\.events)
        let (rest, end) = reader.end(isBroken: isBroken)
        said += rest.flatMap(\.events)
        return (said, end)
    }

    private static let done: JSONValue = [
        "type": "response.completed", "response": ["status": "completed", "output": []],
    ]

    private static func delta(_ text: Text, _ index: Int = 0, id: JSONValue = "msg_1") -> JSONValue {
        [
            "type": "response.output_text.delta", "output_index": .integer(index), "item_id": id,
            "content_index": 0, "delta": .string(text),
        ]
    }

    private static func item(_ end: String, _ item: JSONValue, _ index: Int = 0) -> JSONValue {
        ["type": .string("response.output_item.\(end)"), "output_index": .integer(index), "item": item]
    }

    @Test func `what is said in pieces is not said again as a whole, and the rest of it is`() {
        let text = events([
            Self.delta("Hel"),
            [
                "type": "response.output_text.done", "output_index": 0, "item_id": "msg_1", "content_index": 0,
                "text": "Hello",
            ],
            Self.item(
                "done", ["type": "message", "id": "msg_1", "content": [["type": "output_text", "text": "Hello you"]]]),
            [
                "type": "response.completed",
                "response": [
                    "status": "completed",
                    "output": [
                        ["type": "message", "id": "other", "content": [["type": "output_text", "text": "Hello you"]]]
                    ],
                ],
            ],
        ])
        let (said, end) = read(text)
        #expect(said == [.text("Hel"), .text("lo"), .text(" you")] && end == .finished(.stop))
    }

    @Test func `an answer that stands in the last event alone is read from there`() {
        let output: JSONValue = [
            [
                "type": "reasoning", "id": "r", "summary": [["type": "summary_text", "text": "hm"]],
                "encrypted_content": "E",
            ],
            [
                "type": "message", "id": "m",
                "content": [["type": "output_text", "text": "a"], ["type": "refusal", "refusal": "b"]],
            ],
            ["type": "function_call", "id": "f", "call_id": "c", "name": "f", "arguments": ""],
            ["type": "image_generation_call", "id": "i", "result": "QQ==", "output_format": "webp"],
            ["type": "from_the_future"], 5,
        ]
        let whole: JSONValue = ["object": "response", "status": "completed", "output": output]
        let said: [ReplyEvent] = [
            .reasoning("hm"), .opaque(Opaque(.openAI, "E")), .text("a"), .refusal("b"),
            .toolCall(ToolCallHead(0, id: "c", name: "f")), .image("data:image/webp;base64,QQ=="),
            .toolArguments(index: 0, "{}"),
        ]
        for text in [events([["type": "response.completed", "response": whole]]), whole.serialized] {
            #expect(read(text).0 == said)
            #expect(read(text).1 == .finished(.toolCalls))
        }
    }

    @Test func `items are known by their names, by their numbers, or by neither`() {
        let call: JSONValue = ["type": "function_call", "call_id": "c", "name": "f", "arguments": ""]
        let arguments: JSONValue = ["type": "response.function_call_arguments.delta", "delta": "{\"a\":1}"]
        let facts: [ReplyEvent] = [
            .toolCall(ToolCallHead(0, id: "c", name: "f")), .toolArguments(index: 0, "{\"a\":1}"),
        ]
        // Without any.
        #expect(read(events([["type": "response.output_item.added", "item": call], arguments, Self.done])).0 == facts)
        // Another name in every event.
        var (added, piece, done) = (call, arguments, call)
        (added["id"], piece["item_id"], piece["output_index"], done["id"]) = ("A", "B", 0, "C")
        done["arguments"] = "{\"a\":1}"
        #expect(read(events([Self.item("added", added), piece, Self.item("done", done), Self.done])).0 == facts)
        // The pieces before the item, and the name in the last one alone.
        #expect(read(events([piece, Self.item("done", done), Self.done])).0 == facts)
        let named: JSONValue = ["type": "response.function_call_arguments.done", "name": "f", "arguments": "{\"a\":1}"]
        let (said, end) = read(events([named, Self.done]))
        #expect(said.count == 2 && said[1] == facts[1] && end == .finished(.toolCalls))
    }

    @Test func `two calls under one number are two`() {
        let call = { (id: Text) -> JSONValue in
            ["type": "function_call", "id": .string(id), "call_id": .string(id), "name": "f", "arguments": "{}"]
        }
        let said = read(
            events([
                Self.item("added", call("a")), Self.item("added", call("b")), Self.item("done", call("a")),
                Self.item("done", call("b")), Self.done,
            ])
        ).0
        #expect(
            said == [
                .toolCall(ToolCallHead(0, id: "a", name: "f")), .toolCall(ToolCallHead(1, id: "b", name: "f")),
                .toolArguments(index: 0, "{}"), .toolArguments(index: 1, "{}"),
            ])
    }

    @Test func `parts of reasoning are paragraphs, and the same in other words is not said twice`() {
        let thought = { (type: String, part: Int, text: Text) -> JSONValue in
            [
                "type": .string("response.\(type).delta"), "output_index": 0, "item_id": "r",
                "summary_index": .integer(part), "delta": .string(text),
            ]
        }
        let said = read(
            events([
                thought("reasoning_summary_text", 0, "a"), thought("reasoning_summary_text", 0, "b"),
                thought("reasoning_summary_text", 1, "c"), thought("reasoning_text", 0, "raw"), Self.done,
            ])
        ).0
        #expect(said == [.reasoning("a"), .reasoning("b"), .reasoning("\n\nc")])
    }

    @Test(
        arguments: [
            (["status": "incomplete", "incomplete_details": ["reason": "content_filter"]], .finished(.contentFilter)),
            (["status": "incomplete", "incomplete_details": ["reason": "max_output_tokens"]], .finished(.length)),
            (["status": "incomplete", "incomplete_details": 5], .finished(.length)),
            (["status": "completed"], .finished(.stop)), ([:], .finished(.stop)), (["status": 5], .finished(.stop)),
            (
                ["status": "failed", "error": ["code": "rate_limit_exceeded", "message": "no"]],
                .refused(ErrorBody(code: "rate_limit_exceeded", message: "no"))
            ),
            (["error": ["message": "no"]], .refused(ErrorBody(message: "no"))),
            (["status": "failed"], .refused(ErrorBody(code: "failed", message: "the answer failed"))),
        ] as [(JSONValue, ReplyEnd)])
    func `the status in the last event goes before its name`(response: JSONValue, end: ReplyEnd) {
        #expect(read(events([Self.delta("a"), ["type": "response.completed", "response": response]])).1 == end)
    }

    @Test(
        arguments: [
            (["type": "error", "code": "x", "message": "no", "param": nil], "no"),
            (["type": "error", "error": ["message": "no"]], "no"), (["error": "no"], "no"),
            (["type": "response.failed", "response": ["error": ["message": "no"]]], "no"),
            (["code": 500, "msg": "no"], "no"),
        ] as [(JSONValue, Text)])
    func `an error inside the stream ends it`(error: JSONValue, words: Text) {
        let (said, end) = read(events([Self.delta("a"), error, Self.delta("b"), Self.done]), raw: .events)
        guard case .refused(let body) = end else {
            Issue.record("\(end)")
            return
        }
        #expect(said == [.text("a")] && body.message == words)
    }

    @Test func `an event of errors that is no JSON is one`() {
        #expect(read("event: error\ndata: overloaded\n\n").1 == .refused(ErrorBody(message: "overloaded")))
    }

    @Test func `a stream without its last event is incomplete, whatever else it says`() {
        for rest in ["", "data: [DONE]\n\n", "data: {\"type\":\"response.comp"] {
            #expect(read(events([Self.delta("a")]) + rest).1 == .incomplete)
        }
        #expect(read(events([Self.delta("a")]), isBroken: true).1 == .incomplete)
        #expect(read("").1 == .incomplete)
        #expect(read(#"{"object":"response","status":"queued","output":[]}"#).1 == .incomplete)
        #expect(read(#"{"object":"response","status":"queued","output":[]}"#, raw: .whole).1 == .finished(.stop))
        #expect(read("<html>").1 == .bad("a page instead of an answer"))
        #expect(read("{}").1 == .bad("JSON that is no answer"))
        #expect(read(#"{"detail":"Unauthorized"}"#).1 == .refused(ErrorBody(message: "Unauthorized")))
        #expect(read(events([Self.done]) + "data: {nonsense", isBroken: true).1 == .finished(.stop))
    }

    @Test func `events of the wrong kinds, and unknown ones, say nothing`() {
        var odd: [JSONValue] = [
            ["type": "response.new"], ["type": "codex.rate_limits"], ["type": "keepalive"], 5, "x", [],
        ]
        for type in [
            "output_text.delta", "output_text.done", "output_item.added", "output_item.done", "refusal.delta",
            "function_call_arguments.delta", "reasoning_summary_text.delta", "custom_tool_call_input.done",
        ] {
            for value in [nil, 5, [:], [[:]], ["type": 5, "content": 5, "summary": [5]], "1e999"] as [JSONValue] {
                let keys: [Text] = ["delta", "text", "item", "arguments", "item_id", "output_index", "content_index"]
                var event: JSONValue = ["type": .string("response.\(type)")]
                for key in keys where value != "1e999" || key != "delta" && key != "text" && key != "arguments" {
                    event[key] = value
                }
                odd.append(event)
            }
        }
        let (said, end) = read(events(odd + [Self.done]))
        #expect(said.isEmpty && end == .finished(.stop))
    }

    @Test func `a character that comes in halves is whole`() {
        let halves =
            #"data: {"type":"response.output_text.delta","output_index":0,"delta":"a\ud83d"}"# + "\n\n"
            + #"data: {"type":"response.output_text.delta","output_index":0,"delta":"\ude00b"}"# + "\n\n"
        #expect(read(halves + events([Self.done])).0 == [.text("a"), .text("😀b")])
        let passed = conversion(
            [Array((halves + events([Self.done])).utf8)], from: .codex, to: .openAIResponses, raw: .events,
            streams: true)
        #expect(String(decoding: passed, as: UTF8.self).contains("\"delta\":\"😀b\""))
    }

    @Test func `there is an end to everything`() {
        let calls = (0...1000).map { index in
            Self.item(
                "added", ["type": "function_call", "id": .string("\(index)"), "call_id": "c", "name": "f"], index)
        }
        #expect(read(events(calls)).1 == .bad("1000 calls in one answer"))
        let items = (0..<10_001).map { Self.item("added", ["type": "message", "id": .string("\($0)")], $0) }
        #expect(read(events(items)).1 == .bad("10000 items in one answer"))
        let long = Text(String(repeating: "x", count: 1 << 20))
        #expect(read(events((0..<13).map { _ in Self.delta(long) })).1 == .bad("an answer of more than 12 MiB"))
    }

    // MARK: Writing

    private func written(_ said: [ReplyEvent], _ end: (inout any ReplyWriter) -> [UInt8]) throws -> [JSONValue] {
        var writer = OpenAIResponses().writer(ReplyHead(id: "resp_1", created: 0, model: "m", streams: true))
        var bytes: [UInt8] = []
        for event in said { bytes += writer.write(ReplyPiece(event)) }
        bytes += end(&writer)
        var parser = ServerSentEventParser()
        parser.feed(bytes)
        var events: [JSONValue] = []
        while let event = try parser.next() {
            let json = try JSONValue(parsing: event.data.utf8)
            #expect(event.event == json["type"]?.text && json["sequence_number"]?.integer == Int64(events.count))
            events.append(json)
        }
        return events
    }

    @Test func `calls whose arguments come mixed are written side by side`() throws {
        let events = try written(
            [
                .toolCall(ToolCallHead(0, id: "a", name: "f")), .toolCall(ToolCallHead(1, id: "b", name: "g")),
                .toolArguments(index: 0, "{\"x\":"), .toolArguments(index: 1, "{\"}\":"),
                .toolArguments(index: 0, "1}"),
                .toolArguments(index: 1, "2}"), .text("done"),
            ]
        ) { $0.end(.toolCalls) }
        let output = events.last?["response"]?["output"]?.array ?? []
        #expect(output.map { $0["type"]?.text } == ["function_call", "function_call", "message"])
        #expect(output.map { $0["arguments"]?.text } == ["{\"x\":1}", "{\"}\":2}", nil])
        #expect(output.allSatisfy { $0["status"] == "completed" } && events.last?["type"] == "response.completed")
        let added = events.filter { $0["type"] == "response.output_item.added" }.compactMap { $0["item"]?["id"] }
        #expect(added == output.compactMap { $0["id"] } && Set(added.compactMap(\.text)).count == 3)
    }

    @Test func `a text that is called with is ended by what follows it`() throws {
        let events = try written([
            .toolCall(ToolCallHead(0, id: "a", name: "p", kind: .custom)), .toolArguments(index: 0, "}"),
            .toolArguments(index: 0, "{x"), .toolCall(ToolCallHead(1, id: "b", name: "f")),
            .toolArguments(index: 1, "{}"),
        ]) { $0.end(.toolCalls) }
        let types = events.compactMap { $0["type"]?.text }
        let done = try #require(types.firstIndex(of: "response.custom_tool_call_input.done"))
        #expect(events[done]["input"] == "}{x" && done < types.lastIndex(of: "response.output_item.added")!)
    }

    @Test func `a proof of a call's maker stands before the call, and one of a thought in it`() throws {
        let events = try written([
            .reasoning("hm"), .toolCall(ToolCallHead(0, id: "a", name: "f")), .opaque(Opaque(.google, "G")),
            .toolArguments(index: 0, "{}"), .toolCall(ToolCallHead(1, id: "b", name: "f")),
            .opaque(Opaque(.google, "H")),
            .toolArguments(index: 1, "{}"), .opaque(Opaque(.openAI, "O")), .reasoning("so"),
        ]) { $0.end(.toolCalls) }
        let output = events.last?["response"]?["output"]?.array ?? []
        #expect(
            output.map { $0["type"]?.text } == [
                "reasoning", "function_call", "reasoning", "function_call", "reasoning", "reasoning",
            ])
        #expect(output.map { $0["encrypted_content"]?.text } == ["Y20xLmcuRw==", nil, "Y20xLmcuSA==", nil, "O", nil])
        #expect(output[0]["summary"] == [["type": "summary_text", "text": "hm"]] && output[2]["summary"] == [])
    }

    @Test func `an answer that fails holds what was said of it so far`() throws {
        let events = try written([
            .reasoning("hm"), .text("a"), .refusal("b"), .toolCall(ToolCallHead(0, id: "a", name: "f")),
            .toolArguments(index: 0, "{"),
        ]) { $0.fail(ErrorReply(status: 429, "Slow down.")) }
        let last = try #require(events.last)
        #expect(last["type"] == "response.failed" && last["response"]?["status"] == "failed")
        #expect(last["response"]?["error"] == ["code": "rate_limit_exceeded", "message": "Slow down."])
        let output = last["response"]?["output"]?.array ?? []
        #expect(output.map { $0["status"]?.text } == [nil, "completed", "incomplete"])
        #expect(output[1]["content"]?.array?.count == 2 && output[2]["arguments"] == "{")
        #expect(!events.contains { $0["type"] == "response.function_call_arguments.done" })
    }

    @Test func `an error of an upstream that speaks the same is told in its words`() throws {
        let original: JSONValue = ["code": "insufficient_quota", "message": "theirs"]
        let events = try written([.text("a")]) { $0.fail(ErrorReply(status: 402, "ours", original: original)) }
        #expect(events.last?["response"]?["error"] == original)
    }

    @Test func `what passed and fails is ended in its own words`() throws {
        let item: JSONValue = ["type": "message", "id": "msg_1", "status": "in_progress", "content": []]
        let begun: JSONValue = [
            "type": "response.created", "sequence_number": 5, "response": ["id": "theirs", "model": "m", "x": 1],
        ]
        let text = events([begun, Self.item("added", item), Self.delta("ha"), Self.delta("lf")])
        let bytes = conversion(
            [Array(text.utf8)], from: .openAIResponses, to: .openAIResponses, raw: .events, streams: true)
        var parser = ServerSentEventParser()
        parser.feed(bytes)
        var last: JSONValue = nil
        while let event = try parser.next() { last = try JSONValue(parsing: event.data.utf8) }
        #expect(last["type"] == "response.failed" && last["sequence_number"] == 6)
        #expect(
            last["response"]?["id"] == "theirs" && last["response"]?["x"] == 1
                && last["response"]?["status"] == "failed")
        #expect(last["response"]?["output"]?[0]?["content"]?[0]?["text"] == "half")
        #expect(last["response"]?["output"]?[0]?["status"] == "incomplete")
    }

    @Test func `pictures are items, and those that are elsewhere are texts`() throws {
        let events = try written([.image("data:image/png;base64,QQ=="), .image("https://i")]) { $0.end(.length) }
        let response = try #require(events.last?["response"])
        #expect(response["output"]?[0]?["result"] == "QQ==" && response["output"]?[0]?["status"] == "completed")
        #expect(response["output"]?[1]?["content"]?[0]?["text"] == "![image](https://i)")
        #expect(response["output"]?[1]?["status"] == "incomplete")
        #expect(response["incomplete_details"] == ["reason": "max_output_tokens"])
        #expect(events.last?["type"] == "response.incomplete")
    }

    @Test func `a flood of small items is bounded`() throws {
        var writer = OpenAIResponses().writer(ReplyHead(id: "r", created: 0, model: "m", streams: false))
        for _ in 0..<12_000 {
            _ = writer.write(ReplyPiece([.reasoning("a"), .text("b"), .image("data:x;base64,QQ==")]))
        }
        let output = try JSONValue(parsing: writer.end(.stop))["output"]?.array ?? []
        #expect((10_000...10_001).contains(output.count))
        let said = output.reduce(0) { $0 + ($1["content"]?[0]?["text"]?.text?.byteCount ?? 0) }
        #expect(said == 12_000)
    }
}
