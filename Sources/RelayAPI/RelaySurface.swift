import Dialects
import Domain
import HTTP
import Transport
package import Web
import Wire

extension Surface {
    /// What programs call with a key (relay-formats.md), from wherever they are.
    package static func relay(_ uses: RelayUses) -> Surface {
        let access = KeyAccess(standings: uses.standings)
        let models = ModelList(access: access)
        let chat = Completions(uses: uses, access: access, dialect: OpenAIChat(), endpoint: .chatCompletions)
        return Surface(
            "relay", claiming: [.prefix("/v1/"), .path("/v1")],
            failingAs: .own { refuse($0, $1, in: OpenAIChat(), $2) },
            by: .key, from: .any,
            [
                Route(.get, "/v1/models", .anyone, models.list),
                Route(.get, "/v1/models/*model", .anyone, models.show),
                Route(.post, "/v1/chat/completions", .anyone, bodyLimit: Completions.bodyLimit, chat.answer),
            ])
    }

    /// What is refused before a route has it, or has none.
    private static func refuse(_ error: ChatError, _ request: Request, in dialect: any Dialect, _ now: Timestamp)
        -> Response
    {
        let refusal = error == .notFound ? .unknown(request) : RelayRefusal(error, now: now)
        return refusal.response(in: dialect)
    }
}
