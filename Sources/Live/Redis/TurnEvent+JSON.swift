internal import Domain
internal import JSON

/// Events as they stand in Redis: `["began", turn]`, `["summing_up", null]`, `["step", step]`, `["text", …]`, `["reasoning", …]`, `["ended", end]`.
extension TurnEvent {
    var json: JSONValue {
        switch self {
        case .began(let turn): ["began", turn.json]
        case .summingUp: ["summing_up", nil]
        case .step(let step): ["step", step.json]
        case .text(let text): ["text", .string(text)]
        case .reasoning(let text): ["reasoning", .string(text)]
        case .ended(let end): ["ended", end.json]
        }
    }

    /// Nil when it is none.
    init?(_ json: JSONValue) {
        guard let content = json[1] else { return nil }
        switch json[0]?.text {
        case "began":
            guard let turn = Turn(content) else { return nil }
            self = .began(turn)
        case "summing_up": self = .summingUp
        case "step":
            guard let step = ToolStep(content) else { return nil }
            self = .step(step)
        case "text":
            guard let text = content.text?.string else { return nil }
            self = .text(text)
        case "reasoning":
            guard let text = content.text?.string else { return nil }
            self = .reasoning(text)
        case "ended":
            guard let end = TurnEnd(content) else { return nil }
            self = .ended(end)
        default: return nil
        }
    }
}

extension TurnEnd {
    fileprivate var json: JSONValue {
        [
            "status": .string(status.rawValue), "failure": .text(failure?.rawValue), "reason": .text(finishReason),
            "omitted": .integer(omitted), "summed_up": .integer(summedUp), "continued": continued?.json ?? .null,
            "files": .array(files.map(\.json)), "work": work.json,
        ]
    }

    fileprivate init?(_ json: JSONValue) {
        guard let status = json["status"]?.text.flatMap(Message.Status.init), let omitted = json["omitted"]?.integer
        else { return nil }
        self.init(
            status, failure: json["failure"]?.text.flatMap(TurnFailure.init),
            finishReason: json["reason"]?.text?.string,
            omitted: Int(clamping: omitted))
        summedUp = json["summed_up"]?.integer.map { Int(clamping: $0) } ?? 0
        files = json["files"]?.array?.compactMap { File($0) } ?? []
        work = ToolWork(json["work"] ?? .null)
        continued = json["continued"].flatMap { $0.isNull ? nil : Continuation($0) }
    }
}

extension File {
    /// Of a picture that was made.
    fileprivate var json: JSONValue {
        [
            "id": .string(id.text), "owner": .integer(owner.value), "name": .string(name), "size": .integer(size),
            "kind": .text(kind?.rawValue), "width": pixels.map { .integer($0.width) } ?? .null,
            "height": pixels.map { .integer($0.height) } ?? .null, "created": .integer(createdAt.milliseconds),
        ]
    }

    fileprivate init?(_ json: JSONValue) {
        guard let id: Key<File> = json.key("id"), let owner = json["owner"]?.integer,
            let name = json["name"]?.text?.string, let size = json["size"]?.integer,
            let created = json.moment("created")
        else { return nil }
        self.init(
            id: id, owner: ID(owner), name: name, size: Int(clamping: size),
            kind: json["kind"]?.text.flatMap { Kind(rawValue: $0.string) }, createdAt: created)
        isMade = true
        guard let width = json["width"]?.integer, let height = json["height"]?.integer else { return }
        pixels = PixelSize(width: Int(clamping: width), height: Int(clamping: height))
    }
}

extension Continuation {
    fileprivate var json: JSONValue { ["account": .text(account), "former": .text(former)] }

    fileprivate init(_ json: JSONValue) {
        self.init(with: json["account"]?.text?.string, after: json["former"]?.text?.string)
    }
}

extension Turn {
    fileprivate var json: JSONValue {
        [
            "id": .string(id.text), "owner": .integer(owner.value), "conversation": .string(conversation.text),
            "question": .string(question.text), "answer": .string(answer.text), "thoughts": .string(thoughts.text),
            "account": .integer(account.value), "model": .string(model), "status": .string(status.rawValue),
            "created": .integer(createdAt.milliseconds), "output": .moment(firstOutputAt), "ended": .moment(endedAt),
        ]
    }

    fileprivate init?(_ json: JSONValue) {
        guard let id: Key<Turn> = json.key("id"), let owner = json["owner"]?.integer,
            let conversation: Key<Conversation> = json.key("conversation"),
            let question: Key<Message> = json.key("question"), let answer: Key<Message> = json.key("answer"),
            let thoughts: Key<Message> = json.key("thoughts"), let account = json["account"]?.integer,
            let model = json["model"]?.text?.string, let status = json["status"]?.text.flatMap(Message.Status.init),
            let created = json.moment("created")
        else { return nil }
        self.init(
            id: id, owner: ID(owner), conversation: conversation, question: question, answer: answer,
            thoughts: thoughts, account: ID(account), model: model, status: status, createdAt: created,
            firstOutputAt: json.moment("output"), endedAt: json.moment("ended"))
    }
}

extension JSONValue {
    fileprivate static func text(_ text: String?) -> JSONValue { text.map { .string($0) } ?? .null }

    fileprivate static func moment(_ moment: Timestamp?) -> JSONValue {
        moment.map { .integer($0.milliseconds) } ?? .null
    }

    fileprivate func moment(_ name: Text) -> Timestamp? {
        self[name]?.integer.map { Timestamp(milliseconds: $0) }
    }

    fileprivate func key<Entity>(_ name: Text) -> Domain.Key<Entity>? {
        self[name]?.text.flatMap { Domain.Key($0.string) }
    }
}
