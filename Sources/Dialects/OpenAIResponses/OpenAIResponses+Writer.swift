internal import Domain
internal import JSON

extension OpenAIResponses {
    /// Writes an answer: as events, or as one response at its end. An upstream's own events, where they come, go on as they are, but for
    /// the model's name.
    struct Writer: ReplyWriter {
        let head: ReplyHead
        let namespaces: Namespaces
        /// Of the ids of items: what follows the prefix in the id of the answer.
        private let seed: String
        private var hasBegun = false
        private var raw = RawTrail()
        /// What it ended with.
        private var ended: JSONValue?

        var items: [WrittenItem] = []
        /// The item that more of the same kind goes to: a message, or reasoning.
        var current: Int?
        /// The calls that are not complete, by their number: where they stand.
        var openCalls: [Int: Int] = [:]
        /// Of these, the numbers of those whose arguments are complete.
        var wholeCalls: [Int] = []
        /// A call that begins, until it is known whether a proof of its maker's follows, which stands before it.
        var held: ToolCallHead?
        private var usage: Usage?
        private var sequence = 0

        init(_ head: ReplyHead) {
            self.head = head
            namespaces = Namespaces(of: head.prompt?.original?.body)
            seed = String(Substring(head.id.utf8.dropFirst(head.id.hasPrefix("resp_") ? 5 : 0)))
        }

        mutating func write(_ piece: ReplyPiece) -> [UInt8] {
            // An answer that is gathered as it came has its own words last.
            if let event = piece.raw, !hasBegun || !head.streams { return pass(event) }
            guard raw.isEmpty else { return [] }
            var bytes: [UInt8] = []
            for event in piece.events { write(event, to: &bytes) }
            return bytes
        }

        mutating func end(_ reason: FinishReason) -> [UInt8] {
            guard raw.isEmpty else { return head.streams ? [] : raw.whole(model: head.model).bytes }
            var bytes: [UInt8] = []
            begin(&bytes)
            let isCut = reason == .length || reason == .contentFilter
            closeAll(isCut: isCut, to: &bytes)
            var response = response(isCut ? "incomplete" : "completed")
            if isCut {
                let word: JSONValue = reason == .length ? "max_output_tokens" : "content_filter"
                response["incomplete_details"] = ["reason": word]
            }
            ended = response
            guard head.streams else { return response.bytes }
            emit(isCut ? "response.incomplete" : "response.completed", ["response": response], to: &bytes)
            return bytes
        }

        mutating func fail(_ error: ErrorReply) -> [UInt8] {
            let message = error.original?["message"]?.text ?? Text(error.message)
            let said: JSONValue = ["code": .string(Self.code(of: error)), "message": .string(message)]
            let bytes = raw.isEmpty ? fail(said) : raw.fail(said, model: head.model)
            return head.streams ? bytes : OpenAIResponses().body(of: error).bytes
        }

        private mutating func fail(_ said: JSONValue) -> [UInt8] {
            var bytes: [UInt8] = []
            begin(&bytes)
            flushHeld(to: &bytes)
            for index in items.indices where !items[index].isDone { items[index].isCut = true }
            var response = response("failed")
            response["error"] = said
            ended = response
            emit("response.failed", ["response": response], to: &bytes)
            return bytes
        }

        var whole: JSONValue? { ended ?? (raw.isEmpty ? response("in_progress") : raw.whole(model: head.model)) }

        /// The codes that clients know.
        private static func code(of error: ErrorReply) -> Text {
            let known: Set<Text> = [
                "rate_limit_exceeded", "invalid_prompt", "server_error", "context_length_exceeded",
                "insufficient_quota",
            ]
            if let code = error.original?["code"]?.text ?? error.code, known.contains(code) { return code }
            switch error.status {
            case 429: return "rate_limit_exceeded"
            case 400..<500: return "invalid_prompt"
            default: return "server_error"
            }
        }
    }
}

// MARK: Answers

extension OpenAIResponses.Writer {
    private mutating func pass(_ event: JSONValue) -> [UInt8] {
        var event = event
        mark(&event)
        raw.note(event)
        guard head.streams, let type = event["type"]?.text else { return [] }
        if event["response"]?["model"] != nil { event["response"]?["model"] = .string(head.model) }
        return Self.event(type, event)
    }

    /// In the response that an upstream's event has, or is.
    private func mark(_ event: inout JSONValue) {
        guard !head.marks.isEmpty else { return }
        if var response = event["response"], response.members != nil {
            for mark in head.marks { response[mark.key] = mark.value }
            event["response"] = response
        } else if event["type"] == nil {
            for mark in head.marks { event[mark.key] = mark.value }
        }
    }

    private mutating func write(_ event: ReplyEvent, to bytes: inout [UInt8]) {
        switch event {
        case .usage(let usage): self.usage = usage
        case .toolStep, .source, .findings: break
        default:
            begin(&bytes)
            say(event, to: &bytes)
        }
    }

    private mutating func begin(_ bytes: inout [UInt8]) {
        guard !hasBegun else { return }
        hasBegun = true
        guard head.streams else { return }
        let response = response("in_progress")
        emit("response.created", ["response": response], to: &bytes)
        emit("response.in_progress", ["response": response], to: &bytes)
    }

    private func response(_ status: JSONValue) -> JSONValue {
        var response = ResponseEcho(of: head.prompt).response
        response["id"] = .string(head.id)
        response["created_at"] = .integer(head.created)
        response["model"] = .string(head.model)
        response["status"] = status
        response["output"] = .array(status == "in_progress" ? [] : items.map(\.json))
        if status != "in_progress", status != "failed" {
            response["usage"] = usage.map(OpenAIResponses.written) ?? .null
        }
        for mark in head.marks { response[mark.key] = mark.value }
        return response
    }

    /// The id of a new item.
    func id(_ prefix: String) -> Text { Text("\(prefix)_\(seed)_\(items.count + 1)") }
}

extension OpenAIResponses {
    /// The entry of `usage`.
    static func written(_ usage: Usage) -> JSONValue {
        [
            "input_tokens": .integer(usage.promptTokens),
            "input_tokens_details": [
                "cached_tokens": .integer(usage.cachedTokens), "cache_write_tokens": .integer(usage.cacheWriteTokens),
            ],
            "output_tokens": .integer(usage.completionTokens),
            "output_tokens_details": ["reasoning_tokens": .integer(usage.reasoningTokens)],
            "total_tokens": .integer(usage.promptTokens + usage.completionTokens),
        ]
    }
}

// MARK: Events

extension OpenAIResponses.Writer {
    private static func event(_ type: Text, _ value: JSONValue) -> [UInt8] {
        var bytes = Array("event: ".utf8)
        // A line break would begin another field.
        bytes += type.utf8.filter { $0 > 32 }
        bytes += "\ndata: ".utf8
        value.write(to: &bytes)
        return bytes + [10, 10]
    }

    /// Appends an event with the members in their order. Nothing where the answer is wanted as a whole.
    mutating func emit(_ type: StaticString, _ members: KeyValuePairs<Text, JSONValue>, to bytes: inout [UInt8]) {
        emit(type, to: &bytes) { bytes in
            for (key, value) in members {
                bytes.append(UInt8(ascii: ","))
                JSONValue.writeQuoted(key.string, to: &bytes)
                bytes.append(UInt8(ascii: ":"))
                value.write(to: &bytes)
            }
        }
    }

    /// A piece of a part: `members` is what stands before the piece, already written.
    mutating func emit(
        _ type: StaticString, _ members: String, delta: String, _ rest: StaticString = "", to bytes: inout [UInt8]
    ) {
        emit(type, to: &bytes) { bytes in
            bytes += members.utf8
            bytes += #","delta":"#.utf8
            JSONValue.writeQuoted(delta, to: &bytes)
            rest.withUTF8Buffer { bytes += $0 }
        }
    }

    private mutating func emit(_ type: StaticString, to bytes: inout [UInt8], _ members: (inout [UInt8]) -> Void) {
        guard head.streams else { return }
        bytes += "event: ".utf8
        type.withUTF8Buffer { bytes += $0 }
        bytes += "\ndata: {\"type\":\"".utf8
        type.withUTF8Buffer { bytes += $0 }
        bytes += "\",\"sequence_number\":\(sequence)".utf8
        sequence += 1
        members(&bytes)
        bytes += [UInt8(ascii: "}"), 10, 10]
    }
}
