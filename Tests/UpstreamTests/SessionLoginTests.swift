import Domain
import HTTP
import JSON
import TestKit
import Testing
import Upstream
import Wire

/// ChatGPT accounts whose login is the cookie of a session.
@Suite(.timeLimit(.minutes(5))) struct SessionLoginTests {
    private static let cookie = "__Secure-next-auth.session-token"
    private let token = ScriptedLogin.access("new", expires: 4_000_000_000)
    private let answer = ScriptedAnswer().steps(in: .chatGPTWeb)

    private func pair(_ session: String = "eyJ-session-1") -> TokenPair {
        var pair = TokenPair(access: Secret(""), refresh: Secret(""))
        (pair.session, pair.version) = (Secret(session), 1)
        return pair
    }

    private func asked(
        _ session: @escaping @Sendable (RecordedRequest) -> [ScriptedUpstream.Step],
        _ body: (CodexBench, Account) async throws -> Void
    ) async rethrows {
        try await CodexBench.serving({ [token, answer] request in
            if request.target == "/api/auth/session" { return session(request) }
            return CodexBench.token(request) == token ? answer : .expired
        }) { bench in try await body(bench, bench.webAccount(pair())) }
    }

    @Test func `the page's address gives a token, and the cookie that it sets is kept before it is used`() async {
        await asked({ [token] request in
            guard request.headers["cookie"] == "\(Self.cookie)=eyJ-session-1" else { return .json(200, [:]) }
            return .json(
                200, ["accessToken": .string(token), "expires": "2099-01-01T00:00:00.000Z"],
                ["Set-Cookie": "\(Self.cookie)=eyJ-session-2; Path=/; Secure; HttpOnly"])
        }) { bench, account in
            async let first = Asked.asking(bench.web, .asking("Hi?"), as: account, key: pair().stored)
            async let second = Asked.asking(bench.web, .asking("Hi?"), as: account, key: pair().stored)
            #expect(await [first.text, second.text] == ["Hello", "Hello"])
            let sessions = bench.upstream.requests.filter { $0.target == "/api/auth/session" }
            #expect(sessions.count == 1 && sessions.first?.method == "GET")
            #expect(sessions.first?.headers["user-agent"] == "chatmirror")
            let names = Set(sessions.flatMap { $0.headers.fields.map(\.name.asciiLowercased.string) })
            #expect(names == ["host", "user-agent", "accept", "accept-encoding", "cookie"])
            let stored = bench.credentials.stored(account.id)
            #expect(
                stored?.session == Secret("eyJ-session-2") && stored?.access == Secret(token) && stored?.version == 2)
            // No cookie is sent with a question.
            let questions = bench.upstream.requests.filter { $0.target != "/api/auth/session" }
            #expect(questions.count == 2 && questions.allSatisfy { $0.headers["cookie"] == nil })
        }
    }

    @Test func `a session that was cut in pieces is put together and sent in pieces`() async {
        let long = String(repeating: "a", count: 3900) + "b"
        await CodexBench.serving({ [token] request in
            let isWhole =
                request.headers["cookie"] == Text("\(Self.cookie).0=\(long.dropLast()); \(Self.cookie).1=b")
            guard request.target == "/api/auth/session", isWhole else { return .json(200, [:]) }
            let response =
                "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
                + "Set-Cookie: \(Self.cookie).0=cc; Path=/\r\nSet-Cookie: \(Self.cookie).1=dd; Path=/\r\n"
            let json: JSONValue = ["accessToken": .string(token)]
            let body = json.serialized
            return [.text("\(response)Content-Length: \(body.utf8.count)\r\n\r\n\(body)")]
        }) { bench in
            let account = bench.webAccount(pair(long))
            _ = await Asked.asking(bench.web, .asking("Hi?"), as: account, key: pair(long).stored)
            #expect(bench.credentials.stored(account.id)?.session == Secret("ccdd"))
        }
    }

    /// What the address says, and what becomes of the account.
    @Test(arguments: [
        ("{}", 200, Verdict.Fault.loggedOut), ("null", 200, .loggedOut),
        (#"{"error":"RefreshAccessTokenError"}"#, 200, .loggedOut),
        ("{}", 401, .loggedOut), ("<html>", 200, .challenged), ("\n <!doctype html>", 403, .challenged),
        (#"{"detail":"slow"}"#, 429, .failing), ("oops", 200, .failing), ("", 500, .failing),
        (#"{"accessToken":"a b"}"#, 200, .failing), ("[1]", 200, .failing),
    ])
    func `a session that has ended wants a login, and a page a person`(
        body: String, status: Int, fault: Verdict.Fault
    ) async {
        await asked({ _ in [.answer(status, [:], body)] }) { bench, account in
            let asked = await Asked.asking(bench.web, .asking("Hi?"), as: account, key: pair().stored)
            #expect(asked.failure.map { Verdict(.failed($0)).fault } == fault)
            #expect(asked.failure?.words.contains("eyJ-session") == false)
            #expect(bench.upstream.requests.count == 1)
            #expect(bench.credentials.stored(account.id) == pair())
        }
    }

    @Test func `a challenge before the page is a demand for a person, and is left alone until one looked`() async {
        await asked({ _ in [.answer(403, ["cf-mitigated": "challenge"], "{}")] }) { bench, account in
            let unrenewed = await TestLoop.run { await bench.tokens.renewDue() }
            #expect(unrenewed.map(\.account.id) == [account.id])
            guard case .challenged = unrenewed.first?.failure else {
                Issue.record("no challenge")
                return
            }
            bench.clock.advance(by: .seconds(3600))
            _ = await TestLoop.run { await bench.tokens.renewDue(except: { _ in true }) }
            #expect(bench.upstream.requests.count == 1)
        }
    }
}
