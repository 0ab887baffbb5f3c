internal import Domain
internal import JSON

extension OpenAIResponses {
    /// What the events of a stream say, or a whole response. A stream ends with an event that says so (`response.completed`,
    /// `response.incomplete`, `response.failed`), whose response has the whole answer once more.
    struct Meaning: AnswerMeaning {
        /// How the answer goes back.
        private let raw: RawForm?
        private var items = ReplyItems()
        private var isOver = false
        private(set) var windows: [UsageWindow] = []
        /// The items that are complete, as they came, and their size in bytes.
        private var done: [JSONValue] = []
        private var doneSize = 0
        /// What the upstream's own tools did, by the items that are complete.
        private var tools = ToolUse()

        private static let mostDone = 24 << 20

        init(raw: RawForm?) { self.raw = raw }

        static let endsWithBody = false

        mutating func read(_ value: JSONValue, hasHalves: Bool, type: Text?) -> ValueMeaning {
            var said: ValueMeaning
            if let type = value["type"]?.text ?? type, let event = ResponseEvent(type, value) {
                said = take(event, hasHalves)
            } else if value["object"] == "response" || value["output"]?.array != nil {
                said = end(with: value, nil, hasHalves)
            } else {
                return Self.other(value, value["type"]?.text ?? type)
            }
            said.isAnswer = true
            said.bad = items.excess ?? (doneSize > Self.mostDone ? "items of more than 24 MiB" : nil)
            return said
        }

        mutating func end(isWhole: Bool) -> [ReplyEvent] { items.end(isWhole: isWhole) }

        private mutating func take(_ event: ResponseEvent, _ hasHalves: Bool) -> ValueMeaning {
            switch event {
            case .said(let place, let piece): return ValueMeaning(events: items.say(piece, at: place, hasHalves))
            case .whole(let place, let text): return ValueMeaning(events: items.finish(text, at: place, hasHalves))
            case .added(let item, let index): return ValueMeaning(events: items.add(item, at: index))
            case .done(let item, let index):
                keep(item)
                tools.count(item)
                return ValueMeaning(events: items.finish(item, at: index, hasHalves))
            case .ended(let response, let word): return end(with: response, word, hasHalves)
            case .limits(let limits):
                windows = limits
                return ValueMeaning()
            case .other: return ValueMeaning()
            }
        }

        /// What is neither an event of the format nor an answer: an error, or a word that counts when no answer comes.
        private static func other(_ value: JSONValue, _ type: Text?) -> ValueMeaning {
            if type == "error" { return ValueMeaning(error: ErrorBody(ofRefusal: value)) }
            if let error = ErrorBody(value) ?? ErrorBody(statusOf: value) ?? ErrorBody(bare: value) {
                return ValueMeaning(error: error)
            }
            return ValueMeaning(remark: type == nil ? ErrorBody(remark: value) : nil)
        }
    }
}

// MARK: Ends

extension OpenAIResponses.Meaning {
    /// `word`: the status that the event's own name says; nil for a response that came as a whole.
    private mutating func end(with response: JSONValue, _ word: Text?, _ hasHalves: Bool) -> ValueMeaning {
        var status = response["status"]?.text ?? word ?? "completed"
        // The end of a stream cannot be on its way.
        if let word, ["in_progress", "queued"].contains(status) { status = word }
        let reason: FinishReason
        switch status {
        case "failed", "cancelled":
            let words: Text = status == "failed" ? "the answer failed" : "the answer was cancelled"
            return ValueMeaning(error: ErrorBody(response) ?? ErrorBody(code: status, message: words))
        case "incomplete":
            reason = response["incomplete_details"]?["reason"] == "content_filter" ? .contentFilter : .length
        case "in_progress", "queued":
            // It was asked for so, by somebody who comes for it later; as an answer it is none.
            guard raw == .whole else { return ValueMeaning() }
            reason = .stop
        default:
            if response["status"] == nil, let error = ErrorBody(response) { return ValueMeaning(error: error) }
            reason = .stop
        }
        isOver = true
        let events = items.finish(output: response["output"]?.array ?? [], hasHalves)
        let output = response["output"]?.array ?? []
        // The last event has the whole answer once more, or nothing.
        if !output.isEmpty { tools = output.reduce(into: ToolUse()) { $0.count($1) } }
        return ValueMeaning(events: events + usage(response["usage"]), finish: reason, isLast: true)
    }

    private func usage(_ json: JSONValue?) -> [ReplyEvent] {
        guard let json, json.members != nil else { return [] }
        let (input, output) = (json["input_tokens_details"], json["output_tokens_details"])
        var usage = Usage(
            promptTokens: json.count("input_tokens") ?? 0, completionTokens: json.count("output_tokens") ?? 0,
            cachedTokens: input?.count("cached_tokens") ?? 0,
            cacheWriteTokens: input?.count("cache_write_tokens") ?? 0,
            reasoningTokens: output?.count("reasoning_tokens") ?? 0)
        usage.tools = tools
        return [.usage(usage)]
    }
}

// MARK: As it came

extension OpenAIResponses.Meaning {
    /// An event, but for what a gateway tells of itself; or the response that came as a whole, or in the event that ends the stream.
    func raw(_ value: JSONValue, as form: RawForm, came: Bool) -> JSONValue? {
        switch form {
        case .whole: return isOver ? filled(value["response"] ?? value) : nil
        case .events:
            guard came, let type = value["type"]?.text, !type.hasPrefix("codex.") else { return nil }
            guard isOver, let response = value["response"] else { return value }
            var event = value
            event["response"] = filled(response)
            return event
        }
    }

    private mutating func keep(_ item: JSONValue) {
        guard raw != nil else { return }
        doneSize += item.bytes.count
        done.append(item)
    }

    /// The items that were seen are the answer, where the last event has none.
    private func filled(_ response: JSONValue) -> JSONValue {
        guard !done.isEmpty, response["output"]?.array?.isEmpty ?? true else { return response }
        var response = response
        response["output"] = .array(done)
        return response
    }
}

// MARK: Tools

extension ToolUse {
    /// A call of a tool that the upstream ran itself; one that failed did nothing.
    fileprivate mutating func count(_ item: JSONValue) {
        guard item["status"] != "failed" else { return }
        switch item["type"]?.text {
        case "web_search_call": webSearches += 1
        case "file_search_call": fileSearches += 1
        case "image_generation_call":
            let made = MadePicture(
                quality: item["quality"]?.text?.string ?? "", size: item["size"]?.text?.string ?? "")
            pictures[made, default: 0] += 1
        default: break
        }
    }
}
