internal import Dialects
internal import Domain
internal import HTTP
internal import JSON
internal import Web
internal import Wire

/// The models that a key may use, as OpenAI lists them (new-api.md §19.1).
struct ModelList: Sendable {
    let access: KeyAccess

    /// `GET /v1/models`
    func list(_ call: Call) async throws(ChatError) -> Response {
        await call.answering(in: OpenAIChat()) { () throws(RelayRefusal) in
            let models = Self.models(of: try await access.standing(of: call))
            return .json(["success": true, "object": "list", "data": .array(models.map(Self.json))])
        }
    }

    /// `GET /v1/models/:model`, whose name may hold slashes.
    func show(_ call: Call) async throws(ChatError) -> Response {
        await call.answering(in: OpenAIChat()) { () throws(RelayRefusal) in
            let standing = try await access.standing(of: call)
            let name = call.request.parameters["model"] ?? ""
            guard let model = Self.models(of: standing).first(where: { Text($0) == name }) else {
                throw .unknown(name.string)
            }
            return .json(Self.json(model))
        }
    }

    /// Each once, in the order of the accounts.
    private static func models(of standing: Standing) -> [String] {
        var seen: Set<Text> = []
        return standing.allowance.accounts.flatMap(\.account.models).filter {
            standing.key.allows($0) && seen.insert(Text($0)).inserted
        }
    }

    /// `created` is a fixed time in the past: nobody knows it, and SDKs want a number.
    private static func json(_ model: String) -> JSONValue {
        [
            "id": .string(model), "object": "model", "created": 1_626_777_600, "owned_by": "chatmirror",
            "supported_endpoint_types": ["openai"],
        ]
    }
}
