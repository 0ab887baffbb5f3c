internal import JSON
import Synchronization

/// One turn on its way: asks the upstream, appends what comes to the log, saves it, settles the quota.
final class TurnJob: Sendable {
    let turn: Turn
    /// Until it is decided nobody is asked.
    let gate = TurnGate()
    /// The place that the turn has, and the account that is asked first.
    let admission: Admission
    private let messages: [Message]
    private let files: ShownFiles
    private let leaf: Key<Message>
    /// The member's system prompt, if there is one.
    private let instructions: String?
    private let wish: TitleWish?
    /// Set where the model makes pictures and nothing else.
    private let drawing: PictureWish?
    /// Of the provider's own, those that may be used.
    private let tools: [BuiltInTool]
    private let desk: TurnDesk
    private let progress = Mutex(Progress())

    /// At most this much of an answer is lost when the process dies, or one second's worth. Of a long answer a quarter
    /// more: a save writes all of it.
    private static func mostUnsaved(beyond saved: Int) -> Int { max(4096, saved / 4) }

    /// How old a word may become before it is saved: with the pause between two looks, no more than a second.
    private static let longestUnsaved = Duration.milliseconds(750)

    private struct Progress {
        var answer = Answer()
        /// Of more of an answer.
        var seam: AnswerSeam?
        /// When the first word came that is in no save, not even in one under way.
        var unsavedSince: Timestamp?
        var savedBytes = 0
        var savedFirstOutput = false
        var isSaving = false
        var receipt: Receipt?

        var isUnsaved: Bool { answer.byteCount > savedBytes || answer.hasOutput && !savedFirstOutput }
    }

    init(
        turn: Turn, admission: Admission, messages: [Message], files: ShownFiles, leaf: Key<Message>,
        instructions: String?, wish: TitleWish?, drawing: PictureWish?, tools: [BuiltInTool], desk: TurnDesk
    ) {
        self.turn = turn
        self.admission = admission
        self.messages = messages
        self.files = files
        self.leaf = leaf
        self.instructions = instructions
        self.wish = wish
        self.drawing = drawing
        self.tools = tools
        self.desk = desk
        guard let former = PromptBuilder.answer(at: leaf, in: messages) else { return }
        progress.withLock { $0.seam = AnswerSeam(after: former) }
    }

    /// Runs until the answer is complete, nobody could give one, or the task is cancelled.
    func ask() async {
        if let drawing { return await draw(drawing) }
        let receipt = await desk.dispatcher.carryOut(
            admission, prompt, after: { _ = await self.gate.wait() }, to: { await self.note($0) })
        progress.withLock { $0.receipt = receipt }
    }

    /// Asks for pictures of the question's words.
    private func draw(_ wish: PictureWish) async {
        guard await gate.wait() else { return }
        let question = messages.first { $0.id == turn.question }?.text ?? ""
        let call = PassedCall(.imageGenerations, to: turn.model, drawing: question, wish)
        let (pictures, receipt) = await desk.dispatcher.draw(call, under: admission)
        progress.withLock { progress in
            progress.receipt = receipt.withPictures(pictures)
            progress.answer.account = receipt.attempts.last?.account
            guard !pictures.isEmpty else { return }
            progress.answer.pictures = pictures
            progress.answer.firstOutputAt = receipt.firstOutputAt ?? desk.clock.now
        }
    }

    /// For an account that said it was too much, half of the history; that once.
    @Sendable
    private func prompt(for account: Account, with key: Secret, _ shortenings: Int) async -> Prompt? {
        guard shortenings < 2 else { return nil }
        let whole = PromptBuilder(context: account.context(of: turn.model))
        let builder = shortenings == 0 ? whole : whole.halved
        var (prompt, omitted, summary) = built(by: builder)
        if omitted > 0, let summaries = await summaries(for: builder, account, key), !summaries.isEmpty {
            (prompt, omitted, summary) = built(by: builder, behind: summaries)
        }
        prompt.conversation = Text(turn.conversation.text)
        // Some show their thoughts only to those who ask for them; how much they think is for them to say.
        prompt.reasoning = ReasoningWish()
        prompt.builtInTools = tools
        progress.withLock { [omitted, summary] in
            $0.answer.omitted = omitted
            $0.answer.summedUp = summary?.count ?? 0
            $0.answer.account = account.id
            // What the tools of an account did that gave no answer.
            $0.answer.work = ToolWork()
        }
        return prompt
    }

    private func built(
        by builder: PromptBuilder, behind summaries: [Summary] = []
    ) -> (prompt: Prompt, omitted: Int, summary: Summary?) {
        builder.prompt(
            for: turn.model, beginningWith: instructions, from: messages, showing: files, to: leaf, behind: summaries
        )
    }

    /// Nil when none is to be asked for one, as the turn did not begin.
    private func summaries(for builder: PromptBuilder, _ account: Account, _ key: Secret) async -> [Summary]? {
        guard let summaries = desk.summaries, await gate.wait() else { return nil }
        let subject = Summaries.Subject(
            turn: turn, builder: builder, instructions: instructions, messages: messages, leaf: leaf)
        return await summaries.of(subject, by: account, key) { try? await desk.log.append([.summingUp], to: turn.id) }
    }

    /// Something has been waiting long enough to be saved.
    func isDue(at moment: Timestamp) -> Bool {
        progress.withLock { progress in
            guard let since = progress.unsavedSince, !progress.isSaving else { return false }
            return since + Self.longestUnsaved <= moment
        }
    }
}

// MARK: Output

extension TurnJob {
    private func note(_ piece: ReplyPiece) async {
        for event in piece.events {
            let (events, mustSave) = take(event)
            if !events.isEmpty { try? await desk.log.append(events, to: turn.id) }
            if mustSave { await save() }
        }
    }

    /// What viewers are to be told of the event, and whether too much is unsaved now. No part of `note`, whose frame
    /// the task keeps from piece to piece.
    @inline(never)
    private func take(_ event: ReplyEvent) -> (told: [TurnEvent], mustSave: Bool) {
        let now = desk.clock.now
        return progress.withLock { progress in
            let told = progress.answer.note(event, at: now, &progress.seam)
            if !told.isEmpty, progress.unsavedSince == nil { progress.unsavedSince = now }
            let unsaved = progress.answer.byteCount - progress.savedBytes
            return (told, unsaved >= Self.mostUnsaved(beyond: progress.savedBytes))
        }
    }

    /// Saves the answer so far, unless a save is under way. A failure is left to the next one.
    func save() async {
        let taken = progress.withLock { progress -> (Answer, Timestamp?)? in
            guard progress.isUnsaved, !progress.isSaving else { return nil }
            progress.isSaving = true
            defer { progress.unsavedSince = nil }
            return (progress.answer, progress.unsavedSince)
        }
        guard let (answer, since) = taken else { return }
        let isSaved = (try? await desk.conversations.save(turn, answer)) != nil
        progress.withLock { progress in
            progress.isSaving = false
            guard isSaved else { return progress.unsavedSince = since }
            progress.savedBytes = answer.byteCount
            progress.savedFirstOutput = answer.hasOutput
        }
    }
}

extension Answer {
    /// Takes the event in; what viewers are told of it, if anything. In several events when it is long: each of them is what
    /// waits at least for a viewer who is slow.
    fileprivate mutating func note(
        _ event: ReplyEvent, at moment: Timestamp, _ seam: inout AnswerSeam?
    ) -> [TurnEvent] {
        switch event {
        case .findings: return []
        case .usage(let usage):
            self.usage = usage
            return []
        case .text(let piece), .refusal(let piece):
            guard !piece.isEmpty else { return [] }
            firstOutputAt = firstOutputAt ?? moment
            return add(seam?.read(piece) ?? piece)
        // Its viewers see them at the end, when they are files.
        case .image(let link):
            pictures.add(link)
            firstOutputAt = firstOutputAt ?? moment
            return []
        case .toolStep(let step): return work.note(step) ? [.step(step)] : []
        case .source(let source):
            work.note(source)
            return []
        // What a chat has no place for: it offers no tools of its own.
        case .toolCall, .toolArguments, .opaque: return []
        case .reasoning(let piece):
            guard !piece.isEmpty else { return [] }
            reasoning += piece
            firstOutputAt = firstOutputAt ?? moment
            return piece.pieces(of: Self.longestPiece).map { .reasoning(String($0)) }
        }
    }

    fileprivate mutating func add(_ piece: String) -> [TurnEvent] {
        guard !piece.isEmpty else { return [] }
        text += piece
        return piece.pieces(of: Self.longestPiece).map { .text(String($0)) }
    }

    /// In bytes.
    private static let longestPiece = 16 << 10
}

// MARK: The end

extension TurnJob {
    /// Stores the end, settles the quota, tells the viewers: in this order. What is to be named then, if anything.
    func finish(cancelledAs status: Message.Status) async -> Titles.Subject? {
        // What was held back as it might have been a repeat.
        let rest = progress.withLock { $0.answer.add($0.seam?.end() ?? "") }
        if !rest.isEmpty { try? await desk.log.append(rest, to: turn.id) }
        let (said, receipt) = progress.withLock { ($0.answer, $0.receipt) }
        var answer = said
        answer.usage = answer.usage ?? receipt?.usage
        answer.work.end()
        let lost = await keepPictures(of: &answer, receipt)
        var end = Self.end(by: receipt, cancelledAs: status, omitted: answer.omitted, losing: lost)
        end.summedUp = answer.summedUp
        end.files = answer.files
        end.work = answer.work
        // Of pictures that are all lost nobody has anything.
        let isEmpty = lost > 0 && answer.files.isEmpty && answer.byteCount == 0
        let settlement: Settlement = answer.hasOutput && !isEmpty ? .committed : .refunded
        let total = admission.ask.total(of: answer.usage)
        if settlement == .committed { answer.cost = total.money ?? 0 }
        let isStored = await store(answer, end, settlement, receipt)
        if isStored { desk.dispatcher.usage.watch.noteTurn(turn.charge) }
        // A row that is left running is settled with the end that it is given later.
        if isStored {
            await desk.dispatcher.settle(admission, as: settlement, total)
        } else {
            _ = admission.takePlace()
        }
        if isStored { end.continued = await continuation(by: receipt, answer) }
        // An end that could not be stored is not told as one: what people see must survive a reload.
        let told = isStored ? end : TurnEnd(.interrupted, failure: .storage)
        try? await desk.log.append([.ended(told)], to: turn.id)
        desk.report(
            TurnReport(
                turn: turn, request: admission.ask.requestID, end: told, settlement: settlement,
                failure: receipt?.failure, attempts: receipt?.attempts ?? [], isStored: isStored))
        return isStored ? subject(of: receipt, answer) : nil
    }

    /// How many could not be kept.
    private func keepPictures(of answer: inout Answer, _ receipt: Receipt?) async -> Int {
        guard !answer.pictures.isEmpty else { return 0 }
        let last = receipt?.attempts.last?.account ?? answer.account
        guard let keeper = desk.pictures,
            let account = admission.ask.candidates.first(where: { $0.account.id == last })?.account
        else { return answer.pictures.links.count }
        let (files, lost) = await keeper.keep(answer.pictures, for: turn.owner, by: account)
        answer.files = files
        return lost
    }

    /// Of an answer that is whole.
    private func subject(of receipt: Receipt?, _ answer: Answer) -> Titles.Subject? {
        guard let wish, case .finished = receipt?.end, !answer.text.isEmpty, let last = receipt?.attempts.last?.account,
            let account = admission.ask.candidates.first(where: { $0.account.id == last }),
            let key = admission.ask.keys[last], let question = messages.first(where: { $0.id == turn.question })
        else { return nil }
        return Titles.Subject(
            turn: turn, question: question.text, answer: answer.text, wish: wish, account: account, key: key)
    }

    /// What a reload shows, too. Names that cannot be read hold no end up.
    private func continuation(by receipt: Receipt?, _ answer: Answer) async -> Continuation? {
        guard answer.hasOutput, let account = receipt?.attempts.last?.account,
            let former = Handovers(in: messages).speaker(upTo: leaf), former != account
        else { return nil }
        let names = try? await desk.conversations.accountNames(of: [former, account], for: turn.owner)
        return Continuation(with: names?[account], after: names?[former])
    }

    private static func end(
        by receipt: Receipt?, cancelledAs status: Message.Status, omitted: Int, losing lost: Int
    ) -> TurnEnd {
        switch receipt?.end {
        case .finished where lost > 0: TurnEnd(.error, failure: .picturesLost, omitted: omitted)
        case .finished(let reason): TurnEnd(.finished, finishReason: reason.rawValue, omitted: omitted)
        case .failed(let failure): TurnEnd(.error, failure: failure.code, omitted: omitted)
        case .cancelled, nil: TurnEnd(status, omitted: omitted)
        }
    }

    /// Tries for a few seconds. When it stays impossible the row is left running, and is ended as interrupted
    /// by `interruptTurns` as soon as the store is back.
    private func store(_ answer: Answer, _ end: TurnEnd, _ settlement: Settlement, _ receipt: Receipt?) async -> Bool {
        for pause in [Duration.milliseconds(100), .milliseconds(400), .seconds(1), .seconds(2), .zero] {
            do {
                try await desk.conversations.end(turn, answer, end, settlement, receipt, at: desk.clock.now)
                return true
            } catch {
                await desk.clock.sleep(pause)
            }
        }
        return false
    }
}
