import Domain
import HTTP
import JSON
import Wire

/// A request with the one who makes it.
struct Call: Sendable {
    let request: Request
    let visitor: Visitor
    let bodyLimit: Int
    let confirmation: Confirmation
    let sessions: Sessions

    /// The one the reader wants to be spoken to in.
    var language: Language { Language(of: request) }

    /// The member or administrator who asks. Routes with `access` other than `anyone` always have one.
    var user: User {
        get throws(ChatError) { try principal.user }
    }

    /// The same with the session that the request came with.
    var principal: Principal {
        get throws(ChatError) {
            guard case .user(let principal) = visitor else { throw .unauthorized }
            return principal
        }
    }

    /// The same, and looked up now if he was only remembered.
    func lookedUp() async throws(ChatError) -> Principal {
        guard case .remembered = visitor else { return try principal }
        guard case .user(let principal) = try await sessions.visitor(of: request) else { throw .unauthorized }
        return principal
    }

    /// An act of weight begins: throws `unconfirmed` unless the one who asks gave his password a short while ago.
    func requireConfirmation() async throws(ChatError) { try await confirmation.require(of: visitor) }

    /// The body as a JSON object. Throws `invalid` or `tooLarge`.
    func fields() async throws(ChatError) -> Fields {
        try fields(in: try await body())
    }

    func fields(in bytes: [UInt8]) throws(ChatError) -> Fields {
        let body: JSONValue
        do throws(JSONError) {
            body = try JSONValue(parsing: bytes)
        } catch {
            throw .invalid(field: "body", error.flaw)
        }
        guard !body.hasAbsurdMarks else { throw .invalid(field: "body", .absurdMarks(longest: MarkRun.longest)) }
        return try Fields(body)
    }

    func body() async throws(ChatError) -> [UInt8] {
        do {
            return try await request.body.collect(upTo: bodyLimit)
        } catch {
            guard error == .tooLarge else { throw .invalid(field: "body", .incomplete) }
            throw .tooLarge(limit: bodyLimit)
        }
    }

    /// A `:name` segment as a number; anything else is no such thing.
    func id<Entity>(_ name: String, of _: Entity.Type = Entity.self) throws(ChatError) -> ID<Entity> {
        guard let text = request.parameters[name], let number = text.integer, Text("\(number)") == text, number > 0
        else {
            throw .notFound
        }
        return ID(Int64(number))
    }

    /// A `:name` segment as a key; anything else is no such thing.
    func key<Entity>(_ name: String, of _: Entity.Type = Entity.self) throws(ChatError) -> Key<Entity> {
        guard let text = request.parameters[name], let key = Key<Entity>(text.string) else { throw .notFound }
        return key
    }
}

extension JSONError {
    var flaw: Flaw {
        switch self {
        case .malformed(let offset): .brokenJSON(at: offset)
        case .tooDeep: .tooDeep(most: JSONValue.maximumDepth)
        case .tooMany: .tooManyValues(most: JSONValue.maximumCount)
        case .duplicateKey: .nameTwice
        }
    }
}
