package import Domain
package import HTTP
package import JSON
import Wire

/// A request with the one who makes it.
package struct Call: Sendable {
    package let request: Request
    package let visitor: Visitor
    package let bodyLimit: Int
    package let sessions: Sessions

    package init(request: Request, visitor: Visitor, bodyLimit: Int, sessions: Sessions) {
        self.request = request
        self.visitor = visitor
        self.bodyLimit = bodyLimit
        self.sessions = sessions
    }

    /// The one the reader wants to be spoken to in.
    package var language: Language { Language(of: request) }

    /// The member or administrator who asks. Routes with `access` other than `anyone` always have one.
    package var user: User {
        get throws(ChatError) { try principal.user }
    }

    /// The same with the session that the request came with.
    package var principal: Principal {
        get throws(ChatError) {
            guard case .user(let principal) = visitor else { throw .unauthorized }
            return principal
        }
    }

    /// The session that the request came with, if any.
    package var session: Session? { if case .user(let principal) = visitor { principal.session } else { nil } }

    /// The same, and looked up now if he was only remembered.
    package func lookedUp() async throws(ChatError) -> Principal {
        guard case .remembered = visitor else { return try principal }
        guard case .user(let principal) = try await sessions.visitor(of: request) else { throw .unauthorized }
        return principal
    }

    /// On whose word the request acts.
    package var actor: Actor {
        guard case .user(let principal) = visitor else { return .stranger(from: request.remoteAddress) }
        return .user(
            principal.user, from: request.remoteAddress,
            isConfirmed: principal.session.isConfirmed(at: sessions.clock.now))
    }

    /// The body as a JSON object. Throws `invalid` or `tooLarge`.
    package func fields() async throws(ChatError) -> Fields {
        try fields(in: try await body())
    }

    /// The body as any JSON. Throws `invalid` or `tooLarge`.
    package func json() async throws(ChatError) -> JSONValue {
        try json(in: try await body())
    }

    package func fields(in bytes: [UInt8]) throws(ChatError) -> Fields { try Fields(json(in: bytes)) }

    package func json(in bytes: [UInt8]) throws(ChatError) -> JSONValue {
        let body: JSONValue
        do throws(JSONError) {
            body = try JSONValue(parsing: bytes)
        } catch {
            throw .invalid(field: "body", error.flaw)
        }
        guard !body.hasAbsurdMarks else { throw .invalid(field: "body", .absurdMarks(longest: MarkRun.longest)) }
        return body
    }

    package func body() async throws(ChatError) -> [UInt8] {
        do {
            return try await request.body.collect(upTo: bodyLimit)
        } catch {
            guard error == .tooLarge else { throw .invalid(field: "body", .incomplete) }
            throw .tooLarge(limit: bodyLimit)
        }
    }

    /// A `:name` segment as a number; anything else is no such thing.
    package func id<Entity>(_ name: String, of _: Entity.Type = Entity.self) throws(ChatError) -> ID<Entity> {
        guard let text = request.parameters[name], let number = text.integer, Text("\(number)") == text, number > 0
        else {
            throw .notFound
        }
        return ID(Int64(number))
    }

    /// A `:name` segment as a key; anything else is no such thing.
    package func key<Entity>(_ name: String, of _: Entity.Type = Entity.self) throws(ChatError) -> Key<Entity> {
        guard let text = request.parameters[name], let key = Key<Entity>(text.string) else { throw .notFound }
        return key
    }
}
