import Domain
import HTTP
import JSON
import TestKit
import Testing
import Web
import Wire

/// When the lent account fails before the first piece, the next one answers, in the chat and for programs alike.
@Suite(.timeLimit(.minutes(5))) struct FailoverTests {
    /// What an account does wrong before anything of an answer has come.
    static let failures: [UpstreamFailure] = [
        UpstreamFailure(.upstreamUnreachable, detail: "refused"),
        UpstreamFailure(.upstreamAuth, status: 401, detail: ""),
        UpstreamFailure(.upstreamAuth, status: 403, detail: ""),
        UpstreamFailure(.upstreamRateLimited, status: 429, detail: ""),
        UpstreamFailure(.upstreamError, status: 500, detail: ""),
        UpstreamFailure(.upstreamError, status: 529, detail: ""),
        UpstreamFailure(.upstreamError, status: 200, detail: "an error in the stream"),
        UpstreamFailure(.upstreamIncomplete, status: 200, detail: "no event"),
        UpstreamFailure(.upstreamBadAnswer, status: 200, detail: "a page"),
        UpstreamFailure(.upstreamBadAnswer, status: 403, detail: "a challenge", isChallenge: true),
        UpstreamFailure(.upstreamModelNotFound, status: 404, detail: ""),
        UpstreamFailure(.upstreamRefused, status: 402, detail: "no credit"),
    ]
    /// What no other account is to be asked after.
    static let final: [UpstreamFailure] = [
        UpstreamFailure(.upstreamIncomplete, detail: "broken before the head", mayHaveRun: true),
        UpstreamFailure(.upstreamTimeout, detail: "no head", mayHaveRun: true),
        UpstreamFailure(.upstreamRefused, status: 400, detail: ""),
        UpstreamFailure(.contextTooLong, status: 400, detail: ""),
    ]

    @Test(arguments: failures)
    func `a program is answered by the next account, for one charge`(failure: UpstreamFailure) async throws {
        let world = try await World(limits: [Limit(5, per: .day)])
        try await world.addAccounts(1)
        let program = await Program(world, of: world.alice)
        async let response = program.ask()
        let first = await world.backend.asked()
        first.fail(failure)
        let second = await world.backend.asked()
        #expect(second.account.id != first.account.id)
        await second.answer()
        #expect(await response.status == 200)
        #expect(await world.used() == 1)
        let row = try #require(await program.log(of: world.alice).first)
        #expect(row["attempts"]?.array?.map { $0["outcome"]?.string } == [failure.code.rawValue, "ok"])
        for account in [first, second] { #expect(world.ports.pool.load(of: account.account.id) == 0) }
    }

    @Test(arguments: [
        (TurnFailure.upstreamRateLimited, 429, 500), (.upstreamRefused, 400, 422), (.upstreamAuth, 401, 403),
    ])
    func `a program sees the status that the account wants to be seen, and what follows is decided by the upstream's`(
        code: TurnFailure, status: Int, shown: Int
    ) async throws {
        let world = try await World()
        try await world.addAccounts(1)
        let program = await Program(world, of: world.alice)
        var options = AccountOptions()
        options.statuses = [status: shown]
        let failure = UpstreamFailure(code, status: status, detail: "").shown(by: options)
        async let response = program.ask()
        await world.backend.asked().fail(failure)
        if code != .upstreamRefused { await world.backend.asked().fail(failure) }
        #expect(await response.status == shown)
        let attempts = try #require(await program.log(of: world.alice).first?["attempts"]?.array)
        #expect(attempts.allSatisfy { $0["outcome"]?.string == code.rawValue })
    }

    @Test(arguments: failures)
    func `a chat turn is answered by the next account, for one charge`(failure: UpstreamFailure) async throws {
        let world = try await World(limits: [Limit(5, per: .day)])
        try await world.addAccounts(1)
        let turn = try await world.begin(DraftBody(id: "m1"))
        turn.reply.fail(failure)
        let second = await world.backend.asked()
        #expect(second.account.id != turn.reply.account.id)
        await second.answer("It is.")
        let events = await turn.reader.end()
        let said = DeltaClient(events).messages.first {
            $0.value["content"]?["parts"]?.array?.first?.string == "It is."
        }
        let answer = try #require(said?.key)
        #expect(await world.used() == 1)
        // The next message goes to who answered.
        let next = try await world.begin(
            DraftBody(id: "m2", conversation: turn.conversation, parent: answer))
        #expect(next.reply.account.id == second.account.id)
        next.reply.finish()
        await next.reader.end()
    }

    @Test(arguments: final)
    func `what may have run, or is the asker's own fault, is asked nowhere else`(failure: UpstreamFailure) async throws
    {
        let world = try await World(limits: [Limit(5, per: .day)])
        try await world.addAccounts(2)
        let program = await Program(world, of: world.alice)
        async let response = program.ask()
        await world.backend.asked().fail(failure)
        let answer = await response
        #expect((400...599).contains(answer.status))
        #expect(answer.error["message"]?.string?.isEmpty == false)
        #expect(world.backend.count == 1)
        #expect(await world.used() == 0)
        if failure.mayHaveRun { #expect(answer.headers["x-should-retry"] == "false") }
    }

    @Test func `after the first piece there is an error event, and no second account`() async throws {
        let world = try await World(limits: [Limit(5, per: .day)])
        try await world.addAccounts(2)
        let program = await Program(world, of: world.alice)
        async let response = program.ask(["stream": true])
        let reply = await world.backend.asked()
        await reply.say("It ")
        let reader = StreamReader(await response)
        reply.fail(.upstreamError)
        let events = await reader.end()
        let last = try JSONValue(parsing: try #require(events.last).data.utf8)
        #expect(last["error"]?["message"]?.string?.isEmpty == false)
        #expect(!events.contains { $0.data == "[DONE]" })
        #expect(world.backend.count == 1)
        #expect(await world.used() == 1)
        #expect(await program.log(of: world.alice).first?["status"] == "failed")
    }

    @Test func `at most three accounts are asked, each once, and the last failure is told`() async throws {
        let world = try await World(limits: [Limit(5, per: .day)])
        try await world.addAccounts(4)
        let program = await Program(world, of: world.alice)
        async let response = program.ask()
        var asked: Set<ID<Account>> = []
        for status in [500, 502, 503] {
            let reply = await world.backend.asked()
            asked.insert(reply.account.id)
            reply.fail(UpstreamFailure(.upstreamError, status: status, detail: ""))
        }
        #expect(await response.status == 503)
        #expect(asked.count == 3)
        #expect(world.backend.count == 3)
        #expect(await world.used() == 0)
    }

    @Test func `what an attempt said before it failed is not seen`() async throws {
        let world = try await World()
        try await world.addAccounts(1)
        let program = await Program(world, of: world.alice)
        async let response = program.ask(["stream": true])
        let first = await world.backend.asked()
        await first.say(ReplyPiece([], raw: ["choices": [["delta": ["role": "assistant"]]], "id": "first"]))
        first.fail(.upstreamError)
        await world.backend.asked().answer("It is.")
        let reader = StreamReader(await response)
        await reader.end()
        #expect(!reader.seen.text.contains("first"))
        #expect(reader.seen.text.contains("It is."))
    }

    @Test func `when every account rests, members and programs are told when to come back`() async throws {
        let world = try await World(limits: [Limit(5, per: .day)])
        let program = await Program(world, of: world.alice)
        async let response = program.ask()
        await world.backend.asked().fail(
            UpstreamFailure(.upstreamRateLimited, status: 429, detail: "", retryAfter: .seconds(30)))
        #expect(await response.status == 429)
        let refused = await program.ask()
        #expect(refused.status == 503)
        #expect(refused.headers["retry-after"] == "30")
        let chat = await world.send(DraftBody(id: "m1"))
        #expect(chat.status == 503)
        #expect(chat.json["detail"]?["code"] == "accounts_out")
        #expect(chat.headers["retry-after"] == "30")
        #expect(await world.used() == 0)
        world.clock.advance(by: .seconds(30))
        async let again = program.ask()
        await world.backend.asked().answer()
        #expect(await again.status == 200)
        #expect(world.ports.pool.health(of: world.account.id).state == .healthy)
    }
}

extension World {
    /// More accounts that alice may use, with the models of the first.
    func addAccounts(_ count: Int) async throws {
        for number in 0..<count {
            let account = try await ports.addAccount("more \(number)", models: ["alpha", "beta"], at: clock.now)
            try await ports.bind(alice, to: account, at: clock.now)
        }
    }
}
