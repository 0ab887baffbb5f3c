internal import JSON

/// Reads one message of an export. What is not known is left out, counted and named.
struct ForeignReading {
    private let json: JSONValue
    private let content: JSONValue
    private let metadata: JSONValue
    private let role: Text?
    private let recipient: Text
    private(set) var reasons: [ImportReason] = []
    private(set) var unknown: [String] = []

    private static let mostSources = 50
    private static let mostThoughts = 1000

    init(_ json: JSONValue) {
        self.json = json
        content = json["content"] ?? .null
        metadata = json["metadata"] ?? .null
        role = json["author"]?["role"]?.text
        recipient = json["recipient"]?.text ?? "all"
    }

    /// Nil when nothing of it is shown.
    mutating func read() -> ForeignMessage? {
        guard let type = content["content_type"]?.text, var message = begin(type) else { return nil }
        message.sources += sources()
        message.createdAt = Timestamp(foreign: json["create_time"])
        message.model = metadata["model_slug"]?.text.flatMap { $0.byteCount <= 200 ? $0.string : nil }
        message.text = ForeignText.cleaned(message.text)
        message.thoughts = ForeignText.cleaned(message.thoughts)
        guard !MarkRun.isAbsurd(in: message.text.utf8), !MarkRun.isAbsurd(in: message.thoughts.utf8) else {
            reasons.append(.broken)
            return nil
        }
        return message.isEmpty ? nil : message
    }

    private mutating func begin(_ type: Text) -> ForeignMessage? {
        switch type {
        // In most chats, and of the role user.
        case "user_editable_context": return skip(.customInstructions)
        case "model_editable_context": return skip(.memory)
        default: break
        }
        guard metadata["is_visually_hidden_from_conversation"]?.bool != true else { return nil }
        switch role {
        case "user": return said(type, by: .user)
        case "assistant":
            let isShown = recipient == "all" || recipient == "python" || recipient.hasPrefix("canmore.")
            guard isShown, json["channel"]?.text != "analysis" else { return nil }
            return said(type, by: .assistant)
        case "tool": return returned(type)
        default: return nil
        }
    }

    private mutating func skip(_ reason: ImportReason) -> ForeignMessage? {
        reasons.append(reason)
        return nil
    }

    private mutating func skipUnknown(_ name: Text) {
        reasons.append(.unknownContent)
        unknown.append(String(String.UnicodeScalarView(name.string.unicodeScalars.prefix(64))))
    }
}

// MARK: What a person or the assistant said

extension ForeignReading {
    private mutating func said(_ type: Text, by role: Message.Role) -> ForeignMessage? {
        var message = ForeignMessage(role)
        if recipient.hasPrefix("canmore.") {
            guard let document = document() else { return skip(.canvasEdit) }
            message.text = document
            return message
        }
        switch type {
        case "text", "multimodal_text": takeParts(into: &message)
        case "code":
            guard let text = content["text"]?.text?.string, !text.isEmpty else { return nil }
            message.text = ForeignText.fenced(text, content["language"]?.text?.string ?? "")
        case "thoughts": message.thoughts = thoughts
        case "reasoning_recap": return nil
        case "tether_quote", "tether_browsing_display", "sonic_webpage", "browser_window", "tether_browsing_code",
            "computer_initialize_state":
            return page(type)
        case "system_error": return skip(.toolError)
        case "execution_output": return output(by: role)
        default:
            skipUnknown(type)
            if let text = content["text"]?.text { message.text = text.string }
            takeParts(into: &message)
        }
        return message
    }

    /// Texts, joined by line breaks, and what stands between them.
    private mutating func takeParts(into message: inout ForeignMessage) {
        var texts = message.text.isEmpty ? [] : [message.text]
        for part in content["parts"]?.array ?? [] {
            if let text = part.text {
                if !text.isEmpty { texts.append(text.string) }
            } else if part.members != nil {
                take(part, &texts, into: &message)
            }
        }
        message.text = texts.joined(separator: "\n")
        for attachment in metadata["attachments"]?.array ?? [] {
            guard let id = attachment["id"]?.text, Self.isFileID(id) else { continue }
            let named = attachment["name"]?.text.flatMap { $0.byteCount <= 1024 ? $0.string : nil }
            let file = ForeignFile(id: id.string, name: named)
            if let place = message.files.firstIndex(where: { $0.id == file.id }) {
                message.files[place] = file
            } else {
                message.files.append(file)
            }
        }
    }

    private mutating func take(_ part: JSONValue, _ texts: inout [String], into message: inout ForeignMessage) {
        let type = part["content_type"]?.text ?? ""
        switch type {
        case "image_asset_pointer":
            if let file = file(part["asset_pointer"]) { message.files.append(file) }
        case "audio_transcription":
            if let text = part["text"]?.text, !text.isEmpty { texts.append(text.string) }
        case "audio_asset_pointer", "real_time_user_audio_video_asset_pointer": reasons.append(.voiceRecording)
        default:
            guard let text = part["text"]?.text else { return skipUnknown(type.isEmpty ? "part" : type) }
            texts.append(text.string)
        }
    }

    /// `file-service://file-…` or `sediment://file_…`.
    private func file(_ pointer: JSONValue?) -> ForeignFile? {
        guard let pointer = pointer?.text, pointer.byteCount <= 512 else { return nil }
        let schemes: [Text] = ["file-service://", "sediment://"]
        guard let scheme = schemes.first(where: { pointer.hasPrefix($0) }) else { return nil }
        let id = Text(Substring(pointer.utf8.dropFirst(scheme.byteCount))).before(UInt8(ascii: "?"))
            .before(UInt8(ascii: "#"))
        return Self.isFileID(id) ? ForeignFile(id: id.string, name: nil) : nil
    }

    private static func isFileID(_ id: Text) -> Bool {
        (1...200).contains(id.byteCount) && id.utf8.allSatisfy(\.isOfKey)
    }

    private var thoughts: String {
        let all = content["thoughts"]?.array ?? []
        return all.prefix(Self.mostThoughts).compactMap { thought in
            let (summary, content) = (thought["summary"]?.text?.string ?? "", thought["content"]?.text?.string ?? "")
            let words = [summary.isEmpty ? "" : "**\(summary)**", content].filter { !$0.isEmpty }
            return words.isEmpty ? nil : words.joined(separator: "\n\n")
        }.joined(separator: "\n\n")
    }

    /// Of the canvas: what was written whole. A change by a foreign regular expression is not made.
    private func document() -> String? {
        let text = content["text"]?.text ?? content["parts"]?[0]?.text
        guard let text, let json = try? JSONValue(parsing: Array(text.utf8), duplicates: .keepFirst) else { return nil }
        if recipient == "canmore.create_textdoc" {
            guard let document = json["content"]?.text?.string else { return nil }
            let (name, type) = (json["name"]?.text?.string ?? "", json["type"]?.text ?? "")
            let isCode = type.hasPrefix("code/")
            let language = isCode ? Text(Substring(type.utf8.dropFirst(5))).string : ""
            let body = isCode ? ForeignText.fenced(document, language) : document
            return name.isEmpty ? body : "**\(name)**\n\n\(body)"
        }
        guard recipient == "canmore.update_textdoc", let update = json["updates"]?[0], update["pattern"]?.text == ".*"
        else { return nil }
        return update["replacement"]?.text?.string
    }
}

// MARK: What tools returned

extension ForeignReading {
    private mutating func returned(_ type: Text) -> ForeignMessage? {
        if let report = researchReport {
            var message = ForeignMessage(.assistant)
            message.text = report
            return message
        }
        switch type {
        case "multimodal_text":
            // Pictures that were made. What a tool says beside them is for the model.
            var message = ForeignMessage(.assistant)
            takeParts(into: &message)
            message.text = ""
            return message
        case "execution_output": return output(by: .assistant)
        case "tether_quote", "tether_browsing_display", "sonic_webpage", "browser_window", "tether_browsing_code",
            "computer_initialize_state":
            return page(type)
        case "system_error": return skip(.toolError)
        case "text", "code": return skip(.toolOutput)
        default:
            skipUnknown(type)
            return nil
        }
    }

    private mutating func output(by role: Message.Role) -> ForeignMessage? {
        var message = ForeignMessage(role)
        if let text = content["text"]?.text, !text.isEmpty { message.text = ForeignText.fenced(text.string) }
        for result in metadata["aggregate_result"]?["messages"]?.array ?? [] {
            if let file = file(result["image_url"]) { message.files.append(file) }
        }
        return message
    }

    private mutating func page(_ type: Text) -> ForeignMessage? {
        reasons.append(.pageRead)
        guard type == "tether_quote", let address = content["url"]?.text, address.byteCount <= 2048 else { return nil }
        var message = ForeignMessage(.assistant)
        message.sources = [ForeignSource(title: content["title"]?.text?.string ?? "", address: address.string)]
        return message
    }

    /// Of Deep Research.
    private var researchReport: String? {
        guard let text = metadata["chatgpt_sdk"]?["widget_state"]?.text,
            let state = try? JSONValue(parsing: Array(text.utf8), duplicates: .keepFirst),
            state["status"]?.text == "completed", let report = state["report_message"]
        else { return nil }
        if let text = report.text { return text.string }
        let parts = report["content"]?["parts"]?.array?.compactMap { $0.text?.string } ?? []
        return parts.isEmpty ? nil : parts.joined(separator: "\n")
    }

    private func sources() -> [ForeignSource] {
        var found: [ForeignSource] = []
        for reference in metadata["content_references"]?.array ?? [] where reference["matched_text"]?.text != " " {
            for item in (reference["items"]?.array ?? []) + [reference] { found += [source(item)].compactMap(\.self) }
        }
        for citation in metadata["citations"]?.array ?? [] {
            if let page = citation["metadata"] { found += [source(page)].compactMap(\.self) }
        }
        return Array(found.prefix(Self.mostSources))
    }

    private func source(_ json: JSONValue) -> ForeignSource? {
        guard let address = json["url"]?.text, (1...2048).contains(address.byteCount) else { return nil }
        return ForeignSource(title: json["title"]?.text?.string ?? "", address: address.string)
    }
}
