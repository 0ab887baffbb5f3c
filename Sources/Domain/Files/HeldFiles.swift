/// How many files there are, and the bytes that they take.
public struct HeldFiles: Sendable, Equatable {
    public let count: Int
    public let bytes: Int

    public init(count: Int, bytes: Int) {
        self.count = count
        self.bytes = bytes
    }
}
