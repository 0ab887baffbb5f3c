public import Domain
import Synchronization

/// A backend that says what a test tells it to, when it tells it to.
public final class ScriptedBackend: ConversationBackend {
    private let state = Mutex(State())

    private struct State {
        var count = 0
        var asked: [ScriptedReply] = []
        var waiting: [CheckedContinuation<ScriptedReply, Never>] = []
    }

    public init() {}

    /// How many questions have reached it.
    public var count: Int { state.withLock { $0.count } }

    /// The next question that nobody has taken yet; waits for it.
    public func asked() async -> ScriptedReply {
        await withCheckedContinuation { continuation in
            let reply = state.withLock { state -> ScriptedReply? in
                guard state.asked.isEmpty else { return state.asked.removeFirst() }
                state.waiting.append(continuation)
                return nil
            }
            if let reply { continuation.resume(returning: reply) }
        }
    }

    public func answer(
        _ prompt: Prompt, as account: Account, key: Secret,
        after permission: @Sendable () async -> Void, to sink: (ReplyPiece) async -> Void
    ) async throws(UpstreamError) -> FinishReason {
        await permission()
        guard !Task.isCancelled else { throw .cancelled }
        let reply = ScriptedReply(prompt: prompt, account: account, key: key)
        let tester = state.withLock { state -> CheckedContinuation<ScriptedReply, Never>? in
            state.count += 1
            guard state.waiting.isEmpty else { return state.waiting.removeFirst() }
            state.asked.append(reply)
            return nil
        }
        tester?.resume(returning: reply)
        return try await reply.play(to: sink)
    }

    public func probe(_: Account, key _: Secret) async throws(UpstreamError) -> AccountFindings { AccountFindings() }
}

/// One question that reached the backend, and the test's hand on its answer.
public final class ScriptedReply: Sendable {
    public let prompt: Prompt
    public let account: Account
    public let key: Secret
    private let state = Mutex(State())

    private struct State {
        var steps: [Step] = []
        var player: CheckedContinuation<Step, Never>?
        var isOver = false
    }

    private enum Step {
        case say(ReplyPiece, told: CheckedContinuation<Void, Never>)
        case end(Result<FinishReason, UpstreamError>)
    }

    init(prompt: Prompt, account: Account, key: Secret) {
        self.prompt = prompt
        self.account = account
        self.key = key
    }

    /// Returns when the turn has noted the piece, or is over.
    public func say(_ piece: ReplyPiece) async {
        await withCheckedContinuation { add(.say(piece, told: $0)) }
    }

    public func say(_ event: ReplyEvent) async { await say(ReplyPiece(event)) }

    public func say(_ text: String) async { await say(.text(text)) }
    public func finish(_ reason: FinishReason = .stop) { add(.end(.success(reason))) }

    public func fail(_ code: TurnFailure) { fail(UpstreamFailure(code, detail: "as the test wants it")) }
    public func fail(_ failure: UpstreamFailure) { add(.end(.failure(.failed(failure)))) }

    /// Returns when nobody waits for it any more.
    public func ended() async {
        while !state.withLock({ $0.isOver }), !Task.isCancelled { await Task.yield() }
    }

    private func add(_ step: Step) {
        let action = state.withLock { state -> () -> Void in
            if state.isOver {
                guard case .say(_, let told) = step else { return {} }
                return { told.resume() }
            }
            guard let player = state.player else {
                state.steps.append(step)
                return {}
            }
            state.player = nil
            return { player.resume(returning: step) }
        }
        action()
    }
}

// MARK: The backend's side

extension ScriptedReply {
    func play(to sink: (ReplyPiece) async -> Void) async throws(UpstreamError) -> FinishReason {
        defer { close() }
        while true {
            switch await next() {
            case .say(let piece, let told):
                await sink(piece)
                told.resume()
            case .end(let result): return try result.get()
            }
        }
    }

    private func next() async -> Step {
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let step = state.withLock { state -> Step? in
                    // Asked under the lock: a cancellation before this found no player to wake.
                    if Task.isCancelled { return .end(.failure(.cancelled)) }
                    guard state.steps.isEmpty else { return state.steps.removeFirst() }
                    state.player = continuation
                    return nil
                }
                if let step { continuation.resume(returning: step) }
            }
        } onCancel: {
            let player = state.withLock { state in
                defer { state.player = nil }
                return state.player
            }
            player?.resume(returning: .end(.failure(.cancelled)))
        }
    }

    /// Nobody listens any more: whoever speaks is let go.
    private func close() {
        let steps = state.withLock { state in
            state.isOver = true
            defer { state.steps = [] }
            return state.steps
        }
        for case .say(_, let told) in steps { told.resume() }
    }
}
