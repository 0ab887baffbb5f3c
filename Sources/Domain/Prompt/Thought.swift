public import JSON

/// Reasoning before an answer or a call.
public struct Thought: Sendable, Equatable {
    /// Empty where only its maker can read it.
    public var text: Text
    public var opaque: Opaque?

    public init(_ text: Text, opaque: Opaque? = nil) {
        self.text = text
        self.opaque = opaque
    }
}
