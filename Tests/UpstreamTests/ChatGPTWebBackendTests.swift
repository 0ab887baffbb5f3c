import Domain
import HTTP
import JSON
import TestKit
import Testing
import Upstream
import Wire

/// How ChatGPT's own page is asked in its place, and what its refusals mean.
@Suite(.timeLimit(.minutes(5))) struct ChatGPTWebBackendTests {
    private let token = ScriptedLogin.access(expires: 4_000_000_000)
    private let answer = ScriptedAnswer().steps(in: .chatGPTWeb)

    /// What one question came to, asked of a server that does `steps`.
    private func asked(
        _ steps: [ScriptedUpstream.Step], _ prompt: Prompt = .asking("Hi?"), change: (inout Account) -> Void = { _ in }
    ) async -> (Asked, [RecordedRequest]) {
        var result: (Asked, [RecordedRequest]) = (Asked(), [])
        await CodexBench.serving({ _ in steps }) { bench in
            let pair = ScriptedLogin.pair(token)
            var account = bench.webAccount(pair)
            change(&account)
            result = (await Asked.asking(bench.web, prompt, as: account, key: pair.stored), bench.upstream.requests)
        }
        return result
    }

    private func verdict(_ asked: Asked) -> Verdict? { asked.failure.map { Verdict(.failed($0)) } }

    @Test func `a question carries the token, this product's name, and nothing that a browser would have`() async throws
    {
        let (asked, requests) = await asked(answer)
        #expect(asked.text == "Hello" && asked.finish == .stop)
        let request = try #require(requests.first)
        #expect(requests.count == 1 && request.method == "POST" && request.target == "/backend-api/conversation")
        #expect(
            request.headers["authorization"] == Text("Bearer \(token)") && request.headers["user-agent"] == "chatmirror"
        )
        #expect(request.headers["accept"] == "text/event-stream")
        let names = Set(request.headers.fields.map(\.name.asciiLowercased.string))
        #expect(
            names == [
                "host", "user-agent", "accept", "accept-encoding", "authorization", "content-type", "content-length",
            ])
        #expect(request.json?["history_and_training_disabled"] == true && request.json?["conversation_id"] == nil)
    }

    @Test func `a workspace is asked for where one was entered`() async {
        await CodexBench.serving({ _ in answer }) { bench in
            var pair = ScriptedLogin.pair(token)
            pair.owner.account = "team-7"
            let account = bench.webAccount(pair)
            _ = await Asked.asking(bench.web, .asking("Hi?"), as: account, key: pair.stored)
            #expect(bench.upstream.requests.first?.headers.all("chatgpt-account-id") == ["team-7"])
        }
    }

    /// Whatever is asked, the account's lists, memory, settings and files are not, and no conversation of one owner is named for another.
    @Test func `nothing but questions and models is asked for, and no conversation is named again`() async {
        await CodexBench.serving({ request in
            request.target.hasSuffix("/models")
                ? .json(200, ["models": [["slug": "gpt-x"], ["slug": "gpt-y"]]]) : answer
        }) { bench in
            let pair = ScriptedLogin.pair(token)
            let account = bench.webAccount(pair)
            for owner in ["3b241101-e2bb-4255-8caf-4136c566a962", "3b241101-e2bb-4255-8caf-4136c566a963"] {
                var prompt = Prompt.asking("Hi?")
                prompt.conversation = Text(owner)
                for _ in 0..<2 { _ = await Asked.asking(bench.web, prompt, as: account, key: pair.stored) }
            }
            let (probed, models) = await TestLoop.run {
                (
                    (try? await bench.web.probe(account, key: pair.stored)) != nil,
                    try? await bench.web.models(of: account, key: pair.stored)
                )
            }
            #expect(probed && models == ["gpt-x", "gpt-y"])
            let requests = bench.upstream.requests
            #expect(
                Set(requests.map { "\($0.method) \($0.target)" }) == [
                    "POST /backend-api/conversation", "GET /backend-api/models",
                ])
            #expect(requests.count == 6)
            for request in requests where request.method == "POST" {
                let text = String(decoding: request.body, as: UTF8.self)
                #expect(!text.contains(ScriptedAnswer.webConversation) && !text.contains("3b241101"))
                #expect(request.json?["history_and_training_disabled"] == true)
            }
            #expect(Set(requests.compactMap { $0.json?["parent_message_id"]?.text }).count == 5)
        }
    }

    @Test func `where no models are listed the account's own are`() async {
        for steps in [.json(404, ["detail": "Not Found"]), .json(200, ["models": []])] as [[ScriptedUpstream.Step]] {
            await CodexBench.serving({ _ in steps }) { bench in
                let pair = ScriptedLogin.pair(token)
                let account = bench.webAccount(pair)
                let models = await TestLoop.run { try? await bench.web.models(of: account, key: pair.stored) }
                #expect(models == ["gpt-5.4"])
            }
        }
    }

    @Test func `a refused token is renewed once, and the question is asked once more`() async {
        let good = ScriptedLogin.access("new", expires: 4_000_000_000)
        let spent = Watched(0)
        await CodexBench.serving({ [answer] request in
            if request.target == "/oauth/token" {
                spent.change { $0 += 1 }
                return .json(200, ["access_token": .string(good), "refresh_token": "rt-2", "expires_in": 864_000])
            }
            return CodexBench.token(request) == good ? answer : .expired
        }) { bench in
            let pair = ScriptedLogin.pair(token)
            let account = bench.webAccount(pair)
            for _ in 0..<2 {
                let asked = await Asked.asking(bench.web, .asking("Hi?"), as: account, key: pair.stored)
                #expect(asked.text == "Hello")
            }
            #expect(spent.read(\.self) == 1)
            #expect(bench.upstream.requests.map(\.target).count { $0 == "/backend-api/conversation" } == 3)
        }
    }

    @Test func `a second refusal is the account's`() async {
        await CodexBench.serving({ [token] request in
            request.target == "/oauth/token" ? .json(200, ["access_token": .string(token + "x")]) : .expired
        }) { bench in
            let pair = ScriptedLogin.pair(token)
            let asked = await Asked.asking(bench.web, .asking("Hi?"), as: bench.webAccount(pair), key: pair.stored)
            #expect(verdict(asked) == Verdict(fault: .unauthorized, mayTryAnother: true))
            #expect(bench.upstream.requests.count == 3)
        }
    }

    @Test func `a used up limit rests the account until it clears`() async {
        let detail: JSONValue = [
            "message": "You have hit your limit.", "clears_in": 5400, "code": "model_cap_exceeded",
        ]
        let (asked, _) = await asked(.json(429, ["detail": detail]))
        #expect(asked.failure?.code == .upstreamRateLimited && asked.failure?.knownFault == .exhausted(.seconds(5400)))
        #expect(asked.failure?.detail == "model_cap_exceeded: You have hit your limit.")
        let (short, _) = await self.asked(.json(429, ["detail": "Too many requests"], ["Retry-After": "7"]))
        #expect(verdict(short)?.fault == .rateLimited(.seconds(7)))
        let (inside, _) = await self.asked(.json(200, ["detail": detail]))
        #expect(verdict(inside) == Verdict(fault: .rateLimited(.seconds(5400)), mayTryAnother: true))
    }

    static let demands: [[ScriptedUpstream.Step]] = [
        [.answer(403, ["cf-mitigated": "challenge"], "")],
        [.answer(403, ["Content-Type": "text/html"], "<!DOCTYPE html><title>Just a moment...</title>")],
        [.answer(200, ["cf-mitigated": "challenge", "Content-Type": "text/html"], "<html>")],
        [.answer(200, ["Content-Type": "text/html"], "<html><title>Log in</title>")],
        [.answer(401, ["Content-Type": "text/html"], "<html>")],
        [.answer(503, ["Content-Type": "text/html"], "<html>")],
        .json(403, ["detail": "Unusual activity has been detected from your device. Try again later."]),
        .json(403, ["detail": ["code": "proof_of_work_required", "message": "No."]]),
        .json(400, ["proofofwork": ["required": true, "seed": "0.1", "difficulty": "000"]]),
        .json(418, ["turnstile": ["required": true, "dx": "x"]]),
    ]

    @Test(arguments: demands)
    func `a demand for a browser is not met: the account rests until a person looked`(steps: [ScriptedUpstream.Step])
        async
    {
        let (asked, requests) = await asked(steps)
        #expect(verdict(asked) == Verdict(fault: .challenged, mayTryAnother: true) && requests.count == 1)
        #expect(asked.failure?.detail.contains("the upstream wants a browser") == true)
        #expect(asked.failure?.detail.contains("does not imitate one") == true && asked.events.isEmpty)
    }

    @Test func `a gateway's page, and a question about challenges, are no demand`() async {
        let (away, _) = await asked([.answer(502, ["Content-Type": "text/html"], "<html><title>Bad gateway</title>")])
        #expect(verdict(away)?.fault == .failing && away.failure?.isChallenge == false)
        let (wrong, requests) = await asked(
            .json(400, ["detail": "history_and_training_disabled and turnstile: not known"]))
        #expect(verdict(wrong) == Verdict(fault: nil, mayTryAnother: false) && requests.count == 1)
    }

    @Test func `an account whose memory is on is refused until a person looked`() async {
        var event = ScriptedAnswer.webEvent("m", text: "to remember")
        event["message"]?["recipient"] = "bio"
        let (asked, _) = await asked([.eventStream, .event(event), .done, .lastChunk])
        #expect(verdict(asked) == Verdict(fault: .challenged, mayTryAnother: true))
        #expect(
            asked.failure?.detail == "the upstream used the account's memory: memory must be off for a shared account")
    }

    @Test func `what the upstream calls a conversation stands in no failure`() async {
        let id = ScriptedAnswer.webConversation
        let words: JSONValue = ["detail": ["message": .string("conversation \(id) is locked"), "code": "locked"]]
        for steps in [.json(422, words), .json(200, words)] as [[ScriptedUpstream.Step]] {
            let (asked, _) = await asked(steps)
            #expect(asked.failure?.detail == "locked: conversation … is locked")
            #expect(asked.failure?.original.map { !$0.serialized.contains(id) } == true)
        }
    }

    @Test func `what cannot be asked is asked nobody`() async {
        var prompt = Prompt.asking("Hi?")
        prompt.sampling.n = 2
        let (asked, requests) = await asked(answer, prompt)
        #expect(asked.failure?.inexpressible == Inexpressible("n", .unsupported) && requests.isEmpty)
    }
}
