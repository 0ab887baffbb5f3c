/// Which part of a list is asked for.
public struct Page: Sendable, Equatable {
    public let offset: Int
    public let limit: Int

    public init(offset: Int, limit: Int) {
        self.offset = offset
        self.limit = limit
    }
}
