import Domain
import HTTP
import JSON
import Web
import Wire

/// Who the member is, and what the member may use.
struct Profile: Sendable {
    let bindings: any BindingStore

    /// As ChatGPT's web client reads it. There is no e-mail address to tell.
    func me(_ call: Call) async throws(ChatError) -> Response {
        let user = try call.user
        return .json([
            "object": "user", "id": .string("user-\(user.id)"), "email": "",
            "name": .string(user.displayName.isEmpty ? user.username : user.displayName),
            "picture": nil, "created": .integer(user.createdAt.seconds), "phone_number": nil,
            "orgs": ["object": "list", "data": []],
        ])
    }

    /// The models of the enabled accounts that the member is bound to, each once. The first is the default,
    /// as it is for a message that names none.
    func models(_ call: Call) async throws(ChatError) -> Response {
        let bound = try await bindings.accounts(of: call.user.id)
        var seen: Set<String> = []
        var models: [JSONValue] = []
        for account in bound.map(\.account) {
            for model in account.models where seen.insert(model).inserted {
                models.append(Self.json(model, context: account.context(of: model)))
            }
        }
        return .json([
            "models": .array(models), "categories": [], "default_model_slug": models.first?["slug"] ?? .null,
        ])
    }

    private static func json(_ model: String, context: Int) -> JSONValue {
        [
            "slug": .string(model), "title": .string(model), "max_tokens": .integer(context), "description": "",
            "tags": [], "capabilities": [:],
        ]
    }
}
