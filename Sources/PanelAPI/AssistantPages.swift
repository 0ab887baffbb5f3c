import Domain
import HTTP
import JSON
import Web
import Wire

/// Assistants, as administrators make them for members.
struct AssistantPages: Sendable {
    let assistants: Assistants

    static func routes(_ assistants: Assistants) -> [Route] {
        let pages = AssistantPages(assistants: assistants)
        return [
            Route(.get, "/api/assistant/", .admin, pages.list),
            Route(.post, "/api/assistant/", .admin, .newAssistant, pages.create),
            Route(.put, "/api/assistant/", .admin, .assistantChange, pages.update),
            Route(.delete, "/api/assistant/:id", .admin, pages.delete),
        ]
    }

    /// `GET /api/assistant/?p&page_size`: in the order in which members see them.
    func list(_ call: Call) async throws(ChatError) -> Response {
        let query = try PageQuery(of: call)
        let found = try await assistants.list(query.page)
        return query.envelope(found.items.map(\.json), of: found.total)
    }

    /// `POST /api/assistant/ {"name","description","instruction","model","starters","group","enabled","order","picture"}`: the picture in
    /// base64; an empty model or group is none.
    func create(_ call: Call, _ new: (String, AssistantChange)) async throws(ChatError) -> Response {
        .envelope(try await assistants.create(new.0, new.1, by: call.actor).json)
    }

    /// `PUT /api/assistant/ {"id","version",…}`: the fields that are there. A picture of null is taken away.
    func update(_ call: Call, _ change: (ID<Assistant>, AssistantChange)) async throws(ChatError) -> Response {
        .envelope(try await assistants.update(change.0, change.1, by: call.actor).json)
    }

    /// `DELETE /api/assistant/:id`
    func delete(_ call: Call) async throws(ChatError) -> Response {
        try await assistants.delete(call.id("id"), by: call.actor)
        return .envelope()
    }
}

extension Assistant {
    fileprivate var json: JSONValue {
        [
            "id": .integer(id.value), "name": .string(name), "description": .string(description),
            "instruction": .string(instruction), "model": .string(model ?? ""),
            "starters": .array(starters.map { .string($0) }), "group": .string(group ?? ""),
            "enabled": .bool(isEnabled), "order": .integer(order), "version": .integer(version),
            "picture": .string(picture.map(SitePicture.memberAddress)), "created_time": .integer(createdAt.seconds),
        ]
    }
}
