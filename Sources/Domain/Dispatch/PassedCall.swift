/// A call that an upstream is sent as it came, but for the name of the model, and whose answer goes back as it comes: embeddings,
/// images, speech and the like, whose bodies are too large to be read and nothing that a chat is made of.
public struct PassedCall: Sendable {
    public let endpoint: Endpoint
    /// As it was asked for.
    public let model: String
    /// JSON, with `gap` where the model's name stands.
    private let body: [UInt8]
    private let gap: Range<Int>

    /// `gap`: of the JSON string that names the model in `body`.
    public init(_ endpoint: Endpoint, to model: String, _ body: [UInt8], gap: Range<Int>) {
        self.endpoint = endpoint
        self.model = model
        self.body = body
        self.gap = gap
    }

    public var byteCount: Int { body.count }

    /// The body with that JSON string as the model's name.
    public func body(naming quoted: some Sequence<UInt8>) -> [UInt8] {
        Array(body[..<gap.lowerBound]) + quoted + body[gap.upperBound...]
    }

    /// What it says, for whoever must not repeat it.
    public var words: String { String(decoding: body, as: UTF8.self) }
}

/// What comes of one, in this order: a head, then bytes.
public enum PassedPiece: Sendable, Equatable {
    /// The media type of what follows.
    case head(String)
    case bytes([UInt8])
}

extension Account {
    /// Whether its upstream has such calls: those who speak as OpenAI does.
    public func passes(_ endpoint: Endpoint) -> Bool {
        guard endpoint.isPassed, provider != .demo, !provider.hasLogin else { return false }
        return formats.contains(.openAIChat) || formats.contains(.openAIResponses)
    }
}
