public import JSON

public struct Picture: Sendable, Equatable {
    public var source: MediaSource
    /// How closely it is looked at: `auto`, `low`, `high`. A hint.
    public var detail: Text?

    public init(_ source: MediaSource, detail: Text? = nil) {
        self.source = source
        self.detail = detail
    }
}
