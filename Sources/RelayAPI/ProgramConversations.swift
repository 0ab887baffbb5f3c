internal import Dialects
internal import Domain
internal import HTTP
internal import JSON
internal import Web
internal import Wire

/// Conversations of programs (relay-formats.md §15): lists of items that responses go on from and add to.
struct ProgramConversations: Sendable {
    let access: KeyAccess
    let conversations: ItemConversations

    /// `POST /v1/conversations`, whose body may be missing.
    func create(_ call: Call) async throws(ChatError) -> Response {
        await answering(call) { owner throws(RelayRefusal) in
            let body = try await Self.body(of: call)
            try Metadata.check(body["metadata"])
            let items = try Self.items(in: body, isRequired: false)
            return .json(
                try await conversations.made(Self.metadata(in: body), with: items, for: owner).json)
        }
    }

    /// `GET /v1/conversations/:id`
    func show(_ call: Call) async throws(ChatError) -> Response {
        await answering(call) { owner throws(RelayRefusal) in
            .json(
                try await found { () throws(ChatError) in
                    try await conversations.find(call.conversation, for: owner).json
                })
        }
    }

    /// `POST /v1/conversations/:id`
    func change(_ call: Call) async throws(ChatError) -> Response {
        await answering(call) { owner throws(RelayRefusal) in
            let body = try await Self.body(of: call)
            guard body["metadata"] != nil else { throw RelayRefusal(.invalid(field: "metadata", .missing)) }
            try Metadata.check(body["metadata"])
            return .json(
                try await found { () throws(ChatError) in
                    try await conversations.change(call.conversation, to: Self.metadata(in: body), for: owner).json
                })
        }
    }

    /// `DELETE /v1/conversations/:id`
    func delete(_ call: Call) async throws(ChatError) -> Response {
        await answering(call) { owner throws(RelayRefusal) in
            try await found { () throws(ChatError) in try await conversations.delete(call.conversation, for: owner) }
            return .json(["id": .string(call.conversation), "object": "conversation.deleted", "deleted": true])
        }
    }

    /// `GET /v1/conversations/:id/items`
    func items(_ call: Call) async throws(ChatError) -> Response {
        await answering(call) { owner throws(RelayRefusal) in
            .json(
                try await found { () throws(ChatError) in
                    let page = try ItemPage(call.request)
                    return try page.list(of: try await conversations.items(of: call.conversation, for: owner))
                })
        }
    }

    /// `POST /v1/conversations/:id/items`
    func add(_ call: Call) async throws(ChatError) -> Response {
        await answering(call) { owner throws(RelayRefusal) in
            let items = try Self.items(in: try await Self.body(of: call), isRequired: true)
            return .json(
                try await found { () throws(ChatError) in
                    let added = try await conversations.add(items, to: call.conversation, for: owner)
                    return ItemPart(items: added, hasMore: false).json
                })
        }
    }

    /// `GET /v1/conversations/:id/items/:item`
    func showItem(_ call: Call) async throws(ChatError) -> Response {
        await answering(call) { owner throws(RelayRefusal) in
            .json(
                try await found { () throws(ChatError) in
                    try await conversations.item(call.item, of: call.conversation, for: owner)
                })
        }
    }

    /// `DELETE /v1/conversations/:id/items/:item`
    func deleteItem(_ call: Call) async throws(ChatError) -> Response {
        await answering(call) { owner throws(RelayRefusal) in
            .json(
                try await found { () throws(ChatError) in
                    try await conversations.deleteItem(call.item, from: call.conversation, for: owner).json
                })
        }
    }
}

// MARK: Reading

extension ProgramConversations {
    private func answering(
        _ call: Call, _ body: (ID<User>) async throws(RelayRefusal) -> Response
    ) async -> Response {
        await call.answering(in: OpenAIResponses()) { () throws(RelayRefusal) in
            try await body(try await access.standing(of: call).user.id)
        }
    }

    /// One body for whatever is not this member's: nothing of what was asked for stands in it.
    private func found<Found>(_ body: () async throws(ChatError) -> Found) async throws(RelayRefusal) -> Found {
        do throws(ChatError) {
            return try await body()
        } catch {
            guard error == .notFound else { throw RelayRefusal(error) }
            throw RelayRefusal(404, "No such conversation, or no such item in it.", code: "not_found")
        }
    }

    private static func body(of call: Call) async throws(RelayRefusal) -> JSONValue {
        let bytes = try await call.unpackedBody()
        guard !bytes.isEmpty else { return [:] }
        do throws(ChatError) {
            let body = try call.json(in: bytes)
            guard body.members != nil else { throw .invalid(field: "body", .not(.object)) }
            return body
        } catch { throw RelayRefusal(error) }
    }

    private static func metadata(in body: JSONValue) -> JSONValue {
        body["metadata"].flatMap { $0.isNull ? nil : $0 } ?? [:]
    }

    /// As they are kept. Throws for what a request could not have as its input.
    private static func items(in body: JSONValue, isRequired: Bool) throws(RelayRefusal) -> [JSONValue] {
        guard let value = body["items"], !value.isNull else {
            guard !isRequired else { throw RelayRefusal(.invalid(field: "items", .missing)) }
            return []
        }
        guard let items = value.array else { throw RelayRefusal(.invalid(field: "items", .not(.list))) }
        guard !items.isEmpty || isRequired else { return [] }
        do throws(Inexpressible) {
            _ = try OpenAIResponses().prompt(from: ["model": "any", "input": value])
        } catch {
            var reply = ErrorReply(error)
            // It is read as a request's input.
            if let param = reply.param, param.hasPrefix("input") {
                let rest = Text(Substring(param.utf8.dropFirst(5)))
                (reply.param, reply.message) = ("items\(rest)", "items\(rest): cannot be an item of a conversation.")
            }
            throw RelayRefusal(reply)
        }
        return OpenAIResponses.keptItems(of: value, seed: Key<ItemConversation>.random().text)
    }
}

extension ItemConversations {
    fileprivate func made(
        _ metadata: JSONValue, with items: [JSONValue], for owner: ID<User>
    ) async throws(RelayRefusal) -> ItemConversation {
        do throws(ChatError) { return try await create(metadata, with: items, for: owner) } catch {
            throw RelayRefusal(error)
        }
    }
}

extension ItemConversation {
    fileprivate var json: JSONValue {
        [
            "id": .string(id.text), "object": "conversation", "created_at": .integer(createdAt.seconds),
            "metadata": metadata,
        ]
    }
}

extension Call {
    fileprivate var conversation: Text { request.parameters["id"] ?? "" }
    fileprivate var item: Text { request.parameters["item"] ?? "" }
}
