internal import Domain
internal import JSON
internal import Wire

extension Gemini {
    /// The system prompt: a content, a part alone, or a text.
    static func system(in fields: GeminiFields) throws(Inexpressible) -> [Prompt.Message] {
        guard let value = fields["systemInstruction"] else { return [] }
        if let text = value.text { return [Prompt.Message(.system, [.text(text)])] }
        guard let system = try fields.object("systemInstruction") else { return [] }
        let isPart = system["parts"] == nil && system["text"] != nil
        var texts: [Part] = []
        for (index, part) in (isPart ? [value] : try system.list("parts")).enumerated() {
            let place = isPart ? fields.place("systemInstruction") : "\(system.place("parts"))[\(index)]"
            texts.append(.text(try GeminiFields(part, at: place).requiredText("text")))
        }
        return texts.isEmpty ? [] : [Prompt.Message(.system, texts)]
    }

    static func messages(in fields: GeminiFields) throws(Inexpressible) -> [Prompt.Message] {
        let list = try fields.list("contents")
        guard !list.isEmpty else {
            throw fields.refused("contents", fields["contents"] == nil ? .missing : .empty)
        }
        var conversation = Conversation()
        for (index, content) in list.enumerated() {
            try conversation.add(GeminiFields(content, at: "\(fields.place("contents"))[\(index)]"), index)
        }
        return conversation.messages
    }

    /// A conversation as it is read: results are told apart by the calls before them.
    struct Conversation {
        var messages: [Prompt.Message] = []
        /// Calls without a result, oldest first, and where the first of them stands.
        private var open: [Text?] = []
        private var places: [Text: Places] = [:]
        private var placesByID: [Text: Int] = [:]
        private var firstOpen = 0

        /// Where the calls of a name stand, and which of them is looked at next.
        private struct Places {
            var all: [Int] = []
            var next = 0
        }

        mutating func add(_ content: GeminiFields, _ index: Int) throws(Inexpressible) {
            let role = try content.text("role") ?? "user"
            switch role {
            case "user", "function", "tool": try addUser(content)
            case "model", "assistant": try addModel(content, index)
            default: throw content.refused("role", .noneOf(["user", "model"]))
            }
        }

        private mutating func addUser(_ content: GeminiFields) throws(Inexpressible) {
            var (results, said): ([Part], [Part]) = ([], [])
            for (index, value) in try content.list("parts").enumerated() {
                let part = try GeminiFields(value, at: "\(content.place("parts"))[\(index)]")
                if let response = try part.object("functionResponse") {
                    results.append(.toolResult(try result(response)))
                } else if part.saysSomething {
                    said.append(try Gemini.part(part))
                }
            }
            if !results.isEmpty { messages.append(Prompt.Message(.tool, results)) }
            if !said.isEmpty || results.isEmpty { messages.append(Prompt.Message(.user, said)) }
        }

        private mutating func addModel(_ content: GeminiFields, _ place: Int) throws(Inexpressible) {
            var parts: [Part] = []
            var thought = ""
            for (index, value) in try content.list("parts").enumerated() {
                let part = try GeminiFields(value, at: "\(content.place("parts"))[\(index)]")
                let proof = try part.text("thoughtSignature").flatMap(Gemini.opaque)
                if try part.bool("thought") == true {
                    thought += try part.text("text")?.string ?? ""
                    guard let proof else { continue }
                    parts.append(.reasoning(Thought(Text(thought), opaque: proof)))
                    thought = ""
                    continue
                }
                let call = try part.object("functionCall")
                // A call's own proof stands with the call, any other before what it led to.
                let isOwn = call != nil && proof?.maker == .google
                if !thought.isEmpty || proof != nil && !isOwn {
                    parts.append(.reasoning(Thought(Text(thought), opaque: isOwn ? nil : proof)))
                }
                thought = ""
                if let call {
                    parts.append(.toolCall(try toolCall(call, "\(place)/\(index)", isOwn ? proof : nil)))
                } else if part["text"] != "", part.saysSomething {
                    parts.append(try Gemini.part(part))
                }
            }
            if !thought.isEmpty { parts.append(.reasoning(Thought(Text(thought)))) }
            messages.append(Prompt.Message(.assistant, parts))
        }

        /// A call that has no id is given one: the same whenever the conversation is read.
        private mutating func toolCall(
            _ call: GeminiFields, _ place: String, _ proof: Opaque?
        ) throws(Inexpressible) -> ToolCall {
            let name = try call.requiredText("name")
            let given = try call.text("id") ?? ""
            let id = given.isEmpty ? Text.madeID("call_", of: "\(place)/\(name)") : given
            let arguments = try call.object("args")?.value ?? [:]
            places[name, default: Places()].all.append(open.count)
            placesByID[id] = open.count
            open.append(id)
            return ToolCall(id: id, name: name, arguments: Text(arguments.serialized), opaque: proof)
        }

        /// A result belongs to the call of its id, else to the oldest of its name that has none.
        private mutating func result(_ response: GeminiFields) throws(Inexpressible) -> ToolResult {
            let name = try response.requiredText("name")
            var id = try response.text("id") ?? ""
            if id.isEmpty {
                id = oldest(named: name) ?? oldest() ?? Text.madeID("call_", of: name)
            } else if let place = placesByID[id] {
                open[place] = nil
            }
            let (text, isError) = Gemini.said(try response.object("response")?.value ?? [:])
            var parts: [Part] = text.isEmpty ? [] : [.text(text)]
            for (index, part) in try response.list("parts").enumerated() {
                parts.append(try Gemini.part(try GeminiFields(part, at: "\(response.place("parts"))[\(index)]")))
            }
            return ToolResult(of: id, parts, isError: isError)
        }

        private mutating func oldest(named name: Text) -> Text? {
            guard var known = places[name] else { return nil }
            places[name] = nil
            defer { places[name] = known }
            while known.next < known.all.count {
                defer { known.next += 1 }
                if let id = take(at: known.all[known.next]) { return id }
            }
            return nil
        }

        private mutating func oldest() -> Text? {
            while firstOpen < open.count {
                defer { firstOpen += 1 }
                if let id = take(at: firstOpen) { return id }
            }
            return nil
        }

        private mutating func take(at place: Int) -> Text? {
            defer { open[place] = nil }
            return open[place]
        }
    }
}

extension GeminiFields {
    /// Whether there is more than what belongs to another part.
    fileprivate var saysSomething: Bool {
        let asides: Set<Text> = ["thought", "thoughtSignature", "thought_signature"]
        return (value.members ?? []).contains { !asides.contains($0.key) && !$0.value.isNull }
    }
}

// MARK: Parts

extension Gemini {
    /// Where there is no signature, `skip_thought_signature_validator` stands for one.
    static func opaque(_ signature: Text) -> Opaque? {
        signature.isEmpty || signature == skippedSignature ? nil : Opaque(carriedIn: signature, of: .google)
    }

    static let skippedSignature: Text = "skip_thought_signature_validator"

    fileprivate static func part(_ part: GeminiFields) throws(Inexpressible) -> Part {
        if let text = try part.text("text") { return .text(text) }
        if let data = try part.object("inlineData") {
            let type = try data.requiredText("mimeType")
            return media(type, try data.requiredText("data").standardBase64, name: try data.text("displayName"))
        }
        if let file = try part.object("fileData") {
            let uri = try file.requiredText("fileUri")
            let source: MediaSource = isKept(uri) ? .id(uri) : .url(uri)
            let isImage = try file.text("mimeType")?.hasPrefix("image/") ?? false
            return isImage ? .image(Picture(source)) : .file(Attachment(source))
        }
        return .other(part.value, .gemini)
    }

    private static func media(_ type: Text, _ data: Text, name: Text?) -> Part {
        let kind = type.asciiLowercased
        if kind.hasPrefix("image/") { return .image(Picture(.url(DataURL(type: type, base64: data).text))) }
        if kind.hasPrefix("audio/") {
            let format = Text(Substring(kind.utf8.dropFirst(6)))
            return .audio(Sound(data, format: format == "mpeg" ? "mp3" : format == "x-wav" ? "wav" : format))
        }
        return .file(Attachment(.url(DataURL(type: type, base64: data).text), name: name))
    }

    /// Whether it is kept by Google, for this asker alone.
    private static func isKept(_ uri: Text) -> Bool {
        uri.hasPrefix("gs://") || uri.hasPrefix("https://generativelanguage.googleapis.com/")
    }

    /// What a result says: the text of `output` or `error` where that is all, else its JSON.
    fileprivate static func said(_ response: JSONValue) -> (Text, isError: Bool) {
        if response.members?.count == 1 {
            if let text = response["output"]?.text { return (text, false) }
            if let text = response["error"]?.text { return (text, true) }
        }
        return (Text(response.serialized), false)
    }
}
