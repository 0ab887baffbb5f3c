internal import Dialects
public import Domain
public import HTTP
internal import JSON
internal import Wire

/// An upstream that is asked over HTTP, in any dialect. Runs on the event loop of the turn that calls it.
///
/// What may have run is never asked twice: whoever lends accounts decides what is tried again. A request that was refused for a field
/// that may be left out ran nowhere, and is made once more without it.
public struct HTTPBackend: ConversationBackend {
    let client: HTTPClient
    let timeouts: ClientTimeouts?

    /// Bytes of a list of models: the longest has a few hundred KiB.
    private static let longestList = 8 << 20

    /// `timeouts` instead of those of each account's options.
    public init(client: HTTPClient, timeouts: ClientTimeouts? = nil) {
        self.client = client
        self.timeouts = timeouts
    }

    public func answer(
        _ prompt: Prompt, as account: Account, key: Secret,
        after permission: @Sendable () async -> Void, to sink: (ReplyPiece) async -> Void
    ) async throws(UpstreamError) -> FinishReason {
        do { return try await ask(Self.question(prompt, account, key), after: permission, to: sink) } catch {
            throw Self.shown(error, by: account)
        }
    }

    // What is not inlined here and below is not in the frame of every answer that is waited for.
    @inline(never)
    private static func question(
        _ prompt: Prompt, _ account: Account, _ key: Secret
    ) throws(UpstreamError) -> Question { try Question(prompt, account, key) }

    @inline(never)
    private static func shown(_ error: UpstreamError, by account: Account) -> UpstreamError {
        guard case .failed(let failure) = error else { return error }
        return .failed(failure.shown(by: account.options))
    }

    /// Asks the account's first model for a few tokens, the way a chat would.
    public func probe(_ account: Account, key: Secret) async throws(UpstreamError) -> AccountFindings {
        guard let model = account.models.first else {
            throw .failed(UpstreamFailure(.upstreamModelNotFound, detail: "the account has no model"))
        }
        var prompt = Prompt(model: model, messages: [.init(.user, "Hi")])
        prompt.sampling.maxTokens = 16
        var findings = AccountFindings()
        _ = try await ask(Question(prompt, account, key)) { piece in
            for case .findings(let some) in piece.events { findings += some }
        }
        return findings
    }

    public func refusedAddresses(of account: Account) -> Set<AccountAddress> {
        var refused: Set<AccountAddress> = []
        if !account.baseURL.isEmpty, client.refuses(account.questionURL) { refused.insert(.baseURL) }
        if !account.proxy.isEmpty, client.refuses(proxy: account.proxy) { refused.insert(.proxy) }
        return refused
    }

    public func models(of account: Account, key: Secret) async throws(UpstreamError) -> [String] {
        guard let names = OpenAIChat.models(try await get(account.modelsURL, as: account, key)) else {
            throw .failed(UpstreamFailure(.upstreamBadAnswer, status: 200, detail: "no list of models"))
        }
        return names
    }

    /// What stands at an address of the account's.
    func get(_ url: String, as account: Account, _ key: Secret) async throws(UpstreamError) -> [UInt8] {
        let (dialect, nothing) = (account.format(for: nil).dialect, Prompt(model: "", messages: []))
        var request = Question.request(
            .get, url, as: account, key, in: dialect,
            timeouts: .init(firstByte: .seconds(30), total: .seconds(60)))
        for header in dialect.headers(for: nothing).fields { request.headers.append(header.name, header.value) }
        let redaction = Redaction(key: key, prompt: nothing, host: account.baseURL)
        let result: Result<[UInt8], UpstreamFailure>
        do throws(ClientError) {
            result = try await client.send(request, after: {}) { response throws(ClientError) in
                guard UpstreamFailure.isAnswer(response) else {
                    return .failure(await Refusal(response, redaction).failure)
                }
                return .success(try await response.collect(upTo: Self.longestList))
            }
        } catch {
            throw UpstreamError(error, redaction, hasHead: false)
        }
        do { return try result.get() } catch { throw .failed(error) }
    }

    /// Asks, and asks once more where a refusal names what may be left out.
    private func ask(
        _ question: Question, after permission: @Sendable () async -> Void = {}, to sink: (ReplyPiece) async -> Void
    ) async throws(UpstreamError) -> FinishReason {
        switch try await send(question, after: permission, to: sink) {
        case .finished(let reason): return reason
        case .failed(let failure): throw .failed(failure)
        case .refused(let refusal): return try await ask(question, minding: refusal, to: sink)
        }
    }

    @inline(never)
    private func ask(
        _ question: Question, minding refusal: Refusal, to sink: (ReplyPiece) async -> Void
    ) async throws(UpstreamError) -> FinishReason {
        guard let option = refusal.learnedOption(for: question) else { throw .failed(refusal.failure) }
        guard case .finished(let reason) = try await send(try question.minding(option), after: {}, to: sink) else {
            throw .failed(refusal.failure)
        }
        await sink(ReplyPiece(.findings(AccountFindings(learned: [option]))))
        return reason
    }

    private enum Outcome {
        case finished(FinishReason)
        /// It began, and went wrong.
        case failed(UpstreamFailure)
        case refused(Refusal)
    }

    private func send(
        _ question: Question, after permission: @Sendable () async -> Void, to sink: (ReplyPiece) async -> Void
    ) async throws(UpstreamError) -> Outcome {
        let request = Self.request(of: question, timeouts)
        var hasHead = false
        do throws(ClientError) {
            return try await client.send(request, after: permission) { response throws(ClientError) in
                hasHead = true
                guard UpstreamFailure.isAnswer(response) else { return await refusal(response, question) }
                return try await read(response, question, to: sink)
            }
        } catch {
            throw UpstreamError(error, question.redaction, hasHead: hasHead)
        }
    }

    @inline(never)
    private static func request(of question: Question, _ timeouts: ClientTimeouts?) -> ClientRequest {
        question.request(timeouts: timeouts ?? ClientTimeouts(question.account.options))
    }

    @inline(never)
    private func refusal(_ response: ClientResponse, _ question: Question) async -> Outcome {
        .refused(await Refusal(response, question.redaction, speaking: question.dialect.name))
    }

    @inline(never)
    private func read(
        _ response: ClientResponse, _ question: Question, to sink: (ReplyPiece) async -> Void
    ) async throws(ClientError) -> Outcome {
        let answer = AnswerReader(question.dialect.reader(raw: question.raw), question.redaction)
        var broken: ClientError?
        do throws(ClientError) {
            var patience: Duration?
            while !answer.isDone, let bytes = try await response.next() {
                for piece in answer.read(bytes) { await sink(piece) }
                guard answer.patience != patience else { continue }
                patience = answer.patience
                await response.expectSilence(within: patience)
            }
        } catch {
            guard error != .cancelled else { throw error }
            broken = error
        }
        let (pieces, result) = answer.end(isBroken: broken != nil)
        for piece in pieces { await sink(piece) }
        if answer.unreadableCount > 0 {
            await sink(ReplyPiece(.findings(AccountFindings(skipped: answer.unreadableCount))))
        }
        let windows = answer.windows.isEmpty ? question.windows(in: response) : answer.windows
        if !windows.isEmpty { await sink(ReplyPiece(.findings(AccountFindings(windows: windows)))) }
        switch result {
        case .success(let reason): return .finished(reason)
        case .failure(let failure): return .failed(failure)
        case nil: throw broken ?? .disconnected
        }
    }
}
