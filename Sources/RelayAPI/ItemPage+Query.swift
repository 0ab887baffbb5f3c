internal import Domain
internal import HTTP
internal import JSON
internal import Web
internal import Wire

extension ItemPage {
    /// `limit`, `order` and `after` of a query.
    init(_ request: Request) throws(ChatError) {
        let items = request.items
        var limit = Self.usualLimit
        if let text = items["limit"] {
            guard let number = text.integer else { throw .invalid(field: "limit", .not(.wholeNumber)) }
            limit = number
        }
        let order = items["order"] ?? "desc"
        guard order == "asc" || order == "desc" else { throw .invalid(field: "order", .notOneOf(["asc", "desc"])) }
        let after = items["after"].flatMap { $0.isEmpty ? nil : $0 }
        try self.init(limit: limit, isAscending: order == "asc", after: after)
    }

    func list(of items: [JSONValue]) throws(ChatError) -> JSONValue { try part(of: items).json }
}

extension ItemPart {
    var json: JSONValue {
        [
            "object": "list", "data": .array(items), "first_id": items.first?["id"] ?? .null,
            "last_id": items.last?["id"] ?? .null, "has_more": .bool(hasMore),
        ]
    }
}
