import Domain
import JSON
import Web
import Wire

/// The classic stream: every event is a whole message (mirror.md B2.1). Several events of the log make one snapshot.
struct SnapshotEncoder: TurnEncoder {
    private(set) var picture: TurnPicture
    private let language: Language
    private var stream = EventStream()

    /// At most ten snapshots a second: their size grows with the answer.
    let pace = Duration.milliseconds(100)
    /// Each snapshot tells all there is, so the fewer the better.
    let mostText = Int.max

    init(_ picture: TurnPicture, in language: Language) {
        self.picture = picture
        self.language = language
    }

    mutating func open() -> [StreamPart] {
        _ = picture.takeQuestion()
        if let thoughts = picture.thoughts { snapshot(thoughts) }
        snapshot(picture.emptyOrNot)
        if picture.isComplete { close() }
        return stream.take()
    }

    mutating func encode(_ events: some Sequence<NumberedEvent>) -> [StreamPart] {
        let hadText = picture.hasText
        var (grewReasoning, grewText) = (false, false)
        for event in events {
            switch event.event {
            case .reasoning: grewReasoning = true
            case .text: grewText = true
            case .began, .summingUp, .step, .ended: break
            }
            picture.take(event)
            picture.forgetTexts()
        }
        // The first word of the answer, or the end without one, completes the reasoning.
        let isReasoningOver = hadText != picture.hasText || picture.isComplete && !picture.hasText
        if let thoughts = picture.thoughts, grewReasoning || isReasoningOver { snapshot(thoughts) }
        if let answer = picture.answer, grewText || picture.isComplete { snapshot(answer) }
        if picture.isComplete { close() }
        return stream.take()
    }

    private mutating func snapshot(_ message: Message) {
        stream.event(nil, picture.mark) { [picture, language] in $0.write(message, of: picture, in: language) }
    }

    private mutating func close() {
        stream.failure(of: picture, in: language)
        stream.done(picture.mark)
    }
}

extension EventStream {
    /// A message as a stream shows it.
    mutating func write(_ message: Message, of picture: TurnPicture, in language: Language) {
        guard picture.hasForgotten(message.kind) else { return write(message.snapshot(in: language)) }
        var message = message
        message.text = Self.gap
        write(message.snapshot(in: language), fillingGapWith: .logged(message.kind, through: picture.number))
    }
}

extension Message {
    fileprivate func snapshot(in language: Language) -> JSONValue {
        ["message": json(in: language), "conversation_id": .string(conversation.text), "error": nil]
    }
}
