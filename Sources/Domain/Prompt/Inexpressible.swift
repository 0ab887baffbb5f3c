public import JSON

/// A request that cannot be read, or cannot be said in another dialect: 400, and nothing is sent.
public struct Inexpressible: Error, Sendable, Equatable {
    /// Where it is, as the asker wrote it: `messages[2].role`.
    public let field: Text
    public let reason: Reason

    public init(_ field: Text, _ reason: Reason) {
        self.field = field
        self.reason = reason
    }

    public enum Reason: Sendable, Equatable {
        case missing, empty
        /// What it must be, with an article: `a string`.
        case not(String)
        /// At most so many.
        case tooMany(Int)
        /// At least and at most; nil where there is no bound.
        case outOfRange(Int?, Int?)
        /// The words that may stand there.
        case noneOf([String])
        case malformed(String)
        /// It means something that the upstream's format has no words for.
        case unsupported
    }

    /// One sentence in English, as APIs speak.
    public var words: String {
        switch reason {
        case .missing: "\(field) is required."
        case .empty: "\(field) must not be empty."
        case .not(let kind): "\(field) must be \(kind)."
        case .tooMany(let most): "\(field) must have at most \(most) entries."
        case .outOfRange(let low?, let high?): "\(field) must be between \(low) and \(high)."
        case .outOfRange(let low?, nil): "\(field) must be at least \(low)."
        case .outOfRange(_, let high): "\(field) must be at most \(high ?? 0)."
        case .noneOf(let words): "\(field) must be one of \(words.joined(separator: ", "))."
        case .malformed(let why): "\(field) is invalid: \(why)."
        case .unsupported: "\(field) is not supported by the model that was asked."
        }
    }
}
