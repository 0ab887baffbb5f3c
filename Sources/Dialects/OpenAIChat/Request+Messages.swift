internal import Domain
internal import JSON

extension OpenAIChat {
    static func messages(in fields: RequestFields) throws(Inexpressible) -> [Prompt.Message] {
        guard let list = try fields.array("messages") else { throw fields.refused("messages", .missing) }
        guard !list.isEmpty else { throw fields.refused("messages", .empty) }
        var messages: [Prompt.Message] = []
        messages.reserveCapacity(list.count)
        for (index, message) in list.enumerated() {
            messages.append(try Self.message(try RequestFields(message, at: "messages[\(index)]")))
        }
        return messages
    }

    private static func message(_ fields: RequestFields) throws(Inexpressible) -> Prompt.Message {
        let role = try fields.requiredText("role")
        switch role {
        case "system", "developer", "user":
            guard fields["content"] != nil else { throw fields.refused("content", .missing) }
            return Prompt.Message(Prompt.Role(role)!, try content(of: fields), name: try fields.text("name"))
        case "assistant":
            return Prompt.Message(.assistant, try assistant(fields), name: try fields.text("name"))
        case "tool":
            let id = try fields.requiredText("tool_call_id")
            return Prompt.Message(.tool, [.toolResult(ToolResult(of: id, try content(of: fields)))])
        case "function":
            // Results had names before they had ids.
            let name = try fields.requiredText("name")
            return Prompt.Message(.tool, [.toolResult(ToolResult(of: name, try content(of: fields)))])
        default:
            throw fields.refused("role", .noneOf(["system", "developer", "user", "assistant", "tool"]))
        }
    }

    /// Content is a text or a list of parts; absent, it is nothing.
    private static func content(of fields: RequestFields) throws(Inexpressible) -> [Part] {
        guard let content = fields["content"] else { return [] }
        if let text = content.text { return [.text(text)] }
        guard let list = content.array else { throw fields.refused("content", .not("a string or an array of parts")) }
        var parts: [Part] = []
        for (index, part) in list.enumerated() {
            if let text = part.text {
                parts.append(.text(text))
            } else {
                parts.append(try Self.part(try RequestFields(part, at: "\(fields.place("content"))[\(index)]")))
            }
        }
        return parts
    }

    private static func part(_ part: RequestFields) throws(Inexpressible) -> Part {
        guard let type = try part.text("type") else {
            guard let text = try part.text("text") else { throw part.refused("type", .missing) }
            return .text(text)
        }
        switch type {
        case "text": return .text(try part.requiredText("text"))
        case "refusal": return .refusal(try part.requiredText("refusal"))
        case "image_url":
            if let url = part["image_url"]?.text { return .image(Picture(.url(url))) }
            let image = try part.requiredObject("image_url")
            return .image(Picture(.url(try image.requiredText("url")), detail: try image.text("detail")))
        case "input_audio":
            let sound = try part.requiredObject("input_audio")
            return .audio(Sound(try sound.requiredText("data"), format: try sound.requiredText("format")))
        case "file":
            let file = try part.requiredObject("file")
            let name = try file.text("filename")
            if let data = try file.text("file_data") { return .file(Attachment(.url(data), name: name)) }
            guard let id = try file.text("file_id") else { throw file.refused("file_data", .missing) }
            return .file(Attachment(.id(id), name: name))
        default: return .other(part.value, .openAIChat)
        }
    }
}

// MARK: Former answers

extension OpenAIChat {
    /// In the order in which an answer says it: thoughts, text, calls.
    private static func assistant(_ fields: RequestFields) throws(Inexpressible) -> [Part] {
        var parts: [Part] = thoughts(in: fields.value).map { .reasoning($0) }
        parts += try content(of: fields)
        if let refusal = try fields.text("refusal") { parts.append(.refusal(refusal)) }
        for (index, call) in (try fields.array("tool_calls") ?? []).enumerated() {
            let place = "\(fields.place("tool_calls"))[\(index)]"
            parts.append(.toolCall(try toolCall(try RequestFields(call, at: place))))
        }
        if let call = try fields.object("function_call") {
            let name = try call.requiredText("name")
            parts.append(.toolCall(ToolCall(id: name, name: name, arguments: try arguments(in: call))))
        }
        return parts
    }

    private static func toolCall(_ call: RequestFields) throws(Inexpressible) -> ToolCall {
        let id = try call.requiredText("id")
        let signature = call["extra_content"]?["google"]?["thought_signature"]?.text
        if try call.text("type") == "custom" {
            let custom = try call.requiredObject("custom")
            return ToolCall(
                .custom, id: id, name: try custom.requiredText("name"), arguments: try custom.requiredText("input"))
        }
        let function = try call.requiredObject("function")
        return ToolCall(
            id: id, name: try function.requiredText("name"), arguments: try arguments(in: function),
            opaque: signature.map { Opaque(.google, $0) })
    }

    /// A call without arguments is read from nothing, and always has `{}`.
    private static func arguments(in function: RequestFields) throws(Inexpressible) -> Text {
        let text = try function.text("arguments") ?? ""
        guard !text.trimmed.isEmpty else { return "{}" }
        guard (try? JSONValue(parsing: text.utf8, duplicates: .keepFirst)) != nil else {
            throw function.refused("arguments", .malformed("it is not JSON"))
        }
        return text
    }
}
