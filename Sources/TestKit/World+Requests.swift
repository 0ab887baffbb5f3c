public import HTTP
public import JSON
import Site
public import Wire

extension World {
    /// What the site answers to one request, as a page of our own would send it.
    public func respond(
        to method: Method, _ target: String, as person: Person? = nil, json: JSONValue? = nil, body: [UInt8]? = nil,
        headers: Headers = [:]
    ) async -> Response {
        let parts = target.split(separator: "?", maxSplits: 1)
        var fields = headers
        if fields["host"] == nil { fields["host"] = "chat.test" }
        if let person { fields["cookie"] = Text(person.cookie) }
        let bytes = body ?? json?.bytes
        if let bytes, fields["content-length"] == nil { fields["content-length"] = "\(bytes.count)" }
        if bytes != nil, fields["content-type"] == nil { fields["content-type"] = "application/json" }
        return await site.respond(
            to: Request(
                method: method, path: String(parts[0]), query: parts.count == 2 ? String(parts[1]) : nil,
                headers: fields, body: bytes.map { .bytes($0) } ?? .empty))
    }

    public func get(_ target: String, as person: Person? = nil, headers: Headers = [:]) async -> Response {
        await respond(to: .get, target, as: person, headers: headers)
    }

    public func post(_ target: String, _ json: JSONValue, as person: Person? = nil, headers: Headers = [:]) async
        -> Response
    {
        await respond(to: .post, target, as: person, json: json, headers: headers)
    }
}

extension Response {
    /// The body of an answer that is not streamed.
    public var bytes: [UInt8] { if case .bytes(let bytes) = body { bytes } else { [] } }
    /// Null when the body is not JSON.
    public var json: JSONValue { (try? JSONValue(parsing: bytes)) ?? .null }
    public var text: String { String(decoding: bytes, as: UTF8.self) }
}
