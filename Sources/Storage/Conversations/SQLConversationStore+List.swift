internal import Database
public import Domain

/// The member's own conversations, a page at a time: by number, or by key.
extension SQLConversationStore {
    public func list(_ page: Page, where filter: ConversationFilter, by order: ConversationOrder, for owner: ID<User>)
        async throws(ChatError) -> Listing<Conversation>
    {
        try await list(page, after: nil, where: filter, by: order, for: owner)
    }

    public func list(
        after place: ConversationPlace?, limit: Int, where filter: ConversationFilter, by order: ConversationOrder,
        for owner: ID<User>
    ) async throws(ChatError) -> Listing<Conversation> {
        try await list(Page(offset: 0, limit: limit), after: place, where: filter, by: order, for: owner)
    }

    private func list(
        _ page: Page, after place: ConversationPlace?, where filter: ConversationFilter, by order: ConversationOrder,
        for owner: ID<User>
    ) async throws(ChatError) -> Listing<Conversation> {
        let all: SQL = """
            conversations c WHERE user_id = \(owner) AND trashed_at IS NULL AND expires_at IS NULL AND \(filter.sql)
            """
        let wanted: SQL = if let place { "\(all) AND \(place.isBehind(order))" } else { all }
        return try await store.read { session in
            let rows = try session.rows(
                "SELECT \(Conversation.listed) FROM \(wanted) ORDER BY \(order.newestFirst) \(SQL.page(page))")
            return Listing(items: try rows.map(Conversation.init(listed:)), total: try session.count(all))
        }
    }
}

extension ConversationFilter {
    fileprivate var sql: SQL {
        var sql: SQL = "is_archived = \(isArchived)"
        if let project { sql += " AND project_id = \(project)" } else if isPlain { sql += " AND project_id IS NULL" }
        if let isStarred { sql += " AND is_starred = \(isStarred)" }
        return sql
    }
}

extension ConversationOrder {
    fileprivate var newestFirst: SQL {
        switch self {
        case .updated: "updated_at DESC, id DESC"
        case .created: "created_at DESC, id DESC"
        }
    }
}

extension ConversationPlace {
    /// Holds for what stands behind the place. The first comparison alone bounds the stretch of the index that is read:
    /// MariaDB finds no bound in a comparison of pairs, nor in the alternatives.
    fileprivate func isBehind(_ order: ConversationOrder) -> SQL {
        switch order {
        case .updated: "updated_at <= \(moment) AND (updated_at < \(moment) OR id < \(id))"
        case .created: "created_at <= \(moment) AND (created_at < \(moment) OR id < \(id))"
        }
    }
}
