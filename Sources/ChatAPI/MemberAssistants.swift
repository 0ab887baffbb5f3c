import Domain
import HTTP
import JSON
import Web
import Wire

/// The assistants that a member may begin chats with.
struct MemberAssistants: Sendable {
    let assistants: Assistants

    var routes: [Route] {
        [
            Route(.get, "/backend-api/assistants", .member, list),
            Route(.get, "/backend-api/assistants/picture/:id", .member, picture),
        ]
    }

    /// Without their instructions, which are the administrators'.
    private func list(_ call: Call) async throws(ChatError) -> Response {
        let found = try await assistants.list(for: call.user.id)
        return .json(["items": .array(found.map(\.json))], unlessKnownTo: call.request)
    }

    private func picture(_ call: Call) async throws(ChatError) -> Response {
        try await assistants.picture(call.key("id")).response(cachedBy: "private")
    }
}

extension Assistant {
    fileprivate var json: JSONValue {
        [
            "id": .string(gizmo), "name": .string(name), "description": .string(description),
            "picture": .string(picture.map(SitePicture.memberAddress)), "model": .string(model),
            "starters": .array(starters.map { .string($0) }),
        ]
    }
}
