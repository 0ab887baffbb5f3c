import Domain
import Web

/// A turn as its events have drawn it so far: what every encoding shows in its own way.
struct TurnPicture: Sendable {
    let turn: Turn
    /// The user's message that is answered.
    private(set) var question: Message?
    /// What the reasoning hangs on, or the answer if there is none.
    private let parent: Key<Message>?
    private(set) var reasoning = ""
    private(set) var text = ""
    /// What was forgotten: that there was reasoning, and an answer.
    private var hadReasoning = false
    private var hadText = false
    private(set) var end: TurnEnd?
    private var wasSummedUp = false
    /// Of the provider's tools, while it runs.
    private(set) var work = ToolWork()
    /// The last event that is in it.
    private(set) var number = 0

    /// One that has just begun.
    init(_ turn: Turn, _ beginning: SentTurn.Beginning) {
        self.turn = turn
        question = beginning.question
        parent = beginning.answerParent
    }

    /// Nothing has happened yet. `messages` is the conversation as it is stored.
    init(_ turn: Turn, in messages: [Message]) {
        self.turn = turn
        question = messages.first { $0.id == turn.question }
        let parent = messages.first { $0.id == turn.answer }?.parent
        self.parent = parent == turn.thoughts ? messages.first { $0.id == turn.thoughts }?.parent : parent
    }

    /// A turn that is over, from what is stored of it.
    init(finished turn: Turn, in messages: [Message]) {
        self.init(turn, in: messages)
        reasoning = messages.first { $0.id == turn.thoughts }?.text ?? ""
        guard let answer = messages.first(where: { $0.id == turn.answer }), answer.status != .inProgress else { return }
        text = answer.text
        end = TurnEnd(
            answer.status, failure: answer.failure, finishReason: answer.finishReason, omitted: answer.omitted)
        end?.continued = answer.continued
        end?.summedUp = answer.summedUp
        end?.files = answer.files
        end?.work = answer.work
    }

    /// What would have drawn it; none for one that is not over.
    var events: [TurnEvent] {
        guard let end else { return [] }
        let pieces = { (text: String) in text.pieces(of: Self.longestPiece).map(String.init) }
        return pieces(reasoning).map { .reasoning($0) } + pieces(text).map { .text($0) } + [.ended(end)]
    }

    /// In bytes.
    private static let longestPiece = 16 << 10

    mutating func take(_ event: NumberedEvent) {
        number = event.number
        switch event.event {
        case .began: break
        case .summingUp: wasSummedUp = true
        case .step(let step): work.note(step)
        case .reasoning(let piece): reasoning += piece
        case .text(let piece): text += piece
        case .ended(let end): self.end = end
        }
    }

    /// Lets go of the reasoning and the answer, which the turn's log has: many may look at one long answer.
    mutating func forgetTexts() {
        (hadReasoning, hadText) = (hasReasoning, hasText)
        (reasoning, text) = ("", "")
    }

    /// The text of that kind is not here: it is what the turn's log says up to `number`.
    func hasForgotten(_ kind: Message.Kind) -> Bool { kind == .text ? hadText : hadReasoning }

    mutating func takeQuestion() -> Message? { question.take() }

    var hasReasoning: Bool { hadReasoning || !reasoning.isEmpty }
    var hasText: Bool { hadText || !text.isEmpty }

    var isComplete: Bool { end != nil }
    /// The oldest messages are being summed up, and nothing of the answer is here.
    var isSummingUp: Bool { wasSummedUp && !hasReasoning && !hasText && !isComplete }
    var mark: EventMark { EventMark(turn: turn.id, number: number) }

    /// The assistant's messages that there is something to say of, in their order.
    var messages: [Message] { [thoughts, answer].compactMap(\.self) }

    /// Nil as long as there is no reasoning.
    var thoughts: Message? {
        guard hasReasoning else { return nil }
        let status = hasText ? .finished : end?.status ?? .inProgress
        return message(turn.thoughts, .thoughts, reasoning, status, parent: parent)
    }

    /// Nil as long as there is no word of it and the turn runs.
    var answer: Message? { !hasText && end == nil ? nil : emptyOrNot }

    /// The answer, also before its first word.
    var emptyOrNot: Message {
        message(
            turn.answer, .text, text, end?.status ?? .inProgress, parent: hasReasoning ? turn.thoughts : parent)
    }

    private func message(
        _ id: Key<Message>, _ kind: Message.Kind, _ text: String, _ status: Message.Status, parent: Key<Message>?
    ) -> Message {
        let isAnswer = kind == .text
        var message = Message(
            id: id, conversation: turn.conversation, parent: parent, role: .assistant, kind: kind, text: text,
            status: status, createdAt: turn.createdAt, model: turn.model, turn: turn.id,
            failure: isAnswer ? end?.failure : nil, finishReason: isAnswer ? end?.finishReason : nil,
            omitted: isAnswer ? end?.omitted ?? 0 : 0)
        guard isAnswer, let end else { return message }
        (message.continued, message.summedUp) = (end.continued, end.summedUp)
        (message.files, message.work) = (end.files, end.work)
        return message
    }
}
