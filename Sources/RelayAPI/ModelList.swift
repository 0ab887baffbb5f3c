internal import Dialects
internal import Domain
internal import HTTP
internal import JSON
internal import Web
internal import Wire

/// The models that a key may use, as the client that asks for them reads a list (relay-formats.md §16, new-api.md §19.1).
struct ModelList: Sendable {
    let access: KeyAccess

    /// `GET /v1/models` and its like.
    func list(_ call: Call) async throws(ChatError) -> Response {
        let format = DialectName(of: call.request)
        return await call.answering(in: format.dialect) { () throws(RelayRefusal) in
            let models = Self.models(of: try await access.standing(of: call))
            return .json(Self.list(models, as: format, call.request))
        }
    }

    /// `GET /v1/models/:model`, whose name may hold slashes.
    func show(_ call: Call) async throws(ChatError) -> Response {
        let format = DialectName(of: call.request)
        return await call.answering(in: format.dialect) { () throws(RelayRefusal) in
            let models = Self.models(of: try await access.standing(of: call))
            let asked = call.request.parameters["model"] ?? ""
            let name = format == .gemini ? Gemini.name(in: asked) : asked
            guard let model = models.first(where: { Text($0) == name }) else { throw .unknown(name.string) }
            return .json(Self.item(model, as: format))
        }
    }

    /// Each once, in the order of the accounts.
    private static func models(of standing: Standing) -> [String] {
        var seen: Set<Text> = []
        return standing.allowance.accounts.flatMap(\.account.models).filter {
            standing.allows($0) && seen.insert(Text($0)).inserted
        }
    }
}

// MARK: Lists

extension ModelList {
    private static func list(_ models: [String], as format: DialectName, _ request: Request) -> JSONValue {
        let asked = request.items
        switch format {
        case .anthropic:
            let size = size(asked["limit"], usual: 20)
            let page = Page(of: models, after: asked["after_id"], before: asked["before_id"], size: size)
            return [
                "data": .array(page.models.map { item($0, as: format) }), "has_more": .bool(page.hasMore),
                "first_id": .string(page.models.first), "last_id": .string(page.models.last),
            ]
        case .gemini:
            let token = asked["pageToken"].map { Text(decoding: Base64URL.decode($0) ?? []) }
            let size = size(asked["pageSize"], usual: 50)
            let page = Page(of: models, after: token.flatMap { $0.isEmpty ? nil : $0 }, before: nil, size: size)
            var list: JSONValue = ["models": .array(page.models.map { item($0, as: format) })]
            if page.hasMore, let last = page.models.last {
                list["nextPageToken"] = .string(Base64URL.encode(Array(last.utf8)))
            }
            return list
        case .openAIChat, .openAIResponses, .codex, .chatGPTWeb, .completions:
            return ["success": true, "object": "list", "data": .array(models.map { item($0, as: format) })]
        }
    }

    private static func size(_ asked: Text?, usual: Int) -> Int { min(max(1, asked?.integer ?? usual), 1000) }

    /// Nobody knows when a model was made, and SDKs want a time: a fixed one in the past.
    private static func item(_ model: String, as format: DialectName) -> JSONValue {
        switch format {
        case .anthropic:
            [
                "type": "model", "id": .string(model), "display_name": .string(model),
                "created_at": "2021-07-20T10:00:00Z", "lifecycle": "active",
            ]
        case .gemini:
            [
                "name": .string("models/\(model)"), "version": "001", "displayName": .string(model),
                "supportedGenerationMethods": ["generateContent", "streamGenerateContent", "countTokens"],
            ]
        case .openAIChat, .openAIResponses, .codex, .chatGPTWeb, .completions:
            [
                "id": .string(model), "object": "model", "created": 1_626_777_600, "owned_by": "chatmirror",
                // A client rejects the whole list for a word that it does not know (new-api.md §25).
                "supported_endpoint_types": ["openai", "openai-response", "anthropic", "gemini"],
            ]
        }
    }

    /// A part of a list. Behind, or before, a model that is not there is nothing.
    private struct Page {
        let models: [String]
        let hasMore: Bool

        init(of all: [String], after: Text?, before: Text?, size: Int) {
            var rest = all[...]
            if let after {
                rest = all.firstIndex { Text($0) == after }.map { all[($0 + 1)...] } ?? []
            } else if let before {
                rest = all.firstIndex { Text($0) == before }.map { all[..<$0] } ?? []
            }
            models = Array(before != nil && after == nil ? rest.suffix(size) : rest.prefix(size))
            hasMore = rest.count > size
        }
    }
}
