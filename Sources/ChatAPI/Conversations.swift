import Domain
import HTTP
import JSON
import Web
import Wire

/// The member's own conversations: the list, the tree, and what can be changed of them.
struct Conversations: Sendable {
    let conversations: any ConversationStore
    let trash: Trash
    let projects: Projects

    func list(_ call: Call) async throws(ChatError) -> Response {
        let query: ConversationQuery
        do { query = try ConversationQuery(call.request.items) } catch { return Self.unprocessable(error, call) }
        return .json(try await page(by: query, for: call.user.id), unlessKnownTo: call.request)
    }

    /// What the page shows at its side at first, in one answer: the projects, and the first page of the pinned conversations and of
    /// the others that are in no project.
    func sidebar(_ call: Call) async throws(ChatError) -> Response {
        let owner = try call.user.id
        return .json([
            "projects": .array(try await projects.list(for: owner).map(\.json)),
            "pinned": try await page(by: .first(isStarred: true), for: owner),
            "conversations": try await page(by: .first(isStarred: false), for: owner),
        ])
    }

    private func page(by query: ConversationQuery, for owner: ID<User>) async throws(ChatError) -> JSONValue {
        let (listing, next) = try await found(by: query, for: owner)
        return [
            "items": .array(listing.items.map(\.listItem)), "total": .integer(listing.total),
            "limit": .integer(query.page.limit), "offset": .integer(query.page.offset),
            "has_missing_conversations": false, "cursor": .string(next?.text),
        ]
    }

    /// The page that is asked for, and where the list goes on after it.
    private func found(by query: ConversationQuery, for owner: ID<User>)
        async throws(ChatError) -> (Listing<Conversation>, next: ConversationCursor?)
    {
        let (page, store) = (query.page, conversations)
        guard let cursor = query.cursor else {
            let listing = try await store.list(page, where: query.filter, by: query.order, for: owner)
            let isLast = page.offset + listing.items.count >= listing.total
            return (listing, isLast ? nil : listing.items.last.map(query.cursor(after:)))
        }
        // One more tells whether it goes on.
        let found = try await store.list(
            after: cursor.place, limit: page.limit + 1, where: query.filter, by: query.order, for: owner)
        let items = Array(found.items.prefix(page.limit))
        let isLast = found.items.count <= page.limit
        return (Listing(items: items, total: found.total), isLast ? nil : items.last.map(query.cursor(after:)))
    }

    /// The whole tree, or the portion of it that is asked for. A page that holds it is told so, unless an answer is being written:
    /// then it changes all the time.
    func read(_ call: Call) async throws(ChatError) -> Response {
        let user = try call.user
        let query = try ThreadQuery(call.request.items)
        let conversation = try await conversations.open(call.key("id"), for: user.id)
        let latest = try await conversations.latestTurn(of: conversation.id, for: user.id)
        // Read before the messages, so that it never vouches for more than what is sent with it.
        let validator = conversation.validator(after: latest, in: call.language)
        if let validator, validator.isKnown(to: call.request) { return validator.notModified }
        let messages = query == .outline ? [] : try await conversations.tree(of: conversation.id, for: user.id)
        let portion = try ThreadPortion(query, of: messages, upTo: conversation.currentNode)
        return .json(
            conversation.json(with: portion, of: messages, in: call.language), headers: validator?.headers ?? [:])
    }

    /// The server names conversations by itself (`Titles`): this tells the name.
    func generateTitle(_ call: Call) async throws(ChatError) -> Response {
        let id: Key<Conversation> = try call.key("id")
        _ = try await call.fields().string("message_id")
        return .json(["title": .string(try await conversations.open(id, for: call.user.id).title)])
    }

    /// ChatGPT's web backend answers 422 here and nowhere else.
    private static func unprocessable(_ error: ChatError, _ call: Call) -> Response {
        var response = error.response(as: .detail, to: call.request, now: Timestamp(milliseconds: 0))
        response.status = 422
        return response
    }
}

// MARK: Changing

extension Conversations {
    func change(_ call: Call) async throws(ChatError) -> Response {
        let user = try call.user
        let id: Key<Conversation> = try call.key("id")
        let change = try ConversationChange(await call.fields())
        _ = try await conversations.open(id, for: user.id)
        // First what may be refused.
        if let place = change.place { try await projects.move(id, to: place.project, for: user.id) }
        if let node = change.currentNode { try await conversations.show(node, in: id, for: user.id) }
        if let title = change.title { try await conversations.rename(id, to: title, for: user.id) }
        if let isArchived = change.isArchived {
            try await conversations.archive(id, isArchived, for: user.id)
        }
        if let isStarred = change.isStarred { try await conversations.star(id, isStarred, for: user.id) }
        if change.isDeletion { try await trash.put(.these([id]), for: user.id) }
        return .json(["success": true])
    }

    /// Says which of them changed: those of others and those that are not there are left out alike.
    func changeSeveral(_ call: Call) async throws(ChatError) -> Response {
        let user = try call.user
        let change = try SeveralChange(await call.fields())
        let changed = try await change.carryOut(in: trash, for: user.id)
        let ids = changed.map(\.text).sorted().map { JSONValue.string($0) }
        return .json(["success": true, "conversation_ids": .array(ids)])
    }
}
