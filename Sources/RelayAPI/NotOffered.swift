internal import Dialects
internal import Domain
internal import HTTP
internal import JSON
internal import Web
internal import Wire

/// What programs of New API and OpenAI may ask for and no account is asked here: 501 for whoever has a key (new-api.md §0.5, §19;
/// relay-formats.md §11, §15).
struct NotOffered: Sendable {
    let access: KeyAccess

    var routes: [Route] {
        [
            Route(.post, "/v1/images/variations", .anyone, refuse),
            Route(.get, "/v1/files", .anyone, refuse), Route(.post, "/v1/files", .anyone, refuse),
            Route(.get, "/v1/files/*id", .anyone, refuse), Route(.delete, "/v1/files/*id", .anyone, refuse),
            Route(.get, "/v1/fine-tunes", .anyone, refuse), Route(.post, "/v1/fine-tunes", .anyone, refuse),
            Route(.get, "/v1/fine-tunes/*id", .anyone, refuse), Route(.post, "/v1/fine-tunes/*id", .anyone, refuse),
            Route(.delete, "/v1/models/*model", .anyone, refuse),
            Route(.post, "/v1/realtime/client_secrets", .anyone, refuse),
            Route(.post, "/v1/responses/compact", .anyone, refuse),
        ]
    }

    private func refuse(_ call: Call) async throws(ChatError) -> Response {
        await call.answering(in: DialectName(of: call.request).dialect) { () throws(RelayRefusal) in
            _ = try await access.standing(of: call)
            throw RelayRefusal(501, "This is not offered here.", code: "api_not_implemented")
        }
    }
}
