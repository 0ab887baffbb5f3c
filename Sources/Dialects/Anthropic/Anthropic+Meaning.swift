internal import Domain
internal import JSON

extension Anthropic {
    /// What the events of a stream (`message_start` to `message_stop`), or a whole `message`, say.
    struct Meaning: AnswerMeaning {
        private var text = CharacterJoiner()
        private var thoughts = CharacterJoiner()
        private var arguments = CharacterJoiner()
        /// The numbers of calls, by the index of their block.
        private var calls: [Int64: Call] = [:]
        private var answerID: Text = ""
        private var callCount = 0
        private var usage = Usage()
        /// Of `usage`, what is read but for the caches: they are told apart.
        private var uncached = 0

        private struct Call: Sendable {
            let index: Int
            /// What stood where the call began: some say all of it there.
            var input: JSONValue?
            var hasArguments = false
        }

        static let endsWithBody = false

        static func isRaw(_ value: JSONValue, _ form: RawForm) -> Bool {
            guard let type = value["type"]?.text else { return false }
            return form == .events || type == "message"
        }

        mutating func read(_ value: JSONValue, hasHalves: Bool, type: Text?) -> ValueMeaning {
            let name = value["type"]?.text ?? type ?? ""
            var said = ValueMeaning(isAnswer: true)
            switch name {
            case "message_start":
                answerID = value["message"]?["id"]?.text ?? ""
                said.events = value["message"].map { count($0["usage"]) } ?? []
            case "content_block_start":
                said.events = value["content_block"].map { begin($0, at: value["index"]?.integer, hasHalves) } ?? []
            case "content_block_delta":
                said.events = value["delta"].map { add($0, at: value["index"]?.integer, hasHalves) } ?? []
            case "content_block_stop": said.events = stop(at: value["index"]?.integer)
            case "message_delta":
                said.finish = value["delta"]?["stop_reason"]?.text.map(Self.finish)
                said.events = count(value["usage"])
            case "message_stop": said.isLast = true
            case "message": read(whole: value, hasHalves, into: &said)
            case "ping": said.isAnswer = false
            case "error": said.error = ErrorBody(ofRefusal: value)
            default: said = Self.other(value)
            }
            return said
        }

        mutating func end(isWhole: Bool) -> [ReplyEvent] {
            var events = rest()
            guard isWhole else { return events }
            for index in calls.keys.sorted() { events += stop(at: index) }
            return events
        }

        /// What belongs to no event of the format.
        private static func other(_ value: JSONValue) -> ValueMeaning {
            var said = ValueMeaning()
            said.error = ErrorBody(value) ?? ErrorBody(statusOf: value)
            guard said.error == nil, value["type"] == nil else { return said }
            said.error = ErrorBody(bare: value)
            said.remark = ErrorBody(remark: value)
            return said
        }

        /// The halves of characters whose other half never came.
        private mutating func rest() -> [ReplyEvent] {
            let events: [ReplyEvent] = [.reasoning(thoughts.end().string), .text(text.end().string)]
            _ = arguments.end()
            return events.filter { $0 != .reasoning("") && $0 != .text("") }
        }

        /// Words that are not known mean that the model came to its end in its own way.
        private static func finish(_ word: Text) -> FinishReason {
            switch word {
            case "max_tokens", "model_context_window_exceeded": .length
            case "tool_use": .toolCalls
            case "refusal": .contentFilter
            default: .stop
            }
        }
    }
}

// MARK: Blocks

extension Anthropic.Meaning {
    private mutating func read(whole message: JSONValue, _ hasHalves: Bool, into said: inout ValueMeaning) {
        answerID = message["id"]?.text ?? ""
        for (index, block) in (message["content"]?.array ?? []).enumerated() {
            said.events += begin(block, at: Int64(index), hasHalves) + stop(at: Int64(index))
        }
        said.events += count(message["usage"])
        said.finish = message["stop_reason"]?.text.map(Self.finish) ?? .stop
        said.isLast = true
    }

    private mutating func begin(_ block: JSONValue, at index: Int64?, _ hasHalves: Bool) -> [ReplyEvent] {
        let kind = block["type"]?.text
        guard kind == "tool_use" else { return speak(block, hasHalves) }
        guard let name = block["name"]?.text, !name.isEmpty else { return [] }
        let place = index ?? Int64(callCount)
        // Two blocks of one index are two calls.
        var events = stop(at: place)
        let given = block["id"]?.text ?? ""
        let id = given.isEmpty ? Text.madeID("toolu_", of: "\(answerID)/\(callCount)/\(name)") : given
        calls[place] = Call(index: callCount, input: block["input"])
        events.append(.toolCall(ToolCallHead(callCount, id: id, name: name)))
        callCount += 1
        return events
    }

    private mutating func add(_ delta: JSONValue, at index: Int64?, _ hasHalves: Bool) -> [ReplyEvent] {
        guard delta["type"]?.text == "input_json_delta" else { return speak(delta, hasHalves) }
        guard let piece = delta["partial_json"]?.text, let place = index ?? lastPlace, calls[place] != nil else {
            return []
        }
        let whole = arguments.join(piece, hasHalves: hasHalves)
        guard !whole.isEmpty else { return [] }
        calls[place]!.hasArguments = true
        return [.toolArguments(index: calls[place]!.index, whole.string)]
    }

    private var lastPlace: Int64? { calls.max { $0.value.index < $1.value.index }?.key }

    /// A call without arguments has `{}`.
    private mutating func stop(at index: Int64?) -> [ReplyEvent] {
        guard let index, let call = calls.removeValue(forKey: index) else { return [] }
        let rest = arguments.end()
        if call.hasArguments { return rest.isEmpty ? [] : [.toolArguments(index: call.index, rest.string)] }
        let input = call.input?.text ?? call.input.flatMap { $0.members == nil ? nil : Text($0.serialized) } ?? "{}"
        return [.toolArguments(index: call.index, input.trimmed.isEmpty ? "{}" : input.string)]
    }

    /// What a block or a delta says by itself, whatever it is called.
    private mutating func speak(_ value: JSONValue, _ hasHalves: Bool) -> [ReplyEvent] {
        var events: [ReplyEvent] = []
        switch value["type"]?.text {
        case "text", "text_delta":
            let said = text.join(value["text"]?.text ?? "", hasHalves: hasHalves)
            if !said.isEmpty { events.append(.text(said.string)) }
        case "thinking", "thinking_delta", "signature_delta":
            let said = thoughts.join(value["thinking"]?.text ?? "", hasHalves: hasHalves)
            if !said.isEmpty { events.append(.reasoning(said.string)) }
            let proof = value["signature"]?.text ?? ""
            if !proof.isEmpty { events.append(.opaque(Opaque(.anthropic, proof))) }
        case "redacted_thinking":
            let data = value["data"]?.text ?? ""
            if !data.isEmpty { events.append(.opaque(Opaque(.anthropic, data, isRedacted: true))) }
        default: break
        }
        return events
    }
}

// MARK: Usage

extension Anthropic.Meaning {
    /// The counts so far; what an event does not name stays as it was.
    private mutating func count(_ counts: JSONValue?) -> [ReplyEvent] {
        guard let counts, counts.members != nil else { return [] }
        uncached = counts.count("input_tokens") ?? uncached
        usage.cachedTokens = counts.count("cache_read_input_tokens") ?? usage.cachedTokens
        usage.cacheWriteTokens = counts.count("cache_creation_input_tokens") ?? usage.cacheWriteTokens
        usage.completionTokens = counts.count("output_tokens") ?? usage.completionTokens
        usage.reasoningTokens =
            counts["output_tokens_details"]?.count("thinking_tokens") ?? usage.reasoningTokens
        usage.tools.webSearches =
            counts["server_tool_use"]?.count("web_search_requests") ?? usage.tools.webSearches
        usage.promptTokens = uncached + usage.cachedTokens + usage.cacheWriteTokens
        return [.usage(usage)]
    }
}
