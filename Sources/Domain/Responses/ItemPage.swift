public import JSON

/// Which part of a list of items is asked for.
public struct ItemPage: Sendable {
    public let limit: Int
    /// Oldest first; else newest first.
    public let isAscending: Bool
    /// The id of the item that the part follows; nil: it is the first.
    public let after: Text?

    public static let limits = 1...100
    public static let usualLimit = 20

    /// Throws `invalid` for a limit out of `limits`.
    public init(limit: Int = usualLimit, isAscending: Bool = false, after: Text? = nil) throws(ChatError) {
        guard Self.limits.contains(limit) else {
            throw .invalid(field: "limit", .outOfRange(Int64(Self.limits.lowerBound)...Int64(Self.limits.upperBound)))
        }
        self.limit = limit
        self.isAscending = isAscending
        self.after = after
    }

    /// Of `items`, which are oldest first. Throws `invalid` for an `after` that is none of theirs.
    public func part(of items: [JSONValue]) throws(ChatError) -> ItemPart {
        let ordered = isAscending ? items : items.reversed()
        var start = 0
        if let after {
            guard let place = ordered.firstIndex(where: { $0["id"]?.text == after }) else {
                throw .invalid(field: "after", .notThere)
            }
            start = place + 1
        }
        let rest = ordered[start...]
        return ItemPart(items: Array(rest.prefix(limit)), hasMore: rest.count > limit)
    }
}

/// A part of a list of items, and whether more follow.
public struct ItemPart: Sendable, Equatable {
    public let items: [JSONValue]
    public let hasMore: Bool

    public init(items: [JSONValue], hasMore: Bool) {
        self.items = items
        self.hasMore = hasMore
    }
}
