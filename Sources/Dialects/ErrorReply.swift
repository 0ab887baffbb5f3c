public import Domain
public import JSON

/// A refusal to somebody who asked in a provider's format, before it is written in that format.
public struct ErrorReply: Sendable, Equatable {
    public var status: Int
    /// One sentence in English, as APIs speak.
    public var message: String
    /// `model_not_found`, `insufficient_quota`, …
    public var code: Text?
    /// The field of the request that is wrong.
    public var param: Text?
    /// The error of an upstream that speaks the same, in place of all that: `UpstreamFailure.original`.
    public var original: JSONValue?

    public init(
        status: Int, _ message: String, code: Text? = nil, param: Text? = nil, original: JSONValue? = nil
    ) {
        self.status = status
        self.message = message
        self.code = code
        self.param = param
        self.original = original
    }

    /// A request that cannot be read, or not be said: 400.
    public init(_ error: Inexpressible) {
        self.init(status: 400, error.words, code: Self.code(of: error.reason), param: error.field)
    }

    /// As OpenAI calls them.
    private static func code(of reason: Inexpressible.Reason) -> Text {
        switch reason {
        case .missing: "missing_required_parameter"
        case .empty: "empty_array"
        case .not: "invalid_type"
        case .tooMany: "array_above_max_length"
        case .outOfRange, .noneOf, .malformed: "invalid_value"
        case .unsupported: "unsupported_parameter"
        }
    }
}
