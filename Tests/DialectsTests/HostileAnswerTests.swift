import Dialects
import Domain
import JSON
import TestKit
import Testing

/// Answers in Anthropic's and Google's formats that are not what they should be.
@Suite struct HostileAnswerTests {
    private func read(_ format: DialectName, _ events: [String], isBroken: Bool = false) -> ([ReplyEvent], ReplyEnd) {
        let text = events.map { "data: \($0)\n\n" }.joined()
        var reader = format.dialect.reader(raw: nil)
        let pieces = reader.read(Array(text.utf8))
        let (rest, end) = reader.end(isBroken: isBroken)
        return ((pieces + rest).flatMap(\.events), end)
    }

    @Test(
        arguments: [
            (["{\"type\":\"message_start\"}"], ReplyEnd.incomplete), (["{\"type\":\"ping\"}"], .incomplete),
            (
                ["{\"type\":\"error\",\"error\":{\"type\":\"overloaded_error\",\"message\":\"No.\"}}"],
                .refused(ErrorBody(type: "overloaded_error", message: "No."))
            ),
            (["{\"error\":\"No.\"}"], .refused(ErrorBody(message: "No."))),
            (["{\"type\":\"message_delta\",\"delta\":{\"stop_reason\":\"end_turn\"}}"], .incomplete),
            (["{\"type\":\"message_delta\",\"delta\":{\"stop_reason\":\"end_turn\"}}", "[DONE]"], .finished(.stop)),
            (["{\"type\":\"message_stop\"}"], .finished(.stop)),
            (
                [
                    "{\"type\":\"message_delta\",\"delta\":{\"stop_reason\":\"max_tokens\"}}",
                    "{\"type\":\"message_delta\",\"delta\":{\"stop_reason\":\"refusal\"}}",
                    "{\"type\":\"message_stop\"}",
                ],
                .finished(.contentFilter)
            ),
            (
                [
                    "{\"type\":\"message_delta\",\"delta\":{\"stop_reason\":\"pause_turn\"}}",
                    "{\"type\":\"message_stop\"}",
                ],
                .finished(.stop)
            ),
            (["nonsense"], .bad("neither events nor JSON")),
            (["{\"detail\":\"No.\"}"], .refused(ErrorBody(message: "No."))),
        ] as [([String], ReplyEnd)])
    func `a stream in Anthropic's format ends as it says, and never cleanly without saying so`(
        events: [String], end: ReplyEnd
    ) {
        #expect(read(.anthropic, events).1 == end)
    }

    @Test(
        arguments: [
            (["{\"candidates\":[{}]}"], ReplyEnd.incomplete),
            (["{\"candidates\":[{\"finishReason\":\"STOP\"}]}"], .finished(.stop)),
            (["{\"candidates\":[{\"finishReason\":\"NEW_WORD\"}]}"], .finished(.stop)),
            (["{\"candidates\":[{\"finishReason\":\"FINISH_REASON_UNSPECIFIED\"}]}"], .incomplete),
            (["{\"candidates\":{\"finish_reason\":\"MAX_TOKENS\"}}"], .finished(.length)),
            (
                ["{\"candidates\":[{\"finishReason\":\"MALFORMED_FUNCTION_CALL\"}]}"],
                .refused(ErrorBody(code: "MALFORMED_FUNCTION_CALL"))
            ),
            (["{\"promptFeedback\":{\"blockReason\":\"SAFETY\"}}"], .finished(.contentFilter)),
            (
                [
                    "{\"candidates\":[{\"finishReason\":\"STOP\"}]}",
                    "{\"error\":{\"code\":503,\"status\":\"UNAVAILABLE\"}}",
                ],
                .refused(ErrorBody(code: "503", type: "UNAVAILABLE"))
            ),
            (
                ["[{\"error\":{\"code\":429,\"message\":\"No.\",\"status\":\"RESOURCE_EXHAUSTED\"}}]"],
                .refused(ErrorBody(code: "429", type: "RESOURCE_EXHAUSTED", message: "No."))
            ),
            (["{\"usageMetadata\":7}"], .incomplete), (["{}"], .incomplete), (["7"], .bad("neither events nor JSON")),
        ] as [([String], ReplyEnd)])
    func `a stream in Google's format ends as it says, and never cleanly without saying so`(
        events: [String], end: ReplyEnd
    ) {
        let (_, found) = read(.gemini, events)
        if case .bad = end { #expect(found != .finished(.stop)) } else { #expect(found == end) }
    }

    @Test func `a connection that breaks after the last word ends an answer, before it none`() {
        let half = #"{"candidates":[{"content":{"parts":[{"text":"Half"}]}}]}"#
        #expect(read(.gemini, [half], isBroken: true).1 == .incomplete)
        #expect(
            read(.gemini, [half, #"{"candidates":[{"finishReason":"STOP"}]}"#], isBroken: true).1 == .finished(.stop))
        let stop = #"{"type":"message_delta","delta":{"stop_reason":"end_turn"}}"#
        #expect(read(.anthropic, [stop], isBroken: true).1 == .incomplete)
    }

    @Test(arguments: [DialectName.anthropic, .gemini])
    func `anything anywhere in an answer is a clean end, and can be said in every format`(format: DialectName) throws {
        let others: [JSONValue] = [
            nil, true, -1, .number("9223372036854775807"), .number("1e999"), "x", [], [[7]], [:], ["type": "text"],
        ]
        for name in ["reasoning", "two-tools", "usage-cached"] {
            let bytes = Golden.bytes(name, "stream.\(format.rawValue).sse")
            var lines = String(decoding: bytes, as: UTF8.self).split(separator: "\n").filter { $0.hasPrefix("data") }
            for index in lines.indices {
                let whole = lines[index]
                let json = try JSONValue(parsing: whole.dropFirst(6).utf8)
                for spoilt in Self.spoilt(json, others) {
                    lines[index] = "data: \(spoilt.serialized)"
                    say(Array(lines.joined(separator: "\n\n").utf8), from: format)
                }
                lines[index] = whole
            }
        }
    }

    /// In every format, as a stream and as a whole.
    private func say(_ bytes: [UInt8], from format: DialectName) {
        for to in [DialectName.openAIChat, .openAIResponses, .anthropic, .gemini] {
            for streams in [true, false] {
                var reader = format.dialect.reader(raw: nil)
                var writer = to.dialect.writer(ReplyHead(id: "x", created: 0, model: "m", streams: streams))
                var written: [UInt8] = []
                for piece in reader.read(bytes) { written += writer.write(piece) }
                let (rest, end) = reader.end(isBroken: false)
                for piece in rest { written += writer.write(piece) }
                if case .finished(let reason) = end { written += writer.end(reason) }
                if !streams, case .finished = end { #expect((try? JSONValue(parsing: written)) != nil) }
            }
        }
    }

    /// The same with one value in it replaced.
    private static func spoilt(_ value: JSONValue, _ others: [JSONValue]) -> [JSONValue] {
        var all = others
        if let elements = value.array {
            for index in elements.indices {
                for inner in spoilt(elements[index], others) {
                    var copy = elements
                    copy[index] = inner
                    all.append(.array(copy))
                }
            }
        } else if let members = value.members {
            for index in members.indices {
                for inner in spoilt(members[index].value, others) {
                    var copy = members
                    copy[index].value = inner
                    all.append(.object(copy))
                }
            }
        }
        return all
    }

    @Test func `a call without an id has one of its own in every answer`() {
        let call = { (count: Int) in
            """
            {"candidates":[{"content":{"parts":[{"functionCall":{"name":"f"}},{"functionCall":{"name":"f","args":7}}]},
            "finishReason":"STOP"}],"usageMetadata":{"promptTokenCount":\(count)}}
            """.replacing("\n", with: "")
        }
        let ids = [1, 2].flatMap { count in
            read(.gemini, [call(count)]).0.compactMap { if case .toolCall(let head) = $0 { head.id } else { nil } }
        }
        #expect(Set(ids).count == 4 && ids.allSatisfy { $0.hasPrefix("call_") })
        #expect(read(.gemini, [call(1)]).1 == .finished(.toolCalls))
    }

    @Test func `more calls than anybody makes, and more text than can be kept, are a bad answer`() {
        let start = #"{"type":"content_block_start","index":0,"content_block":{"type":"tool_use","id":"a","name":"f"}}"#
        guard case .bad = read(.anthropic, Array(repeating: start, count: 1100)).1 else {
            Issue.record("too many calls")
            return
        }
        let long = String(repeating: "x", count: 4 << 20)
        let chunk = #"{"candidates":[{"content":{"parts":[{"text":"\#(long)"}]}}]}"#
        guard case .bad = read(.gemini, Array(repeating: chunk, count: 4)).1 else {
            Issue.record("too much text")
            return
        }
    }

    @Test func `halves of characters are joined, and one alone is replaced`() {
        let delta = { (text: String) in
            #"{"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"\#(text)"}}"#
        }
        let (events, _) = read(.anthropic, [delta(#"a\ud83d"#), delta(#"\ude00b\ud83d"#)])
        let text = events.map { if case .text(let piece) = $0 { piece } else { "" } }.joined()
        #expect(text == "a😀b\u{FFFD}")
    }
}
