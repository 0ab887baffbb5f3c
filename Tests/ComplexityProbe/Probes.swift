import ChatAPI
import Dialects
import Domain
import HTTP
import JSON
import PanelAPI
import Site
import Upstream
import Web
import Wire

/// A reader of text from outside.
struct Probe: Sendable {
    let name: String
    let run: @Sendable ([UInt8]) -> Void
}

let allProbes = wireProbes + upstreamProbes + formatProbes + siteProbes

private let wireProbes = [
    Probe(name: "JSON") { bytes in
        for duplicates in [JSONDuplicates.refused, .keepFirst] {
            guard let value = try? JSONValue(parsing: bytes, duplicates: duplicates) else { continue }
            _ = (value.hasAbsurdMarks, value.bytes.count, value["k\u{301}"], value == value)
        }
    },
    Probe(name: "text") { bytes in
        let text = Text(decoding: bytes)
        _ = (text == Text(decoding: bytes + [97]), text.hashValue, text.trimmed, text.asciiLowercased, text.integer)
        _ = (text.split(separator: 44).count, text.before(59), text.contains("ab\u{301}ab"), text.hasSuffix("\u{301}"))
        _ = (MarkRun.isAbsurd(in: bytes), text.scalarCount, percentDecoded(text.string), Base64URL.decode(text))
    },
    Probe(name: "query and cookies") { bytes in
        let text = Text(decoding: bytes)
        _ = (Query(text.string)["k"], Query(text.string).all("a"), Cookies([text])["k"], Cookies([text, text])["a"])
    },
    Probe(name: "events") { bytes in
        for size in [bytes.count, 1024] {
            var parser = ServerSentEventParser()
            for start in stride(from: 0, to: bytes.count, by: size) {
                parser.feed(Array(bytes[start..<min(start + size, bytes.count)]))
                while let event = try? parser.next() { _ = (event.event == "error", event.data == "[DONE]") }
            }
            _ = parser.isInsideEvent
        }
    },
    Probe(name: "forms") { bytes in
        _ = try? MultipartParser(contentType: Text(decoding: bytes))
        guard var parser = try? MultipartParser(boundary: Array("b".utf8)) else { return }
        parser.feed(Array("--b\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n".utf8))
        for start in stride(from: 0, to: bytes.count, by: 1024) {
            parser.feed(Array(bytes[start..<min(start + 1024, bytes.count)]))
            while let event = try? parser.next() { _ = event }
        }
    },
    Probe(name: "pasted accounts") { bytes in
        let now = Timestamp(seconds: 0)
        for head in ["", "key,name\n", "\u{FEFF}sk-abcd\n", "a@b.c----", "KEY="] {
            _ = PastedText.accounts(in: Array(head.utf8) + bytes, at: now).count
        }
        let parts = String(repeating: "----x", count: bytes.count / 5)
        _ = PastedText.accounts(in: Array("eyJ\(parts)".utf8), at: now).count
    },
]

private let upstreamProbes = [
    Probe(name: "answers") { bytes in
        let redaction = Redaction(key: Secret("sk-0123456789"), prompt: Prompt(model: "m", messages: []), host: "")
        for name in DialectName.allCases {
            let reader = AnswerReader(name.dialect.reader(raw: .events), redaction)
            for start in stride(from: 0, to: bytes.count, by: 1024) {
                _ = reader.read(Array(bytes[start..<min(start + 1024, bytes.count)]))
            }
            _ = reader.end()
        }
    },
    Probe(name: "replies") { bytes in
        let text = JSONValue.string(Text(decoding: bytes))
        for member in ["content", "reasoning", "refusal"] as [Text] {
            let delta = JSONValue.object([.init(member, text)])
            _ = OpenAIChat.reply(["choices": [["delta": delta, "finish_reason": text]], "usage": text])
        }
        readCalls(text)
        let error = ErrorBody(ofRefusal: ["error": ["message": text, "code": text, "type": text]])
        _ = (error.isContextTooLong, error.isModelUnknown, error.learnedOption(for: ["stream": true]))
    },
    Probe(name: "answers in Responses") { bytes in
        let redaction = Redaction(key: Secret("sk-0123456789"), prompt: Prompt(model: "m", messages: []), host: "")
        for raw in [.events, nil] as [RawForm?] {
            let reader = AnswerReader(OpenAIResponses().reader(raw: raw), redaction)
            for start in stride(from: 0, to: bytes.count, by: 1024) {
                _ = reader.read(Array(bytes[start..<min(start + 1024, bytes.count)]))
            }
            _ = reader.end()
        }
    },
    Probe(name: "items") { bytes in
        let text = JSONValue.string(Text(decoding: bytes))
        readItems(text)
        if let prompt = try? OpenAICompletions().prompt(from: ["model": "m", "prompt": text, "suffix": text]) {
            _ = try? OpenAIChat().request(prompt)
        }
        _ = Codex().credentials(Text(decoding: bytes)).fields.count
    },
    Probe(name: "pieces of items") { bytes in readEvents(pieces(of: .string(Text(decoding: bytes)))) },
    Probe(name: "whole items") { bytes in readEvents(wholeItems(of: .string(Text(decoding: bytes)))) },
    Probe(name: "many items") { bytes in
        // As many as the bytes allow, each in an event of its own.
        var reader = OpenAIResponses().reader(raw: .events)
        var writer = OpenAIResponses().writer(ReplyHead(id: "x", created: 0, model: "m", streams: true))
        let said: [ReplyEvent] = [.text("a"), .reasoning("b"), .toolArguments(index: 0, "{"), .refusal("c")]
        for index in 0..<(bytes.count / 16) {
            let item: JSONValue = ["type": "message", "id": .integer(index), "content": [["text": "a"]]]
            let event: JSONValue = ["type": "response.output_item.done", "output_index": .integer(index), "item": item]
            _ = reader.read(Array("data: \(event.serialized)\n\n".utf8))
            _ = writer.write(ReplyPiece(index < 500 ? .toolCall(.init(index, id: "c", name: "f")) : said[index % 4]))
        }
        _ = (reader.end(isBroken: false), writer.end(.stop))
    },
    Probe(name: "redaction") { bytes in
        let text = String(decoding: bytes, as: UTF8.self)
        let prompt = Prompt(model: "m", messages: [.init(.user, text), .init(.user, "short words")])
        let redaction = Redaction(key: Secret("sk-0123456789"), prompt: prompt, host: "https://a.test/v1")
        _ = redaction.original(ErrorBody(message: Text(text)))
        _ = (redaction.clean(text), redaction.clean("it said 'abc', 'x' and `\(text.prefix(1))`"))
    },
    Probe(name: "the demo") { bytes in
        let question = String(decoding: bytes, as: UTF8.self)
        let answer = EchoAnswer(to: Prompt(model: "m", messages: [.init(.user, question)]))
        _ = (answer.text.pieces.count, answer.thoughts.pieces.count)
    },
]

/// Requests, and calls in an answer, whose every text is `text`.
private func readCalls(_ text: JSONValue) {
    let function: JSONValue = ["name": text, "arguments": text]
    let message: JSONValue = [
        "role": "assistant", "content": text, "tool_calls": [["id": text, "function": function]],
    ]
    let body: JSONValue = [
        "model": "m", "messages": [message, ["role": "tool", "tool_call_id": text, "content": text]],
    ]
    if let prompt = try? OpenAIChat().prompt(from: body) { _ = try? OpenAIChat().request(prompt) }
    var reader = OpenAIChat().reader(raw: nil)
    var writer = OpenAIChat().writer(ReplyHead(id: "x", created: 0, model: "m", streams: true))
    let event: JSONValue = ["choices": [["delta": message]]]
    for piece in reader.read(Array("data: \(event.serialized)\n\n".utf8)) { _ = writer.write(piece) }
}

/// A request in Responses whose every text is `text`, and what the other formats of OpenAI make of it.
private func readItems(_ text: JSONValue) {
    let body: JSONValue = [
        "model": "m", "instructions": text,
        "input": [
            [
                "role": "user",
                "content": [["type": "input_text", "text": text], ["type": "input_image", "image_url": text]],
            ],
            ["type": "reasoning", "summary": [["text": text]], "encrypted_content": text],
            ["type": "function_call", "call_id": text, "name": text, "arguments": text],
            ["type": "custom_tool_call", "call_id": "c", "name": text, "input": text, "namespace": text],
            ["type": "function_call_output", "call_id": text, "output": text],
        ],
        "tools": [
            ["type": "namespace", "name": text, "tools": [["type": "function", "name": "f", "description": text]]]
        ],
    ]
    guard let prompt = try? OpenAIResponses().prompt(from: body) else { return }
    for name in DialectName.allCases { _ = try? name.dialect.request(prompt) }
}

/// An answer in Responses.
private func readEvents(_ events: [JSONValue]) {
    var reader = OpenAIResponses().reader(raw: nil)
    var writer = OpenAIResponses().writer(ReplyHead(id: "x", created: 0, model: "m", streams: true))
    for event in events {
        for piece in reader.read(Array("data: \(event.serialized)\n\n".utf8)) { _ = writer.write(piece) }
    }
}

/// Events whose every text is `text`: pieces, and what says them again as a whole.
private func pieces(of text: JSONValue) -> [JSONValue] {
    ["output_text", "reasoning_summary_text", "refusal", "function_call_arguments"].flatMap { type in
        [
            ["type": .string("response.\(type).delta"), "item_id": text, "delta": text],
            [
                "type": .string("response.\(type).done"), "item_id": text, "text": text, "arguments": text,
                "name": text,
            ],
        ] as [JSONValue]
    }
}

private func wholeItems(of text: JSONValue) -> [JSONValue] {
    let types: [JSONValue] = [
        "message", "function_call", "custom_tool_call", "reasoning", "image_generation_call", text,
    ]
    return types.map { type in
        let item: JSONValue = [
            "type": type, "id": text, "call_id": text, "name": text, "arguments": text, "input": text,
            "content": [["type": "output_text", "text": text]], "encrypted_content": text, "result": text,
        ]
        return ["type": "response.output_item.done", "item": item]
    }
}

private let formatProbes = [
    Probe(name: "requests to Anthropic") { bytes in
        let text = JSONValue.string(Text(decoding: bytes))
        let results: JSONValue = [["type": "tool_result", "tool_use_id": text, "content": text]]
        speak(
            .anthropic,
            [
                "model": "m", "system": text,
                "messages": [["role": "assistant", "content": blocks(text)], ["role": "user", "content": results]],
            ])
    },
    Probe(name: "blocks of Anthropic") { bytes in
        let text = JSONValue.string(Text(decoding: bytes))
        answer(.anthropic, blocks(text).array!.map { started($0) })
    },
    Probe(name: "pieces of Anthropic") { bytes in
        let text = JSONValue.string(Text(decoding: bytes))
        let deltas: [JSONValue] = [
            ["type": "text_delta", "text": text], ["type": "thinking_delta", "thinking": text],
            ["type": "input_json_delta", "partial_json": text],
        ]
        answer(
            .anthropic,
            [started(["type": "tool_use", "id": "a", "name": "f"])]
                + deltas.map { ["type": "content_block_delta", "index": 0, "delta": $0] })
    },
    Probe(name: "requests to Google") { bytes in
        let text = JSONValue.string(Text(decoding: bytes))
        let results: JSONValue = [["functionResponse": ["name": "f", "response": ["output": text]]]]
        speak(
            .gemini,
            [
                "systemInstruction": text,
                "contents": [["role": "model", "parts": parts(text)], ["role": "user", "parts": results]],
            ])
    },
    Probe(name: "parts of Google") { bytes in
        let text = JSONValue.string(Text(decoding: bytes))
        answer(.gemini, [["candidates": [["content": ["parts": parts(text)], "finishReason": text]]]])
    },
    Probe(name: "many turns") { bytes in
        let turn: (Text, Text, JSONValue) -> JSONValue = { ["role": .string($0), $1: $2] }
        var (messages, contents): ([JSONValue], [JSONValue]) = ([], [])
        for number in 0..<(bytes.count / 512) {
            let id = JSONValue.string("\(number)")
            messages.append(turn("user", "content", [["type": "tool_result", "tool_use_id": id, "content": "a"]]))
            contents.append(turn("model", "parts", [["functionCall": ["name": "f", "id": id]]]))
            contents.append(turn("user", "parts", [["functionResponse": ["name": "f", "response": [:]]]]))
        }
        speak(.anthropic, ["model": "m", "messages": .array(messages)])
        speak(.gemini, ["contents": .array(contents)])
    },
    Probe(name: "mixed calls") { bytes in
        var writer = Anthropic().writer(ReplyHead(id: "x", created: 0, model: "m", streams: true))
        let count = bytes.count / 64
        for index in [0, 1, 2] { _ = writer.write(ReplyPiece(.toolCall(ToolCallHead(index, id: "c", name: "f")))) }
        for number in 0..<count { _ = writer.write(ReplyPiece(.toolArguments(index: number % 3, "{\"a\":"))) }
        _ = writer.end(.stop)
    },
]

/// An answer of Anthropic's whose every text is `text`.
private func blocks(_ text: JSONValue) -> JSONValue {
    [
        ["type": "text", "text": text], ["type": "thinking", "thinking": text, "signature": text],
        ["type": "tool_use", "id": text, "name": "f", "input": ["a": text]],
    ]
}

private func started(_ block: JSONValue) -> JSONValue {
    ["type": "content_block_start", "index": 0, "content_block": block]
}

/// The same of Google's.
private func parts(_ text: JSONValue) -> JSONValue {
    [
        ["text": text, "thought": true], ["text": text, "thoughtSignature": text],
        ["functionCall": ["name": "f", "id": text, "args": ["a": text]]],
    ]
}

/// A request that is read, and said in every format.
private func speak(_ name: DialectName, _ body: JSONValue) {
    guard let prompt = try? name.dialect.prompt(from: body) else { return }
    for other in DialectName.allCases { _ = try? other.dialect.request(prompt) }
}

/// An answer that is read, and written in every format.
private func answer(_ name: DialectName, _ events: [JSONValue]) {
    var reader = name.dialect.reader(raw: nil)
    let read = events.flatMap { reader.read(Array("data: \($0.serialized)\n\n".utf8)) }
    let pieces = read + reader.end(isBroken: false).0
    // ChatGPT's are those of other formats.
    for other in DialectName.allCases where other != .codex && other != .chatGPTWeb {
        for streams in [true, false] {
            var writer = other.dialect.writer(ReplyHead(id: "x", created: 0, model: "m", streams: streams))
            for piece in pieces { _ = writer.write(piece) }
            _ = writer.end(.stop)
        }
    }
}

private let siteProbes = [
    Probe(name: "titles and names") { bytes in
        let text = String(decoding: bytes, as: UTF8.self)
        _ = (Title.derived(from: text), text.pieces(of: 16 << 10).count, PromptBuilder(context: 1))
        for name in ["title", "models", "base_url", "proxy", "remark", "name"] as [Text] {
            guard let fields = try? Fields(.object([.init(name, .string(Text(text)))])) else { continue }
            _ = try? ConversationChange(fields)
            _ = try? AccountForm(fields).newAccount(at: Timestamp(milliseconds: 0))
        }
    },
    Probe(name: "messages") { bytes in
        let text = JSONValue.string(Text(decoding: bytes))
        let message: JSONValue = ["id": text, "content": ["content_type": "text", "parts": [text]]]
        for body in [["messages": [message], "model": text], ["action": text, "conversation_id": text]] as [JSONValue] {
            guard let fields = try? Fields(body) else { continue }
            _ = try? MessageBody(fields)
        }
        _ = EventMark(Text(decoding: bytes))
    },
    Probe(name: "heads") { bytes in
        var headers = Headers()
        for name in ["accept-language", "cookie", "origin", "content-type", "accept-encoding", "last-event-id"]
            as [Text]
        {
            headers.append(name, Text(decoding: bytes))
        }
        let request = Request(method: .get, path: "/", query: nil, headers: headers)
        _ = (request.hasAbsurdMarks, Language(of: request), Theme(of: request), request.isForm, request.hasBody)
        _ = SameOrigin(publicAuthority: "chat.test").allows(request)
    },
]
