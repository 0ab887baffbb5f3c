internal import Dialects
internal import Domain
internal import HTTP
internal import JSON
internal import Wire

/// Asks accounts that somebody signed in to, with an access token that is renewed when it has ended or is refused.
///
/// A question that was refused for its token (401) ran nowhere, and is asked once more with the next one.
struct SignedIn: Sendable {
    let http: HTTPBackend
    let client: HTTPClient
    let tokens: TokenRefresher
    let clock: any WallClock

    private static let longestList = 8 << 20
    private static let timeouts = ClientTimeouts(firstByte: .seconds(30), total: .seconds(60))

    func answer(
        _ prompt: Prompt, as account: Account, key: Secret,
        after permission: @Sendable () async -> Void, to sink: (ReplyPiece) async -> Void
    ) async throws(UpstreamError) -> FinishReason {
        var hasOutput = false
        return try await signed(account, key, after: permission) { account, token, isPermitted throws(UpstreamError) in
            do throws(UpstreamError) {
                return try await http.answer(
                    prompt, as: account, key: token, after: { if !isPermitted { await permission() } }
                ) { piece in
                    hasOutput = true
                    await sink(piece)
                }
            } catch {
                // Whatever comes now is no refusal of the question.
                throw hasOutput ? error.settled : error
            }
        }
    }

    /// `permission` is waited for before anything is sent; what is asked learns whether it was. Asks with the newest token, and once more with
    /// the next one where that is refused; and with one more where the next was not bought here, but found: that may be refused, too, and its
    /// refresh token still be good.
    func signed<Answer>(
        _ account: Account, _ key: Secret, after permission: @Sendable () async -> Void = {},
        _ ask: (_ account: Account, _ token: Secret, _ isPermitted: Bool) async throws(UpstreamError) -> Answer
    ) async throws(UpstreamError) -> Answer {
        guard let entered = TokenPair(keptAs: key) else {
            throw .failed(UpstreamFailure(.upstreamAuth, detail: AccountLogin.ended("no_login"), fault: .loggedOut))
        }
        var pair = tokens.newest(entered, of: account.id)
        var isPermitted = pair.isOver(at: clock.now)
        if isPermitted {
            await permission()
            pair = try await renewed(pair, of: account)
        }
        var triesLeft = 2
        while true {
            do throws(UpstreamError) {
                return try await ask(account.asking(for: pair.owner.account), pair.access, isPermitted)
            } catch {
                guard case .failed(let failure) = error, failure.status == 401, failure.code == .upstreamAuth,
                    triesLeft > 0
                else { throw error }
            }
            isPermitted = true
            pair = try await renewed(pair, of: account)
            triesLeft = tokens.hasBought(pair, for: account.id) ? 0 : triesLeft - 1
        }
    }

    private func renewed(_ pair: TokenPair, of account: Account) async throws(UpstreamError) -> TokenPair {
        let outcome = await tokens.renewed(pair, of: account)
        switch outcome {
        case .failure(.cancelled): throw .cancelled
        case .success(let pair): return pair
        case .failure(.ended(let code)):
            throw .failed(UpstreamFailure(.upstreamAuth, detail: AccountLogin.ended(code), fault: .loggedOut))
        case .failure(.challenged(let words)):
            throw .failed(UpstreamFailure(.upstreamBadAnswer, detail: words, isChallenge: true))
        case .failure(.unavailable(let words)): throw .failed(UpstreamFailure(.upstreamUnreachable, detail: words))
        }
    }

    /// What stands at an address, or only the status where that is `other`.
    func get(
        _ url: String, as account: Account, _ token: Secret, in dialect: any Dialect, or other: Int
    ) async throws(UpstreamError) -> (status: Int, body: [UInt8]) {
        let request = Question.request(.get, url, as: account, token, in: dialect, timeouts: Self.timeouts)
        let redaction = Redaction(key: token, prompt: Prompt(model: "", messages: []), host: account.baseURL)
        let result: Result<(Int, [UInt8]), UpstreamFailure>
        do throws(ClientError) {
            result = try await client.send(request, after: {}) { response throws(ClientError) in
                if response.status == other { return .success((other, [])) }
                guard UpstreamFailure.isAnswer(response) else {
                    return .failure(await Refusal(response, redaction, speaking: dialect.name).failure)
                }
                return .success((200, try await response.collect(upTo: Self.longestList)))
            }
        } catch {
            throw UpstreamError(error, redaction, hasHead: false)
        }
        do { return try result.get() } catch { throw .failed(error) }
    }
}

extension Account {
    /// Asks for a workspace: a token may be good for several.
    fileprivate func asking(for workspace: String) -> Account {
        guard !workspace.isEmpty else { return self }
        var account = self
        account.options.headers.append(.init("chatgpt-account-id", workspace))
        return account
    }
}

extension UpstreamError {
    /// The same failure with a status that nobody takes for a refusal.
    fileprivate var settled: UpstreamError {
        guard case .failed(let failure) = self, failure.status == 401 else { return self }
        return .failed(
            UpstreamFailure(
                failure.code, status: 200, detail: failure.detail, retryAfter: failure.retryAfter,
                mayHaveRun: failure.mayHaveRun, original: failure.original))
    }
}
