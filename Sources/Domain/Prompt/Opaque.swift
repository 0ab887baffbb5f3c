public import JSON

/// Reasoning, or the proof of it, that only its maker can read: it goes back unchanged or not at all.
public struct Opaque: Sendable, Equatable {
    public var maker: Maker
    /// As the maker wrote it.
    public var data: Text
    /// Whether it is the reasoning itself, which nobody may read, and not the proof of one (Anthropic's `redacted_thinking`).
    public var isRedacted: Bool

    public init(_ maker: Maker, _ data: Text, isRedacted: Bool = false) {
        self.maker = maker
        self.data = data
        self.isRedacted = isRedacted
    }

    public enum Maker: Sendable { case anthropic, openAI, google }
}
