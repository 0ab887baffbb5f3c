import Domain
import HTTP
import JSON
import TestKit
import Testing
import Wire

/// What a member learns of an answer: what it took, and by which of their accounts.
@Suite(.timeLimit(.minutes(5))) struct AnswerDetailsTests {
    private func details(_ message: String?, in talk: String, _ world: World, as person: Person? = nil) async
        -> Response
    {
        await world.get(
            "/backend-api/conversation/\(talk)/message/\(message ?? "")/details", as: person ?? world.alice)
    }

    @Test func `an answer tells its times, tokens, units, receipt and who was asked`() async throws {
        let world = try await World()
        try await world.addAccounts(1)
        let turn = try await world.begin()
        let first = turn.reply.account
        turn.reply.fail(.upstreamUnreachable)
        let second = await world.backend.asked()
        world.clock.advance(by: .milliseconds(1500))
        await second.say("It is.")
        await second.say(.usage(Usage(promptTokens: 7, completionTokens: 3, cachedTokens: 2)))
        second.finish()
        await turn.reader.end()
        let answer = await world.tree(turn.conversation)["current_node"]?.string
        let found = await details(answer, in: turn.conversation, world).json
        #expect(found["model_name"] == "alpha" && found["status"] == "finished" && found["units"] == 1)
        #expect(found["first_token_ms"] == 1500)
        #expect((found["duration_ms"]?.integer ?? 0) >= 1500)
        #expect(found["prompt_tokens"] == 7 && found["completion_tokens"] == 3 && found["cached_tokens"] == 2)
        #expect(found["request_id"]?.string?.isEmpty == false)
        #expect(found["channel_name"]?.string == second.account.name && found["channel"] == 0)
        #expect(
            found["attempts"] == [
                [
                    "account": 0, "account_name": .string(first.name), "key": nil, "outcome": "upstream_unreachable",
                    "status": nil,
                ],
                [
                    "account": 0, "account_name": .string(second.account.name), "key": nil, "outcome": "ok",
                    "status": nil,
                ],
            ])
        #expect(await details("m1", in: turn.conversation, world).json == found, "its question is of the same turn")
    }

    @Test func `an account that the member may not use any more has no name, and nobody else reads anything`()
        async throws
    {
        let world = try await World()
        let (turn, other) = (try await world.chat(), try await world.chat(DraftBody(id: "m9")))
        let answer = await world.tree(turn.conversation)["current_node"]?.string
        let bindings = world.ports.bindings
        for binding in try await bindings.list(of: world.alice.user.id, to: nil, Page(offset: 0, limit: 9)).items {
            try await bindings.delete(binding.id)
        }
        let found = await details(answer, in: turn.conversation, world).json
        #expect(found["status"] == "finished" && found["channel_name"] == "")
        #expect(found["attempts"]?[0]?["account_name"] == "")
        let missing = await details("nothing", in: turn.conversation, world)
        #expect(missing.status == 404)
        for person in [world.bob, world.admin] {
            let foreign = await details(answer, in: turn.conversation, world, as: person)
            #expect(foreign.status == 404 && foreign.text == missing.text)
        }
        #expect(await details(answer, in: other.conversation, world).status == 404)
    }

    @Test func `what came to nothing costs nothing, and what runs has no end yet`() async throws {
        let world = try await World()
        let turn = try await world.begin()
        let running = await details("m1", in: turn.conversation, world).json
        #expect(running["status"] == "running" && running["duration_ms"] == .null && running["attempts"] == [])
        turn.reply.fail(.upstreamRefused)
        await turn.reader.end()
        let failed = await details("m1", in: turn.conversation, world).json
        #expect(failed["status"] == "failed" && failed["units"] == 0 && failed["stop_reason"] == "upstream_refused")
        #expect(failed["first_token_ms"] == .null)
    }
}
