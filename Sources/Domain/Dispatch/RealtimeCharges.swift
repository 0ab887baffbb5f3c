internal import JSON
private import Synchronization

/// What a session costs: each answer one message, with a row of its own. The first has the place that the session was admitted with; each
/// further one takes its own when it begins.
final class RealtimeCharges: Sendable {
    private let dispatcher: Dispatcher
    private let first: Admission
    private let renewed: Renewal
    private let activity: RealtimeActivity
    private let state = Mutex(State())

    private struct State {
        /// Once it is known who answers.
        var account: Account?
        var attempts: [Attempt] = []
        var isFirstTaken = false
        var open: [Text: Place] = [:]
        /// The answer that ended last: an upstream that says so twice is not paid twice.
        var ended: Text?
        var tally = RealtimeTally()
        /// The session makes transcripts and no answers.
        var isTranscription = false
    }

    private struct Place {
        let admission: Admission
        let begunAt: Timestamp
    }

    /// Answers of one session that run at once: OpenAI has one, and some beside the conversation.
    private static let most = 32

    /// What the asker may ask by now: limits, accounts and the key itself may have changed since the session began.
    typealias Renewal = @Sendable () async throws(ChatError) -> Ask

    init(_ dispatcher: Dispatcher, _ first: Admission, _ activity: RealtimeActivity, renewed: @escaping Renewal) {
        self.dispatcher = dispatcher
        self.first = first
        self.activity = activity
        self.renewed = renewed
    }

    func answered(by account: Account, after attempts: [Attempt]) {
        state.withLock { state in
            state.account = account
            state.attempts = attempts
        }
    }

    /// An answer begins. Throws what refuses it.
    func begin(_ id: Text) async throws(ChatError) {
        let (account, isFirst, isKnown, count) = state.withLock { state in
            (state.account, !state.isFirstTaken, state.open[id] != nil, state.open.count)
        }
        guard let account, !isKnown else { return }
        guard count < Self.most else { throw .tooManyRunning(limit: Self.most) }
        let admission = isFirst ? first : try await dispatcher.admitNext(try await renewed(), on: account)
        let now = dispatcher.clock.now
        dispatcher.usage.noteOutput(of: admission.ask.id, at: now)
        state.withLock { state in
            state.isFirstTaken = true
            state.open[id] = Place(admission: admission, begunAt: now)
        }
        showActivity()
    }

    /// After an event was passed on: who waits for an answer waits until its end has left.
    func showActivity() { activity.note(state.withLock(\.open.count)) }

    /// It has ended. One that was never seen to begin is counted now.
    func end(_ id: Text, _ answer: RealtimeEvent.Answer) async throws(ChatError) {
        let (isOpen, isRepeated) = state.withLock { ($0.open[id] != nil, !id.isEmpty && $0.ended == id) }
        guard isOpen || !isRepeated else { return }
        if !isOpen { try await begin(id) }
        let place = state.withLock { state in
            state.ended = id
            return state.open.removeValue(forKey: id)
        }
        guard let place else { return }
        let end: Receipt.End =
            switch answer.status {
            case "cancelled": .cancelled
            case "failed": .failed(UpstreamFailure(.upstreamError, detail: "an answer of the session failed"))
            case "incomplete": .finished(.length)
            default: .finished(.stop)
            }
        // What failed before it said anything is nobody's to pay.
        let isEmpty = answer.status == "failed" && answer.usage?.total ?? 0 == 0
        let estimate = state.withLock { $0.tally.take() }
        var usage = answer.usage ?? estimate
        // An upstream counts tokens; the sound is what went through here, unless it counts that, too.
        if usage.soundLength == 0 { usage.soundLength = estimate.soundLength }
        await close(place, end, isEmpty ? nil : usage, isEmpty: isEmpty)
    }

    /// What was said by whoever asks, and by the upstream, before either's answers are counted.
    func note(ofAsker event: [UInt8]) { state.withLock { $0.tally.note(ofAsker: event) } }

    func note(ofUpstream event: [UInt8]) { state.withLock { $0.tally.note(ofUpstream: event) } }

    /// In a session that makes no answers, transcripts are what is made. Beside answers they are free.
    func countTranscripts(_ isTranscription: Bool) { state.withLock { $0.isTranscription = isTranscription } }

    func noteTranscript(of id: Text, in event: [UInt8], _ usage: Usage?) async throws(ChatError) {
        let isAnswer = state.withLock { state in
            if state.isTranscription { state.tally.note(transcriptIn: event) }
            return state.isTranscription
        }
        guard isAnswer else { return }
        try await end(id, RealtimeEvent.Answer(status: "completed", usage: usage))
    }

    /// The session is over, and so is whatever was under way. A session without an answer costs nothing, and has a row that says so.
    func finish(_ receipt: Receipt) async {
        let (open, isFirstTaken) = state.withLock { state in
            defer { (state.open, state.isFirstTaken) = ([:], true) }
            return (Array(state.open.values), state.isFirstTaken)
        }
        for place in open { await close(place, receipt.end, state.withLock { $0.tally.take() }) }
        if !isFirstTaken {
            await dispatcher.close(first, Receipt(attempts: receipt.attempts, end: receipt.end))
        }
    }

    private func close(_ place: Place, _ end: Receipt.End, _ usage: Usage?, isEmpty: Bool = false) async {
        let attempts = state.withLock(\.attempts)
        await dispatcher.close(
            place.admission,
            Receipt(attempts: attempts, end: end, usage: usage, firstOutputAt: isEmpty ? nil : place.begunAt))
    }
}
