internal import Domain
internal import JSON

extension Gemini {
    /// What a `GenerateContentResponse` says: the pieces of a stream and a whole answer have one shape.
    struct Meaning: AnswerMeaning {
        private var text = CharacterJoiner()
        private var thoughts = CharacterJoiner()
        private var callCount = 0
        private var usage = Usage()
        /// Tokens of the answer without its thoughts.
        private var written = 0
        /// Of what came before: ids that are made here must differ from answer to answer.
        private var seen: UInt64 = 0xcbf2_9ce4_8422_2325

        /// Nothing else marks it.
        static let endsWithBody = true

        static func isRaw(_ value: JSONValue, _ form: RawForm) -> Bool {
            value[google: "candidates"] != nil || value[google: "promptFeedback"] != nil
                || value[google: "usageMetadata"] != nil
        }

        mutating func read(_ value: JSONValue, hasHalves: Bool, type: Text?) -> ValueMeaning {
            var said = ValueMeaning()
            if let error = ErrorBody(value) ?? (type == "error" ? ErrorBody(ofRefusal: value) : nil) {
                said.error = error
                return said
            }
            guard Self.isRaw(value, .events) else { return Self.other(value) }
            said.isAnswer = true
            let candidate = Self.candidate(in: value)
            let content = candidate?[google: "content"]
            for part in content?[google: "parts"]?.array ?? [] { said.events += read(part, hasHalves, value) }
            said.events += count(value[google: "usageMetadata"])
            end(candidate?[google: "finishReason"]?.text, in: &said)
            if candidate == nil, value[google: "promptFeedback"]?[google: "blockReason"] != nil {
                said.finish = .contentFilter
            }
            return said
        }

        mutating func end(isWhole: Bool) -> [ReplyEvent] {
            let events: [ReplyEvent] = [.reasoning(thoughts.end().string), .text(text.end().string)]
            return events.filter { $0 != .reasoning("") && $0 != .text("") }
        }

        /// What is no answer of the format.
        private static func other(_ value: JSONValue) -> ValueMeaning {
            var said = ValueMeaning()
            said.error = ErrorBody(statusOf: value) ?? ErrorBody(bare: value)
            said.remark = ErrorBody(remark: value)
            return said
        }

        /// The first of several.
        private static func candidate(in value: JSONValue) -> JSONValue? {
            let candidates = value[google: "candidates"]
            if candidates?.members != nil { return candidates }
            return candidates?.array?.first { $0.members != nil && $0.count("index") ?? 0 == 0 }
        }

        /// Words that are not known mean that the model came to its end in its own way.
        private func end(_ word: Text?, in said: inout ValueMeaning) {
            switch word {
            case nil, "", "FINISH_REASON_UNSPECIFIED": break
            case "MAX_TOKENS": said.finish = .length
            case "SAFETY", "RECITATION", "BLOCKLIST", "PROHIBITED_CONTENT", "SPII", "LANGUAGE", "MODEL_ARMOR",
                "IMAGE_SAFETY", "IMAGE_PROHIBITED_CONTENT", "IMAGE_RECITATION", "ESCALATION":
                said.finish = .contentFilter
            case "MALFORMED_FUNCTION_CALL", "MALFORMED_RESPONSE", "UNEXPECTED_TOOL_CALL", "TOO_MANY_TOOL_CALLS",
                "MISSING_THOUGHT_SIGNATURE", "NO_IMAGE", "IMAGE_OTHER", "OTHER":
                said.error = ErrorBody(code: word ?? "")
            default: said.finish = .stop
            }
        }
    }
}

// MARK: Parts

extension Gemini.Meaning {
    private mutating func read(_ part: JSONValue, _ hasHalves: Bool, _ value: JSONValue) -> [ReplyEvent] {
        let proof = part[google: "thoughtSignature"]?.text.flatMap { $0.isEmpty ? nil : Opaque(.google, $0) }
        let mark: [ReplyEvent] = proof.map { [.opaque($0)] } ?? []
        if part[google: "thought"] == true {
            let said = thoughts.join(part["text"]?.text ?? "", hasHalves: hasHalves)
            return (said.isEmpty ? [] : [.reasoning(said.string)]) + mark
        }
        if let call = part[google: "functionCall"] { return read(call: call, mark, value) }
        return mark + speak(part, hasHalves)
    }

    private mutating func read(call: JSONValue, _ mark: [ReplyEvent], _ value: JSONValue) -> [ReplyEvent] {
        guard let name = call["name"]?.text, !name.isEmpty else { return mark }
        let given = call["id"]?.text ?? ""
        let id = given.isEmpty ? madeID(name, in: value) : given
        let arguments = call[google: "args"]?.ifObject ?? [:]
        defer { callCount += 1 }
        return [.toolCall(ToolCallHead(callCount, id: id, name: name))] + mark
            + [.toolArguments(index: callCount, arguments.serialized)]
    }

    /// The same for the same answer, and another for another one: the counts of the prompt grow from turn to turn.
    private mutating func madeID(_ name: Text, in value: JSONValue) -> Text {
        for byte in value.bytes { seen = (seen ^ UInt64(byte)) &* 0x100_0000_01b3 }
        return Text.madeID("call_", of: "\(seen)/\(callCount)/\(name)")
    }

    private mutating func speak(_ part: JSONValue, _ hasHalves: Bool) -> [ReplyEvent] {
        if let said = part["text"]?.text {
            let whole = text.join(said, hasHalves: hasHalves)
            return whole.isEmpty ? [] : [.text(whole.string)]
        }
        if let data = part[google: "inlineData"], let type = data[google: "mimeType"]?.text,
            let base64 = data["data"]?.text, type.hasPrefix("image/")
        {
            return [.image(DataURL(type: type, base64: base64.standardBase64).text)]
        }
        // Code that Google ran itself is told as it is shown.
        if let code = part[google: "executableCode"]?["code"]?.text {
            let language = part[google: "executableCode"]?["language"]?.text?.asciiLowercased ?? ""
            return [.text("\n```\(language.byteCount <= 32 ? language : "")\n\(code)\n```\n")]
        }
        if let output = part[google: "codeExecutionResult"]?["output"]?.text {
            return [.text("\n```\n\(output)\n```\n")]
        }
        return []
    }
}

// MARK: Usage

extension Gemini.Meaning {
    /// The counts so far. Thoughts are counted beside what is written.
    private mutating func count(_ counts: JSONValue?) -> [ReplyEvent] {
        guard let counts, counts.members != nil else { return [] }
        let prompt = counts.googleCount("promptTokenCount").map {
            $0 + (counts.googleCount("toolUsePromptTokenCount") ?? 0)
        }
        usage.promptTokens = prompt ?? usage.promptTokens
        usage.cachedTokens = counts.googleCount("cachedContentTokenCount") ?? usage.cachedTokens
        usage.reasoningTokens = counts.googleCount("thoughtsTokenCount") ?? usage.reasoningTokens
        if let details = counts[google: "promptTokensDetails"]?.array {
            let heard = details.filter { $0["modality"] == "AUDIO" }
            usage.audioTokens = Usage(promptTokens: heard.first?.googleCount("tokenCount") ?? 0).promptTokens
        }
        written = counts.googleCount("candidatesTokenCount") ?? counts.googleCount("responseTokenCount") ?? written
        usage.completionTokens = written + usage.reasoningTokens
        return [.usage(usage)]
    }
}

extension JSONValue {
    fileprivate func googleCount(_ name: Text) -> Int? { count(name) ?? count(GeminiFields.snake(name)) }
}
