import Domain
import JSON
import Web
import Wire

/// Which conversations the sidebar asks for.
struct ConversationQuery: Sendable {
    let page: Page
    /// The list goes on by key.
    let cursor: ConversationCursor?
    let order: ConversationOrder
    let filter: ConversationFilter

    /// Throws `invalid` with the name of the parameter.
    init(_ items: Query) throws(ChatError) {
        page = try Page(items)
        cursor = try items["cursor"].map(ConversationCursor.init(text:))
        guard cursor == nil || items["offset"] == nil else {
            throw .invalid(field: "cursor", .besides("offset"))
        }
        guard let order = items["order"].map(ConversationOrder.init) ?? .updated else {
            throw .invalid(field: "order", .notOneOf(["updated", "created"]))
        }
        self.order = order
        var filter = ConversationFilter()
        filter.isArchived = try Self.flag("is_archived", in: items) ?? false
        filter.isStarred = try Self.flag("is_starred", in: items)
        filter.project = try items["gizmo_id"].map(Self.project(of:))
        self.filter = filter
    }

    private init(page: Page, cursor: ConversationCursor?, order: ConversationOrder, filter: ConversationFilter) {
        self.page = page
        self.cursor = cursor
        self.order = order
        self.filter = filter
    }

    /// The beginning of the pinned ones, or of those that are neither pinned nor in a project.
    static func first(isStarred: Bool) -> ConversationQuery {
        var filter = ConversationFilter()
        filter.isStarred = isStarred
        return ConversationQuery(
            page: Page(offset: 0, limit: usualLimit), cursor: .beginning, order: .updated, filter: filter)
    }

    fileprivate static let usualLimit = 28

    func cursor(after conversation: Conversation) -> ConversationCursor {
        ConversationCursor(ConversationPlace(of: conversation, by: order))
    }

    private static func project(of text: Text) throws(ChatError) -> Key<Project> {
        guard let id = Key<Project>(text.string) else { throw .invalid(field: "gizmo_id", .notAKey) }
        return id
    }

    private static func flag(_ name: Text, in items: Query) throws(ChatError) -> Bool? {
        guard let text = items[name] else { return nil }
        guard let flag = Bool(text.string) else { throw .invalid(field: name.string, .not(.flag)) }
        return flag
    }
}

extension Page {
    /// As lists of the chat are asked for: `offset` and `limit`. Throws `invalid` with the name of the parameter.
    init(_ items: Query) throws(ChatError) {
        self.init(
            offset: try items.number("offset", upTo: 1_000_000_000) ?? 0,
            limit: try items.number("limit", upTo: 100) ?? ConversationQuery.usualLimit)
    }
}

extension Query {
    /// Throws `invalid` with the name of the parameter.
    func number(_ name: Text, upTo limit: Int) throws(ChatError) -> Int? {
        guard let text = self[name] else { return nil }
        guard let number = text.integer, (0...limit).contains(number) else {
            throw .invalid(field: name.string, .outOfRange(0...Int64(limit)))
        }
        return number
    }
}
