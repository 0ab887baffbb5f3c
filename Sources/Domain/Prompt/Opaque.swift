public import JSON

/// Reasoning, or the proof of it, that only its maker can read: it goes back unchanged or not at all.
public struct Opaque: Sendable, Equatable {
    public var maker: Maker
    /// As the maker wrote it.
    public var data: Text

    public init(_ maker: Maker, _ data: Text) {
        self.maker = maker
        self.data = data
    }

    public enum Maker: Sendable { case anthropic, openAI, google }
}
