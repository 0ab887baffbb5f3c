internal import Domain
internal import JSON

extension OpenAIResponses {
    static func messages(
        in fields: RequestFields, _ namespaces: Namespaces
    ) throws(Inexpressible) -> [Prompt.Message] {
        var messages = ItemMessages(answered: answered(in: fields["input"]))
        if let instructions = fields["instructions"] {
            guard let text = instructions.text else { throw fields.refused("instructions", .not("a string")) }
            if !text.isEmpty { messages.append(.init(.system, [.text(text)])) }
        }
        guard let input = fields["input"] else {
            // The provider holds what came before.
            let held: [Text] = ["previous_response_id", "conversation", "prompt"]
            guard held.contains(where: { fields[$0] != nil }) else { throw fields.refused("input", .missing) }
            return messages.all
        }
        if let text = input.text {
            messages.append(.init(.user, [.text(text)]))
            return messages.all
        }
        guard let items = input.array else { throw fields.refused("input", .not("a string or an array of items")) }
        guard !items.isEmpty else { throw fields.refused("input", .empty) }
        for (index, item) in items.enumerated() {
            try messages.read(try RequestFields(item, at: "input[\(index)]"), namespaces)
        }
        return messages.end()
    }

    /// The calls that have a result.
    private static func answered(in input: JSONValue?) -> Set<Text> {
        let results = (input?.array ?? []).filter { $0["type"]?.text?.hasSuffix("_call_output") == true }
        return Set(results.compactMap { $0["call_id"]?.text ?? $0["id"]?.text })
    }
}

/// Puts items together to messages: what an assistant thinks, says and calls in a row is one. Elsewhere results must follow their calls
/// at once: what an assistant says between the two joins its message with the calls, and what others say there comes after the results.
private struct ItemMessages {
    private(set) var all: [Prompt.Message] = []
    /// All calls whose results stand somewhere, and those of them whose results are still to come.
    private let answered: Set<Text>
    private var open: Set<Text> = []
    /// The message that has the open calls.
    private var caller = 0
    private var held: [Prompt.Message] = []

    init(answered: Set<Text>) { self.answered = answered }

    mutating func append(_ message: Prompt.Message) {
        if message.role == .tool || open.isEmpty { all.append(message) } else { held.append(message) }
    }

    mutating func end() -> [Prompt.Message] {
        release()
        return all
    }

    private mutating func release() {
        all += held
        held = []
    }

    mutating func read(_ item: RequestFields, _ namespaces: Namespaces) throws(Inexpressible) {
        // Items without a type that have a role are messages, as several clients send them.
        switch try item.text("type") ?? (item["role"] == nil ? "" : "message") {
        case "message": try readMessage(item)
        case "function_call":
            let name = namespaces.name(try item.requiredText("name"), in: try item.text("namespace"))
            call(ToolCall(id: try Self.callID(in: item), name: name, arguments: try Self.arguments(in: item)))
        case "custom_tool_call":
            let name = namespaces.name(try item.requiredText("name"), in: try item.text("namespace"))
            let input = try item.text("input") ?? ""
            call(ToolCall(.custom, id: try Self.callID(in: item), name: name, arguments: input))
        case "function_call_output", "custom_tool_call_output":
            let id = try Self.callID(in: item)
            append(.init(.tool, [.toolResult(ToolResult(of: id, try OpenAIResponses.parts(in: item, "output")))]))
            open.remove(id)
            if open.isEmpty { release() }
        case "reasoning": try think(item)
        case "item_reference": append(.init(.user, [.other(item.value, .openAIResponses)]))
        case "": throw item.refused("type", .missing)
        // What the provider did itself, and what it wrote for itself, means nothing to another.
        default: break
        }
    }

    private mutating func readMessage(_ item: RequestFields) throws(Inexpressible) {
        let word = try item.requiredText("role")
        guard let role = Prompt.Role(word), role != .tool else {
            throw item.refused("role", .noneOf(["user", "assistant", "system", "developer"]))
        }
        guard item["content"] != nil else { throw item.refused("content", .missing) }
        let parts = try OpenAIResponses.parts(in: item, "content")
        guard role == .assistant else { return append(.init(role, parts)) }
        guard !parts.isEmpty else { return }
        if open.isEmpty, all.last?.hasSpoken == true { all.append(.init(.assistant, [])) }
        say(parts)
    }

    private mutating func think(_ item: RequestFields) throws(Inexpressible) {
        var texts: [Text] = []
        for name in ["summary", "content"] as [Text] where texts.isEmpty {
            for (index, part) in (try item.array(name) ?? []).enumerated() {
                let part = try RequestFields(part, at: "\(item.place(name))[\(index)]")
                if let text = try part.text("text"), !text.isEmpty { texts.append(text) }
            }
        }
        let opaque = try item.text("encrypted_content").map { Opaque(carriedIn: $0, of: .openAI) }
        guard !texts.isEmpty || opaque != nil else { return }
        let text = texts.count == 1 ? texts[0] : Text(texts.map(\.string).joined(separator: "\n\n"))
        say([.reasoning(Thought(text, opaque: opaque))])
    }

    private mutating func call(_ call: ToolCall) {
        say([.toolCall(call)])
        guard answered.contains(call.id) else { return }
        if open.isEmpty { caller = all.count - 1 }
        open.insert(call.id)
    }

    private mutating func say(_ parts: [Part]) {
        guard open.isEmpty else { return all[caller].parts += parts }
        if all.last?.role != .assistant { all.append(.init(.assistant, [])) }
        all[all.count - 1].parts += parts
    }

    private static func callID(in item: RequestFields) throws(Inexpressible) -> Text {
        if let id = try item.text("call_id"), !id.isEmpty { return id }
        guard let id = try item.text("id"), !id.isEmpty else { throw item.refused("call_id", .missing) }
        return id
    }

    /// A call without arguments is read from nothing, and always has `{}`.
    private static func arguments(in item: RequestFields) throws(Inexpressible) -> Text {
        let text = try item.text("arguments") ?? ""
        guard !text.trimmed.isEmpty else { return "{}" }
        guard (try? JSONValue(parsing: text.utf8, duplicates: .keepFirst)) != nil else {
            throw item.refused("arguments", .malformed("it is not JSON"))
        }
        return text
    }
}

extension Prompt.Message {
    /// Whether an assistant says something in it.
    fileprivate var hasSpoken: Bool {
        role == .assistant
            && parts.contains { part in
                switch part {
                case .text, .refusal: true
                default: false
                }
            }
    }
}
