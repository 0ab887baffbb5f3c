/// One page of a list, and how many there are in all.
public struct Listing<Item: Sendable>: Sendable {
    public var items: [Item]
    public let total: Int

    public init(items: [Item], total: Int) {
        self.items = items
        self.total = total
    }
}
