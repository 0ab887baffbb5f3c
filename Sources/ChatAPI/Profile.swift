import Domain
import HTTP
import JSON
import Web
import Wire

/// Who the member is, and what the member may use.
struct Profile: Sendable {
    let models: ModelOffers

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

    /// As ChatGPT's web client reads it, with what each weighs and why it cannot be asked now beside.
    func models(_ call: Call) async throws(ChatError) -> Response {
        let models = try await models.all(for: call.user.id).map(\.json)
        return .json([
            "models": .array(models), "categories": [], "default_model_slug": models.first?["slug"] ?? .null,
        ])
    }
}

extension ModelOffer {
    fileprivate var json: JSONValue {
        [
            "slug": .string(model), "title": .string(note.name.isEmpty ? model : note.name),
            "max_tokens": .integer(context), "description": .string(note.line), "tags": [], "capabilities": [:],
            "weight": .integer(weight), "unavailable": rest?.json ?? .null,
            "makes_pictures": .bool(makesPictures), "tools": .array(tools.map { .string($0.rawValue) }),
        ]
    }
}

extension ModelOffer.Rest {
    fileprivate var json: JSONValue {
        switch self {
        case .until(let moment): ["reason": "resting", "until": .integer(moment.seconds)]
        case .broken: ["reason": "broken", "until": nil]
        }
    }
}
