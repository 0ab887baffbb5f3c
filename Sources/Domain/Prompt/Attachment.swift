public import JSON

public struct Attachment: Sendable, Equatable {
    public var source: MediaSource
    public var name: Text?

    public init(_ source: MediaSource, name: Text? = nil) {
        self.source = source
        self.name = name
    }
}
