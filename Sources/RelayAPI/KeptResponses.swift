internal import Dialects
internal import Domain
internal import HTTP
internal import JSON
internal import Web
internal import Wire

/// Answers that are kept, as their member's programs find them again.
struct KeptResponses: Sendable {
    let access: KeyAccess
    let responses: StoredResponses
    let log: any TurnLog

    /// `GET /v1/responses/:id`, with `stream=true` as its events, those after `starting_after` alone.
    func show(_ call: Call) async throws(ChatError) -> Response {
        await answering(call) { id, standing throws(ChatError) in
            let streams = try call.request.flag("stream")
            let number = try call.request.number("starting_after")
            let response = try await responses.find(id, for: standing)
            guard streams else { return .json(response.object) }
            return try await ResponseEvents(log: log).stream(response, after: number)
        }
    }

    /// `DELETE /v1/responses/:id`
    func delete(_ call: Call) async throws(ChatError) -> Response {
        await answering(call) { id, standing throws(ChatError) in
            try await responses.delete(id, for: standing)
            return .json(["id": .string(id), "object": "response", "deleted": true])
        }
    }

    /// `POST /v1/responses/:id/cancel`
    func cancel(_ call: Call) async throws(ChatError) -> Response {
        await answering(call) { id, standing throws(ChatError) in
            .json(try await responses.cancel(id, for: standing).object)
        }
    }

    /// `GET /v1/responses/:id/input_items`
    func items(_ call: Call) async throws(ChatError) -> Response {
        await answering(call) { id, standing throws(ChatError) in
            let page = try ItemPage(call.request)
            return .json(try page.list(of: try await responses.find(id, for: standing).input))
        }
    }

    private func answering(
        _ call: Call, _ body: (_ id: Text, Standing) async throws(ChatError) -> Response
    ) async -> Response {
        await call.answering(in: OpenAIResponses()) { () throws(RelayRefusal) in
            let standing = try await access.standing(of: call)
            do throws(ChatError) {
                return try await body(call.request.parameters["id"] ?? "", standing)
            } catch {
                guard error == .notFound else { throw RelayRefusal(error) }
                // One body for whatever is not this member's: nothing of what was asked for stands in it.
                throw RelayRefusal(404, "No such response.", code: "not_found")
            }
        }
    }
}

extension Request {
    fileprivate func flag(_ name: Text) throws(ChatError) -> Bool {
        switch items[name] {
        case nil, "false", "": false
        case "true": true
        default: throw .invalid(field: name.string, .not(.flag))
        }
    }

    fileprivate func number(_ name: Text) throws(ChatError) -> Int? {
        guard let text = items[name] else { return nil }
        guard let number = text.integer else { throw .invalid(field: name.string, .not(.wholeNumber)) }
        guard number >= 0 else { throw .invalid(field: name.string, .outOfRange(0...Int64.max)) }
        return number
    }
}
