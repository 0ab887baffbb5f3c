import Domain
import HTTP
import JSON
import Web
import Wire

/// `GET /api/openapi.json`: what may be called and what it takes, made of the tables of routes and the forms (OpenAPI 3.1), and how answers
/// and failures of each surface look.
struct APIDescription {
    private let document: JSONValue

    /// Of the surfaces that programs call. Pages and their files are none.
    init(of surfaces: [Surface], at publicURL: String) {
        var paths: JSONValue = [:]
        for surface in surfaces where !surface.failure.isPage && surface.credential != .none {
            for route in surface.routes {
                let path = Text(route.openPath)
                var item = paths[path] ?? [:]
                item[Text(route.method.name.lowercased())] = Self.operation(route, of: surface)
                paths[path] = item
            }
        }
        document = [
            "openapi": "3.1.0",
            "info": [
                "title": "chatmirror", "version": "1",
                "description": .string(
                    "`/api` is the panel's, `/backend-api` the chat page's, the rest is for programs with a key."),
            ],
            "servers": [["url": .string(Text(publicURL))]],
            "paths": paths,
            "components": ["securitySchemes": Self.credentials, "schemas": Self.failures],
        ]
    }

    var surface: Surface {
        let response = Response.json(document, status: 200)
        return Surface(
            "description", claiming: [.path("/api/openapi.json")], failingAs: .envelope,
            [Route(.get, "/api/openapi.json", .member) { _ in response }])
    }

    private static func operation(_ route: Route, of surface: Surface) -> JSONValue {
        let who: JSONValue =
            switch (surface.credential, route.access) {
            case (.key, _): [["bearer": []], ["xAPIKey": []], ["googleAPIKey": []]]
            case (_, .anyone): []
            default: [["session": []]]
            }
        var operation: JSONValue = [
            "operationId": .string(Text(route.operationID)), "tags": [.string(Text(surface.name))], "security": who,
            "responses": responses(of: surface.failure),
        ]
        if let summary = route.summary { operation["summary"] = .string(Text(summary)) }
        let names = route.parameterNames
        if !names.isEmpty {
            operation["parameters"] = .array(
                names.map {
                    ["name": .string(Text($0)), "in": "path", "required": true, "schema": ["type": "string"]]
                })
        }
        if let body = route.takes {
            operation["requestBody"] = [
                "required": .bool(body.isRequired),
                "content": .object([.init(Text(body.type), ["schema": body.schema])]),
            ]
        }
        return operation
    }
}

// MARK: Answers

extension APIDescription {
    private static func responses(of failure: Surface.Failure) -> JSONValue {
        let shape: Text =
            switch failure {
            case .envelope: "Envelope"
            case .detail: "Detail"
            case .page, .plain, .own: "ProgramError"
            }
        let refusal: JSONValue = ["schema": ["$ref": .string(Text("#/components/schemas/\(shape)"))]]
        let failed: JSONValue = ["description": "Refused.", "content": ["application/json": refusal]]
        return [
            "2XX": ["description": "Done.", "content": ["application/json": [:], "*/*": [:]]],
            "4XX": failed, "5XX": failed,
        ]
    }

    private static let failures: JSONValue = [
        "Envelope": [
            "type": "object", "required": ["success", "message"],
            "properties": [
                "success": ["const": false], "message": ["type": "string"], "code": ["type": "string"], "data": [:],
            ],
        ],
        "Detail": ["type": "object", "required": ["detail"]],
        // That of the format which is asked: OpenAI's, Anthropic's, Google's.
        "ProgramError": ["type": "object", "required": ["error"], "properties": ["error": ["type": "object"]]],
    ]

    private static let credentials: JSONValue = [
        "session": ["type": "apiKey", "in": "cookie", "name": "session"],
        "bearer": ["type": "http", "scheme": "bearer"],
        "xAPIKey": ["type": "apiKey", "in": "header", "name": "x-api-key"],
        "googleAPIKey": ["type": "apiKey", "in": "header", "name": "x-goog-api-key"],
    ]
}

extension Route {
    private var segments: [Substring] { pattern.split(separator: "/", omittingEmptySubsequences: false) }

    /// `:id` and `*model` are written `{id}` and `{model}`.
    fileprivate var openPath: String {
        segments.map { $0.first == ":" || $0.first == "*" ? "{\($0.dropFirst())}" : String($0) }.joined(separator: "/")
    }

    fileprivate var parameterNames: [String] {
        segments.filter { $0.first == ":" || $0.first == "*" }.map { String($0.dropFirst()) }
    }

    fileprivate var operationID: String {
        let words = segments.filter { !$0.isEmpty }.map {
            $0.first == ":" || $0.first == "*" ? "by_" + $0.dropFirst() : $0
        }
        let end = pattern.hasSuffix("/") ? ["all"] : []
        return ([method.name.lowercased()] + words.map(String.init) + end).joined(separator: "_")
    }

    fileprivate var summary: String? {
        let whose: String? =
            switch access {
            case .anyone, .member: nil
            case .admin: "For administrators."
            case .root: "For the owner."
            }
        let words = [whose, needsStepUp ? "Asks for the password first." : nil].compactMap(\.self)
        return words.isEmpty ? nil : words.joined(separator: " ")
    }
}
