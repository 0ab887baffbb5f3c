import Dialects
package import Domain
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
            "relay", claiming: [.prefix("/v1/"), .path("/v1")], failingAs: .openAI, by: .key, from: .any,
            [
                Route(.get, "/v1/models", .anyone, models.list),
                Route(.get, "/v1/models/*model", .anyone, models.show),
                Route(.post, "/v1/chat/completions", .anyone, bodyLimit: Completions.bodyLimit, chat.answer),
            ])
    }
}
