import Domain
import HTTP
import JSON
import Web
import Wire

@testable import ChatAPI
@testable import Dialects
@testable import PanelAPI
@testable import Site
@testable import Upstream

/// A reader of text from outside.
struct Probe: Sendable {
    let name: String
    let run: @Sendable ([UInt8]) -> Void
}

let allProbes = wireProbes + upstreamProbes + siteProbes

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
]

private let upstreamProbes = [
    Probe(name: "answers") { bytes in
        let redaction = Redaction(key: Secret("sk-0123456789"), prompt: Prompt(model: "m", messages: []), host: "")
        let reader = AnswerReader(OpenAIChat().reader(raw: .events), redaction)
        for start in stride(from: 0, to: bytes.count, by: 1024) {
            _ = reader.read(Array(bytes[start..<min(start + 1024, bytes.count)]))
        }
        _ = reader.end()
    },
    Probe(name: "replies") { bytes in
        let text = JSONValue.string(Text(decoding: bytes))
        for member in ["content", "reasoning", "refusal"] as [Text] {
            let delta = JSONValue.object([.init(member, text)])
            _ = OpenAIChat.reply(["choices": [["delta": delta, "finish_reason": text]], "usage": text])
        }
        readCalls(text)
        let error = ErrorBody(ofRefusal: ["error": ["message": text, "code": text, "type": text]])
        _ = (error.isContextTooLong, error.isModelUnknown, error.lesson(for: ["stream": true]))
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
