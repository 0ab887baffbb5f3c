internal import Domain
internal import JSON

/// The items of an answer that comes in events, and how much of each was said: whatever an upstream leaves out or says twice, every
/// part is said once.
struct ReplyItems: Sendable {
    private var items: [Item] = []
    private var byID: [Text: Int] = [:]
    private var byIndex: [Int64: Int] = [:]
    private var calls = CallReader()
    private var partCount = 0
    /// What the provider's own tools did.
    private var stepCount = 0
    /// In bytes: what was said, also of calls that are not known yet.
    private var size = 0
    /// The part of reasoning that was said last, if nothing was said after it.
    private var lastThought: Key?

    enum Kind: Sendable { case text, refusal, summary, reasoning, arguments }

    /// Where a piece belongs: the item by its name and its number, either of which may be missing or wrong, and the number of the part.
    struct Place: Sendable {
        let kind: Kind
        let id: Text?
        let index: Int64?
        let part: Int64
        /// What an event says of the call that its arguments belong to.
        let callName: Text?
        let isCustom: Bool

        init(_ kind: Kind, _ event: JSONValue, isCustom: Bool = false) {
            self.kind = kind
            id = event["item_id"]?.text
            index = event["output_index"]?.integer
            part = (kind == .summary ? event["summary_index"] : event["content_index"])?.integer ?? 0
            callName = kind == .arguments ? event["name"]?.text : nil
            self.isCustom = isCustom
        }
    }

    private struct Item: Sendable {
        var type: Text?
        /// Whether its call has begun; until then, what an event said of its name.
        var hasName = false
        var rumour: Text?
        var isCustom = false
        var isDone = false
        /// Which kind of reasoning it has: some have both, which say the same.
        var thinks: Kind?
        var hasOpaque = false
        /// Which step it is of what the provider's own tools did.
        var step: Int?
        var channels: [Part: Channel] = [:]
    }

    private struct Part: Hashable, Sendable {
        let kind: Kind
        let number: Int64
    }

    private struct Key: Equatable {
        let item: Int
        let part: Part
    }

    /// What was said of a part, in pieces or as a whole.
    private struct Channel: Sendable {
        var joiner = CharacterJoiner()
        var said = RepeatedText()

        /// What a whole says beyond what was said; nothing where it says something else.
        func news(in whole: Text) -> Text { said.isEmpty ? whole : said.rest(of: whole) ?? "" }
    }

    /// More than anybody answers.
    private static let mostItems = 10_000
    private static let mostParts = 20_000

    var hasCalls: Bool { calls.hasCalls }

    /// What there is too much of; nil for an answer as it should be.
    var excess: String? {
        if let excess = calls.excess { return excess }
        if size > AnswerBounds.text { return AnswerBounds.tooLong }
        return items.count >= Self.mostItems || partCount >= Self.mostParts ? "\(items.count) items in one answer" : nil
    }

    /// Nothing more comes.
    mutating func end(isWhole: Bool) -> [ReplyEvent] {
        var events: [ReplyEvent] = []
        for place in items.indices {
            for part in items[place].channels.keys.sorted(by: { $0.number < $1.number }) {
                let rest = items[place].channels[part]!.joiner.end()
                if !rest.isEmpty { events += event(rest, Key(item: place, part: part)) }
            }
        }
        return isWhole ? events + calls.end() : events
    }
}

// MARK: Pieces

extension ReplyItems {
    private mutating func note(_ place: Place, _ item: Int) {
        guard place.kind == .arguments, !items[item].hasName else { return }
        if place.isCustom { items[item].isCustom = true }
        items[item].rumour = place.callName ?? items[item].rumour
    }

    mutating func say(_ piece: Text, at place: Place, _ hasHalves: Bool) -> [ReplyEvent] {
        let item = item(at: place)
        note(place, item)
        return say(piece, Key(item: item, part: Part(kind: place.kind, number: place.part)), hasHalves)
    }

    mutating func finish(_ whole: Text, at place: Place, _ hasHalves: Bool) -> [ReplyEvent] {
        let item = item(at: place)
        note(place, item)
        return finish(whole, Key(item: item, part: Part(kind: place.kind, number: place.part)), hasHalves)
    }

    private mutating func finish(_ whole: Text, _ key: Key, _ hasHalves: Bool) -> [ReplyEvent] {
        let said = items[key.item].channels[key.part]?.news(in: whole) ?? whole
        return said.isEmpty ? [] : say(said, key, hasHalves)
    }

    private mutating func say(_ piece: Text, _ key: Key, _ hasHalves: Bool) -> [ReplyEvent] {
        if key.part.kind == .summary || key.part.kind == .reasoning {
            guard items[key.item].thinks ?? key.part.kind == key.part.kind else { return [] }
            items[key.item].thinks = key.part.kind
        }
        if items[key.item].channels[key.part] == nil { partCount += 1 }
        items[key.item].channels[key.part, default: Channel()].said.note(piece)
        let joined = items[key.item].channels[key.part]!.joiner.join(piece, hasHalves: hasHalves)
        return joined.isEmpty ? [] : event(joined, key)
    }

    private mutating func event(_ text: Text, _ key: Key) -> [ReplyEvent] {
        size += text.byteCount
        let last = lastThought
        lastThought = nil
        switch key.part.kind {
        case .text: return [.text(text.string)]
        case .refusal: return [.refusal(text.string)]
        case .summary, .reasoning:
            lastThought = key
            // Another part of it is another paragraph.
            return [.reasoning(last == nil || last == key ? text.string : "\n\n" + text.string)]
        case .arguments:
            var piece = OpenAIChat.CallPiece()
            piece.index = Int64(key.item)
            piece.arguments = text
            if items[key.item].isCustom { piece.kind = .custom }
            return calls.read(piece)
        }
    }
}

// MARK: Items

extension ReplyItems {
    mutating func add(_ item: JSONValue, at index: Int64?) -> [ReplyEvent] {
        let id = item["id"]?.text ?? ""
        // What is called otherwise is another one, also under the number of one that came before.
        let place = byID[id] ?? make(id, index)
        return begin(place, item) + step(place, item, isOver: false)
    }

    mutating func finish(_ item: JSONValue, at index: Int64?, _ hasHalves: Bool) -> [ReplyEvent] {
        let id = item["id"]?.text ?? ""
        let place = byID[id] ?? index.flatMap { open($0, like: item) } ?? make(id, index)
        return finish(place, item, hasHalves)
    }

    /// The items of the last event, or of an answer that came as a whole: those that were seen are known by their names, and where any was
    /// seen, an unknown one repeats it under another name.
    mutating func finish(output: [JSONValue], _ hasHalves: Bool) -> [ReplyEvent] {
        let isFirst = items.isEmpty
        var events: [ReplyEvent] = []
        for item in output.prefix(Self.mostItems) where item.members != nil {
            let id = item["id"]?.text ?? ""
            if let place = isFirst ? make(id, nil) : byID[id] { events += finish(place, item, hasHalves) }
        }
        return events + nameTheRest()
    }

    /// Calls of which no item told the name.
    private mutating func nameTheRest() -> [ReplyEvent] {
        var events: [ReplyEvent] = []
        for place in items.indices where items[place].rumour != nil && !items[place].hasName {
            events += name(place, items[place].rumour, "")
        }
        return events
    }

    private mutating func make(_ id: Text, _ index: Int64?) -> Int {
        items.append(Item())
        if !id.isEmpty { byID[id] = items.count - 1 }
        if let index { byIndex[index] = items.count - 1 }
        return items.count - 1
    }

    private func open(_ index: Int64, like item: JSONValue) -> Int? {
        guard let place = byIndex[index], !items[place].isDone else { return nil }
        guard let type = items[place].type, let other = item["type"]?.text, type != other else { return place }
        return nil
    }

    private mutating func item(at place: Place) -> Int {
        if let id = place.id, let known = byID[id] { return known }
        if let index = place.index, let known = byIndex[index] { return known }
        if place.id == nil, place.index == nil, let last = items.indices.last { return last }
        return make(place.id ?? "", place.index)
    }

    private mutating func begin(_ place: Int, _ item: JSONValue) -> [ReplyEvent] {
        items[place].type = items[place].type ?? item["type"]?.text
        switch item["type"]?.text {
        case "function_call": break
        case "custom_tool_call": items[place].isCustom = true
        default: return []
        }
        return name(place, calledName(of: item), item["call_id"]?.text ?? item["id"]?.text ?? "")
    }

    /// A function of a namespace has both names in one, as those who offer them without namespaces call it.
    private func calledName(of item: JSONValue) -> Text? {
        guard let namespace = item["namespace"]?.text, !namespace.isEmpty else { return item["name"]?.text }
        return item["name"]?.text.map { "\(namespace)__\($0)" }
    }

    private mutating func name(_ place: Int, _ name: Text?, _ id: Text) -> [ReplyEvent] {
        guard let name, !name.isEmpty, !items[place].hasName else { return [] }
        items[place].hasName = true
        var piece = OpenAIChat.CallPiece()
        (piece.index, piece.name, piece.id) = (Int64(place), name, id)
        if items[place].isCustom { piece.kind = .custom }
        lastThought = nil
        return calls.read(piece)
    }

    private mutating func finish(_ place: Int, _ item: JSONValue, _ hasHalves: Bool) -> [ReplyEvent] {
        var events = begin(place, item)
        let isRepeated = items[place].isDone
        items[place].isDone = true
        if !isRepeated { events += step(place, item, isOver: true) }
        switch item["type"]?.text {
        case "message":
            if !isRepeated { events += sources(of: item) }
            for (number, part) in (item["content"]?.array ?? []).enumerated() {
                events += finish(part, at: place, Int64(number), hasHalves)
            }
        case "function_call": events += finishArguments(item["arguments"], place, hasHalves)
        case "custom_tool_call": events += finishArguments(item["input"], place, hasHalves)
        case "reasoning": events += finishThought(item, place, hasHalves)
        case "image_generation_call": if !isRepeated { events += picture(item) }
        default: break
        }
        return events
    }

    private mutating func step(_ place: Int, _ item: JSONValue, isOver: Bool) -> [ReplyEvent] {
        guard let step = ToolStep(item, number: items[place].step ?? stepCount, isOver: isOver) else { return [] }
        if items[place].step == nil {
            items[place].step = stepCount
            stepCount += 1
        }
        return [.toolStep(step)]
    }

    private func sources(of message: JSONValue) -> [ReplyEvent] {
        let annotations = (message["content"]?.array ?? []).flatMap { $0["annotations"]?.array ?? [] }
        return annotations.compactMap { Source($0).map { .source($0) } }
    }

    private mutating func finish(
        _ part: JSONValue, at place: Int, _ number: Int64, _ hasHalves: Bool
    ) -> [ReplyEvent] {
        let isRefusal = part["type"] == "refusal"
        guard let text = (isRefusal ? part["refusal"] : part["text"])?.text else { return [] }
        return finish(
            text, Key(item: place, part: Part(kind: isRefusal ? .refusal : .text, number: number)), hasHalves)
    }

    /// Arguments are the text of an object; some send the object.
    private mutating func finishArguments(_ value: JSONValue?, _ place: Int, _ hasHalves: Bool) -> [ReplyEvent] {
        guard let text = value?.text ?? (value?.members == nil ? nil : Text(value!.serialized)) else { return [] }
        return finish(text, Key(item: place, part: Part(kind: .arguments, number: 0)), hasHalves)
    }

    private mutating func finishThought(_ item: JSONValue, _ place: Int, _ hasHalves: Bool) -> [ReplyEvent] {
        var events: [ReplyEvent] = []
        for (name, kind) in [("summary", .summary), ("content", .reasoning)] as [(Text, Kind)] {
            for (number, part) in (item[name]?.array ?? []).enumerated() {
                guard let text = part["text"]?.text else { continue }
                events += finish(text, Key(item: place, part: Part(kind: kind, number: Int64(number))), hasHalves)
            }
        }
        guard let data = item["encrypted_content"]?.text, !data.isEmpty, !items[place].hasOpaque else { return events }
        items[place].hasOpaque = true
        lastThought = nil
        return events + [.opaque(Opaque(.openAI, data))]
    }

    private mutating func picture(_ item: JSONValue) -> [ReplyEvent] {
        guard let data = item["result"]?.text, !data.isEmpty else { return [] }
        let format = item["output_format"]?.text ?? "png"
        lastThought = nil
        return [.image("data:image/\(format.byteCount <= 8 ? format : "png");base64,\(data)")]
    }
}
