/// What an upstream refused in a request, and what it takes instead: found out by a second try, and minded from then on.
public struct AccountLesson: Sendable, Equatable {
    /// A field of the request (`stream_options`), or the role `system`.
    public let field: String
    /// What it is called there; nil when it is left out.
    public let instead: String?

    public init(_ field: String, instead: String? = nil) {
        self.field = field
        self.instead = instead
    }
}
