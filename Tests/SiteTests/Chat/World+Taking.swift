import Domain
import HTTP
import JSON
import TestKit
import Testing
import Wire

/// A small export of ChatGPT's, as tests write one.
struct MadeChat {
    var id = "6f2a0000-0000-4000-8000-000000000001"
    var title = "Tea"
    var nodes: [JSONValue]
    var more: JSONValue = [:]

    static func node(
        _ id: String, _ parent: String?, _ role: String = "", _ content: JSONValue = [:], _ more: JSONValue = [:]
    ) -> JSONValue {
        var message: JSONValue = .null
        if !role.isEmpty {
            message = ["id": .string(id), "author": ["role": .string(role)], "content": content]
            for member in more.members ?? [] { message[member.key] = member.value }
        }
        return ["id": .string(id), "parent": .string(parent), "message": message, "children": []]
    }

    static func text(_ text: String) -> JSONValue { ["content_type": "text", "parts": [.string(text)]] }

    static var tea: MadeChat {
        MadeChat(nodes: [
            node("root", nil),
            node(
                "u1", "root", "user", text("How long does green tea steep?"), ["create_time": .number("1700000000.5")]),
            node(
                "a1", "u1", "assistant",
                ["content_type": "thoughts", "thoughts": [["summary": "", "content": "Let me see."]]]),
            node("a2", "a1", "assistant", text("Two minutes."), ["metadata": ["model_slug": "gpt-4o"]]),
        ])
    }

    var json: JSONValue {
        var chat: JSONValue = [
            "title": .string(title), "id": .string(id), "conversation_id": .string(id),
            "create_time": .number("1700000000.5"), "update_time": .number("1700000100.25"),
            "mapping": .object(nodes.map { .init($0["id"]!.text!, $0) }),
            "current_node": nodes.last?["id"] ?? .null,
        ]
        for member in more.members ?? [] { chat[member.key] = member.value }
        return chat
    }
}

extension World {
    /// The job that a call has begun, at its end.
    func ended(_ response: Response, as person: Person? = nil) async throws -> JSONValue {
        try #require(response.status == 202, "\(response.text)")
        let id = try #require(response.json["job_id"]?.string)
        while !ports.jobs.running.isEmpty, !Task.isCancelled { await Task.yield() }
        return await get("/backend-api/jobs/\(id)", as: person ?? alice).json
    }

    func bring(_ bytes: [UInt8], type: Text = "application/octet-stream", as person: Person? = nil) async throws
        -> JSONValue
    {
        let response = await respond(
            to: .post, "/backend-api/import", as: person ?? alice, body: bytes, headers: ["content-type": type])
        return try await ended(response, as: person)
    }

    func bring(_ chats: [MadeChat], as person: Person? = nil) async throws -> JSONValue {
        try await bring(JSONValue.array(chats.map(\.json)).bytes, as: person)
    }

    /// The only chat that a member has.
    func onlyChat(of person: Person? = nil) async throws -> JSONValue {
        let list = await get("/backend-api/conversations?is_archived=false", as: person ?? alice).json
        try #require(list["total"]?.integer == 1)
        return await tree(try #require(list["items"]?[0]?["id"]?.string), as: person)
    }

    func download(_ job: JSONValue, as person: Person? = nil) async throws -> (head: Response, bytes: [UInt8]) {
        let url = try #require(job["report"]?["download_url"]?.string)
        let response = await get(url, as: person ?? alice)
        guard case .written = response.body else { return (response, response.bytes) }
        let reader = StreamReader(response)
        await reader.end()
        return (response, reader.seen.bytes)
    }
}
