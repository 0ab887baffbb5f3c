import Domain
import HTTP
import JSON
import Web
import Wire

/// The member's trash: what is in it, the way back, and the way out for good.
struct DeletedConversations: Sendable {
    let trash: Trash

    var routes: [Route] {
        [
            Route(.get, "/backend-api/trash", .member, list),
            Route(.post, "/backend-api/trash/:id/restore", .member, restore),
            Route(.delete, "/backend-api/trash/:id", .member, purge),
        ]
    }

    private func list(_ call: Call) async throws(ChatError) -> Response {
        let page = try Page(call.request.items)
        let listing = try await trash.list(page, for: call.user.id)
        return .json([
            "items": .array(listing.items.map(\.trashItem)), "total": .integer(listing.total),
            "limit": .integer(page.limit), "offset": .integer(page.offset),
        ])
    }

    private func restore(_ call: Call) async throws(ChatError) -> Response {
        try await trash.restore(call.key("id"), for: call.user.id)
        return .json(["success": true])
    }

    private func purge(_ call: Call) async throws(ChatError) -> Response {
        try await trash.purge(call.key("id"), for: call.user.id)
        return .json(["success": true])
    }
}

extension Conversation {
    /// With when it goes for good, in Unix seconds (chatmirror.md §3.1).
    fileprivate var trashItem: JSONValue {
        var item = listItem
        item["purge_at"] = trashedAt.map { .integer(($0 + Self.keptInTrash).seconds) } ?? .null
        return item
    }
}
