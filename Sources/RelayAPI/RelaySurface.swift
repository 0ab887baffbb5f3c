import Dialects
import Domain
import HTTP
import Transport
package import Web
import Wire

extension Surface {
    /// What programs call with a key (relay-formats.md), from wherever they are, in whichever format they speak.
    package static func relay(_ uses: RelayUses) -> Surface {
        let access = KeyAccess(standings: uses.standings)
        return Surface(
            "relay",
            claiming: [
                .path("/v1"), .prefix("/v1/"), .prefix("/v1beta/"), .prefix("/v1alpha/"),
                .prefix("/dashboard/billing/"),
                .path("/api/usage/token"), .path("/api/usage/token/"),
            ],
            failingAs: .own(refuse), by: .key, from: .any,
            KeyBalance.routes(access) + lists(access) + realtime(uses, access) + openAI(uses, access)
                + responses(uses, access)
                + conversations(uses, access) + passed(uses, access) + anthropic(uses, access)
                + google(uses, access) + NotOffered(access: access).routes
        )
    }

    /// What the panel's playground calls: a program's question of one who is signed in (new-api.md §19).
    package static func playground(_ uses: RelayUses) -> Surface {
        let answers = Answers(uses, SessionAccess(allowances: uses.allowances), .playground)
        return Surface(
            "playground", claiming: [.prefix("/pg/")], failingAs: .own(refuse),
            [
                Route(
                    .post, "/pg/chat/completions", .member, bodyLimit: RelayReader.bodyLimit, takes: .chat,
                    answers.answer)
            ])
    }

    private static func lists(_ access: KeyAccess) -> [Route] {
        let models = ModelList(access: access)
        return ["/v1", "/v1beta", "/v1alpha", "/v1beta/openai"].flatMap { base in
            [
                Route(.get, "\(base)/models", .anyone, models.list),
                Route(.get, "\(base)/models/*model", .anyone, models.show),
            ]
        }
    }

    private static func realtime(_ uses: RelayUses, _ access: KeyAccess) -> [Route] {
        [Route(.get, "/v1/realtime", .anyone, RealtimeSessions(uses: uses, access: access).answer)]
    }

    private static func openAI(_ uses: RelayUses, _ access: KeyAccess) -> [Route] {
        let completions = Answers(uses, access, .completions)
        return [
            asking("/v1/chat/completions", .chat, Answers(uses, access, .chat).answer),
            asking("/v1/completions", .completions, completions.answer),
            asking("/v1/engines/:model/completions", .contents, completions.answer),
        ]
    }

    private static func responses(_ uses: RelayUses, _ access: KeyAccess) -> [Route] {
        let answers = ResponseAnswers(uses, access)
        let kept = KeptResponses(access: access, responses: uses.responses, log: uses.turnLog)
        return [
            asking("/v1/responses", .responses, answers.answer),
            asking("/v1/responses/input_tokens", .counted, TokenCounts.responses(answers.reader).count),
            Route(.get, "/v1/responses/:id", .anyone, kept.show),
            Route(.delete, "/v1/responses/:id", .anyone, kept.delete),
            Route(.get, "/v1/responses/:id/input_items", .anyone, kept.items),
            Route(.post, "/v1/responses/:id/cancel", .anyone, kept.cancel),
        ]
    }

    private static func conversations(_ uses: RelayUses, _ access: KeyAccess) -> [Route] {
        let kept = ProgramConversations(access: access, conversations: uses.conversations)
        let one = "/v1/conversations/:id"
        return [
            asking("/v1/conversations", .conversation, kept.create),
            Route(.get, one, .anyone, kept.show),
            asking(one, .conversation, kept.change),
            Route(.delete, one, .anyone, kept.delete),
            Route(.get, "\(one)/items", .anyone, kept.items),
            asking("\(one)/items", .items, kept.add),
            Route(.get, "\(one)/items/:item", .anyone, kept.showItem),
            Route(.delete, "\(one)/items/:item", .anyone, kept.deleteItem),
        ]
    }

    /// With New API's own choice of a model where none is named.
    private static func passed(_ uses: RelayUses, _ access: KeyAccess) -> [Route] {
        let passing = { (reading: PassedReading, usual: String?) in
            asking(
                "/v1/\(reading.endpoint.rawValue)", .passed(reading.endpoint, usual: usual),
                PassedAnswers(uses: uses, access: access, reading: reading).answer)
        }
        let json = { (endpoint: Endpoint, usual: String?) in passing(.json(endpoint, usual: usual), usual) }
        let form = { (endpoint: Endpoint, usual: String?) in
            passing(
                .form(endpoint, usual: usual, in: uses.spools) { [log = uses.log] cause in
                    log.error("uploads failed", .init("cause", diagnostic: cause))
                }, usual)
        }
        let embeddings = PassedAnswers(uses: uses, access: access, reading: .json(.embeddings, usual: nil))
        return [
            json(.embeddings, nil), asking("/v1/engines/:model/embeddings", .contents, embeddings.answer),
            json(.moderations, "text-moderation-stable"), json(.rerank, nil), json(.edits, nil),
            json(.imageGenerations, "dall-e"), json(.speech, "tts-1"), form(.imageEdits, nil),
            form(.transcriptions, "whisper-1"), form(.translations, "whisper-1"),
        ]
    }

    private static func anthropic(_ uses: RelayUses, _ access: KeyAccess) -> [Route] {
        [
            asking("/v1/messages", .messages, Answers(uses, access, .messages).answer),
            asking("/v1/messages/count_tokens", .counted, TokenCounts.anthropic(access).count),
        ]
    }

    /// Google's SDK asks `/v1` as well as the versions that are called unfinished.
    private static func google(_ uses: RelayUses, _ access: KeyAccess) -> [Route] {
        let (answers, counts) = (Answers(uses, access, .generation), TokenCounts.gemini(access))
        let embeddings = [false, true].map {
            PassedAnswers(uses: uses, access: access, reading: .google(isMany: $0))
        }
        return ["/v1", "/v1beta", "/v1alpha"].map { base in
            asking("\(base)/models/*model", .contents) { call throws(ChatError) in
                switch GeminiAction(of: call.request).name {
                case .generate, .stream: try await answers.answer(call)
                case .count: try await counts.count(call)
                case .embed: try await embeddings[0].answer(call)
                case .embedMany: try await embeddings[1].answer(call)
                case nil: throw .notFound
                }
            }
        }
    }

    private static func asking(
        _ path: String, _ body: BodyShape,
        _ answer: @escaping @Sendable (Call) async throws(ChatError) -> Response
    ) -> Route {
        Route(.post, path, .anyone, bodyLimit: RelayReader.bodyLimit, takes: body, answer)
    }

    /// What is refused before a route has it, or has none.
    private static func refuse(_ error: ChatError, _ request: Request, _ now: Timestamp) -> Response {
        let refusal = error == .notFound ? .unknown(request) : RelayRefusal(error, now: now)
        return refusal.response(in: DialectName(of: request).dialect, to: request)
    }
}
