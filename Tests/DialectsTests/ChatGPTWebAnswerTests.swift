import Dialects
import Domain
import JSON
import TestKit
import Testing

/// What is made of the events of ChatGPT's own page (mirror.md §B2.1, §B2.2).
@Suite struct ChatGPTWebAnswerTests {
    private static let end = ScriptedAnswer.webEvent(
        "a", text: "Hello", status: "finished_successfully", endsTurn: true)

    /// All that is said, in any cutting, and how it ends.
    private func read(
        _ events: [JSONValue], isBroken: Bool = false, done: Bool = true,
        sourceLocation: SourceLocation = #_sourceLocation
    ) -> (text: String, thought: String, end: ReplyEnd) {
        read(bytes(events) + (done ? Array("data: [DONE]\n\n".utf8) : []), isBroken: isBroken, sourceLocation)
    }

    private func bytes(_ events: [JSONValue]) -> [UInt8] { events.flatMap { Array("data: \($0.serialized)\n\n".utf8) } }

    private func read(
        _ bytes: [UInt8], isBroken: Bool = false, _ sourceLocation: SourceLocation = #_sourceLocation
    ) -> (text: String, thought: String, end: ReplyEnd) {
        let all = (bytes.count < 4000 ? anyCuttings(of: bytes) : [[bytes]]).map { read(pieces: $0, isBroken) }
        #expect(all.allSatisfy { $0 == all[0] }, sourceLocation: sourceLocation)
        return all[0]
    }

    private func read(pieces: [[UInt8]], _ isBroken: Bool) -> (text: String, thought: String, end: ReplyEnd) {
        var reader = ChatGPTWeb().reader(raw: .events)
        let said = pieces.flatMap { reader.read($0) }
        let (rest, end) = reader.end(isBroken: isBroken)
        var (text, thought) = ("", "")
        for piece in said + rest {
            #expect(piece.raw == nil)
            for event in piece.events {
                switch event {
                case .text(let piece): text += piece
                case .reasoning(let piece): thought += piece
                default: Issue.record("\(event)")
                }
                #expect(event != .text("") && event != .reasoning(""))
            }
        }
        return (text, thought, end)
    }

    private func snapshots(_ texts: String...) -> [JSONValue] { texts.map { ScriptedAnswer.webEvent("a", text: $0) } }

    // MARK: Whole messages

    @Test func `of texts that grow only what is new goes on`() {
        let said = read(ScriptedAnswer(thought: "Hm.", texts: ["H", "ë", "llo 👋", " end"]).events(in: .chatGPTWeb))
        #expect(said.text == "Hëllo 👋 end" && said.thought == "Hm." && said.end == .finished(.stop))
    }

    @Test func `hidden messages, those of others and those to tools are not shown`() {
        func changed(_ change: (inout JSONValue) -> Void) -> JSONValue {
            var message = ScriptedAnswer.webEvent("x", text: "hidden")["message"] ?? .null
            change(&message)
            return ["message": message, "error": nil]
        }
        let hidden = [
            changed { $0["author"] = ["role": "system"] }, changed { $0["author"] = ["role": "tool", "name": "web"] },
            changed { $0["author"] = ["role": "user"] }, changed { $0["recipient"] = "web.run" },
            changed { $0["metadata"] = ["is_visually_hidden_from_conversation": true] },
            changed { $0["channel"] = "analysis" },
            changed { $0["content"] = ["content_type": "code", "text": "hidden"] },
            changed { $0["content"] = ["content_type": "user_editable_context", "user_profile": "hidden"] },
            changed { $0["content"] = nil },
        ].enumerated().map { index, event in
            var event = event
            event["message"]?["id"] = .string("x\(index)")
            return event
        }
        let said = read(hidden + snapshots("He") + hidden + [Self.end])
        #expect(said.text == "Hello" && said.thought.isEmpty && said.end == .finished(.stop))
    }

    @Test func `thoughts come with their headings, and a recap is one`() {
        func thoughts(_ list: JSONValue...) -> JSONValue {
            ScriptedAnswer.webEvent("t", ["content_type": "thoughts", "thoughts": .array(list)])
        }
        let recap = ScriptedAnswer.webEvent("r", ["content_type": "reasoning_recap", "content": "Thought for 7s"])
        let said = read([
            thoughts(["summary": "One", "content": ""]), thoughts(["summary": "One", "content": "a"]),
            thoughts(["summary": "One", "content": "ab"], ["summary": "Two", "content": "c"]),
            // Written anew: it is not the answer, and is not said again.
            thoughts(["summary": "Other", "content": "ab"], ["summary": "Two", "content": "c"]), recap, Self.end,
        ])
        #expect(said.thought == "One\nab\n\nTwo\nc\n\nThought for 7s" && said.text == "Hello")
        #expect(said.end == .finished(.stop))
    }

    @Test func `parts that are no text are left out, and the others stand on lines of their own`() {
        let parts: JSONValue = [
            "Look:", ["content_type": "image_asset_pointer", "asset_pointer": "sediment://file_1"], nil,
            ["content_type": "audio_transcription", "text": "heard"],
        ]
        let content: JSONValue = ["content_type": "multimodal_text", "parts": parts]
        let said = read([ScriptedAnswer.webEvent("a", content, status: "finished_successfully", endsTurn: true)])
        #expect(said.text == "Look:\nheard" && said.end == .finished(.stop))
    }

    @Test func `two messages of one answer are two paragraphs, and the last one ends it`() {
        let first = ScriptedAnswer.webEvent("b", text: "I look.", status: "finished_successfully")
        #expect(read([first, Self.end]).text == "I look.\n\nHello")
        #expect(read([first]).end == .incomplete)
    }

    @Test func `an answer that was cut for its length says so`() {
        var event = ScriptedAnswer.webEvent("a", text: "Hel", status: "finished_successfully")
        event["message"]?["metadata"] = ["finish_details": ["type": "max_tokens"]]
        #expect(read([event]).end == .finished(.length))
    }

    @Test func `an answer that the upstream's moderation takes back ends as filtered`() {
        let verdict: JSONValue = [
            "conversation_id": "c", "message_id": "a", "is_completion": true,
            "moderation_response": ["flagged": true, "blocked": true],
        ]
        #expect(read(snapshots("Hel") + [verdict, Self.end]).end == .finished(.contentFilter))
        var mild = verdict
        mild["moderation_response"] = ["flagged": true, "blocked": false]
        #expect(read([mild, Self.end]).end == .finished(.stop))
    }

    @Test(
        arguments: [
            ("a\u{E200}cite\u{E202}turn0search3\u{E201}b", "ab"), ("\u{E203}kept\u{E204}", "kept"),
            ("\u{E200}url\u{E202}Page\u{E202}https://x.test/a\u{E201}!", "[Page](https://x.test/a)!"),
            ("\u{E200}url\u{E202}Page\u{E202}javascript:x\u{E201}!", "!"),
            ("\u{E200}entity\u{E202}[\"people\",\"Ada Lovelace\",0]\u{E201} wrote", "Ada Lovelace wrote"),
            ("【12†source】", "【12†source】"), ("open\u{E200}cite", "open"),
        ])
    func `marks for the page are taken out, wherever the text grows`(text: String, shown: String) {
        var (events, part) = ([JSONValue](), "")
        for scalar in text.unicodeScalars {
            part.unicodeScalars.append(scalar)
            events.append(ScriptedAnswer.webEvent("a", text: part))
        }
        events.append(ScriptedAnswer.webEvent("a", text: text, status: "finished_successfully", endsTurn: true))
        #expect(read(events).text == shown)
    }

    // MARK: Ends and errors

    @Test func `an answer ends with its last message and the mark of the end, or the end of the body`() {
        #expect(read([Self.end], done: false).end == .finished(.stop))
        #expect(read(snapshots("Hello")).end == .incomplete)
        #expect(read(snapshots("Hello"), done: false).end == .incomplete)
        #expect(read([]).end == .incomplete)
        #expect(read(snapshots("Hello"), isBroken: true, done: false).end == .incomplete)
    }

    @Test func `what comes after the end is not read`() {
        let more = bytes([Self.end]) + Array("data: [DONE]\n\n".utf8) + bytes(snapshots("Hello, and more"))
        #expect(read(more + Array("data: [DONE]\n\n".utf8)).text == "Hello")
    }

    @Test func `an error in an answer is the upstream's word`() {
        for event in [
            ["message": nil, "conversation_id": "c", "error": "Something went wrong"],
            ["detail": "Something went wrong"], ["type": "error", "message": "Something went wrong"],
            ["v": ["message": nil, "error": "Something went wrong"], "p": "", "o": "add", "c": 0],
        ] as [JSONValue] {
            let said = read(snapshots("Hel") + [event, Self.end])
            guard case .refused(let error) = said.end else {
                Issue.record("\(event)")
                return
            }
            #expect(error.message == "Something went wrong" && said.text == "Hel")
        }
        let capped: JSONValue = ["detail": ["message": "Too much.", "clears_in": 90, "code": "model_cap_exceeded"]]
        guard case .refused(let error) = read([capped], done: false).end else {
            Issue.record("no refusal")
            return
        }
        #expect(error.status == 429 && error.wait == .seconds(90))
    }

    @Test func `a message that failed is no answer`() {
        for status in ["error", "cancelled"] {
            let end = read(
                snapshots("Hel") + [ScriptedAnswer.webEvent("a", text: "Hel", status: status, endsTurn: true)]
            ).end
            #expect(end == .refused(ErrorBody(code: Text(status), message: "the answer failed")))
        }
    }

    @Test func `an answer that is handed over elsewhere is none`() {
        for event in [["type": "stream_handoff"], ["wss_url": "wss://x.test", "conversation_id": "c"]] as [JSONValue] {
            guard case .bad = read([event, Self.end]).end else {
                Issue.record("\(event)")
                return
            }
        }
    }

    @Test func `a page instead of an answer wants a person`() {
        #expect(read(Array("<!DOCTYPE html><title>Just a moment".utf8)).end == .wantsPerson(ChatGPTWeb.wantsBrowser))
    }

    @Test func `an answer that used the account's memory wants a person`() {
        var called = ScriptedAnswer.webEvent("m", text: "to remember")
        called["message"]?["recipient"] = "bio"
        let kept: JSONValue = ["content_type": "model_editable_context", "model_set_context": "1. Likes tea."]
        let told = ScriptedAnswer.webEvent("m", role: "system", kept)
        for event in [called, told] {
            let said = read([event, Self.end])
            #expect(said.end == .wantsPerson(ChatGPTWeb.memoryIsOn) && said.text.isEmpty)
        }
        let empty: JSONValue = ["content_type": "model_editable_context", "model_set_context": ""]
        #expect(read([ScriptedAnswer.webEvent("m", role: "system", empty), Self.end]).end == .finished(.stop))
    }

    // MARK: Hostile

    @Test func `a text that shrinks or changes is a bad answer, and nothing is said twice`() {
        for texts in [["Hello", "Hel"], ["Hello", "Jello"], ["Hello", ""], ["Hello", "hello there"]] {
            let said = read(texts.map { ScriptedAnswer.webEvent("a", text: $0) } + [Self.end])
            #expect(
                said.text == "Hello" && said.end == .bad("a text that was said already came back changed"), "\(texts)")
        }
        let fewer = ScriptedAnswer.webEvent("a", ["content_type": "text", "parts": []])
        #expect(read(snapshots("Hello") + [fewer]).end == .bad("a text that was said already came back changed"))
    }

    @Test func `a text that was cut inside a character is no changed one`() {
        let cut = Array("é".utf8)[0]
        var bytes = bytes(snapshots("caf@"))
        bytes[bytes.lastIndex(of: UInt8(ascii: "@"))!] = cut
        let whole = ScriptedAnswer.webEvent("a", text: "café", status: "finished_successfully", endsTurn: true)
        let said = read(bytes + self.bytes([whole]))
        #expect(said.text == "café" && said.end == .finished(.stop))
        let halves =
            #"data: {"message":{"id":"a","author":{"role":"assistant"},"content":{"content_type":"text","parts":["x\ud83d"]}}}"#
        let smile =
            #"data: {"message":{"id":"a","author":{"role":"assistant"},"content":{"content_type":"text","parts":["x\ud83d\ude00"]},"status":"finished_successfully","end_turn":true}}"#
        #expect(read(Array("\(halves)\n\n\(smile)\n\n".utf8)).text == "x😀")
    }

    @Test func `bounds hold for lines, messages and parts`() {
        let long = Array("data: ".utf8) + [UInt8](repeating: 120, count: (8 << 20) + 1)
        #expect(read(long).end == .bad("an event of more than 8 MiB"))
        let many = (0...1000).map { ScriptedAnswer.webEvent("\($0)", text: "") }
        #expect(read(many).end == .bad("more than a thousand messages"))
        let parts = JSONValue.array((0...5000).map { _ in "" })
        #expect(
            read([ScriptedAnswer.webEvent("a", ["content_type": "text", "parts": parts])]).end
                == .bad("a message of too many parts"))
    }
}
