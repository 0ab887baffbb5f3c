public import JSON

/// What came of a call.
public struct ToolResult: Sendable, Equatable {
    public var callID: Text
    /// Texts, images and files.
    public var parts: [Part]
    public var isError: Bool

    public init(of callID: Text, _ parts: [Part], isError: Bool = false) {
        self.callID = callID
        self.parts = parts
        self.isError = isError
    }
}
