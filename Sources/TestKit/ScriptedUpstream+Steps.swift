public import JSON
public import Wire

extension ScriptedUpstream {
    /// One thing that is done to a request. After the last one the connection waits for the next request.
    public enum Step: Sendable {
        case send([UInt8])
        /// Silence, until the client leaves.
        case hold
        /// Silence, until the test opens the gate.
        case wait(Gate)
        /// The connection ends in order (FIN).
        case close
        /// The connection breaks (RST).
        case reset

        public static func text(_ text: String) -> Step { .send(Array(text.utf8)) }

        /// A head alone. Without a length, what follows must be chunks, or end with `close`.
        public static func head(_ status: Int, _ headers: Headers = [:]) -> Step {
            let lines = headers.fields.map { "\($0.name): \($0.value)\r\n" }.joined()
            return .text("HTTP/1.1 \(status) Scripted\r\n\(lines)\r\n")
        }

        /// A whole answer.
        public static func answer(_ status: Int, _ headers: Headers = [:], _ body: String = "") -> Step {
            var headers = headers
            headers["Content-Length"] = "\(body.utf8.count)"
            guard case .send(let head) = head(status, headers) else { return .close }
            return .send(head + body.utf8)
        }

        /// One chunk of a chunked body.
        public static func chunk(_ bytes: some Sequence<UInt8>) -> Step {
            let bytes = Array(bytes)
            return .send(Array("\(String(bytes.count, radix: 16))\r\n".utf8) + bytes + Array("\r\n".utf8))
        }

        public static func chunk(_ text: String) -> Step { chunk(text.utf8) }
        /// The end of a chunked body.
        public static let lastChunk = Step.text("0\r\n\r\n")
    }
}

// MARK: OpenAI's Chat Completions

extension ScriptedUpstream.Step {
    /// The head of a stream of events; chunks follow.
    public static let eventStream = head(
        200, ["Content-Type": "text/event-stream", "Transfer-Encoding": "chunked"])

    /// One event of a chat, in a chunk of its own.
    public static func event(_ json: JSONValue) -> Self { chunk(ServerSentEvent(data: Text(json.serialized)).bytes) }

    public static func delta(_ text: String) -> Self { delta(["content": .string(text)]) }
    public static func thought(_ text: String) -> Self { delta(["reasoning_content": .string(text)]) }

    private static func delta(_ delta: JSONValue) -> Self {
        event(["choices": [["index": 0, "delta": delta, "finish_reason": nil]]])
    }

    public static func finish(_ reason: String = "stop") -> Self {
        event(["choices": [["index": 0, "delta": [:], "finish_reason": .string(reason)]]])
    }

    public static func usage(prompt: Int, completion: Int) -> Self {
        event([
            "choices": [],
            "usage": ["prompt_tokens": .integer(prompt), "completion_tokens": .integer(completion)],
        ])
    }

    public static let done = chunk(ServerSentEvent(data: "[DONE]").bytes)
}

extension [ScriptedUpstream.Step] {
    /// A chat that goes well.
    public static func chat(_ words: String..., thoughts: [String] = []) -> Self {
        [.eventStream] + thoughts.map { .thought($0) } + words.map { .delta($0) } + [
            .finish(), .usage(prompt: 3, completion: words.count), .done, .lastChunk,
        ]
    }

    /// A refusal as OpenAI words it.
    public static func refusal(_ status: Int, code: String, _ message: String, headers: Headers = [:]) -> Self {
        let body: JSONValue = ["error": ["message": .string(message), "type": "error", "code": .string(code)]]
        var headers = headers
        headers["Content-Type"] = "application/json"
        return [.answer(status, headers, body.serialized)]
    }
}
