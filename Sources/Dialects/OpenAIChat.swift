public import Domain
public import Wire

/// OpenAI's Chat Completions format (`POST /v1/chat/completions`) and what its imitators make of it. Pure functions.
public enum OpenAIChat {
    /// The data of the event that ends a stream.
    public static let done: Text = "[DONE]"

    /// The body of a streaming request. `tokenLimit` is for a probe; a chat leaves the length to the model.
    public static func request(_ prompt: Prompt, tokenLimit: TokenLimit? = nil) -> JSONValue {
        var request: JSONValue = [
            "model": .string(prompt.model),
            "messages": .array(prompt.messages.map(message)),
            "stream": true,
            "stream_options": ["include_usage": true],
        ]
        if let tokenLimit { request[Text(tokenLimit.field.rawValue)] = .integer(tokenLimit.count) }
        return request
    }

    /// How many tokens an answer may have, and under which of its two names.
    public struct TokenLimit: Sendable {
        public let count: Int
        public let field: Field

        public enum Field: String, Sendable {
            case maxTokens = "max_tokens"
            /// What reasoning models want.
            case maxCompletionTokens = "max_completion_tokens"
        }

        public init(_ count: Int, as field: Field) {
            self.count = count
            self.field = field
        }
    }

    private static func message(_ line: Prompt.Line) -> JSONValue {
        ["role": .string(line.role.rawValue), "content": .string(line.text)]
    }
}
