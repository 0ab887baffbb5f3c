import Domain
import HTTP
import Wire

/// The member's own conversations: the list, the tree, and what can be changed of them.
struct Conversations: Sendable {
    let ports: Ports

    func list(_ call: Call) async throws(ChatError) -> Response {
        let query: ConversationQuery
        do { query = try ConversationQuery(call.request.items) } catch { return Self.unprocessable(error, call) }
        let listing = try await ports.conversations.list(
            query.page, archived: query.isArchived, by: query.order, for: call.user.id)
        let isNothing = query.isStarred == true  // Nothing can be starred yet.
        return .json([
            "items": .array(isNothing ? [] : listing.items.map(\.listItem)),
            "total": .integer(isNothing ? 0 : listing.total), "limit": .integer(query.page.limit),
            "offset": .integer(query.page.offset), "has_missing_conversations": false,
        ])
    }

    func read(_ call: Call) async throws(ChatError) -> Response {
        let user = try call.user
        let conversation = try await ports.conversations.open(call.key("id"), for: user.id)
        let messages = try await ports.conversations.messages(of: conversation.id, for: user.id)
        return .json(conversation.json(with: messages, in: call.language))
    }

    /// Titles are free: made from the question, stored once.
    func generateTitle(_ call: Call) async throws(ChatError) -> Response {
        let user = try call.user
        let id: Key<Conversation> = try call.key("id")
        _ = try await call.fields().string("message_id")
        let conversation = try await ports.conversations.open(id, for: user.id)
        guard conversation.title == Conversation.untitled else { return .json(["title": .string(conversation.title)]) }
        let messages = try await ports.conversations.messages(of: id, for: user.id)
        let question = messages.first { $0.role == .user }
        guard let title = question.flatMap({ Title.derived(from: $0.text) }) else {
            return .json(["title": .string(conversation.title)])
        }
        try await ports.conversations.rename(id, to: title, for: user.id)
        return .json(["title": .string(title)])
    }

    /// ChatGPT's web backend answers 422 here and nowhere else.
    private static func unprocessable(_ error: ChatError, _ call: Call) -> Response {
        var response = error.response(on: .backend, in: call.language, now: Timestamp(milliseconds: 0))
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
        _ = try await ports.conversations.open(id, for: user.id)
        if let node = change.currentNode { try await ports.conversations.show(node, in: id, for: user.id) }
        if let title = change.title { try await ports.conversations.rename(id, to: title, for: user.id) }
        if let isArchived = change.isArchived {
            try await ports.conversations.archive(id, isArchived, for: user.id)
        }
        if change.isDeletion { try await delete(id, of: user.id) }
        return .json(["success": true])
    }

    /// Ends the running turn first, so that it is settled while its conversation is still there.
    private func delete(_ id: Key<Conversation>, of owner: ID<User>) async throws(ChatError) {
        let latest = try await ports.conversations.latestTurn(of: id, for: owner)
        if let latest, latest.isRunning {
            await ports.turns.stop(id, of: owner)
            await waitForEnd(of: latest)
        }
        try await ports.conversations.delete(id, for: owner)
    }

    /// Not for ever: a turn whose store is down is deleted as it is.
    private func waitForEnd(of turn: Turn) async {
        await withTaskGroup { group in
            group.addTask { [log = ports.turnLog] in
                var last = 0
                while let events = try? await log.read(turn.id, for: turn.owner, after: last), let event = events.last {
                    last = event.number
                }
            }
            group.addTask { [clock = ports.clock] in await clock.sleep(.seconds(2)) }
            await group.next()
            group.cancelAll()
        }
    }
}
