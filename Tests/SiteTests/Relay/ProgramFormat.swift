import Domain
import HTTP
import JSON
import TestKit
import Wire

/// The formats that programs speak, as clients of each ask and read. `array`: Google's without `alt=sse`.
enum ProgramFormat: String, CaseIterable, Sendable {
    case chat, completions, responses, messages, generation, array

    static let withTools: [ProgramFormat] = [.chat, .responses, .messages, .generation, .array]

    func path(of model: String = "alpha", stream: Bool = false) -> String {
        switch self {
        case .chat: "/v1/chat/completions"
        case .completions: "/v1/completions"
        case .responses: "/v1/responses"
        case .messages: "/v1/messages?beta=true"
        case .generation: "/v1/models/\(model):\(stream ? "streamGenerateContent?alt=sse" : "generateContent")"
        case .array: "/v1beta/models/\(model):\(stream ? "streamGenerateContent" : "generateContent")"
        }
    }

    /// The question `hello`.
    func body(of model: String = "alpha", stream: Bool = false) -> JSONValue {
        var body: JSONValue
        switch self {
        case .chat: body = ["model": .string(model), "messages": [["role": "user", "content": "hello"]]]
        case .completions: body = ["model": .string(model), "prompt": "hello"]
        case .responses: body = ["model": .string(model), "input": "hello"]
        case .messages:
            body = ["model": .string(model), "max_tokens": 64, "messages": [["role": "user", "content": "hello"]]]
        case .generation, .array: return ["contents": [["role": "user", "parts": [["text": "hello"]]]]]
        }
        if stream { body["stream"] = true }
        return body
    }

    var endpoint: Endpoint {
        switch self {
        case .chat: .chatCompletions
        case .completions: .completions
        case .responses: .responses
        case .messages: .messages
        case .generation, .array: .generateContent
        }
    }

    var type: Text { self == .array ? "application/json" : "text/event-stream; charset=utf-8" }

    /// What is written while nothing is said.
    var sign: String {
        switch self {
        case .messages: "event: ping\ndata: {\"type\":\"ping\"}\n\n"
        case .array: "\n"
        default: ": ping\n\n"
        }
    }

    /// The text of a whole answer.
    func text(in answer: JSONValue) -> String? {
        switch self {
        case .chat: answer["choices"]?[0]?["message"]?["content"]?.string
        case .completions: answer["choices"]?[0]?["text"]?.string
        case .responses: answer["output"]?.array?.last?["content"]?[0]?["text"]?.string
        case .messages: answer["content"]?.array?.last?["text"]?.string
        case .generation, .array: answer["candidates"]?[0]?["content"]?["parts"]?.array?.last?["text"]?.string
        }
    }

    /// The text of one value of a stream.
    private func piece(of event: JSONValue) -> String {
        switch self {
        case .chat: event["choices"]?[0]?["delta"]?["content"]?.string ?? ""
        case .completions: event["choices"]?[0]?["text"]?.string ?? ""
        case .responses: event["type"] == "response.output_text.delta" ? event["delta"]?.string ?? "" : ""
        case .messages: event["delta"]?["text"]?.string ?? ""
        case .generation, .array: text(in: event) ?? ""
        }
    }

    func text(in values: [JSONValue]) -> String { values.map(piece).joined() }

    /// The values of a stream.
    func values(in reader: StreamReader) -> [JSONValue] {
        if self == .array { return (try? JSONValue(parsing: reader.seen.bytes))?.array ?? [] }
        return reader.seen.events.compactMap { try? JSONValue(parsing: $0.data.utf8) }
    }

    /// Whether a stream ends as a whole one does.
    func isWhole(_ reader: StreamReader) -> Bool {
        let last = values(in: reader).last
        return switch self {
        case .chat, .completions: reader.seen.events.last?.data == "[DONE]"
        case .responses: last?["type"] == "response.completed"
        case .messages: last?["type"] == "message_stop"
        case .generation, .array: last?["candidates"]?[0]?["finishReason"] == "STOP"
        }
    }

    /// The message of an error object, where all that the format wants is there.
    func message(of body: JSONValue, status: Int) -> String? {
        let error = body["error"]
        switch self {
        case .chat, .completions, .responses:
            guard error?["type"]?.string != nil, error?["code"] != nil, error?["param"] != nil else { return nil }
        case .messages:
            guard body["type"] == "error", error?["type"]?.string != nil, body["request_id"] == "test" else {
                return nil
            }
        case .generation, .array:
            guard error?["code"]?.integer == Int64(status), error?["status"]?.string != nil else { return nil }
        }
        return error?["message"]?.string
    }
}

extension Program {
    /// Asks in a format, with whatever key places the headers have.
    func ask(
        in format: ProgramFormat, _ fields: JSONValue = [:], model: String = "alpha", stream: Bool = false,
        key: String? = nil, headers: Headers = [:]
    ) async -> Response {
        var body = format.body(of: model, stream: stream)
        for member in fields.members ?? [] { body[member.key] = member.value }
        return await post(format.path(of: model, stream: stream), body, key: key, headers: headers)
    }

    func post(_ target: String, _ body: JSONValue, key: String? = nil, headers: Headers = [:]) async -> Response {
        var headers = headers
        headers["authorization"] = Text("Bearer sk-\(key ?? self.key)")
        return await world.post(target, body, headers: headers)
    }
}
