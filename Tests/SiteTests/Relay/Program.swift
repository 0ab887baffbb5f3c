import Domain
import HTTP
import JSON
import TestKit
import Wire

/// A program with a key of a member's, calling a world.
struct Program: Sendable {
    let world: World
    let key: String

    /// Makes a key for the member.
    init(_ world: World, of person: Person, _ fields: JSONValue = [:]) async {
        self.world = world
        var body = fields
        if body["name"] == nil { body["name"] = "program" }
        key = await world.post("/api/token/", body, as: person).json["data"]?["key"]?.string ?? ""
    }

    func ask(_ fields: JSONValue = [:], key: String? = nil, headers: Headers = [:]) async -> Response {
        var body: JSONValue = ["model": "alpha", "messages": [["role": "user", "content": "hello"]]]
        for member in fields.members ?? [] { body[member.key] = member.value }
        var headers = headers
        headers["authorization"] = Text("Bearer sk-\(key ?? self.key)")
        return await world.post("/v1/chat/completions", body, headers: headers)
    }

    func get(_ target: String) async -> Response {
        await world.get(target, headers: ["authorization": Text("Bearer sk-\(key)")])
    }

    /// What the log says of the member's last calls, newest first.
    func log(of person: Person) async -> [JSONValue] {
        await world.dispatcher().writeUsage()
        return await world.get("/api/log/self?cursor=", as: person).json["data"]?["items"]?.array ?? []
    }
}

extension Response {
    /// Of OpenAI's error object.
    var error: JSONValue { json["error"] ?? .null }
}

extension ScriptedReply {
    /// A short whole answer.
    func answer(_ text: String = "It is.") async {
        await say(text)
        finish()
    }
}
