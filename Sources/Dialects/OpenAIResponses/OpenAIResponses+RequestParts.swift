internal import Domain
internal import JSON

extension OpenAIResponses {
    /// The content of a message, or the output of a call: a text or a list of parts.
    static func parts(in item: RequestFields, _ name: Text) throws(Inexpressible) -> [Part] {
        guard let content = item[name] else { return [] }
        if let text = content.text { return [.text(text)] }
        guard let list = content.array else { throw item.refused(name, .not("a string or an array of parts")) }
        var parts: [Part] = []
        for (index, part) in list.enumerated() {
            if let text = part.text {
                parts.append(.text(text))
            } else {
                parts.append(try Self.part(try RequestFields(part, at: "\(item.place(name))[\(index)]")))
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
        case "input_text", "output_text", "text": return .text(try part.requiredText("text"))
        case "refusal": return .refusal(try part.requiredText("refusal"))
        case "input_image": return .image(try picture(part))
        case "input_file": return .file(try attachment(part))
        case "input_audio":
            let sound = try part.requiredObject("input_audio")
            return .audio(Sound(try sound.requiredText("data"), format: try sound.requiredText("format")))
        default: return .other(part.value, .openAIResponses)
        }
    }

    private static func picture(_ part: RequestFields) throws(Inexpressible) -> Picture {
        let word = try part.text("detail")
        // What `auto` says goes without saying.
        let detail = word == "auto" ? nil : word
        // Some have the object of Chat Completions.
        if let url = part["image_url"]?["url"]?.text { return Picture(.url(url), detail: detail) }
        if let url = try part.text("image_url") { return Picture(.url(url), detail: detail) }
        guard let id = try part.text("file_id") else { throw part.refused("image_url", .missing) }
        return Picture(.id(id), detail: detail)
    }

    private static func attachment(_ part: RequestFields) throws(Inexpressible) -> Attachment {
        let name = try part.text("filename")
        for member in ["file_data", "file_url"] as [Text] {
            if let url = try part.text(member) { return Attachment(.url(url), name: name) }
        }
        guard let id = try part.text("file_id") else { throw part.refused("file_data", .missing) }
        return Attachment(.id(id), name: name)
    }
}
