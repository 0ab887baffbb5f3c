import Domain
import HTTP
import JSON
import Web
import Wire

/// The member's own conversations: the list, the tree, and what can be changed of them.
struct Conversations: Sendable {
    let conversations: any ConversationStore
    let turns: TurnRunner
    let turnLog: any TurnLog
    let files: Files
    let clock: any WallClock

    func list(_ call: Call) async throws(ChatError) -> Response {
        let query: ConversationQuery
        do { query = try ConversationQuery(call.request.items) } catch { return Self.unprocessable(error, call) }
        let (listing, next) = try await found(by: query, for: call.user.id)
        let isNothing = query.isStarred == true  // Nothing can be starred yet.
        let answer: JSONValue = [
            "items": .array(isNothing ? [] : listing.items.map(\.listItem)),
            "total": .integer(isNothing ? 0 : listing.total), "limit": .integer(query.page.limit),
            "offset": .integer(query.page.offset), "has_missing_conversations": false,
            "cursor": .string(isNothing ? nil : next?.text),
        ]
        return .json(answer, unlessKnownTo: call.request)
    }

    /// The page that is asked for, and where the list goes on after it.
    private func found(by query: ConversationQuery, for owner: ID<User>)
        async throws(ChatError) -> (Listing<Conversation>, next: ConversationCursor?)
    {
        let (page, store) = (query.page, conversations)
        guard let cursor = query.cursor else {
            let listing = try await store.list(page, archived: query.isArchived, by: query.order, for: owner)
            let isLast = page.offset + listing.items.count >= listing.total
            return (listing, isLast ? nil : listing.items.last.map(query.cursor(after:)))
        }
        // One more tells whether it goes on.
        let found = try await store.list(
            after: cursor.place, limit: page.limit + 1, archived: query.isArchived, by: query.order, for: owner)
        let items = Array(found.items.prefix(page.limit))
        let isLast = found.items.count <= page.limit
        return (Listing(items: items, total: found.total), isLast ? nil : items.last.map(query.cursor(after:)))
    }

    /// The whole tree, or with `limit=0` none of its messages. A page that holds it is told so, unless an answer is being
    /// written: then it changes all the time.
    func read(_ call: Call) async throws(ChatError) -> Response {
        let user = try call.user
        let conversation = try await conversations.open(call.key("id"), for: user.id)
        let latest = try await conversations.latestTurn(of: conversation.id, for: user.id)
        // Read before the messages, so that it never vouches for more than what is sent with it.
        let validator = conversation.validator(after: latest, in: call.language)
        if let validator, validator.isKnown(to: call.request) { return validator.notModified }
        let isOutline = call.request.items["limit"] == "0"
        let messages = isOutline ? [] : try await conversations.tree(of: conversation.id, for: user.id)
        return .json(conversation.json(with: messages, in: call.language), headers: validator?.headers ?? [:])
    }

    /// Titles are free: made from the question, stored once.
    func generateTitle(_ call: Call) async throws(ChatError) -> Response {
        let user = try call.user
        let id: Key<Conversation> = try call.key("id")
        _ = try await call.fields().string("message_id")
        let conversation = try await conversations.open(id, for: user.id)
        guard conversation.title == Conversation.untitled else { return .json(["title": .string(conversation.title)]) }
        let messages = try await conversations.messages(of: id, for: user.id)
        let question = messages.first { $0.role == .user }
        guard let title = question.flatMap(Title.derived(from:)) else {
            return .json(["title": .string(conversation.title)])
        }
        try await conversations.rename(id, to: title, for: user.id)
        return .json(["title": .string(title)])
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
        if let node = change.currentNode { try await conversations.show(node, in: id, for: user.id) }
        if let title = change.title { try await conversations.rename(id, to: title, for: user.id) }
        if let isArchived = change.isArchived {
            try await conversations.archive(id, isArchived, for: user.id)
        }
        if change.isDeletion { try await delete(id, of: user.id) }
        return .json(["success": true])
    }

    /// Ends the running turn first, so that it is settled while its conversation is still there.
    private func delete(_ id: Key<Conversation>, of owner: ID<User>) async throws(ChatError) {
        let latest = try await conversations.latestTurn(of: id, for: owner)
        if let latest, latest.isRunning {
            await turns.stop(id, of: owner)
            await waitForEnd(of: latest)
        }
        try await conversations.delete(id, for: owner)
        await files.removeDeleted(of: owner)
    }

    /// Not for ever: a turn whose store is down is deleted as it is.
    private func waitForEnd(of turn: Turn) async {
        await withTaskGroup { group in
            group.addTask { [log = turnLog] in
                var last = 0
                while let events = try? await log.read(turn.id, for: turn.owner, after: last), let event = events.last {
                    last = event.number
                }
            }
            group.addTask { [clock] in await clock.sleep(.seconds(2)) }
            await group.next()
            group.cancelAll()
        }
    }
}
