/// What an upstream refused in a request, and what it takes instead: found out by a second try, and minded from then on.
public struct LearnedOption: Sendable, Equatable {
    /// A field of the request (`stream_options`), or the role `system`.
    public let field: String
    /// What it is called there; nil when it is left out.
    public let instead: String?

    public init(_ field: String, instead: String? = nil) {
        self.field = field
        self.instead = instead
    }

    /// The upstream answers in pieces alone.
    public static let alwaysStreams = LearnedOption("stream", instead: "true")
}

extension Account {
    /// Whether the upstream is asked for its answer in pieces, where the asker wants them or not.
    public func streams(wanted: Bool) -> Bool {
        if let option = learned.last(where: { $0.field == "stream" }) { return option == .alwaysStreams }
        return wanted && options.streams
    }
}
