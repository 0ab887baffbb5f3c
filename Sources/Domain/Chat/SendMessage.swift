/// Starts a turn for a member: reserves quota, borrows an account, makes the question durable, sets the job going.
///
/// The order is what makes it exact: a place is reserved before anything is stored, what is stored is
/// acknowledged before any upstream is asked, and whatever fails on the way gives back what was taken.
public struct SendMessage: Sendable {
    let conversations: any ConversationStore
    let facts: any SendFactsStore
    let dispatcher: Dispatcher
    let turns: TurnRunner
    let files: Files
    let clock: any WallClock
    /// How many turns of one member may run at once, in all processes; nil for any number.
    let mostRunning: Int?
    /// What members were allowed when they last sent something.
    public let standings: SessionStandings
    private let underWay = SendsUnderWay()

    public init(
        conversations: any ConversationStore, facts: any SendFactsStore, dispatcher: Dispatcher,
        turns: TurnRunner, files: Files, clock: any WallClock, mostRunning: Int? = standardMostRunning
    ) {
        self.conversations = conversations
        self.facts = facts
        self.dispatcher = dispatcher
        self.turns = turns
        self.files = files
        self.clock = clock
        self.mostRunning = mostRunning
        standings = SessionStandings(clock: clock)
    }

    /// What `mostRunning` is unless somebody chose.
    public static let standardMostRunning = 16
    /// How often a send looks whether another process has stored the turn of the same message.
    private static let interval = Duration.milliseconds(20)

    /// The turn that now runs; or, when the message was sent before, the turn that it started then.
    public func callAsFunction(_ draft: Draft, from principal: Principal) async throws(ChatError) -> SentTurn {
        let user = principal.user
        while true {
            let facts = try await facts.facts(of: draft, from: user.id)
            if let turn = facts.formerTurn { return try SentTurn(turn, repeating: draft) }
            if facts.epoch == principal.epoch {
                standings.remember(SessionStanding(principal, facts.allowance, readAt: clock.now))
            }
            let basis = Basis(user: user.id, facts: facts, allowance: facts.allowance)
            guard case .next(let id, _) = draft.action else {
                guard let sent = try await begin(draft, asking: nil, on: basis) else {
                    throw .unavailable(what: "quota")
                }
                return sent
            }
            let sent = try await underWay.first(.init(owner: user.id, message: id)) { () throws(ChatError) in
                try await beginUnlessBegun(draft, asking: id, on: basis)
            }
            if let sent { return sent }
        }
    }

    /// The turn that now runs, of a member whose standing is remembered; that it holds still is found when the turn is stored.
    /// Nil when anything stands in the way: whether he may, and what is wrong, is then to be asked in the ordinary way, which
    /// finds what this may have left when a store was lost in the middle.
    public func callAsFunction(_ draft: Draft, under standing: SessionStanding) async -> SentTurn? {
        let user = standing.principal.user.id
        do {
            let thread = try await facts.thread(of: draft, from: user)
            guard thread.formerTurn == nil else { return nil }
            let basis = Basis(user: user, facts: thread, allowance: standing.allowance, epoch: standing.principal.epoch)
            guard case .next(let id, _) = draft.action else { return try await begin(draft, asking: nil, on: basis) }
            return try await underWay.first(.init(owner: user, message: id)) { () throws(ChatError) in
                try await begin(draft, asking: id, on: basis)
            }
        } catch {
            standings.forget(standing)
            return nil
        }
    }

    /// What a turn is begun on.
    private struct Basis {
        let user: ID<User>
        let facts: SendFacts
        let allowance: Allowance
        /// The member's, if the allowance is only remembered.
        var epoch: Int?
    }

    /// Nil after a moment in which another process may have stored the turn of this message.
    private func beginUnlessBegun(
        _ draft: Draft, asking id: Key<Message>, on basis: Basis
    ) async throws(ChatError) -> SentTurn? {
        var refusal: ChatError?
        do {
            if let sent = try await begin(draft, asking: id, on: basis) { return sent }
        } catch {
            refusal = error
        }
        // Another process, or a send that ended between the look and the claim, may have been first.
        if let turn = try await conversations.turn(asking: id, for: basis.user) {
            return try SentTurn(turn, repeating: draft)
        }
        if let refusal { throw refusal }
        await clock.sleep(Self.interval)
        // Whoever sent it has left, and a cancelled sleep is none.
        guard !Task.isCancelled else { throw .unavailable(what: "quota") }
        return nil
    }

    /// Nil when another process has taken the place for this message and has not stored its turn yet.
    private func begin(
        _ draft: Draft, asking message: Key<Message>?, on basis: Basis
    ) async throws(ChatError) -> SentTurn? {
        guard !turns.isDraining else { throw .unavailable(what: "restarting") }
        let thread = try OpenThread(of: draft, basis.facts)
        let model = try basis.allowance.model(for: draft, in: thread)
        let drawing = try basis.allowance.drawing(of: draft, by: model)
        let shown = drawing == nil ? thread.shown : []
        let tools = drawing == nil ? draft.tools : []
        let able = try basis.allowance.able(toShow: shown, to: model).able(toUse: tools, for: model)
        let allowance = drawing?.allowance ?? able
        var ask = try Ask(by: Payer(basis.user), at: .chat, for: model, under: allowance)
        ask.sticky = thread.conversation?.account
        (ask.message, ask.requestID) = (message, draft.requestID)
        // All branches of the conversation, of which one is sent: their length is enough.
        let instructions = basis.allowance.instructions.prompt(behind: thread.assistant?.instruction)
        let written = draft.textBytes + (instructions?.utf8.count ?? 0)
        let bytes = thread.messages.reduce(written) { $0 + $1.text.utf8.count }
        let tokens = shown.reduce(bytes / 4) { $0 + ($1.text?.tokens ?? TokenEstimate.ofMedium) }
        ask.expect(promptTokens: tokens, answer: nil)
        if let drawing { ask.tariff = ask.tariff?.of(drawing.wish, by: model) }
        // Before anything is taken: a file that cannot be read costs nobody a place.
        let views = try await files.shown(shown)
        guard let admission = try await dispatcher.admit(ask) else { return nil }
        var opening = thread.opening(of: draft, by: basis.user, admission, model: model)
        opening.epoch = basis.epoch
        (opening.requestID, opening.choice) = (ask.requestID, admission.choice)
        (opening.group, opening.units, opening.tariff) = (ask.group, ask.weight, ask.tariff)
        opening.mostRunning = mostRunning
        let messages = thread.messages + [opening.question].compactMap(\.self)
        do {
            try await turns.begin(
                opening.turn, with: admission, about: messages, views, to: opening.answerParent,
                under: instructions, unlessRunning: mostRunning,
                titling: TitleWish(for: thread.conversation, opening, under: basis.allowance), drawing: drawing?.wish,
                using: tools
            ) { [opening] () throws(ChatError) in try await store(opening, for: admission) }
        } catch {
            await dispatcher.abandon(admission)
            throw error
        }
        // The upstream is asked before the viewer is told anything.
        await Task.yield()
        return SentTurn(opening, among: messages)
    }

    private func store(_ opening: TurnOpening, for admission: Admission) async throws(ChatError) {
        try await conversations.begin(opening)
        do {
            try await dispatcher.confirm(admission)
        } catch {
            let turn = opening.turn
            try? await conversations.end(turn, Answer(), .unbegun, .refunded, nil, at: turn.createdAt)
            throw error
        }
    }
}

extension SentTurn {
    /// Throws `duplicateMessage` when the message was sent to another conversation.
    fileprivate init(_ turn: Turn, repeating draft: Draft) throws(ChatError) {
        guard draft.conversation == nil || draft.conversation == turn.conversation else { throw .duplicateMessage }
        self.init(turn: turn, beginning: nil)
    }

    fileprivate init(_ opening: TurnOpening, among messages: [Message]) {
        let turn = opening.turn
        let question = messages.last { $0.id == turn.question }
        self.init(turn: turn, beginning: Beginning(question: question, answerParent: opening.answerParent))
    }
}

extension Allowance {
    /// Without the accounts that cannot be shown images, where there are some to show. Throws `file(.imagesNotTaken)` when no other
    /// one serves the model.
    fileprivate func able(toShow files: [File], to model: String) throws(ChatError) -> Allowance {
        guard files.contains(where: { $0.kind?.isImage == true }) else { return self }
        guard let able = limited(to: model, onlyBy: \.takesImages) else { throw .file(.imagesNotTaken) }
        return able
    }

    /// Without the accounts that have not all of the tools. Throws `invalid("tools")` where no account of the model has them, or chats may not
    /// use them.
    fileprivate func able(toUse wanted: [BuiltInTool], for model: String) throws(ChatError) -> Allowance {
        guard !wanted.isEmpty else { return self }
        guard tools.isSuperset(of: wanted),
            let able = limited(to: model, onlyBy: { Set($0.builtInTools).isSuperset(of: wanted) })
        else { throw .invalid(field: "tools", .notThere) }
        return able
    }

    /// What a model is to draw, and with which accounts; nil for one that is spoken with. Throws `file(.imagesNotTaken)` for files, which
    /// none is shown.
    fileprivate func drawing(
        of draft: Draft, by model: String
    ) throws(ChatError) -> (wish: PictureWish, allowance: Allowance)? {
        guard PictureModel.isOne(model), let able = limited(to: model, onlyBy: { $0.passes(.imageGenerations) }),
            able.accounts.contains(where: { $0.account.serves(model) })
        else { return nil }
        guard draft.files.isEmpty else { throw .file(.imagesNotTaken) }
        return (draft.picture, able)
    }

    /// The model that is meant: the draft's, else the conversation's own, of a new one its assistant's, else the first there is.
    fileprivate func model(for draft: Draft, in thread: OpenThread) throws(ChatError) -> String {
        var wanted = draft.model.flatMap { $0 == "auto" || $0.isEmpty ? nil : $0 }
        let usual = thread.conversation.map(\.model) ?? thread.assistant?.model
        if wanted == nil, let usual, accounts.contains(where: { $0.account.serves(usual) }) { wanted = usual }
        guard let model = wanted ?? accounts.lazy.flatMap(\.account.models).first else { throw .noAccount }
        return model
    }
}
