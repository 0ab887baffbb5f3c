import Domain
import HTTP
import JSON
import Web
import Wire

/// The member's own projects (chatmirror.md §3.1).
struct MemberProjects: Sendable {
    let projects: Projects

    var routes: [Route] {
        [
            Route(.get, "/backend-api/projects", .member, list),
            Route(.post, "/backend-api/projects", .member, create),
            Route(.patch, "/backend-api/projects/:id", .member, rename),
            Route(.delete, "/backend-api/projects/:id", .member, delete),
        ]
    }

    private func list(_ call: Call) async throws(ChatError) -> Response {
        let projects = try await projects.list(for: call.user.id)
        return .json(["items": .array(projects.map(\.json))], unlessKnownTo: call.request)
    }

    private func create(_ call: Call) async throws(ChatError) -> Response {
        let name = try await call.fields().projectName
        return .json(try await projects.create(name, for: call.user.id).json)
    }

    private func rename(_ call: Call) async throws(ChatError) -> Response {
        let name = try await call.fields().projectName
        try await projects.rename(call.key("id"), to: name, for: call.user.id)
        return .json(["success": true])
    }

    private func delete(_ call: Call) async throws(ChatError) -> Response {
        try await projects.delete(call.key("id"), for: call.user.id)
        return .json(["success": true])
    }
}

extension Fields {
    fileprivate var projectName: String {
        get throws(ChatError) { try requiredName("name", upTo: Project.longestName) }
    }
}

extension Project {
    var json: JSONValue {
        ["id": .string(id.text), "name": .string(name), "create_time": .integer(createdAt.seconds)]
    }
}
