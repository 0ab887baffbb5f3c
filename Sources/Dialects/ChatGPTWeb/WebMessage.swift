internal import Domain
internal import JSON

/// One message of the upstream's, as far as it has come, and what is shown of it (chatgpt-export.md §4, §5; mirror.md §B2.1).
struct WebMessage: Sendable {
    /// What its words are to a reader.
    enum Channel: Sendable { case answer, thought, hidden }

    let channel: Channel
    /// The memory of the account was read or written.
    let usesMemory: Bool
    private(set) var status: Text = ""
    private(set) var endsTurn = false
    private(set) var reason: Text = ""

    /// The parts of a text, or of each thought its summary and its content, as they were said.
    private var slots: [String] = []
    private var joiner = CharacterJoiner()
    /// Whether anything of it was said.
    private var hasSpoken = false

    /// More parts than any message has.
    static let mostSlots = 4096

    init(_ message: JSONValue) {
        channel = Self.channel(of: message)
        let author = message["author"]
        let content = message["content"]
        let isMemory =
            content?["content_type"] == "model_editable_context"
            && content?["model_set_context"]?.text.map { !$0.trimmed.isEmpty } ?? false
        usesMemory = isMemory || message["recipient"] == "bio" || author?["name"] == "bio"
        note(message)
    }

    private static func channel(of message: JSONValue) -> Channel {
        let isHidden = message["metadata"]?["is_visually_hidden_from_conversation"] == true
        let recipient = message["recipient"]?.text ?? "all"
        guard message["author"]?["role"] == "assistant", recipient == "all", !isHidden,
            message["channel"] != "analysis"
        else { return .hidden }
        switch message["content"]?["content_type"] {
        case "text", "multimodal_text": return .answer
        case "thoughts", "reasoning_recap": return .thought
        default: return .hidden
        }
    }

    /// What stands around its content.
    mutating func note(_ message: JSONValue) {
        if let word = message["status"]?.text { status = word }
        if let ends = message["end_turn"]?.bool { endsTurn = ends }
        if let word = message["metadata"]?["finish_details"]?["type"]?.text { reason = word }
    }

    mutating func set(status word: Text) { status = word }
    mutating func set(endsTurn ends: Bool) { endsTurn = ends }
    mutating func set(reason word: Text) { reason = word }

    var isUnderWay: Bool { status.isEmpty || status == "in_progress" }
    var isBroken: Bool { channel == .answer && (status == "error" || status == "cancelled") }

    /// Why the answer ends with it; nil for one that more may follow.
    var finish: FinishReason? {
        guard channel == .answer, !isUnderWay else { return nil }
        if reason == "max_tokens" { return .length }
        return endsTurn ? .stop : nil
    }
}

// MARK: Words

extension WebMessage {
    /// The texts of a whole content, one for each slot; nil where it has none.
    static func slots(in content: JSONValue) -> [Text]? {
        if let parts = content["parts"]?.array { return parts.map(text(ofPart:)) }
        if let thoughts = content["thoughts"]?.array { return thoughts.flatMap(slots(ofThought:)) }
        return content["content"]?.text.map { [$0] }
    }

    /// A part is a text, nothing, or an object: a transcription is what was said, all else is no text.
    static func text(ofPart part: JSONValue) -> Text {
        part.text ?? (part["content_type"] == "audio_transcription" ? part["text"]?.text : nil) ?? ""
    }

    static func slots(ofThought thought: JSONValue) -> [Text] {
        [thought["summary"]?.text ?? "", thought["content"]?.text ?? ""]
    }

    /// How many slots hold words, or stand before one that does.
    var count: Int { slots.count }
    func isEmpty(at slot: Int) -> Bool { slot >= slots.count || slots[slot].isEmpty }

    /// What a whole says beyond what was said. Nil: it takes back or changes what was said.
    mutating func grow(to wholes: [Text], hasHalves: Bool) -> String? {
        guard wholes.count >= slots.count else { return nil }
        var news = ""
        for (slot, whole) in wholes.enumerated() {
            guard let more = grow(to: whole, at: slot, isLast: slot == wholes.count - 1, hasHalves: hasHalves) else {
                return nil
            }
            news += more
        }
        return news
    }

    /// The same of one slot.
    mutating func grow(to whole: Text, at slot: Int, isLast: Bool = true, hasHalves: Bool) -> String? {
        let text = ready(whole, isLast: isLast, hasHalves)
        guard slot < slots.count else { return say(text.string, at: slot) }
        guard text.utf8.starts(with: slots[slot].utf8) else { return nil }
        let rest = text.utf8.dropFirst(slots[slot].utf8.count)
        // What stands before words that were said cannot grow any more.
        guard rest.isEmpty || slot == slots.count - 1 else { return nil }
        return say(String(Substring(rest)), at: slot)
    }

    /// A piece that is added to a slot. Nil where words were said after it.
    mutating func append(_ piece: Text, at slot: Int, hasHalves: Bool) -> String? {
        guard !piece.isEmpty else { return "" }
        guard slot >= slots.count - 1 else { return nil }
        return say(joiner.join(piece, hasHalves: hasHalves).string, at: slot)
    }

    /// A snapshot that was cut inside a character shows its beginning as something else, which the next one does not have.
    private func ready(_ whole: Text, isLast: Bool, _ hasHalves: Bool) -> Text {
        var text = whole
        if hasHalves {
            var joiner = CharacterJoiner()
            text = joiner.join(whole, hasHalves: true)
        }
        guard isLast, isUnderWay else { return text }
        // A character has four bytes at most.
        for _ in 0..<3 where text.hasSuffix("\u{FFFD}") { text = Text(Substring(text.utf8.dropLast(3))) }
        return text
    }

    /// The last slot always holds something.
    private mutating func say(_ piece: String, at slot: Int) -> String {
        guard !piece.isEmpty else { return "" }
        let isNew = slot >= slots.count
        while slots.count <= slot { slots.append("") }
        slots[slot] += piece
        guard isNew, hasSpoken else {
            hasSpoken = true
            return piece
        }
        return (channel == .thought && slot.isMultiple(of: 2) ? "\n\n" : "\n") + piece
    }
}
