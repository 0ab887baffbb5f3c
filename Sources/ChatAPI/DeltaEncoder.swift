import Domain
import JSON
import Web
import Wire

/// Delta encoding `v1` (mirror.md B2.2): each message is added once, then grows by appended text.
///
/// Pieces that follow each other in the log make one delta. The mark of a delta says what is told when it has
/// been applied, so that a viewer can go on after any of them.
struct DeltaEncoder: TurnEncoder {
    private(set) var picture: TurnPicture
    private let language: Language
    private var stream = EventStream()
    /// What the documents are, by their numbers.
    private var documents: [Message.Kind] = []
    /// Where the last delta went: what the next one inherits.
    private var place = Place(document: -1, path: "", operation: "")

    let pace = Duration.zero
    let mostText = 64 << 10

    private struct Place: Equatable {
        let document: Int
        let path: String
        let operation: String
    }

    init(_ picture: TurnPicture, in language: Language) {
        self.picture = picture
        self.language = language
    }

    mutating func open() -> [StreamPart] {
        stream.event("delta_encoding", picture.mark, "v1")
        let (question, conversation) = (picture.takeQuestion(), picture.turn.conversation)
        stream.event(nil, picture.mark) { [language] in $0.write(question: question, in: conversation, language) }
        if picture.isSummingUp { sayItSumsUp() }
        if !picture.isComplete { for step in picture.work.steps { say(step) } }
        for message in picture.messages { add(message) }
        if picture.isComplete { close() }
        picture.forgetTexts()
        return stream.take()
    }

    mutating func encode(_ events: some Sequence<NumberedEvent>) -> [StreamPart] {
        for run in Run.runs(of: events) {
            switch run.kind {
            case .text: startAnswer()
            case .thoughts, nil: break
            }
            let wasSummingUp = picture.isSummingUp
            for event in run.events {
                picture.take(event)
                if case .step(let step) = event.event { say(step) }
            }
            if picture.isSummingUp, !wasSummingUp { sayItSumsUp() }
            if let kind = run.kind { grow(kind, by: run.text) }
            picture.forgetTexts()
        }
        if picture.isComplete { finish() }
        return stream.take()
    }
}

extension EventStream {
    /// A long text is not copied: who has sent it holds it anyway.
    fileprivate mutating func write(
        question: Message?, in conversation: Key<Conversation>, _ language: Language
    ) {
        var opening: JSONValue = ["type": "input_message"]
        let text = question?.text ?? ""
        var shown = question
        let isLong = text.utf8.count > StreamPart.mostText
        if isLong { shown?.text = Self.gap }
        opening["input_message"] = shown?.json(in: language)
        opening["conversation_id"] = .string(conversation.text)
        if isLong { write(opening, fillingGapWith: .text(text)) } else { write(opening) }
    }
}

// MARK: Deltas

extension DeltaEncoder {
    /// The reasoning is complete when the answer begins.
    private mutating func startAnswer() {
        guard !picture.hasText, picture.hasReasoning, let document = documents.firstIndex(of: .thoughts) else {
            return
        }
        patch(document, [["p": "/message/status", "o": "replace", "v": .string(Message.Status.finished.rawValue)]])
    }

    /// No message: what a page may show while it waits for the first word.
    private mutating func sayItSumsUp() {
        stream.event(
            nil, picture.mark,
            ["type": "summing_up", "conversation_id": .string(picture.turn.conversation.text)])
    }

    /// No message: what a page may show while the tools of the provider work. The message has all of it at the end.
    private mutating func say(_ step: ToolStep) {
        stream.event(
            nil, picture.mark,
            [
                "type": "tool_step", "conversation_id": .string(picture.turn.conversation.text), "step": step.json,
            ])
    }

    private mutating func grow(_ kind: Message.Kind, by text: String) {
        if let document = documents.firstIndex(of: kind) {
            delta(Place(document: document, path: kind.textPath, operation: "append")) { $0.write(quoted: text) }
        } else if let message = picture.messages.first(where: { $0.kind == kind }) {
            add(message)
        }
    }

    private mutating func add(_ message: Message) {
        documents.append(message.kind)
        // Written in full: whoever comes to this line must not depend on an earlier one.
        place = Place(document: -1, path: "-", operation: "-")
        delta(Place(document: documents.count - 1, path: "", operation: "add")) { [picture, language] in
            $0.write(message, of: picture, in: language)
        }
    }

    private mutating func patch(_ document: Int, _ changes: [JSONValue]) {
        delta(Place(document: document, path: "", operation: "patch")) { $0.write(.array(changes)) }
    }

    /// Says only what differs from the delta before.
    private mutating func delta(_ next: Place, _ value: (inout EventStream) -> Void) {
        let former = place
        place = next
        stream.event("delta", picture.mark) { stream in
            stream.write(plain: "{")
            if next.document != former.document { stream.write(plain: "\"c\":\(next.document),") }
            if next.path != former.path { stream.write(plain: "\"p\":\"\(next.path)\",") }
            if next.operation != former.operation { stream.write(plain: "\"o\":\"\(next.operation)\",") }
            stream.write(plain: "\"v\":")
            value(&stream)
            stream.write(plain: "}")
        }
    }
}

// MARK: The end

extension DeltaEncoder {
    private mutating func finish() {
        for message in picture.messages {
            if let document = documents.firstIndex(of: message.kind) {
                patch(document, message.ending(in: language))
            } else {
                add(message)
            }
        }
        close()
    }

    private mutating func close() {
        stream.failure(of: picture, in: language)
        if picture.end?.failure == nil {
            stream.event(
                nil, picture.mark,
                [
                    "type": "message_stream_complete",
                    "conversation_id": .string(picture.turn.conversation.text),
                ])
        }
        stream.done(picture.mark)
    }
}

/// Events that follow each other and make one delta: all text, or all reasoning, or neither.
private struct Run {
    let kind: Message.Kind?
    var events: [NumberedEvent]
    var text: String

    static func runs(of events: some Sequence<NumberedEvent>) -> [Run] {
        var runs: [Run] = []
        for event in events {
            let (kind, piece) = event.event.piece
            if let last = runs.last, last.kind == kind {
                runs[runs.count - 1].events.append(event)
                runs[runs.count - 1].text += piece
            } else {
                runs.append(Run(kind: kind, events: [event], text: piece))
            }
        }
        return runs
    }
}

extension TurnEvent {
    fileprivate var piece: (kind: Message.Kind?, text: String) {
        switch self {
        case .text(let text): (.text, text)
        case .reasoning(let text): (.thoughts, text)
        case .began, .summingUp, .step, .ended: (nil, "")
        }
    }
}

extension Message {
    /// What its end changes of a message.
    fileprivate func ending(in language: Language) -> [JSONValue] {
        [
            ["p": "/message/status", "o": "replace", "v": .string(status.rawValue)],
            ["p": "/message/end_turn", "o": "replace", "v": endTurn],
            ["p": "/message/metadata", "o": "replace", "v": metadata(in: language)],
        ]
    }
}

extension Message.Kind {
    /// Where the text of such a message is.
    fileprivate var textPath: String {
        switch self {
        case .text: "/message/content/parts/0"
        case .thoughts: "/message/content/thoughts/0/content"
        }
    }
}
