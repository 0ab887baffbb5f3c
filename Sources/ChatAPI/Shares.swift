import Domain
import HTTP
import JSON
import Web
import Wire

/// What the member shows of conversations to others (chatmirror.md §3.1; mirror.md B2). Readers have a page of their own.
struct Shares: Sendable {
    let shares: SharedChats
    /// Begins the addresses that are answered.
    let publicURL: String

    var routes: [Route] {
        [
            Route(.post, "/backend-api/share/create", .member, ShareWish.form, create),
            Route(.get, "/backend-api/share/:id", .member, read),
            Route(.patch, "/backend-api/share/:id", .member, SharedChatChange.form, change),
            Route(.delete, "/backend-api/share/:id", .member, revoke),
            Route(.get, "/backend-api/shared_conversations", .member, list),
            Route(.get, "/backend-api/conversation/:id/share", .member, preview),
        ]
    }

    private func create(_ call: Call, _ wish: ShareWish) async throws(ChatError) -> Response {
        guard let conversation = Key<Conversation>(wish.conversation) else { throw .notFound }
        let node = try wish.node.map { text throws(ChatError) in
            guard let node = Key<Message>(text) else { throw ChatError.unknownParent }
            return node
        }
        let (share, wasThere) = try await shares.share(conversation, upTo: node, wish.change, by: call.actor)
        var json = json(of: share)
        json["already_exists"] = .bool(wasThere)
        return .json(json)
    }

    private func read(_ call: Call) async throws(ChatError) -> Response {
        let reading = try await shares.read(call.key("id"), for: call.user.id)
        var json = json(of: reading.share)
        json["messages"] = .array(reading.messages.map(\.json))
        return .json(json)
    }

    private func change(_ call: Call, _ change: SharedChatChange) async throws(ChatError) -> Response {
        .json(json(of: try await shares.change(call.key("id"), change, by: call.actor)))
    }

    private func revoke(_ call: Call) async throws(ChatError) -> Response {
        try await shares.revoke(call.key("id"), by: call.actor)
        return .json(["success": true])
    }

    private func list(_ call: Call) async throws(ChatError) -> Response {
        let page = try Page(call.request.items)
        let listing = try await shares.list(page, for: call.user.id)
        return .json([
            "items": .array(listing.items.map(json)), "total": .integer(listing.total),
            "limit": .integer(page.limit), "offset": .integer(page.offset),
        ])
    }

    /// What a share up to a message (`node`) would show, the share that there is, and who may read any.
    private func preview(_ call: Call) async throws(ChatError) -> Response {
        let node = try call.request.items.key("node", of: Message.self)
        let (title, messages, share) = try await shares.preview(of: call.key("id"), upTo: node, for: call.user.id)
        return .json([
            "title": .string(title), "messages": .array(messages.map(\.json)), "share": share.map(json) ?? .null,
            "readers": .string(try await shares.readership().rawValue),
        ])
    }

    private func json(of share: SharedChat) -> JSONValue {
        [
            "share_id": .string(share.id.text), "share_url": .string("\(publicURL)/share/\(share.id.text)"),
            "conversation_id": .string(share.conversation.text), "current_node_id": .string(share.node.text),
            "title": .string(share.title), "is_public": .bool(share.isPublic), "is_visible": true, "is_anonymous": true,
            "highlighted_message_id": nil, "has_passcode": .bool(share.passcodeHash != nil),
            "create_time": .integer(share.createdAt.seconds),
            "expires_at": share.expiresAt.map { .integer($0.seconds) } ?? .null,
        ]
    }
}

private struct ShareWish: Sendable {
    let conversation: String
    /// Nil: up to the message that is shown.
    let node: String?
    let change: SharedChatChange

    static let form = Form(
        Field.text("conversation_id").required(), Field.text("current_node_id"), Field.expiry.orNull(),
        Field.passcode.orNull(), Field.flag("is_public")
    ) { conversation, node, expiry, passcode, isPublic in
        ShareWish(
            conversation: conversation, node: node,
            change: SharedChatChange(expiresAt: expiry, passcode: passcode, isPublic: isPublic))
    }
}

extension SharedChatChange {
    fileprivate static let form = Form(Field.expiry.orNull(), Field.passcode.orNull(), Field.flag("is_public")) {
        SharedChatChange(expiresAt: $0, passcode: $1, isPublic: $2)
    }
}

extension Field where Value == String? {
    /// Its length in bytes is the use case's to check.
    fileprivate static let passcode = Field.secret("passcode", upTo: 1024)
}

extension Field where Value == Timestamp? {
    /// In Unix seconds; null is never.
    fileprivate static let expiry = Field<Int64?>.integer("expires_at", in: 0...253_402_300_799)
        .map { $0.map { Timestamp(seconds: $0) } }
}

extension SharedMessage {
    fileprivate var json: JSONValue {
        [
            "id": .string(id.text), "role": isQuestion ? "user" : "assistant", "text": .string(text),
            "files": .integer(files),
        ]
    }
}
