public import Domain

/// The demo: answers out of the question alone, word by word, without a network. The same question gets the same answer.
public struct EchoBackend: ConversationBackend {
    /// The models of a demo account. One whose name says `reasoning` thinks first.
    public static let models = ["demo", "demo-reasoning"]

    private let pace: @Sendable () async -> Void

    /// `pace` is awaited before every word.
    public init(pace: @escaping @Sendable () async -> Void) { self.pace = pace }

    /// About as fast as a model writes.
    public init() {
        self.init { try? await Task.sleep(for: .milliseconds(25)) }
    }

    public func answer(
        _ prompt: Prompt, as account: Account, key: Secret,
        after permission: @Sendable () async -> Void, to sink: (ReplyPiece) async -> Void
    ) async throws(UpstreamError) -> FinishReason {
        let answer = EchoAnswer(to: prompt)
        let thoughts = prompt.model.contains("reasoning") ? answer.thoughts.pieces : []
        let words = answer.text.pieces
        await permission()
        for event in thoughts.map(ReplyEvent.reasoning) + words.map(ReplyEvent.text) {
            await pace()
            guard !Task.isCancelled else { throw .cancelled }
            await sink(ReplyPiece(event))
        }
        // By estimate, as everywhere: four bytes are a token.
        let asked = prompt.messages.reduce(0) { $0 + $1.text.utf8.count / 4 + 1 }
        let usage = Usage(
            promptTokens: asked, completionTokens: thoughts.count + words.count, reasoningTokens: thoughts.count)
        await sink(ReplyPiece(.usage(usage)))
        return .stop
    }

    public func probe(_ account: Account, key: Secret) async throws(UpstreamError) -> AccountFindings {
        AccountFindings()
    }

    public func models(of account: Account, key: Secret) async throws(UpstreamError) -> [String] { Self.models }
}
