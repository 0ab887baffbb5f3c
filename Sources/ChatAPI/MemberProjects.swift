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
            Route(.post, "/backend-api/projects", .member, .projectName, create),
            Route(.patch, "/backend-api/projects/:id", .member, .projectName, rename),
            Route(.delete, "/backend-api/projects/:id", .member, delete),
        ]
    }

    private func list(_ call: Call) async throws(ChatError) -> Response {
        let projects = try await projects.list(for: call.user.id)
        return .json(["items": .array(projects.map(\.json))], unlessKnownTo: call.request)
    }

    private func create(_ call: Call, _ name: String) async throws(ChatError) -> Response {
        .json(try await projects.create(name, for: call.user.id).json)
    }

    private func rename(_ call: Call, _ name: String) async throws(ChatError) -> Response {
        try await projects.rename(call.key("id"), to: name, for: call.user.id)
        return .json(["success": true])
    }

    private func delete(_ call: Call) async throws(ChatError) -> Response {
        try await projects.delete(call.key("id"), for: call.user.id)
        return .json(["success": true])
    }
}

extension Form where Value == String {
    fileprivate static let projectName = Form(Field.name("name", upTo: Project.longestName).required()) { $0 }
}

extension Project {
    var json: JSONValue {
        ["id": .string(id.text), "name": .string(name), "create_time": .integer(createdAt.seconds)]
    }
}
