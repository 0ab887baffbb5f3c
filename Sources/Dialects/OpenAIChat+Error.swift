public import Wire

extension OpenAIChat {
    /// What an error says of itself, in any of the shapes met in the wild.
    public struct ErrorBody: Sendable, Equatable {
        /// `invalid_api_key`, `context_length_exceeded`, …; empty when it gives none.
        public let code: Text
        public let type: Text
        public let message: Text

        public init(code: Text = "", type: Text = "", message: Text = "") {
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
            let names: [Text] = ["message", "msg", "err", "detail", "error_msg"]
            let nested = error["header"]?["message"]?.text ?? error["error"]?["message"]?.text
            message =
                error.text ?? names.lazy.compactMap { error[$0]?.text }.first { !$0.isEmpty } ?? nested
                ?? ""
        }

        /// Codes are words, but some upstreams send numbers.
        private static func word(_ value: JSONValue?) -> Text? {
            if case .number(let text)? = value { return Text(text) }
            return value?.text
        }
    }
}

extension OpenAIChat.ErrorBody {
    /// The conversation is longer than the model can read. Not every upstream has the code for it.
    public var isContextTooLong: Bool {
        if code == "context_length_exceeded" || type == "context_length_exceeded" { return true }
        let words = message.asciiLowercased
        let signs: [Text] = [
            "maximum context length", "context length exceeded", "context window", "prompt is too long",
        ]
        return signs.contains { words.contains($0) }
    }

    public var isModelUnknown: Bool {
        code == "model_not_found" || type == "model_not_found"
    }

    /// The model wants its token limit under the other name.
    public var wantsMaxCompletionTokens: Bool { message.contains("max_completion_tokens") }
}
