import Domain
import HTTP
import JSON
import TestKit
import Testing
import Upstream
import Wire

/// Tokens are renewed once for all who need that, and kept before they are used.
@Suite(.timeLimit(.minutes(5))) struct TokenRefresherTests {
    private let old = ScriptedLogin.access("old", expires: 4_000_000_000)
    private let new = ScriptedLogin.access("new", expires: 4_000_000_000)

    @Test func `two hundred questions that are refused together have one token renewed, and all are answered`() async {
        let server = OneRefresh(good: new)
        await CodexBench.serving(server.answer) { bench in
            let pair = ScriptedLogin.pair(old)
            let account = bench.account(pair)
            let texts = await withTaskGroup(of: String.self) { group in
                for _ in 0..<200 { group.addTask { await bench.ask(account, with: pair).text } }
                return await group.reduce(into: [String]()) { $0.append($1) }
            }
            #expect(texts == [String](repeating: "Hello", count: 200))
            #expect(bench.renewals.count == 1)
            let stored = bench.credentials.stored(account.id)
            #expect(stored?.access == Secret(new) && stored?.refresh == Secret("rt-2") && stored?.version == 2)
            #expect(bench.questions.count <= 400)
        }
    }

    @Test func `two processes have one token renewed`() async {
        let server = OneRefresh(good: new)
        await CodexBench.serving(server.answer) { bench in
            let pair = ScriptedLogin.pair(old)
            let account = bench.account(pair)
            let other = bench.otherProcess()
            // The one that comes second looks once a second whether the first has come to an end.
            let clock = bench.skipping()
            async let first = bench.ask(account, with: pair)
            async let second = bench.ask(account, with: pair, by: other)
            let texts = await [first.text, second.text]
            clock.cancel()
            #expect(texts == ["Hello", "Hello"])
            #expect(bench.renewals.count == 1)
        }
    }

    @Test func `what another process has stored is taken without asking`() async {
        let server = OneRefresh(good: new)
        await CodexBench.serving(server.answer) { bench in
            let pair = ScriptedLogin.pair(old)
            let account = bench.account(pair)
            bench.credentials.put(ScriptedLogin.pair(new, refresh: "rt-9", version: 2), for: account)
            #expect(await bench.ask(account, with: pair).text == "Hello")
            #expect(bench.renewals.isEmpty)
        }
    }

    @Test func `what another process has stored and is refused, too, is renewed once more`() async {
        let server = OneRefresh(good: new)
        await CodexBench.serving(server.answer) { bench in
            let pair = ScriptedLogin.pair(old)
            let account = bench.account(pair)
            let revoked = ScriptedLogin.access("revoked", expires: 4_000_000_000)
            bench.credentials.put(ScriptedLogin.pair(revoked, refresh: "rt-1", version: 2), for: account)
            let texts = await withTaskGroup(of: String.self) { group in
                for _ in 0..<20 { group.addTask { await bench.ask(account, with: pair).text } }
                return await group.reduce(into: [String]()) { $0.append($1) }
            }
            #expect(texts == [String](repeating: "Hello", count: 20))
            #expect(bench.renewals.count == 1 && bench.credentials.stored(account.id)?.version == 3)
        }
    }

    @Test func `what was found and what is then bought are refused: the account needs a login`() async {
        let bought = ScriptedLogin.access("bought", expires: 4_000_000_000)
        await CodexBench.serving({ request in
            request.target == "/oauth/token" ? .json(200, ["access_token": .string(bought)]) : .expired
        }) { bench in
            let account = bench.account(ScriptedLogin.pair(old))
            bench.credentials.put(ScriptedLogin.pair(new, refresh: "rt-1", version: 2), for: account)
            let failure = await bench.ask(account, with: ScriptedLogin.pair(old)).failure
            #expect(failure?.code == .upstreamAuth && failure?.status == 401)
            #expect(bench.questions.count == 3 && bench.renewals.count == 1)
        }
    }

    @Test func `the request for a new token names the client of the old one, as a form`() async {
        let server = OneRefresh(good: new)
        await CodexBench.serving(server.answer) { bench in
            var pair = ScriptedLogin.pair(old)
            pair.client = "app_scripted"
            let account = bench.account(pair)
            _ = await bench.ask(account, with: pair)
            let request = bench.renewals.first
            #expect(request?.method == "POST")
            #expect(request?.headers["content-type"] == "application/x-www-form-urlencoded")
            #expect(
                String(decoding: request?.body ?? [], as: UTF8.self)
                    == "grant_type=refresh_token&client_id=app_scripted&refresh_token=rt-1&scope=openid%20profile%20email"
            )
            // What the CLI says of itself is not said.
            let names = (request?.headers.fields ?? []).map(\.name.asciiLowercased)
            #expect(!names.contains("originator") && !names.contains("version"))
        }
    }

    @Test(arguments: [("app_own", "", "app_own"), ("", "", "app_configured"), ("app_own", "app_token", "app_own")])
    func `an account's own client goes before the token's, and that before the server's`(
        own: String, claimed: String, expected: String
    ) async {
        let server = OneRefresh(good: new)
        await CodexBench.serving(server.answer) { bench in
            var pair = ScriptedLogin.pair(old)
            pair.client = claimed
            var account = bench.account(pair)
            account.options.login.client = own
            _ = await bench.ask(account, with: pair)
            let form = String(decoding: bench.renewals.first?.body ?? [], as: UTF8.self)
            #expect(form.contains("client_id=\(expected)&"))
        }
    }

    @Test func `an answer without a refresh token keeps the old one`() async {
        await CodexBench.serving({ [new] request in
            if request.target == "/oauth/token" { return .json(200, ["access_token": .string(new), "expires_in": 60]) }
            return CodexBench.token(request) == new ? .codex("Hello") : .expired
        }) { bench in
            let pair = ScriptedLogin.pair(old)
            let account = bench.account(pair)
            #expect(await bench.ask(account, with: pair).text == "Hello")
            let stored = bench.credentials.stored(account.id)
            #expect(stored?.refresh == Secret("rt-1"))
            #expect(stored?.expiresAt == bench.clock.now + .seconds(60))
        }
    }

    @Test(arguments: [
        "refresh_token_expired", "refresh_token_invalidated", "invalid_grant", "token_expired",
        "app_session_terminated", "refresh_token_reused",
    ])
    func `after a permanent refusal somebody must sign in, and nobody asks again`(code: String) async {
        await CodexBench.serving({ request in
            request.target == "/oauth/token"
                ? .json(401, ["error": ["code": .string(code), "message": "rt-1 is no good"]]) : .expired
        }) { bench in
            let pair = ScriptedLogin.pair(old)
            let account = bench.account(pair)
            for _ in 0..<3 {
                let failure = await bench.ask(account, with: pair).failure
                #expect(failure?.code == .upstreamAuth && failure?.knownFault == .loggedOut)
                #expect(failure?.words == AccountLogin.ended(code))
                #expect(failure.map { Verdict(.failed($0)).mayTryAnother } == true)
            }
            #expect(bench.renewals.count == 1)
            #expect(bench.credentials.stored(account.id) == pair)
        }
    }

    @Test(arguments: [
        (429, #"{"error":{"code":"rate_limited"}}"#), (500, "oops"), (400, #"{"error":{"code":"odd"}}"#),
        (200, "<html>"), (200, #"{"error":{"code":"odd"}}"#), (403, "<html>no</html>"),
    ])
    func `a renewal of which nobody knows what came is tried again after thirty seconds`(
        status: Int, body: String
    ) async {
        let isWell = Watched(false)
        await CodexBench.serving({ [new] request in
            guard request.target == "/oauth/token" else {
                return CodexBench.token(request) == new ? .codex("Hello") : .expired
            }
            guard isWell.read(\.self) else { return [.answer(status, [:], body)] }
            return .json(200, ["access_token": .string(new)])
        }) { bench in
            let pair = ScriptedLogin.pair(old)
            let account = bench.account(pair)
            let failure = await bench.ask(account, with: pair).failure
            #expect(failure?.code == .upstreamUnreachable && failure?.knownFault == nil)
            #expect(failure?.detail.contains("rt-1") == false)
            isWell.change { $0 = true }
            bench.clock.advance(by: .seconds(29))
            #expect(await bench.ask(account, with: pair).failure?.code == .upstreamUnreachable)
            #expect(bench.renewals.count == 1)
            bench.clock.advance(by: .seconds(1))
            #expect(await bench.ask(account, with: pair).text == "Hello")
            #expect(bench.renewals.count == 2)
        }
    }

    @Test func `a pair that could not be stored is stored before it is used, and not bought again`() async {
        let server = OneRefresh(good: new)
        let goes = Gate()
        await CodexBench.serving({ request in
            request.target == "/oauth/token" ? [.wait(goes)] + server.answer(request) : server.answer(request)
        }) { bench in
            let pair = ScriptedLogin.pair(old)
            let account = bench.account(pair)
            async let first = bench.ask(account, with: pair)
            _ = await bench.upstream.requests(atLeast: 2)
            bench.credentials.setAway(true)
            goes.open()
            let clock = bench.skipping()
            #expect(await first.failure?.detail == "the renewed login could not be stored")
            clock.cancel()
            await clock.value
            #expect(bench.questions.count == 1)
            bench.credentials.setAway(false)
            bench.clock.advance(by: .seconds(5))
            #expect(await bench.ask(account, with: pair).text == "Hello")
            #expect(bench.renewals.count == 1)
            #expect(bench.credentials.stored(account.id)?.access == Secret(new))
        }
    }

    @Test func `a login that somebody enters while it is renewed is the one that counts`() async {
        let entered = ScriptedLogin.access("entered", expires: 4_000_000_000)
        let goes = Gate()
        await CodexBench.serving({ [new] request in
            if request.target == "/oauth/token" {
                return [.wait(goes)] + .json(200, ["access_token": .string(new), "refresh_token": "rt-2"])
            }
            return CodexBench.token(request) == entered ? .codex("Hello") : .expired
        }) { bench in
            let pair = ScriptedLogin.pair(old)
            let account = bench.account(pair)
            async let first = bench.ask(account, with: pair)
            _ = await bench.upstream.requests(atLeast: 2)
            let later = ScriptedLogin.pair(entered, refresh: "rt-e", version: 7)
            bench.credentials.put(later, for: account)
            goes.open()
            #expect(await first.text == "Hello")
            #expect(bench.credentials.stored(account.id) == later)
        }
    }

    @Test func `whoever asked first may leave: the others are answered`() async {
        let server = OneRefresh(good: new)
        let goes = Gate()
        await CodexBench.serving({ request in
            request.target == "/oauth/token" ? [.wait(goes)] + server.answer(request) : server.answer(request)
        }) { bench in
            let pair = ScriptedLogin.pair(old)
            let account = bench.account(pair)
            let first = Task { await bench.ask(account, with: pair) }
            _ = await bench.upstream.requests(atLeast: 2)
            async let second = bench.ask(account, with: pair)
            first.cancel()
            // At once, while nobody has answered yet.
            #expect(await first.value.isCancelled)
            goes.open()
            #expect(await second.text == "Hello")
            #expect(bench.renewals.count == 1)
        }
    }

    @Test func `a login that is only typed yet is not renewed, whatever is stored`() async {
        await CodexBench.serving({ _ in .expired }) { bench in
            let stored = bench.account(ScriptedLogin.pair(new, refresh: "rt-stored", version: 3))
            let typed = ScriptedLogin.pair(old, refresh: "rt-typed", version: 9)
            #expect(await bench.ask(stored, with: typed).failure?.words == AccountLogin.ended("not_saved"))
            let unsaved = ScriptedLogin.account(bench.upstream.baseURL, id: 0)
            #expect(await bench.ask(unsaved, with: typed).failure?.words == AccountLogin.ended("not_saved"))
            #expect(bench.renewals.isEmpty)
        }
    }

    @Test func `a login that has ended is told though nobody asks the account`() async {
        await CodexBench.serving({ _ in .json(400, ["error": "invalid_grant"]) }) { bench in
            var over = ScriptedLogin.pair(old)
            over.expiresAt = bench.clock.now
            var still = ScriptedLogin.pair(old, refresh: "rt-2")
            still.expiresAt = bench.clock.now + .seconds(200)
            let account = bench.account(over)
            _ = bench.account(still, id: 2)
            for _ in 0..<2 {
                let ended = await TestLoop.run { await bench.tokens.renewDue() }
                #expect(ended.map(\.account.id) == [account.id])
            }
            #expect(bench.renewals.count == 2, "once each")
        }
    }

    @Test func `the token before is kept until the new one has bought something, and tried when that is refused`() async
    {
        // Whatever it gave last is refused once; the one before it still buys.
        let asked = Watched([String]())
        await CodexBench.serving({ [new] request in
            guard request.target == "/oauth/token" else {
                return CodexBench.token(request) == new ? .codex("Hello") : .expired
            }
            let form = String(decoding: request.body, as: UTF8.self)
            asked.change { $0.append(form) }
            if form.contains("refresh_token=rt-2&") { return .json(400, ["error": "invalid_grant"]) }
            return .json(200, ["access_token": .string(new), "refresh_token": "rt-3", "expires_in": 864_000])
        }) { bench in
            var pair = ScriptedLogin.pair(old, refresh: "rt-2")
            pair.previous = Secret("rt-1")
            let account = bench.account(pair)
            #expect(await bench.ask(account, with: pair).text == "Hello")
            let tokens = asked.read(\.self).map { $0.contains("refresh_token=rt-2&") ? 2 : 1 }
            #expect(tokens == [2, 1])
            let stored = bench.credentials.stored(account.id)
            #expect(stored?.refresh == Secret("rt-3") && stored?.previous == Secret("rt-1"))
            #expect(stored.flatMap { TokenPair(stored: $0.stored) } == stored, "at rest")
        }
    }

    @Test func `a login that is over and whose token was used by somebody else is not tried with the one before`() async
    {
        for code in ["refresh_token_reused", "invalid_grant"] {
            await CodexBench.serving({ request in
                request.target == "/oauth/token" ? .json(400, ["error": ["code": .string(code)]]) : .expired
            }) { bench in
                var pair = ScriptedLogin.pair(old, refresh: "rt-2")
                pair.previous = Secret("rt-1")
                let account = bench.account(pair)
                for _ in 0..<2 {
                    #expect(await bench.ask(account, with: pair).failure?.words == AccountLogin.ended(code))
                }
                #expect(bench.renewals.count == (code == "refresh_token_reused" ? 1 : 2))
                #expect(bench.credentials.stored(account.id) == pair)
            }
        }
    }

    @Test func `when three logins cannot be renewed within five minutes, none is renewed before it is needed`() async {
        let isWell = Watched(false)
        await CodexBench.serving({ [new] request in
            guard request.target == "/oauth/token" else {
                return CodexBench.token(request) == new ? .codex("Hello") : .expired
            }
            guard isWell.read(\.self) else { return [.answer(500, [:], "oops")] }
            return .json(200, ["access_token": .string(new), "expires_in": 864_000])
        }) { bench in
            var pairs: [(Account, TokenPair)] = []
            for id in 1...20 {
                var pair = ScriptedLogin.pair(old, refresh: "rt-\(id)")
                pair.expiresAt = bench.clock.now + .seconds(200)
                pairs.append((bench.account(pair, id: Int64(id)), pair))
            }
            _ = await TestLoop.run { await bench.tokens.renewDue() }
            // Three that failed, and those that were under way with them.
            #expect((3...6).contains(bench.renewals.count), "\(bench.renewals.count)")
            let hold = await bench.tokens.hold()
            #expect(hold?.until == bench.clock.now + .seconds(300) && hold?.since == bench.clock.now)
            #expect(hold?.accounts == 3 && hold?.reason == "the login could not be renewed: HTTP 500")
            isWell.change { $0 = true }
            let before = bench.renewals.count
            bench.clock.advance(by: .seconds(299))
            _ = await TestLoop.run { await bench.tokens.renewDue() }
            #expect(bench.renewals.count == before)
            // Whoever needs one has it renewed all the same.
            let (account, pair) = pairs[19]
            #expect(await bench.ask(account, with: pair).text == "Hello")
            bench.clock.advance(by: .seconds(1))
            #expect(await bench.tokens.hold() == nil)
            _ = await TestLoop.run { await bench.tokens.renewDue() }
            #expect(bench.renewals.count == before + 20)
        }
    }

    @Test func `what is due is renewed before it ends, and what is not is left alone`() async {
        let server = OneRefresh(good: new)
        await CodexBench.serving(server.answer) { bench in
            let now = bench.clock.now
            var due = ScriptedLogin.pair(old)
            (due.issuedAt, due.expiresAt) = (now - .seconds(9 * 86_400), now + .seconds(3600))
            var fresh = ScriptedLogin.pair(old, refresh: "rt-fresh")
            (fresh.issuedAt, fresh.expiresAt) = (now, now + .seconds(10 * 86_400))
            let account = bench.account(due)
            let other = bench.account(fresh, id: 2)
            var off = ScriptedLogin.account(bench.upstream.baseURL, id: 3)
            off.status = .disabled
            bench.credentials.put(due, for: off)
            _ = await TestLoop.run { await bench.tokens.renewDue() }
            #expect(bench.renewals.count == 1)
            #expect(bench.credentials.stored(account.id)?.access == Secret(new))
            #expect(bench.credentials.stored(other.id) == fresh)
            await bench.tokens.rest()
        }
    }

    @Test func `a refresh token is not sent to a private address`() async {
        await CodexBench.serving({ _ in .expired }) { bench in
            let pair = ScriptedLogin.pair(old)
            var account = bench.account(pair)
            account.options.login.tokenURL = "http://127.0.0.1:1/token"
            let failure = await bench.ask(account, with: pair).failure
            #expect(failure?.code == .upstreamUnreachable)
            #expect(failure?.detail.contains("login could not be renewed") == true)
            #expect(bench.renewals.isEmpty)
        }
    }
}
