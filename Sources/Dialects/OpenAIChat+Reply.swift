public import Domain
public import Wire

extension OpenAIChat {
    /// What one event of a stream says, or a whole answer that was not streamed.
    public struct Reply: Sendable, Equatable {
        public var events: [ReplyEvent] = []
        public var finish: FinishReason?
        public var error: ErrorBody?

        public init(events: [ReplyEvent] = [], finish: FinishReason? = nil, error: ErrorBody? = nil) {
            self.events = events
            self.finish = finish
            self.error = error
        }
    }

    /// Reads a chunk (`choices[0].delta`) or a whole answer (`choices[0].message`).
    /// Nil when it is neither, nor an error, nor a chunk without choices as some upstreams begin or end with.
    public static func reply(_ json: JSONValue) -> Reply? {
        guard json.members != nil else { return nil }
        if let error = ErrorBody(json) { return Reply(error: error) }
        let usage = json["usage"].flatMap(usage)
        guard let choices = json["choices"]?.array else {
            return usage.map { Reply(events: [.usage($0)]) }
        }
        let choice = choices.first { ($0["index"]?.integer ?? 0) == 0 }
        let message = choice?["delta"] ?? choice?["message"]
        var reply = Reply(events: message.map(pieces) ?? [], finish: choice?["finish_reason"]?.text.flatMap(finish))
        if let usage { reply.events.append(.usage(usage)) }
        return reply
    }

    private static func pieces(_ message: JSONValue) -> [ReplyEvent] {
        // Some upstreams send the same reasoning under two names.
        let names: [Text] = ["reasoning_content", "reasoning", "thinking"]
        let thoughts = names.lazy.compactMap { message[$0].flatMap(text) }.first { !$0.isEmpty }
        var pieces: [ReplyEvent] = thoughts.map { [.reasoning($0)] } ?? []
        for content in [message["content"], message["refusal"]] { pieces += parts(content) }
        return pieces
    }

    /// Content is a text, or a list of parts.
    private static func parts(_ content: JSONValue?) -> [ReplyEvent] {
        if let text = content?.text { return text.isEmpty ? [] : [.text(text.string)] }
        return (content?.array ?? []).compactMap { part in
            if part["type"]?.text == "thinking" {
                return part["thinking"].flatMap(text).flatMap { $0.isEmpty ? nil : .reasoning($0) }
            }
            return part["text"]?.text.flatMap { $0.isEmpty ? nil : .text($0.string) }
        }
    }

    /// A text, an object with one, or a list of these.
    private static func text(_ value: JSONValue) -> String? {
        if let text = value.text { return text.string }
        if let list = value.array { return list.compactMap(text).joined() }
        return (value["text"]?.text ?? value["content"]?.text)?.string
    }

    /// Unknown words mean that the model came to its end in its own way.
    private static func finish(_ word: Text) -> FinishReason? {
        switch word {
        case "": nil
        case "length", "max_tokens", "model_length", "MAX_TOKENS": .length
        case "content_filter", "safety", "SAFETY", "refusal": .contentFilter
        case "tool_calls", "function_call", "tool_use": .toolCalls
        default: .stop
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
        Int(clamping: max(0, value?.integer ?? 0))
    }
}
