internal import Domain
internal import JSON
internal import Wire

extension OpenAIChat.Reply {
    mutating func read(_ choice: JSONValue) {
        pieces = choice["delta"].map(Self.pieces) ?? []
        // What completions of old have, and what some make of `delta`.
        if pieces.isEmpty { pieces = Self.parts(choice["text"]) + Self.parts(choice["content"]) }
        message = choice["message"].map(Self.pieces) ?? []
        calls = choice["delta"].map(Self.calls) ?? []
        messageCalls = choice["message"].map(Self.calls) ?? []
        guard let word = choice["finish_reason"]?.text else { return }
        if Self.failures.contains(word.asciiLowercased) {
            error = error ?? ErrorBody(code: word)
        } else {
            finish = Self.finish(word.asciiLowercased)
        }
    }

    /// What llama.cpp, Ollama and some gateways call it.
    mutating func read(withoutChoices body: JSONValue) {
        pieces = body["delta"].map(Self.pieces) ?? []
        if pieces.isEmpty, let said = body["message"], said.members != nil {
            pieces = Self.pieces(said)
            calls = Self.calls(said)
        }
        let names: [Text] = ["content", "text", "response", "result", "output_text", "reply", "output"]
        for name in names where pieces.isEmpty { pieces = Self.parts(body[name]) }
        let ends: [JSONValue?] = [body["done"], body["stop"], body["is_end"]]
        if ends.contains(.bool(true)) { finish = .stop }
        if let word = (body["finish_reason"] ?? body["done_reason"])?.text {
            finish = Self.finish(word.asciiLowercased) ?? finish
        }
        isAnswer = !pieces.isEmpty || !calls.isEmpty || finish != nil
    }

    private static func pieces(_ message: JSONValue) -> [OpenAIChat.Piece] {
        guard message.members != nil else { return parts(message) }
        // Some upstreams send the same reasoning under two names.
        let names: [Text] = ["reasoning_content", "reasoning", "thinking", "thoughts"]
        let thoughts = names.lazy.compactMap { message[$0].flatMap(text) }.first { !$0.isEmpty }
        var pieces: [OpenAIChat.Piece] = thoughts.map { [.reasoning($0)] } ?? []
        for detail in message["reasoning_details"]?.array ?? [] { pieces += opaque(in: detail) }
        pieces += parts(message["content"])
        pieces += message["refusal"].flatMap(text).map { $0.isEmpty ? [] : [.refusal($0)] } ?? []
        if pieces.isEmpty { pieces = parts(message["text"]) }
        for image in message["images"]?.array ?? [] { pieces += Self.image(image) }
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
        if kind == "image_url" { return image(content) }
        if kind == "refusal", let refusal = content["refusal"]?.text { return [.refusal(refusal)] }
        return text(content).flatMap { $0.isEmpty ? nil : [.text($0)] } ?? []
    }

    private static func image(_ part: JSONValue) -> [OpenAIChat.Piece] {
        let url = part["image_url"]?["url"]?.text ?? part["image_url"]?.text ?? part["url"]?.text ?? ""
        return url.isEmpty ? [] : [.image(url)]
    }

    private static func opaque(in detail: JSONValue) -> [OpenAIChat.Piece] {
        OpenAIChat.thought(detail)?.opaque.map { [.opaque($0)] } ?? []
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
