internal import Domain
internal import JSON
internal import Wire

extension Anthropic {
    /// The system prompt: a text, or a list of texts.
    static func system(in fields: RequestFields) throws(Inexpressible) -> [Prompt.Message] {
        guard fields["system"] != nil else { return [] }
        let parts = try blocks(of: fields, "system").filter { !isBilling($0) }
        return parts.isEmpty ? [] : [Prompt.Message(.system, parts)]
    }

    /// Claude Code's mark, which changes with its version: another upstream's cache would never see the same beginning twice.
    private static func isBilling(_ part: Part) -> Bool {
        if case .text(let text) = part { text.hasPrefix("x-anthropic-billing-header:") } else { false }
    }

    static func messages(in fields: RequestFields) throws(Inexpressible) -> [Prompt.Message] {
        guard let list = try fields.array("messages") else { throw fields.refused("messages", .missing) }
        guard !list.isEmpty else { throw fields.refused("messages", .empty) }
        var messages: [Prompt.Message] = []
        messages.reserveCapacity(list.count)
        for (index, message) in list.enumerated() {
            messages += try turn(try RequestFields(message, at: "messages[\(index)]"))
        }
        return messages
    }

    private static func turn(_ message: RequestFields) throws(Inexpressible) -> [Prompt.Message] {
        let role = try message.requiredText("role")
        guard message["content"] != nil else { throw message.refused("content", .missing) }
        let parts = try blocks(of: message, "content")
        switch role {
        case "assistant": return [Prompt.Message(.assistant, parts)]
        case "system": return [Prompt.Message(.system, parts)]
        case "user":
            // Results come before what else is said in the turn.
            let results = parts.filter(\.isToolResult)
            let said = parts.filter { !$0.isToolResult }
            let turn = said.isEmpty && !results.isEmpty ? [] : [Prompt.Message(.user, said)]
            return (results.isEmpty ? [] : [Prompt.Message(.tool, results)]) + turn
        default: throw message.refused("role", .noneOf(["user", "assistant", "system"]))
        }
    }

    /// A text, or a list of blocks.
    private static func blocks(of fields: RequestFields, _ name: Text) throws(Inexpressible) -> [Part] {
        guard let content = fields[name] else { return [] }
        if let text = content.text { return [.text(text)] }
        guard let list = content.array else { throw fields.refused(name, .not("a string or an array of blocks")) }
        var parts: [Part] = []
        parts.reserveCapacity(list.count)
        for (index, block) in list.enumerated() {
            parts += try Self.parts(in: try RequestFields(block, at: "\(fields.place(name))[\(index)]"))
        }
        return parts
    }

    private static func parts(in block: RequestFields) throws(Inexpressible) -> [Part] {
        switch try block.requiredText("type") {
        case "text": return [.text(try block.requiredText("text"))]
        case "image": return [.image(Picture(try source(of: block)))]
        case "document": return try document(block)
        case "thinking":
            let (text, proof) = (try block.requiredText("thinking"), try block.text("signature") ?? "")
            // What was never proved has an empty signature: we wrote it ourselves.
            return [.reasoning(Thought(text, opaque: proof.isEmpty ? nil : Opaque(carriedIn: proof, of: .anthropic)))]
        case "redacted_thinking":
            return [
                .reasoning(Thought("", opaque: Opaque(.anthropic, try block.requiredText("data"), isRedacted: true)))
            ]
        case "tool_use":
            return [
                .toolCall(
                    ToolCall(
                        id: try block.requiredText("id"), name: try block.requiredText("name"),
                        arguments: Text(try block.object("input")?.value.serialized ?? "{}")))
            ]
        case "tool_result":
            return [
                .toolResult(
                    ToolResult(
                        of: try block.requiredText("tool_use_id"), try blocks(of: block, "content"),
                        isError: try block.bool("is_error") ?? false))
            ]
        default: return [.other(block.value, .anthropic)]
        }
    }
}

// MARK: Pictures and documents

extension Anthropic {
    private static func source(of block: RequestFields) throws(Inexpressible) -> MediaSource {
        let source = try block.requiredObject("source")
        switch try source.requiredText("type") {
        case "base64":
            let data = try source.requiredText("data")
            return .url("data:\(try source.requiredText("media_type"));base64,\(data)")
        case "url": return .url(try source.requiredText("url"))
        case "file": return .id(try source.requiredText("file_id"))
        default: throw source.refused("type", .noneOf(["base64", "url", "file"]))
        }
    }

    /// A document, or what stands for one: a text, or blocks of its own.
    private static func document(_ block: RequestFields) throws(Inexpressible) -> [Part] {
        let source = try block.requiredObject("source")
        let title = try block.text("title")
        switch try source.requiredText("type") {
        case "text":
            let data = Base64.encode(Array(try source.requiredText("data").utf8))
            return [.file(Attachment(.url("data:text/plain;base64,\(data)"), name: title))]
        case "content": return try blocks(of: source, "content")
        default: return [.file(Attachment(try Self.source(of: block), name: title))]
        }
    }
}

extension Part {
    var isToolResult: Bool { if case .toolResult = self { true } else { false } }
}
