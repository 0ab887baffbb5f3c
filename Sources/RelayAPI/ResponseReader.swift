internal import Dialects
internal import Domain
internal import HTTP
internal import JSON
internal import Web
internal import Wire

/// Reads requests of the Responses format, and fetches what they go on from (relay-formats.md §15).
struct ResponseReader: Sendable {
    let access: KeyAccess
    let responses: StoredResponses
    let conversations: ItemConversations

    /// Throws as `RelayReader.read` does, and for what is to be gone on from and is not there. The conversation of a request is taken by
    /// the call, unless this throws, and given back when it ends; without one it is only looked at.
    func read(_ call: Call, as id: Key<Charge>? = nil) async throws(RelayRefusal) -> (Standing, AskedResponse) {
        let standing = try await access.standing(of: call)
        let bytes = try await call.unpackedBody()
        var body: JSONValue
        do throws(ChatError) { body = try call.json(in: bytes) } catch { throw RelayRefusal(error) }
        try await sayNamedItems(in: &body, standing)
        let wish = try ResponseWish(body)
        let before = try await context(of: wish, body, standing, id)
        do throws(RelayRefusal) {
            return (standing, try asked(wish, body, before, bytes.count, standing))
        } catch {
            if let id, wish.conversation != nil { await conversations.giveBack(from: id, of: standing.user.id) }
            throw error
        }
    }

    /// Puts what was answered before in place of its name (`item_reference`), as no upstream has kept it.
    private func sayNamedItems(in body: inout JSONValue, _ standing: Standing) async throws(RelayRefusal) {
        guard let items = body["input"]?.array else { return }
        let names = Set(items.compactMap(Self.name(of:)))
        guard !names.isEmpty else { return }
        let found: [Text: JSONValue]
        do throws(ChatError) { found = try await responses.items(named: names, for: standing) } catch {
            throw RelayRefusal(error)
        }
        var said: [JSONValue] = []
        for (index, item) in items.enumerated() {
            guard let name = Self.name(of: item) else {
                said.append(item)
                continue
            }
            guard let item = found[name] else {
                throw RelayRefusal(
                    400, "input[\(index)]: No item of that id is kept.", code: "item_not_found",
                    param: "input[\(index)]")
            }
            said += OpenAIResponses.replayed([item])
        }
        body["input"] = .array(said)
    }

    private static func name(of item: JSONValue) -> Text? {
        item["type"] == "item_reference" ? item["id"]?.text : nil
    }

    private func asked(
        _ wish: ResponseWish, _ body: JSONValue, _ before: Before, _ size: Int, _ standing: Standing
    ) throws(RelayRefusal) -> AskedResponse {
        let isSmall = size + before.size <= ResponseRules.mostAsked
        // What has to be kept whole is kept or refused.
        guard isSmall || !wish.isBackground && wish.conversation == nil else {
            throw RelayRefusal(.invalid(field: "input", .longerThan(ResponseRules.mostAsked, .bytes)))
        }
        let keeps = wish.store && isSmall
        let sent = OpenAIResponses.request(body, goingOnFrom: before.items, keeps: keeps)
        let prompt = try Self.prompt(sent)
        guard standing.allows(prompt.model) else { throw .notAllowed(prompt.model) }
        return AskedResponse(
            prompt: prompt, keeps: keeps, isBackground: wish.isBackground, previous: wish.previous,
            conversation: wish.conversation, input: body["input"], context: before.items)
    }

    /// What stands before a request's own items, and how many bytes it has.
    private typealias Before = (items: [JSONValue], size: Int)

    private func context(
        of wish: ResponseWish, _ body: JSONValue, _ standing: Standing, _ id: Key<Charge>?
    ) async throws(RelayRefusal) -> Before {
        guard wish.previous != nil || wish.conversation != nil else { return ([], 0) }
        // What is wrong with it is named as its asker wrote it, and before anything is looked up.
        let model = try Self.prompt(body).model
        guard standing.allows(model) else { throw .notAllowed(model) }
        if let conversation = wish.conversation { return try await items(of: conversation, standing, id) }
        return try await items(before: wish.previous ?? "", standing)
    }

    private func items(
        of conversation: Text, _ standing: Standing, _ id: Key<Charge>?
    ) async throws(RelayRefusal) -> Before {
        do throws(ChatError) {
            let owner = standing.user.id
            let items =
                if let id {
                    try await conversations.take(conversation, for: id, of: owner)
                } else {
                    try await conversations.items(of: conversation, for: owner)
                }
            return (OpenAIResponses.replayed(items), items.reduce(0) { $0 + $1.bytes.count })
        } catch {
            guard error == .notFound else { throw RelayRefusal(error) }
            throw RelayRefusal(404, "No such conversation.", code: "not_found", param: "conversation")
        }
    }

    private func items(before previous: Text, _ standing: Standing) async throws(RelayRefusal) -> Before {
        let response: StoredResponse
        do throws(ChatError) {
            response = try await responses.find(previous, for: standing)
        } catch {
            guard error == .notFound else { throw RelayRefusal(error) }
            let shown: Text = previous.byteCount <= 64 ? previous : "…"
            throw RelayRefusal(
                400, "Previous response with id '\(shown)' not found.", code: "previous_response_not_found",
                param: "previous_response_id")
        }
        guard response.status != .inProgress else {
            throw RelayRefusal(
                400, "The previous response is still in progress.", code: "previous_response_in_progress",
                param: "previous_response_id")
        }
        return (OpenAIResponses.replayed(response.conversation), response.content.byteCount)
    }

    private static func prompt(_ body: JSONValue) throws(RelayRefusal) -> Prompt {
        do throws(Inexpressible) {
            return try OpenAIResponses().prompt(from: body)
        } catch {
            throw RelayRefusal(ErrorReply(error))
        }
    }
}

/// What a request wants of us and not of an upstream.
private struct ResponseWish {
    let store: Bool
    let isBackground: Bool
    let previous: Text?
    let conversation: Text?

    init(_ body: JSONValue) throws(RelayRefusal) {
        store = try Self.flag("store", in: body) ?? true
        isBackground = try Self.flag("background", in: body) ?? false
        guard store || !isBackground else {
            throw RelayRefusal(
                400, "background: needs store, as its answer is fetched later.", code: "invalid_value",
                param: "background")
        }
        previous = try Self.name(body["previous_response_id"], "previous_response_id")
        let conversation = body["conversation"].flatMap { $0.members == nil ? $0 : $0["id"] ?? false }
        self.conversation = try Self.name(conversation, "conversation")
        guard previous == nil || self.conversation == nil else {
            throw RelayRefusal(
                400, "previous_response_id: cannot be used together with conversation.", code: "invalid_value",
                param: "previous_response_id")
        }
        if store { try Metadata.check(body["metadata"]) }
    }

    private static func flag(_ field: Text, in body: JSONValue) throws(RelayRefusal) -> Bool? {
        guard let value = body[field], !value.isNull else { return nil }
        guard let flag = value.bool else { throw RelayRefusal(.invalid(field: field.string, .not(.flag))) }
        return flag
    }

    private static func name(_ value: JSONValue?, _ field: String) throws(RelayRefusal) -> Text? {
        guard let value, !value.isNull else { return nil }
        guard let text = value.text else { throw RelayRefusal(.invalid(field: field, .not(.text))) }
        return text
    }
}

/// Names and words that a program hangs on what is kept, within OpenAI's bounds.
enum Metadata {
    private static let mostPairs = 16
    private static let longestName = 64
    private static let longestWord = 512

    static func check(_ value: JSONValue?) throws(RelayRefusal) {
        guard let value, !value.isNull else { return }
        guard let members = value.members else { throw RelayRefusal(.invalid(field: "metadata", .not(.object))) }
        guard members.count <= mostPairs else {
            throw RelayRefusal(
                400, "metadata: has more than \(mostPairs) pairs.", code: "invalid_value", param: "metadata")
        }
        for member in members {
            guard let word = member.value.text else {
                throw RelayRefusal(.invalid(field: "metadata", .entry("value", .not(.text))))
            }
            guard member.key.scalarCount <= longestName else {
                throw RelayRefusal(.invalid(field: "metadata", .entry("name", .longerThan(longestName, .characters))))
            }
            guard word.scalarCount <= longestWord else {
                throw RelayRefusal(.invalid(field: "metadata", .entry("value", .longerThan(longestWord, .characters))))
            }
        }
    }
}
