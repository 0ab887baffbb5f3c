/// Starts a turn for a member: reserves quota, borrows an account, makes the question durable, sets the job going.
///
/// The order is what makes it exact: a place is reserved before anything is stored, what is stored is
/// acknowledged before any upstream is asked, and whatever fails on the way gives back what was taken.
public struct SendMessage: Sendable {
    let conversations: any ConversationStore
    let packages: any PackageStore
    let bindings: any BindingStore
    let ledger: any QuotaLedger
    let pool: AccountPool
    let turns: TurnRunner
    let clock: any WallClock
    private let underWay = SendsUnderWay()

    public init(
        conversations: any ConversationStore, packages: any PackageStore, bindings: any BindingStore,
        ledger: any QuotaLedger, pool: AccountPool, turns: TurnRunner, clock: any WallClock
    ) {
        self.conversations = conversations
        self.packages = packages
        self.bindings = bindings
        self.ledger = ledger
        self.pool = pool
        self.turns = turns
        self.clock = clock
    }

    /// How often a send looks whether another process has stored the turn of the same message.
    private static let interval = Duration.milliseconds(20)

    /// The turn that now runs; or, when the message was sent before, the turn that it started then.
    public func callAsFunction(_ draft: Draft, from user: User) async throws(ChatError) -> Turn {
        guard case .next(let id, _) = draft.action else {
            guard let turn = try await begin(draft, asking: nil, from: user) else { throw .unavailable(what: "quota") }
            return turn
        }
        while true {
            if let turn = try await formerTurn(of: draft, asking: id, from: user) { return turn }
            let turn = try await underWay.first(.init(owner: user.id, message: id)) { () throws(ChatError) in
                try await beginUnlessBegun(draft, asking: id, from: user)
            }
            if let turn { return turn }
        }
    }

    /// Nil after a moment in which another process may have stored the turn of this message.
    private func beginUnlessBegun(_ draft: Draft, asking id: Key<Message>, from user: User)
        async throws(ChatError) -> Turn?
    {
        do {
            if let turn = try await begin(draft, asking: id, from: user) { return turn }
        } catch {
            // Another process, or a send that ended between the look and the claim, may have been first.
            if let turn = try await formerTurn(of: draft, asking: id, from: user) { return turn }
            throw error
        }
        await clock.sleep(Self.interval)
        // Whoever sent it has left, and a cancelled sleep is none.
        guard !Task.isCancelled else { throw .unavailable(what: "quota") }
        return nil
    }

    private func formerTurn(of draft: Draft, asking id: Key<Message>, from user: User)
        async throws(ChatError) -> Turn?
    {
        guard let turn = try await conversations.turn(asking: id, for: user.id) else { return nil }
        guard draft.conversation == nil || draft.conversation == turn.conversation else { throw .duplicateMessage }
        return turn
    }

    /// Nil when another process has taken the place for this message and has not stored its turn yet.
    private func begin(_ draft: Draft, asking message: Key<Message>?, from user: User)
        async throws(ChatError) -> Turn?
    {
        guard !turns.isDraining else { throw .unavailable(what: "restarting") }
        let thread = try await thread(of: draft, for: user)
        let (model, candidates) = try await accounts(for: draft, in: thread.conversation, of: user)
        let limits = try await limits(of: user)
        let place = try await ledger.reserve(.random(), for: user.id, asking: message, under: limits)
        guard let reservation = place else { return nil }
        guard let account = pool.lease(among: candidates, preferring: thread.conversation?.account) else {
            await ledger.refund(reservation.id)
            throw .noAccount
        }
        let opening = thread.opening(
            of: draft, by: user.id, reservation: reservation, account: account.id, model: model)
        do {
            try await store(opening, under: limits)
        } catch {
            pool.giveBack(account.id)
            await ledger.refund(reservation.id)
            throw error
        }
        turns.start(
            opening.turn, asking: account, about: thread.messages + [opening.question].compactMap(\.self),
            to: opening.answerParent)
        return opening.turn
    }

    private func store(_ opening: TurnOpening, under limits: [Limit]) async throws(ChatError) {
        try await turns.prepare(opening.turn)
        do {
            try await conversations.begin(opening)
            try await confirm(opening.turn, under: limits)
        } catch {
            await turns.abandon(opening.turn)
            throw error
        }
    }

    /// Counters that were lost and rebuilt before the turn's row was there lack its place: it is taken again, under the
    /// same id. Where nothing was lost this takes nothing.
    private func confirm(_ turn: Turn, under limits: [Limit]) async throws(ChatError) {
        do {
            try await ledger.reserve(turn.id, for: turn.owner, under: limits)
        } catch {
            try? await conversations.end(turn, Answer(), TurnEnd(.interrupted), .refunded, at: turn.createdAt)
            throw error
        }
    }

    private func thread(of draft: Draft, for user: User) async throws(ChatError) -> OpenThread {
        guard let id = draft.conversation else {
            guard case .next = draft.action else { throw .unknownParent }
            return OpenThread(conversation: nil, messages: [], parent: nil)
        }
        let conversation = try await conversations.open(id, for: user.id)
        let messages = try await conversations.messages(of: id, for: user.id)
        if messages.contains(where: { $0.status == .inProgress }) { throw .turnRunning }
        let parent = try draft.parent(in: messages)
        return OpenThread(conversation: conversation, messages: messages, parent: parent)
    }

    /// The model that is meant, and the member's accounts that serve it.
    private func accounts(for draft: Draft, in conversation: Conversation?, of user: User)
        async throws(ChatError) -> (model: String, candidates: [BoundAccount])
    {
        let bound = try await bindings.accounts(of: user.id)
        guard !bound.isEmpty else { throw .noAccount }
        let models = bound.flatMap(\.account.models)
        var wanted = draft.model.flatMap { $0 == "auto" || $0.isEmpty ? nil : $0 }
        if wanted == nil, let former = conversation?.model, models.contains(former) { wanted = former }
        guard let model = wanted ?? models.first else { throw .noAccount }
        let candidates = bound.filter { $0.account.models.contains(model) }
        guard !candidates.isEmpty else { throw .unknownModel(model) }
        return (model, candidates)
    }

    private func limits(of user: User) async throws(ChatError) -> [Limit] {
        guard let package = user.package else { return [] }
        return try await packages.find(package).limits
    }
}

extension Draft {
    /// The message to hang on, nil for the root. Throws `unknownParent`.
    fileprivate func parent(in messages: [Message]) throws(ChatError) -> Message? {
        guard let parent, parent.text != Conversation.rootNode else {
            guard case .next = action else { throw .unknownParent }
            return nil
        }
        guard let message = messages.first(where: { $0.id == parent }) else { throw .unknownParent }
        switch action {
        case .next: return message
        case .variant where message.role == .user: return message
        case .more where message.role == .assistant && message.kind == .text: return message
        case .variant, .more: throw .unknownParent
        }
    }
}
