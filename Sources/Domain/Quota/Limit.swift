/// At most so many messages in a window. 0 blocks.
public struct Limit: Sendable, Equatable {
    public let window: QuotaWindow
    /// 0 … 1_000_000_000 messages; a rolling window holds at most 10 000.
    public let messages: Int

    public init(_ messages: Int, per window: QuotaWindow) {
        self.messages = messages
        self.window = window
    }
}
