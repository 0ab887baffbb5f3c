internal import Domain
internal import JSON

extension ChatGPTWeb {
    /// What the events of a stream say: messages that come whole again and again, each longer than before (mirror.md §B2.1), or what changes in
    /// them (§B2.2). The ids of the upstream's conversation and messages stay in here.
    struct Meaning: AnswerMeaning {
        private var messages: [Text: WebMessage] = [:]
        /// The ids of the messages in the documents of the delta encoding.
        private var documents: [Int64: Text] = [:]
        private var former = WebChange()
        private var marks = CitationMarks()
        /// The messages that spoke last.
        private var speaker: Text?
        private var thinker: Text?
        /// The message that `marks` is about.
        private var marked: Text?
        private var isBlocked = false

        private static let mostMessages = 1000

        /// After its finish hardly anything comes that matters, and `[DONE]` may be lost.
        static let endsWithBody = true
        static let pagesWantPersons = true

        func raw(_ value: JSONValue, as form: RawForm, came: Bool) -> JSONValue? { nil }

        mutating func end(isWhole: Bool) -> [ReplyEvent] {
            marks.end()
            return []
        }

        mutating func read(_ value: JSONValue, hasHalves: Bool, type: Text?) -> ValueMeaning {
            if let encoding = value.text {
                let isKnown = type != "delta_encoding" || encoding == "v1"
                return ValueMeaning(bad: isKnown ? nil : "an encoding of the stream that is not known")
            }
            if let error = Self.error(in: value) { return ValueMeaning(error: error) }
            if let message = value["message"]?.ifObject { return see(message, hasHalves) }
            if value["type"] == nil, value["v"] != nil || value["o"] != nil { return change(value, hasHalves) }
            return other(value)
        }

        /// An error stands beside an empty message, instead of one, or as the reason of a refusal.
        private static func error(in value: JSONValue) -> ErrorBody? {
            if value["type"] == "error" { return ErrorBody(ofRefusal: value) }
            return ErrorBody(value)
                ?? (value["message"]?.ifObject == nil && value["detail"] != nil ? ErrorBody(remark: value) : nil)
        }

        /// Titles, markers, what the upstream thinks of addresses: nothing of an answer.
        private mutating func other(_ value: JSONValue) -> ValueMeaning {
            if value["type"] == "stream_handoff" || value["wss_url"] != nil || value["websocket_url"] != nil {
                return ValueMeaning(bad: "the answer was handed over to another connection, which is not opened")
            }
            if value["moderation_response"]?["blocked"] == true {
                isBlocked = true
                return ValueMeaning(finish: .contentFilter, isAnswer: true)
            }
            return ValueMeaning(remark: value["type"] == nil ? ErrorBody(remark: value) : nil)
        }
    }
}

// MARK: Messages

extension ChatGPTWeb.Meaning {
    /// A message as it is now, all of it.
    private mutating func see(_ message: JSONValue, _ hasHalves: Bool) -> ValueMeaning {
        let id = message["id"]?.text ?? ""
        if messages[id] == nil {
            guard messages.count < Self.mostMessages else { return ValueMeaning(bad: "more than a thousand messages") }
            messages[id] = WebMessage(message)
        } else {
            messages[id]?.note(message)
        }
        guard let slots = message["content"].flatMap(WebMessage.slots(in:)) else { return outcome("", of: id) }
        return grow(id, to: slots, hasHalves)
    }

    private mutating func grow(_ id: Text, to slots: [Text], _ hasHalves: Bool) -> ValueMeaning {
        guard slots.count <= WebMessage.mostSlots else { return ValueMeaning(bad: "a message of too many parts") }
        guard messages[id]?.channel != .hidden else { return outcome("", of: id) }
        return outcome(messages[id]?.grow(to: slots, hasHalves: hasHalves), of: id)
    }

    /// What a message has said anew, and whether the answer ends with it. `news`: nil where it takes back what was said.
    private mutating func outcome(_ news: String?, of id: Text) -> ValueMeaning {
        guard let message = messages[id] else { return ValueMeaning() }
        if message.usesMemory { return ValueMeaning(wantsPerson: ChatGPTWeb.memoryIsOn) }
        if message.isBroken {
            return ValueMeaning(error: ErrorBody(code: message.status, message: "the answer failed"))
        }
        var said = ValueMeaning()
        said.isAnswer = message.channel != .hidden
        said.finish = isBlocked ? .contentFilter : message.finish
        // A thought that is written anew is not repeated; an answer would be another one than was read.
        guard let news = news ?? (message.channel == .thought ? "" : nil) else {
            said.bad = "a text that was said already came back changed"
            return said
        }
        guard !news.isEmpty else { return said }
        switch message.channel {
        case .hidden: break
        case .thought:
            said.events = [.reasoning(between(thinker, id) + news)]
            thinker = id
        case .answer:
            // A mark belongs to one message.
            if marked != id { marks.end() }
            marked = id
            let text = marks.strip(news)
            guard !text.isEmpty else { break }
            said.events = [.text(between(speaker, id) + text)]
            speaker = id
        }
        return said
    }

    private func between(_ former: Text?, _ id: Text) -> String { former == nil || former == id ? "" : "\n\n" }
}

// MARK: Changes

extension ChatGPTWeb.Meaning {
    private mutating func change(_ value: JSONValue, _ hasHalves: Bool) -> ValueMeaning {
        guard let change = WebChange(value, after: former), let parts = change.parts else {
            return ValueMeaning(bad: "a change of the answer that cannot be read")
        }
        (former, former.value) = (change, .null)
        var all = ValueMeaning()
        for part in parts {
            let said = apply(part, hasHalves)
            all.events += said.events
            all.isAnswer = all.isAnswer || said.isAnswer
            all.finish = said.finish ?? all.finish
            (all.error, all.bad, all.wantsPerson) = (said.error, said.bad, said.wantsPerson)
            if all.error != nil || all.bad != nil || all.wantsPerson != nil { break }
        }
        return all
    }

    private mutating func apply(_ change: WebChange, _ hasHalves: Bool) -> ValueMeaning {
        guard let first = change.path.first else { return begin(change, change.value, hasHalves) }
        if first == "error", let error = ErrorBody(["error": change.value]) { return ValueMeaning(error: error) }
        guard first == "message" else { return ValueMeaning() }
        guard change.path.count > 1 else { return begin(change, ["message": change.value], hasHalves) }
        guard let id = documents[change.document], messages[id] != nil else { return ValueMeaning() }
        switch change.path[1] {
        case "content": return changeContent(of: id, change, Array(change.path.dropFirst(2)), hasHalves)
        case "status": messages[id]?.set(status: change.value.text ?? "")
        case "end_turn": messages[id]?.set(endsTurn: change.value.bool ?? false)
        case "metadata":
            // The rest of the path, as objects around the value.
            let metadata = change.path.dropFirst(2).reversed().reduce(change.value) { .object([.init($1, $0)]) }
            messages[id]?.note(["metadata": metadata])
        default: return ValueMeaning()
        }
        return outcome("", of: id)
    }

    /// A document begins, or is replaced.
    private mutating func begin(_ change: WebChange, _ root: JSONValue, _ hasHalves: Bool) -> ValueMeaning {
        if let error = ErrorBody(root) { return ValueMeaning(error: error) }
        guard [.add, .replace].contains(change.operation), let message = root["message"]?.ifObject else {
            return ValueMeaning()
        }
        guard documents.count < Self.mostMessages || documents[change.document] != nil else {
            return ValueMeaning(bad: "more than a thousand messages")
        }
        // Documents without an id are told apart by their numbers.
        var named = message
        if message["id"]?.text == nil { named["id"] = .string("document \(change.document)") }
        documents[change.document] = named["id"]?.text
        return see(named, hasHalves)
    }

    private mutating func changeContent(
        of id: Text, _ change: WebChange, _ path: [Text], _ hasHalves: Bool
    ) -> ValueMeaning {
        // No copy of the message is held while it changes: its text would be copied with every piece.
        guard messages[id]?.channel != .hidden, let count = messages[id]?.count else { return outcome("", of: id) }
        let isList = path.first == "parts" || path.first == "thoughts"
        guard path.isEmpty || isList || path == ["content"] else { return outcome("", of: id) }
        if path.count < 2, change.operation != .append || change.value.array != nil {
            return changeWhole(of: id, change, path.first, hasHalves)
        }
        guard let slot = Self.slot(at: path, count), slot < WebMessage.mostSlots else {
            return ValueMeaning(bad: "a change of the answer that cannot be read")
        }
        guard path.first != "thoughts" || path.count == 3 else {
            return changeSlots(of: id, change, from: slot, WebMessage.slots(ofThought: change.value), hasHalves)
        }
        return changeSlots(of: id, change, from: slot, [WebMessage.text(ofPart: change.value)], hasHalves)
    }

    /// The content, or the list in it.
    private mutating func changeWhole(
        of id: Text, _ change: WebChange, _ list: Text?, _ hasHalves: Bool
    ) -> ValueMeaning {
        let content: JSONValue = list.map { .object([.init($0, change.value)]) } ?? change.value
        let slots = WebMessage.slots(in: content) ?? []
        switch change.operation {
        case .append: return changeSlots(of: id, change, from: messages[id]?.count ?? 0, slots, hasHalves)
        case .add, .replace: return grow(id, to: slots, hasHalves)
        case .remove, .truncate, .patch: return grow(id, to: [], hasHalves)
        }
    }

    /// Slots in a row. What is appended is news by itself; what replaces says all that was said, and more.
    private mutating func changeSlots(
        of id: Text, _ change: WebChange, from first: Int, _ texts: [Text], _ hasHalves: Bool
    ) -> ValueMeaning {
        guard first + texts.count <= WebMessage.mostSlots else {
            return ValueMeaning(bad: "a message of too many parts")
        }
        var news: String? = ""
        for (slot, text) in zip(first..., texts) where news != nil {
            let more: String? =
                switch change.operation {
                case .append: messages[id]?.append(text, at: slot, hasHalves: hasHalves)
                case .add, .replace: messages[id]?.grow(to: text, at: slot, hasHalves: hasHalves)
                case .remove, .truncate, .patch: messages[id]?.isEmpty(at: slot) == true ? "" : nil
                }
            news = more.map { (news ?? "") + $0 }
        }
        return outcome(news, of: id)
    }

    /// The place of `parts/1`, `thoughts/2/content`, `content`, and of what is appended to a list.
    private static func slot(at path: [Text], _ count: Int) -> Int? {
        guard path.count > 1 else { return path == ["content"] ? 0 : count }
        guard let place = path[1].integer, (0..<WebMessage.mostSlots).contains(place) else { return nil }
        guard path[0] == "thoughts" else { return path.count == 2 ? place : nil }
        if path.count == 2 { return place * 2 }
        guard path.count == 3, path[2] == "summary" || path[2] == "content" else { return nil }
        return place * 2 + (path[2] == "content" ? 1 : 0)
    }
}
