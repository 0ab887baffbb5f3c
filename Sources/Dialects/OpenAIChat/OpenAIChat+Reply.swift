public import Domain
public import JSON
internal import Wire

extension OpenAIChat {
    /// What one event of a stream says, or a whole answer that was not streamed.
    public struct Reply: Sendable, Equatable {
        /// Text and thoughts that are new.
        public var pieces: [Piece] = []
        /// What an imitator says as a whole (`message`), perhaps after it was said in pieces.
        public var message: [Piece] = []
        public var usage: Usage?
        public var finish: FinishReason?
        public var error: ErrorBody?
        /// What is said instead of an answer without being called an error; it counts when no answer comes.
        public var remark: ErrorBody?
        /// Whether there was anything that an answer has: a chunk may say nothing.
        public var isAnswer = false

        public init() {}
    }

    public enum Piece: Sendable, Equatable { case text(Text), reasoning(Text) }

    /// Reads a chunk (`choices[0].delta`), a whole answer (`choices[0].message`), or what imitators make of either.
    public static func reply(_ json: JSONValue) -> Reply {
        var reply = Reply()
        let body = unwrapped(json)
        reply.usage = (body["usage"] ?? json["usage"]).flatMap(usage)
        let choice = choice(in: body)
        reply.error = choice.flatMap(error(inside:)) ?? ErrorBody(json) ?? ErrorBody(statusOf: json)
        if let choice {
            reply.isAnswer = true
            reply.read(choice)
        } else {
            reply.read(withoutChoices: body)
            if !reply.isAnswer, reply.error == nil {
                reply.error = ErrorBody(bare: json)
                reply.remark = ErrorBody(remark: json)
            }
        }
        return reply
    }

    private static func error(inside choice: JSONValue) -> ErrorBody? {
        [choice, choice["delta"], choice["message"]].lazy.compactMap { $0.flatMap { ErrorBody($0) } }.first
    }

    /// Some put the answer into an envelope of their own.
    private static func unwrapped(_ json: JSONValue) -> JSONValue {
        guard json["choices"] == nil || json["choices"]?.isNull == true else { return json }
        let names: [Text] = ["data", "output", "result", "response"]
        return names.lazy.compactMap { json[$0] }.first { $0["choices"]?.array != nil } ?? json
    }

    private static func choice(in body: JSONValue) -> JSONValue? {
        guard let choices = body["choices"] else { return nil }
        if choices.members != nil { return choices }
        return choices.array?.first { choice in
            guard choice.members != nil else { return false }
            return (choice["index"]?.integer ?? choice["index"]?.text?.integer.map(Int64.init) ?? 0) == 0
        }
    }

    private static func usage(_ json: JSONValue) -> Usage? {
        guard json.members != nil else { return nil }
        let details = json["prompt_tokens_details"]
        return Usage(
            promptTokens: count(json["prompt_tokens"]), completionTokens: count(json["completion_tokens"]),
            cachedTokens: count(details?["cached_tokens"] ?? json["prompt_cache_hit_tokens"]))
    }

    private static func count(_ value: JSONValue?) -> Int {
        Int(clamping: max(0, value?.integer ?? value?.text?.integer.map(Int64.init) ?? 0))
    }
}

// MARK: Where the text is

extension OpenAIChat.Reply {
    fileprivate mutating func read(_ choice: JSONValue) {
        pieces = choice["delta"].map(Self.pieces) ?? []
        // What completions of old have, and what some make of `delta`.
        if pieces.isEmpty { pieces = Self.parts(choice["text"]) + Self.parts(choice["content"]) }
        message = choice["message"].map(Self.pieces) ?? []
        guard let word = choice["finish_reason"]?.text else { return }
        if Self.failures.contains(word.asciiLowercased) {
            error = error ?? OpenAIChat.ErrorBody(code: word)
        } else {
            finish = Self.finish(word.asciiLowercased)
        }
    }

    /// What llama.cpp, Ollama and some gateways call it.
    fileprivate mutating func read(withoutChoices body: JSONValue) {
        pieces = body["delta"].map(Self.pieces) ?? []
        if pieces.isEmpty, let said = body["message"], said.members != nil { pieces = Self.pieces(said) }
        let names: [Text] = ["content", "text", "response", "result", "output_text", "reply", "output"]
        for name in names where pieces.isEmpty { pieces = Self.parts(body[name]) }
        let ends: [JSONValue?] = [body["done"], body["stop"], body["is_end"]]
        if ends.contains(.bool(true)) { finish = .stop }
        if let word = (body["finish_reason"] ?? body["done_reason"])?.text {
            finish = Self.finish(word.asciiLowercased) ?? finish
        }
        isAnswer = !pieces.isEmpty || finish != nil
    }

    private static func pieces(_ message: JSONValue) -> [OpenAIChat.Piece] {
        guard message.members != nil else { return parts(message) }
        // Some upstreams send the same reasoning under two names.
        let names: [Text] = ["reasoning_content", "reasoning", "thinking", "thoughts"]
        let thoughts = names.lazy.compactMap { message[$0].flatMap(text) }.first { !$0.isEmpty }
        var pieces: [OpenAIChat.Piece] = thoughts.map { [.reasoning($0)] } ?? []
        for content in [message["content"], message["refusal"]] { pieces += parts(content) }
        if pieces.isEmpty { pieces = parts(message["text"]) }
        return pieces
    }

    /// Content is a text, a part, or a list of either.
    private static func parts(_ content: JSONValue?) -> [OpenAIChat.Piece] {
        guard let content else { return [] }
        if let list = content.array { return list.flatMap { parts($0) } }
        let kind = content["type"]?.text
        if kind == "thinking" || kind == "reasoning" {
            let thought = (content["thinking"] ?? content["reasoning"] ?? content["text"]).flatMap(text)
            return thought.flatMap { $0.isEmpty ? nil : [.reasoning($0)] } ?? []
        }
        return text(content).flatMap { $0.isEmpty ? nil : [.text($0)] } ?? []
    }

    /// A text, an object with one, or a list of these.
    private static func text(_ value: JSONValue) -> Text? {
        if let text = value.text { return text }
        if let list = value.array { return Text(list.compactMap(text).map(\.string).joined()) }
        guard let inner = value["text"] ?? value["content"] ?? value["value"] else { return nil }
        return text(inner)
    }

    /// Words for an answer that went wrong, in lower case.
    private static let failures: Set<Text> = [
        "error", "failed", "failure", "server_error", "internal_error", "network_error", "insufficient_system_resource",
    ]

    /// Nil for no reason. Unknown words mean that the model came to its end in its own way.
    private static func finish(_ word: Text) -> FinishReason? {
        switch word {
        case "", "null", "none", "nil", "undefined": nil
        case "length", "max_tokens", "model_length", "max_output_tokens", "model_context_window_exceeded": .length
        case "content_filter", "safety", "refusal", "sensitive", "recitation", "prohibited_content", "blocklist",
            "spii":
            .contentFilter
        case "tool_calls", "function_call", "tool_use": .toolCalls
        default: .stop
        }
    }
}
