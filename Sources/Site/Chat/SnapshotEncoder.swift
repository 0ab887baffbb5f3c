import Domain
import Wire

/// The classic stream: every event is a whole message (mirror.md B2.1). Several events of the log make one snapshot.
struct SnapshotEncoder: TurnEncoder {
    private(set) var picture: TurnPicture
    private let language: Language
    private var stream = EventStream()

    /// At most ten snapshots a second: their size grows with the answer.
    let pace = Duration.milliseconds(100)
    /// Each snapshot holds all there is, so the fewer the better.
    let mostText = Int.max

    init(_ picture: TurnPicture, in language: Language) {
        self.picture = picture
        self.language = language
    }

    mutating func open() -> [UInt8] {
        if let thoughts = picture.thoughts { snapshot(thoughts) }
        snapshot(picture.emptyOrNot)
        if picture.isComplete { close() }
        return stream.take()
    }

    mutating func encode(_ events: some Sequence<NumberedEvent>) -> [UInt8] {
        let before = picture
        for event in events { picture.take(event) }
        // The reasoning changes also when the first word of the answer completes it.
        if let thoughts = picture.thoughts, thoughts != before.thoughts { snapshot(thoughts) }
        if let answer = picture.answer, answer != before.answer { snapshot(answer) }
        if picture.isComplete { close() }
        return stream.take()
    }

    private mutating func snapshot(_ message: Message) {
        stream.event(nil, picture.mark, message.snapshot(in: language))
    }

    private mutating func close() {
        stream.failure(of: picture, in: language)
        stream.done(picture.mark)
    }
}

extension Message {
    /// The message as a stream shows it.
    func snapshot(in language: Language) -> JSONValue {
        ["message": json(in: language), "conversation_id": .string(conversation.text), "error": nil]
    }
}
