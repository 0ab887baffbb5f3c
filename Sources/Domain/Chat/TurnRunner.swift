import Synchronization

/// Runs turns to their end, whether or not anybody watches, and stops them when told.
public final class TurnRunner: Sendable {
    private let desk: TurnDesk
    /// Also for other work that nobody waits for.
    public let spawn: Spawn
    private let saver: TurnSaver
    private let state = Mutex(State())

    /// Starts a task that belongs to nobody, on a loop.
    public typealias Spawn = @Sendable (@escaping @Sendable () async -> Void) -> Task<Void, Never>

    private struct State {
        var running: [Key<Turn>: Running] = [:]
        /// How many of them each member has.
        var counts: [ID<User>: Int] = [:]
        var isDraining = false
        var waiters: [CheckedContinuation<Void, Never>] = []

        mutating func admit(_ turn: Turn, unlessRunning most: Int?) -> Bool {
            let count = counts[turn.owner] ?? 0
            if let most, count >= most { return false }
            counts[turn.owner] = count + 1
            running[turn.id] = Running(owner: turn.owner, conversation: turn.conversation)
            return true
        }

        mutating func forget(_ turn: Key<Turn>) {
            guard let owner = running.removeValue(forKey: turn)?.owner, let count = counts[owner] else { return }
            counts[owner] = count > 1 ? count - 1 : nil
        }
    }

    private struct Running {
        let owner: ID<User>
        let conversation: Key<Conversation>
        var asking: Task<Void, Never>?
        /// Until then nobody but `abandon` ends it.
        var isStored = false
        /// Set by whoever ended it first.
        var ending: Message.Status?
    }

    public init(desk: TurnDesk, spawn: @escaping Spawn) {
        self.desk = desk
        self.spawn = spawn
        saver = TurnSaver(clock: desk.clock, spawn: spawn)
    }

    public var isDraining: Bool { state.withLock { $0.isDraining } }

    /// The turns of this process that have not ended.
    public var running: Set<Key<Turn>> { state.withLock { Set($0.running.keys) } }

    /// Whether a turn that has not ended is one of this process.
    public func isRunning(_ turn: Key<Turn>) -> Bool { state.withLock { $0.running[turn] != nil } }

    /// Begins a turn: `store` makes its row, and everything else is made ready meanwhile. Whoever of this process finds the turn in
    /// the store finds its log too. `messages` is the conversation, `files` is what is shown of its files, `leaf` the message that is answered,
    /// `instructions` what stands before them, `drawing` what a model that makes pictures is asked for, `tools` what of the provider's own it may use. From then on the admission is
    /// the turn's, unless this throws: what `store` throws, or `tooManyRunning` when the owner has `most` turns in this process. The
    /// store counts those of all processes, but a flood must not get as far as that.
    func begin(
        _ turn: Turn, with admission: Admission, about messages: [Message], _ files: ShownFiles,
        to leaf: Key<Message>, under instructions: String?, unlessRunning most: Int?, titling wish: TitleWish? = nil,
        drawing: PictureWish? = nil, using tools: [BuiltInTool] = [],
        _ store: @Sendable () async throws(ChatError) -> Void
    ) async throws(ChatError) {
        let isAdmitted = state.withLock { $0.admit(turn, unlessRunning: most) }
        guard isAdmitted else { throw .tooManyRunning(limit: most ?? 0) }
        desk.log.open(turn)
        let job = TurnJob(
            turn: turn, admission: admission, messages: messages, files: files, leaf: leaf,
            instructions: instructions, wish: wish, drawing: drawing, tools: tools, desk: desk)
        do throws(ChatError) {
            // It begins when the store has been given its work.
            async let preparing = prepare(job)
            try await store()
            do throws(ChatError) {
                try await preparing.get()
            } catch {
                try? await desk.conversations.end(turn, Answer(), .unbegun, .refunded, nil, at: turn.createdAt)
                throw error
            }
        } catch {
            await abandon(job)
            throw error
        }
        start(job)
    }

    /// Makes everything ready but the turn's row: the log for viewers elsewhere, and the request, which then waits.
    private func prepare(_ job: TurnJob) async -> Result<Void, ChatError> {
        let asking = spawn {
            await job.ask()
            guard await job.gate.wait() else { return }
            // A task of its own, because this one may have been cancelled, and an end must be stored all the same.
            _ = self.spawn { await self.finish(job) }
        }
        state.withLock { $0.running[job.turn.id]?.asking = asking }
        do {
            return .success(try await desk.log.publish(job.turn.id))
        } catch {
            return .failure(error)
        }
    }

    /// The turn could not be stored, or may not go on. Whoever finds it all the same is told why it has no answer.
    private func abandon(_ job: TurnJob) async {
        // Before the gate: who goes on then asks nobody.
        state.withLock { $0.running[job.turn.id]?.asking }?.cancel()
        job.gate.decide(false)
        try? await desk.log.append([.ended(.unbegun)], to: job.turn.id)
        forget(job.turn.id)
    }

    /// Sets a stored turn going.
    private func start(_ job: TurnJob) {
        saver.add(job)
        let stopped = state.withLock { state -> Task<Void, Never>? in
            state.running[job.turn.id]?.isStored = true
            return state.running[job.turn.id].flatMap { $0.ending == nil ? nil : $0.asking }
        }
        stopped?.cancel()
        job.gate.decide(true)
    }

    private func finish(_ job: TurnJob) async {
        saver.remove(job)
        let ending = state.withLock { $0.running[job.turn.id]?.ending }
        let subject = await job.finish(cancelledAs: ending ?? .interrupted)
        forget(job.turn.id)
        // The turn is over, and no stop waits for a title.
        if let subject, let titles = desk.titles, !isDraining { _ = spawn { await titles.name(subject) } }
    }

    private func forget(_ turn: Key<Turn>) {
        let waiters = state.withLock { state in
            state.forget(turn)
            guard state.running.isEmpty else { return [CheckedContinuation<Void, Never>]() }
            defer { state.waiters = [] }
            return state.waiters
        }
        for waiter in waiters { waiter.resume() }
    }
}

// MARK: Ending

extension TurnRunner {
    /// Ends the running turn of a conversation, in whichever process it runs, and keeps its text so far.
    /// Nothing running is no error.
    public func stop(_ conversation: Key<Conversation>, of owner: ID<User>) async {
        await act(on: .stop(conversation, owner))
    }

    /// Ends every running turn of a member, and every call of his programs, in every process.
    public func stopAll(of owner: ID<User>) async { await act(on: .stopAll(owner)) }

    /// Ends every running call that came with a key, in every process.
    public func stopCalls(by key: ID<APIKey>) async { await act(on: .stopCalls(key)) }

    /// Ends one running call of a member's, in whichever process it runs. Nothing running is no error.
    public func stopCall(_ call: Key<Charge>, of owner: ID<User>) async { await act(on: .stopCall(call, owner)) }

    /// Does what other processes ask for, as long as they can be heard.
    public func listen() async {
        for await signal in desk.broadcast.signals() { obey(signal) }
    }

    private func act(on signal: Signal) async {
        // What runs here runs nowhere else, but a member's other turns may.
        let isDone = obey(signal)
        switch signal {
        case .stop, .stopCall: if isDone { return }
        case .stopAll, .stopCalls: break
        }
        await desk.broadcast.send(signal)
    }

    /// Whether there was something to end.
    @discardableResult
    private func obey(_ signal: Signal) -> Bool {
        switch signal {
        case .stop(let conversation, let owner):
            return end(as: .stopped) { $0.owner == owner && $0.conversation == conversation }
        case .stopAll(let owner):
            desk.calls.stop { $0.user == owner }
            return end(as: .stopped) { $0.owner == owner }
        case .stopCalls(let key): return desk.calls.stop { $0.key == key }
        case .stopCall(let call, let owner): return desk.calls.stop(call, of: owner)
        }
    }

    /// Lets no turn begin, waits for the running ones for `grace`, then ends them as interrupted and waits until they are saved.
    public func drain(within grace: Duration) async {
        state.withLock { $0.isDraining = true }
        let alarm = spawn { [desk] in
            await desk.clock.sleep(grace)
            if !Task.isCancelled { self.end(as: .interrupted) { _ in true } }
        }
        await allEnded()
        alarm.cancel()
    }

    private func allEnded() async {
        await withCheckedContinuation { continuation in
            let isIdle = state.withLock { state in
                if !state.running.isEmpty { state.waiters.append(continuation) }
                return state.running.isEmpty
            }
            if isIdle { continuation.resume() }
        }
    }

    @discardableResult
    private func end(as status: Message.Status, where isMeant: (Running) -> Bool) -> Bool {
        let (tasks, count) = state.withLock { state in
            var tasks: [Task<Void, Never>] = []
            var count = 0
            for (id, running) in state.running where running.ending == nil && isMeant(running) {
                state.running[id]!.ending = status
                count += 1
                if running.isStored, let task = running.asking { tasks.append(task) }
            }
            return (tasks, count)
        }
        for task in tasks { task.cancel() }
        return count > 0
    }
}

extension TurnEnd {
    /// Of a turn that nobody was asked for.
    static let unbegun = TurnEnd(.interrupted, failure: .storage)
}
