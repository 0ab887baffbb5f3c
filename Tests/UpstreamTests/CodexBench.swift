import Domain
import HTTP
import JSON
import TestKit
import Testing
import Upstream
import Wire

/// A ChatGPT account's upstream and its token endpoint, on one loopback server, and what asks them.
struct CodexBench: Sendable {
    let upstream: ScriptedUpstream
    let credentials = MemoryCredentials()
    let clock: ManualClock
    let tokens: TokenRefresher
    let backend: CodexBackend
    let web: ChatGPTWebBackend

    /// Lends one whose server does `script`, and stops it afterwards.
    static func serving(
        clock: ManualClock = ManualClock(), _ script: @escaping @Sendable (RecordedRequest) -> [ScriptedUpstream.Step],
        _ body: (CodexBench) async throws -> Void
    ) async rethrows {
        try await ScriptedUpstream.serving(script) { try await body(CodexBench($0, clock)) }
    }

    private init(_ upstream: ScriptedUpstream, _ clock: ManualClock) {
        self.upstream = upstream
        self.clock = clock
        let client = HTTPClient(.init(allowPrivate: [upstream.host]))
        let settings = CodexSettings(
            tokenURL: upstream.baseURL + "/oauth/token", client: "app_configured",
            scope: "openid profile email", lead: nil, models: ["fallback"], version: "9.9")
        tokens = TokenRefresher(
            endpoint: TokenEndpoint(client: client, settings: settings), store: credentials, clock: clock
        ) { work in
            Task(executorPreference: TestLoop.shared) { await work() }
        }
        backend = CodexBackend(
            http: HTTPBackend(client: client), client: client, tokens: tokens, settings: settings, clock: clock)
        web = ChatGPTWebBackend(http: HTTPBackend(client: client), client: client, tokens: tokens, clock: clock)
    }

    /// Another process over the same stored logins.
    func otherProcess() -> CodexBackend {
        let client = HTTPClient(.init(allowPrivate: [upstream.host]))
        let settings = CodexSettings(
            tokenURL: upstream.baseURL + "/oauth/token", client: "app_configured",
            scope: "openid profile email", lead: nil, models: [], version: "9.9")
        let tokens = TokenRefresher(
            endpoint: TokenEndpoint(client: client, settings: settings), store: credentials, clock: clock
        ) { work in
            Task(executorPreference: TestLoop.shared) { await work() }
        }
        return CodexBackend(
            http: HTTPBackend(client: client), client: client, tokens: tokens, settings: settings, clock: clock)
    }

    /// An account with a pair that is stored.
    func account(_ pair: TokenPair, id: Int64 = 1) -> Account {
        let account = ScriptedLogin.account(upstream.baseURL, id: id)
        credentials.put(pair, for: account)
        return account
    }

    /// The same of one that is asked as ChatGPT's own page is.
    func webAccount(_ pair: TokenPair) -> Account {
        var account = ScriptedLogin.account(upstream.baseURL)
        account.provider = .chatGPTWeb
        credentials.put(pair, for: account)
        return account
    }

    func ask(
        _ account: Account, with pair: TokenPair, _ prompt: Prompt = .asking("Hi?"), by other: CodexBackend? = nil
    ) async -> Asked {
        await Asked.asking(other ?? backend, prompt, as: account, key: pair.stored)
    }

    /// Whoever sleeps is woken, until the task is cancelled.
    func skipping() -> Task<Void, Never> {
        Task {
            while !Task.isCancelled {
                await clock.sleepers(1)
                clock.skip()
            }
        }
    }

    /// The token that a request came with.
    static func token(_ request: RecordedRequest) -> String {
        String((request.headers["authorization"] ?? "").string.dropFirst("Bearer ".count))
    }

    /// How often tokens were renewed.
    var renewals: [RecordedRequest] { upstream.requests.filter { $0.target == "/oauth/token" } }
    var questions: [RecordedRequest] { upstream.requests.filter { $0.target == "/backend-api/codex/responses" } }
}

extension [ScriptedUpstream.Step] {
    static func json(_ status: Int, _ json: JSONValue, _ headers: Headers = [:]) -> Self {
        var headers = headers
        headers["Content-Type"] = "application/json"
        return [.answer(status, headers, json.serialized)]
    }

    static let expired = json(401, ["detail": "Unauthorized"])
}

/// A server that takes the access token `good` alone, and gives it for the refresh token `rt-1`, once.
final class OneRefresh: Sendable {
    let good: String
    private let spent = Watched(false)

    init(good: String) { self.good = good }

    @Sendable
    func answer(_ request: RecordedRequest) -> [ScriptedUpstream.Step] {
        guard request.target == "/oauth/token" else {
            return CodexBench.token(request) == good ? .codex("Hello") : .expired
        }
        let form = String(decoding: request.body, as: UTF8.self)
        let isFirst = spent.change { spent in
            defer { spent = true }
            return !spent && form.contains("refresh_token=rt-1")
        }
        guard isFirst else { return .json(400, ["error": ["code": "refresh_token_reused", "message": "rt-1"]]) }
        return .json(200, ["access_token": .string(good), "refresh_token": "rt-2", "expires_in": 864_000])
    }
}
