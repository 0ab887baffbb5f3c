internal import Dialects
public import Domain
public import HTTP
internal import Wire

/// An upstream that speaks OpenAI's Chat Completions. Runs on the event loop of the turn that calls it.
///
/// Nothing is ever asked twice here: whoever lends accounts decides what is tried again.
public struct OpenAIBackend: ConversationBackend {
    private let client: HTTPClient
    private let timeouts: ClientTimeouts

    public init(client: HTTPClient, timeouts: ClientTimeouts = .init()) {
        self.client = client
        self.timeouts = timeouts
    }

    public func answer(
        _ prompt: Prompt, as account: Account, key: Secret,
        after permission: @Sendable () async -> Void, to sink: (ReplyEvent) async -> Void
    ) async throws(UpstreamError) -> FinishReason {
        try await ask(prompt, as: account, key: key, after: permission, to: sink)
    }

    /// Asks the account's first model for a few tokens, the way a chat would.
    public func probe(_ account: Account, key: Secret) async throws(UpstreamError) {
        guard let model = account.models.first else {
            throw .failed(UpstreamFailure(.upstreamModelNotFound, detail: "the account has no model"))
        }
        let prompt = Prompt(model: model, messages: [.init(.user, "Hi")])
        do throws(UpstreamError) {
            _ = try await ask(prompt, as: account, key: key, limit: .init(16, as: .maxTokens)) { _ in }
        } catch {
            guard case .failed(let failure) = error, failure.wantsMaxCompletionTokens else { throw error }
            _ = try await ask(prompt, as: account, key: key, limit: .init(16, as: .maxCompletionTokens)) { _ in }
        }
    }

    public func refusedAddresses(of account: Account) -> Set<AccountAddress> {
        var refused: Set<AccountAddress> = []
        if !account.baseURL.isEmpty, client.refuses(account.chatCompletionsURL) { refused.insert(.baseURL) }
        if !account.proxy.isEmpty, client.refuses(proxy: account.proxy) { refused.insert(.proxy) }
        return refused
    }

    private func ask(
        _ prompt: Prompt, as account: Account, key: Secret, limit: OpenAIChat.TokenLimit? = nil,
        after permission: @Sendable () async -> Void = {}, to sink: (ReplyEvent) async -> Void
    ) async throws(UpstreamError) -> FinishReason {
        let redaction = Redaction(key: key, prompt: prompt)
        let request = request(OpenAIChat.request(prompt, tokenLimit: limit), as: account, key: key)
        let result: Result<FinishReason, UpstreamFailure>
        do throws(ClientError) {
            result = try await client.send(request, after: permission) { response throws(ClientError) in
                guard UpstreamFailure.isAnswer(response) else { return await refusal(response, redaction) }
                return try await read(response, redaction, to: sink)
            }
        } catch {
            throw UpstreamError(error, redaction)
        }
        do { return try result.get() } catch { throw .failed(error) }
    }

    private func request(_ body: JSONValue, as account: Account, key: Secret) -> ClientRequest {
        var headers: Headers = ["Content-Type": "application/json", "Accept": "text/event-stream"]
        let key = Text(key.reveal()).trimmed
        if !key.isEmpty { headers["Authorization"] = "Bearer \(key)" }
        return ClientRequest(
            .post, account.chatCompletionsURL, headers: headers, body: body.bytes, pool: "account \(account.id)",
            proxy: account.proxy, timeouts: timeouts)
    }

    // Neither is inlined: what refusals need would stay in the frame of every answer.
    @inline(never)
    private func refusal(
        _ response: ClientResponse, _ redaction: Redaction
    ) async -> Result<FinishReason, UpstreamFailure> {
        .failure(await UpstreamFailure(refusal: response, redaction))
    }

    @inline(never)
    private func read(
        _ response: ClientResponse, _ redaction: Redaction, to sink: (ReplyEvent) async -> Void
    ) async throws(ClientError) -> Result<FinishReason, UpstreamFailure> {
        let answer = AnswerReader(redaction)
        do throws(ClientError) {
            while !answer.isDone, let piece = try await response.next() {
                let wasFinished = answer.isFinished
                for event in answer.read(piece) { await sink(event) }
                // All that may still come is the usage.
                if answer.isFinished, !wasFinished { await response.expectEnd(within: .seconds(10)) }
            }
        } catch {
            guard answer.isFinished, error != .cancelled else { throw error }
        }
        let (events, result) = answer.end()
        for event in events { await sink(event) }
        return result
    }
}

extension Account {
    /// The base URL may carry the `/v1` or the slash that people copy along.
    fileprivate var chatCompletionsURL: String {
        var base = Text(baseURL).trimmed.string.utf8[...]
        while base.last == UInt8(ascii: "/") { base.removeLast() }
        if base.suffix(3).elementsEqual("/v1".utf8) { base.removeLast(3) }
        return "\(Substring(base))/v1/chat/completions"
    }
}

extension UpstreamFailure {
    fileprivate var wantsMaxCompletionTokens: Bool { status == 400 && Text(detail).contains("max_completion_tokens") }
}
