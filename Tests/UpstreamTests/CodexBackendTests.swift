import Domain
import HTTP
import JSON
import TestKit
import Testing
import Upstream
import Wire

/// How ChatGPT accounts are asked, and what their refusals mean.
@Suite(.timeLimit(.minutes(5))) struct CodexBackendTests {
    private let token = ScriptedLogin.access(expires: 4_000_000_000)

    /// What one question came to, asked of a server that does `steps`.
    private func asked(
        _ steps: [ScriptedUpstream.Step], _ prompt: Prompt = .asking("Hi?"),
        change: (inout TokenPair) -> Void = { _ in }
    ) async -> (Asked, [RecordedRequest]) {
        var result: (Asked, [RecordedRequest]) = (Asked(), [])
        var pair = ScriptedLogin.pair(token)
        change(&pair)
        await CodexBench.serving({ _ in steps }) { [pair] bench in
            let account = bench.account(pair)
            result = (await bench.ask(account, with: pair, prompt), bench.upstream.requests)
        }
        return result
    }

    @Test func `a question carries the token and the workspace, and no other program's name`() async {
        let (asked, requests) = await asked(.codex("Hello"))
        #expect(asked.text == "Hello" && asked.finish == .stop)
        let headers = requests[0].headers
        #expect(requests[0].target == "/backend-api/codex/responses")
        #expect(headers["authorization"] == Text("Bearer \(token)"))
        #expect(headers["chatgpt-account-id"] == "acc-1")
        #expect(headers["user-agent"] == "chatmirror")
        let names = Set(headers.fields.map(\.name.asciiLowercased.string))
        #expect(
            names == [
                "host", "user-agent", "accept", "accept-encoding", "authorization", "chatgpt-account-id",
                "content-type", "content-length",
            ])
        #expect(requests[0].json?["store"] == false && requests[0].json?["stream"] == true)
    }

    @Test func `the workspace that was entered goes before the token's own`() async {
        let (_, requests) = await asked(.codex("Hello")) { $0.owner.account = "team-7" }
        #expect(requests[0].headers.all("chatgpt-account-id") == ["team-7"])
    }

    @Test func `a conversation has one name upstream, which is not its own`() async {
        var prompt = Prompt.asking("Hi?")
        prompt.conversation = "3b241101-e2bb-4255-8caf-4136c566a962"
        let (_, first) = await asked(.codex("Hello"), prompt)
        let (_, second) = await asked(.codex("Hello"), prompt)
        prompt.conversation = "3b241101-e2bb-4255-8caf-4136c566a963"
        let (_, other) = await asked(.codex("Hello"), prompt)
        let name = first[0].headers["session-id"]
        #expect(name?.byteCount == 36)
        #expect(name != nil && first[0].json?["prompt_cache_key"]?.text == name)
        #expect(second[0].headers["session-id"] == name)
        #expect(other[0].headers["session-id"] != name)
        #expect(name?.contains("3b241101") == false)
    }

    @Test(arguments: [DialectName.openAIChat, .openAIResponses])
    func `a program's own name for its conversation is the one`(dialect: DialectName) async {
        var prompt = Prompt.asking("Hi?")
        prompt.conversation = "not this"
        let body: JSONValue = [
            "model": "m", "prompt_cache_key": "my session", "input": "Hi?",
            "messages": [["role": "user", "content": "Hi?"]],
        ]
        prompt.original = .init(dialect, body)
        let (_, requests) = await asked(.codex("Hello"), prompt)
        // A space cannot stand in the name: the body alone has it.
        #expect(requests[0].headers["session-id"] == nil)
        prompt.original = .init(dialect, ["prompt_cache_key": "my-session", "input": "Hi?"])
        let (_, named) = await self.asked(.codex("Hello"), prompt)
        #expect(named[0].headers["session-id"] == "my-session")
        #expect(named[0].json?["prompt_cache_key"] == "my-session")
        prompt.original = .init(dialect, ["input": "Hi?"])
        let (_, unnamed) = await self.asked(.codex("Hello"), prompt)
        #expect(unnamed[0].headers["session-id"] == nil && unnamed[0].json?["prompt_cache_key"] == nil)
    }

    @Test func `a second refusal is the account's`() async {
        await CodexBench.serving({ [token] request in
            request.target == "/oauth/token" ? .json(200, ["access_token": .string(token + "x")]) : .expired
        }) { bench in
            let pair = ScriptedLogin.pair(token)
            let account = bench.account(pair)
            let failure = await bench.ask(account, with: pair).failure
            #expect(failure?.code == .upstreamAuth && failure?.status == 401)
            #expect(bench.questions.count == 2 && bench.renewals.count == 1)
        }
    }

    @Test func `an error inside an answer that has begun renews nothing`() async {
        let failed: JSONValue = [
            "type": "response.failed",
            "response": ["status": "failed", "error": ["code": "invalid_api_key", "message": "no"]],
        ]
        let said: JSONValue = [
            "type": "response.output_text.delta", "item_id": "msg_1", "output_index": 0, "content_index": 0,
            "delta": "Hel",
        ]
        await CodexBench.serving({ request in
            request.target == "/oauth/token"
                ? .json(200, ["access_token": "new"]) : [.eventStream, .event(said), .event(failed), .lastChunk]
        }) { [token] bench in
            let pair = ScriptedLogin.pair(token)
            let account = bench.account(pair)
            let asked = await bench.ask(account, with: pair)
            #expect(asked.text == "Hel" && asked.failure?.code == .upstreamAuth)
            #expect(bench.questions.count == 1 && bench.renewals.isEmpty)
        }
    }

    @Test func `a token that has ended is renewed before anything is asked, when that is permitted`() async {
        let server = OneRefresh(good: ScriptedLogin.access("new", expires: 4_000_000_000))
        await CodexBench.serving(server.answer) { bench in
            var pair = ScriptedLogin.pair(token)
            pair.expiresAt = bench.clock.now
            let account = bench.account(pair)
            let isPermitted = Watched(false)
            let before = Watched(-1)
            let asked = await Asked.asking(bench.backend, .asking("Hi?"), as: account, key: pair.stored) {
                before.change { $0 = bench.upstream.requests.count }
                isPermitted.change { $0 = true }
            }
            #expect(asked.text == "Hello" && isPermitted.read(\.self))
            #expect(before.read(\.self) == 0)
            #expect(bench.questions.count == 1 && bench.renewals.count == 1)
        }
    }

    @Test func `an access token alone works until it ends`() async {
        let (asked, _) = await asked(.codex("Hello")) { $0.refresh = Secret("") }
        #expect(asked.text == "Hello")
        let (over, requests) = await self.asked(.codex("Hello")) {
            $0.refresh = Secret("")
            $0.expiresAt = Timestamp(seconds: 1)
        }
        #expect(over.failure?.words == AccountLogin.ended("no_refresh_token"))
        #expect(requests.isEmpty)
    }

    @Test func `a used up window rests the account until it begins anew`() async {
        let (asked, _) = await asked(
            .json(429, ["error": ["type": "usage_limit_reached", "message": "no", "resets_in_seconds": 7200]]))
        #expect(asked.failure?.code == .upstreamRateLimited)
        #expect(asked.failure?.knownFault == .exhausted(.seconds(7200)))
        let (later, _) = await self.asked(
            .json(429, ["error": ["type": "usage_limit_reached", "resets_at": 4_000_000_000]]))
        guard case .exhausted(let span) = later.failure?.knownFault else {
            Issue.record("no rest")
            return
        }
        #expect(span > .seconds(86_400 * 365))
    }

    @Test func `a short limit rests the model`() async {
        let (asked, _) = await asked(.json(429, ["error": ["message": "Please try again in 1.5s."]]))
        #expect(asked.failure?.knownFault == .modelResting(.milliseconds(1500)))
        let (told, _) = await self.asked(.json(429, ["detail": "slow"], ["Retry-After": "7"]))
        #expect(told.failure?.knownFault == .modelResting(.seconds(7)))
        let (bare, _) = await self.asked(.json(429, ["detail": "slow"]))
        #expect(bare.failure?.code == .upstreamRateLimited && bare.failure?.knownFault == nil)
    }

    @Test func `a model that the plan lacks rests for half a day, and another account may have it`() async {
        let words = "The 'gpt-x' model is not supported when using Codex with a ChatGPT account."
        let (asked, _) = await asked(.json(400, ["detail": .string(words)]))
        #expect(asked.failure?.code == .upstreamModelNotFound)
        #expect(asked.failure?.knownFault == .modelResting(.seconds(12 * 3600)))
        #expect(asked.failure.map { Verdict(.failed($0)).mayTryAnother } == true)
    }

    @Test func `a wrong question is nobody's fault`() async {
        let (asked, requests) = await asked(.json(400, ["detail": "Input must be a list"]))
        #expect(asked.failure?.code == .upstreamRefused && asked.failure?.detail == "Input must be a list")
        #expect(asked.failure.map { Verdict(.failed($0)).fault } == .some(nil))
        #expect(requests.count == 1)
    }

    @Test(arguments: [403, 503])
    func `a page in the way needs a person`(status: Int) async {
        let page = ScriptedUpstream.Step.answer(status, ["Content-Type": "text/html"], "<html>Just a moment")
        let (asked, requests) = await asked([page])
        #expect(asked.failure?.isChallenge == true && requests.count == 1)
        let (told, _) = await self.asked([.answer(403, ["cf-mitigated": "challenge"], "")])
        #expect(told.failure?.isChallenge == true)
    }

    @Test func `no token stands in what is told of a refusal`() async {
        let (asked, _) = await asked(.json(403, ["detail": .string("no \(token) here")]))
        #expect(asked.failure?.detail == "no … here")
        #expect(asked.failure?.original.map { !$0.serialized.contains(token) } == true)
    }
}
