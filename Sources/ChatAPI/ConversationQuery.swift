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
        filter.isArchived = try items.flag("is_archived") ?? false
        filter.isStarred = try items.flag("is_starred")
        filter.project = try items.key("gizmo_id", of: Project.self)
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
    /// `true`, `false`, or nil where it is absent. Throws `invalid` with the name of the parameter.
    func flag(_ name: Text) throws(ChatError) -> Bool? {
        guard let text = self[name] else { return nil }
        guard let flag = Bool(text.string) else { throw .invalid(field: name.string, .not(.flag)) }
        return flag
    }

    /// Throws `invalid` with the name of the parameter.
    func number(_ name: Text, upTo limit: Int) throws(ChatError) -> Int? {
        guard let text = self[name] else { return nil }
        guard let number = text.integer, (0...limit).contains(number) else {
            throw .invalid(field: name.string, .outOfRange(0...Int64(limit)))
        }
        return number
    }

    /// Throws `invalid` with the name of the parameter.
    func key<Entity>(_ name: Text, of _: Entity.Type) throws(ChatError) -> Key<Entity>? {
        guard let text = self[name] else { return nil }
        guard let id = Key<Entity>(text.string) else { throw .invalid(field: name.string, .notAKey) }
        return id
    }
}
