public import Wire

extension OpenAIChat {
    /// What an error says of itself, in any of the shapes met in the wild.
    public struct ErrorBody: Sendable, Equatable {
        /// `invalid_api_key`, `context_length_exceeded`, …; empty when it gives none.
        public let code: String
        public let type: String
        public let message: String

        public init(code: String = "", type: String = "", message: String = "") {
            self.code = code
            self.type = type
            self.message = message
        }

        /// Reads `{"error": …}` where the error is an object or a text. Nil when there is no error.
        public init?(_ json: JSONValue) {
            guard let error = json["error"], !error.isNull, error.bool != false else { return nil }
            self.init(describing: error)
        }

        /// Reads the body of a refusal, which may also be the bare error: `{"message"}`, `{"detail"}`, `{"msg"}` ….
        public init(ofRefusal json: JSONValue) {
            self = ErrorBody(json) ?? ErrorBody(describing: json)
        }

        private init(describing error: JSONValue) {
            code = Self.word(error["code"]) ?? ""
            type = Self.word(error["type"]) ?? ""
            let names = ["message", "msg", "err", "detail", "error_msg"]
            let nested = error["header"]?["message"]?.string ?? error["error"]?["message"]?.string
            message =
                error.string ?? names.lazy.compactMap { error[$0]?.string }.first { !$0.isEmpty } ?? nested
                ?? ""
        }

        /// Codes are words, but some upstreams send numbers.
        private static func word(_ value: JSONValue?) -> String? {
            if case .number(let text)? = value { return text }
            return value?.string
        }
    }
}

extension OpenAIChat.ErrorBody {
    /// The conversation is longer than the model can read. Not every upstream has the code for it.
    public var isContextTooLong: Bool {
        if code == "context_length_exceeded" || type == "context_length_exceeded" { return true }
        let words = message.lowercased()
        return ["maximum context length", "context length exceeded", "context window", "prompt is too long"]
            .contains { words.contains($0) }
    }

    public var isModelUnknown: Bool {
        code == "model_not_found" || type == "model_not_found"
    }

    /// The model wants its token limit under the other name.
    public var wantsMaxCompletionTokens: Bool { message.contains("max_completion_tokens") }
}
