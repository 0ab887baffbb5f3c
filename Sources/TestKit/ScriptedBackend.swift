public import Domain

/// A backend that says what a test tells it to, when it tells it to.
public final class ScriptedBackend: ConversationBackend {
    private let state = Watched(State())

    private struct State {
        var count = 0
        var asked: [ScriptedReply] = []
    }

    public init() {}

    /// How many questions have reached it.
    public var count: Int { state.read { $0.count } }

    /// The next question that nobody has taken yet; waits for it. In a test whose time is up, one that nobody asked.
    public func asked() async -> ScriptedReply {
        while !Task.isCancelled {
            await state.until { !$0.asked.isEmpty }
            let reply = state.change { $0.asked.isEmpty ? nil : $0.asked.removeFirst() }
            if let reply { return reply }
        }
        return .toNobody()
    }

    public func answer(
        _ prompt: Prompt, as account: Account, key: Secret,
        after permission: @Sendable () async -> Void, to sink: (ReplyPiece) async -> Void
    ) async throws(UpstreamError) -> FinishReason {
        await permission()
        guard !Task.isCancelled else { throw .cancelled }
        let reply = ScriptedReply(prompt: prompt, account: account, key: key)
        state.change { state in
            state.count += 1
            state.asked.append(reply)
        }
        return try await reply.play(to: sink)
    }

    /// The texts that a test says are the bytes that come back.
    public func pass(_ call: PassedCall, as account: Account, key: Secret, to sink: (PassedPiece) async -> Void)
        async throws(UpstreamError) -> Usage?
    {
        guard !Task.isCancelled else { throw .cancelled }
        let body = String(decoding: call.body(naming: call.model).everything, as: UTF8.self)
        let reply = ScriptedReply(
            prompt: Prompt(model: call.model, messages: [.init(.user, body)]), account: account, key: key)
        state.change { state in
            state.count += 1
            state.asked.append(reply)
        }
        var usage: Usage?
        await sink(.head("application/json"))
        _ = try await reply.play { piece in
            for case .usage(let counts) in piece.events { usage = counts }
            for case .text(let text) in piece.events { await sink(.bytes(Array(text.utf8))) }
        }
        return usage
    }

    public func probe(_: Account, key _: Secret) async throws(UpstreamError) -> AccountFindings { AccountFindings() }
}

/// One question that reached the backend, and the test's hand on its answer.
public final class ScriptedReply: Sendable {
    public let prompt: Prompt
    public let account: Account
    public let key: Secret
    private let state = Watched(State())

    private struct State {
        var steps: [Step] = []
        /// How many were ever added, and how many of them are done.
        var added = 0
        var done = 0
        var isOver = false
    }

    private enum Step {
        case say(ReplyPiece)
        case end(Result<FinishReason, UpstreamError>)
    }

    init(prompt: Prompt, account: Account, key: Secret) {
        self.prompt = prompt
        self.account = account
        self.key = key
    }

    /// One that is over.
    static func toNobody() -> ScriptedReply {
        let account = Account(
            id: ID(0), name: "", provider: .openAI, baseURL: "", models: [], createdAt: Timestamp(seconds: 0))
        let reply = ScriptedReply(prompt: Prompt(model: "", messages: []), account: account, key: Secret(""))
        reply.close()
        return reply
    }

    /// Returns when the turn has noted the piece, or is over.
    public func say(_ piece: ReplyPiece) async {
        let number = add(.say(piece))
        await state.until { $0.isOver || $0.done >= number }
    }

    public func say(_ event: ReplyEvent) async { await say(ReplyPiece(event)) }

    public func say(_ text: String) async { await say(.text(text)) }
    public func finish(_ reason: FinishReason = .stop) { add(.end(.success(reason))) }

    public func fail(_ code: TurnFailure) { fail(UpstreamFailure(code, detail: "as the test wants it")) }
    public func fail(_ failure: UpstreamFailure) { add(.end(.failure(.failed(failure)))) }

    /// Returns when nobody waits for it any more.
    public func ended() async {
        await state.until(\.isOver)
    }

    /// Its number, from 1.
    @discardableResult
    private func add(_ step: Step) -> Int {
        state.change { state in
            if !state.isOver { state.steps.append(step) }
            state.added += 1
            return state.added
        }
    }
}

// MARK: The backend's side

extension ScriptedReply {
    func play(to sink: (ReplyPiece) async -> Void) async throws(UpstreamError) -> FinishReason {
        defer { close() }
        while true {
            await state.until { !$0.steps.isEmpty }
            guard !Task.isCancelled, let step = state.change({ $0.steps.isEmpty ? nil : $0.steps.removeFirst() }) else {
                throw .cancelled
            }
            switch step {
            case .say(let piece):
                await sink(piece)
                state.change { $0.done += 1 }
            case .end(let result): return try result.get()
            }
        }
    }

    /// Nobody listens any more: whoever speaks is let go.
    private func close() { state.change { $0.isOver = true } }
}

extension PassedBody {
    /// All of it, in memory.
    fileprivate var everything: [UInt8] {
        switch self {
        case .whole(let bytes): return bytes
        case .form(let form):
            var all: [UInt8] = []
            // In odd pieces, as a network takes them.
            while all.count < form.count, let more = form.read(at: all.count, upTo: 1000) { all += more }
            return all
        }
    }
}
