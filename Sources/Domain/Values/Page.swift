/// Which part of a list is asked for.
public struct Page: Sendable, Equatable {
    public let offset: Int
    public let limit: Int

    public init(offset: Int, limit: Int) {
        self.offset = offset
        self.limit = limit
    }
}

/// One page of a list, and how many there are in all.
public struct Listing<Item: Sendable>: Sendable {
    public var items: [Item]
    public let total: Int

    public init(items: [Item], total: Int) {
        self.items = items
        self.total = total
    }
}
