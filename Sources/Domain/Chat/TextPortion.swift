/// Some 32 KiB of text at most, and where they end.
public struct TextPortion: Sendable, Equatable {
    public let text: String
    /// The last event that is in it.
    public let through: Int

    public init(_ text: String, through: Int) {
        self.text = text
        self.through = through
    }
}
