public import JSON

public struct Sound: Sendable, Equatable {
    /// Base64.
    public var data: Text
    /// `wav`, `mp3`.
    public var format: Text

    public init(_ data: Text, format: Text) {
        self.data = data
        self.format = format
    }
}
