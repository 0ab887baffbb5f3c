internal import Domain
internal import JSON

/// One item after the other: what is of another kind than the item that is written closes it. Calls alone may be written side by side, as
/// some upstreams mix the arguments of several.
extension OpenAIResponses.Writer {
    /// More than any answer has: from then on what would need another one is left out, but for texts and calls.
    private static let mostItems = 10_000
    private var isFull: Bool { items.count >= Self.mostItems }

    mutating func say(_ event: ReplyEvent, to bytes: inout [UInt8]) {
        if case .opaque(let opaque) = event { return mark(opaque, to: &bytes) }
        flushHeld(to: &bytes)
        switch event {
        case .text(let piece): say(piece, isRefusal: false, to: &bytes)
        case .refusal(let piece): say(piece, isRefusal: !isFull, to: &bytes)
        case .reasoning(let piece): think(piece, to: &bytes)
        case .toolCall(let call): held = call
        case .toolArguments(let index, let piece): argue(index, piece, to: &bytes)
        case .image(let url): show(url, to: &bytes)
        case .opaque, .usage, .toolStep, .source, .findings: break
        }
    }

    // MARK: Messages

    private mutating func say(_ piece: String, isRefusal: Bool, to bytes: inout [UInt8]) {
        guard !piece.isEmpty else { return }
        if current.map({ items[$0].parts == nil }) ?? true {
            closeWholeCalls(to: &bytes)
            closeCurrent(to: &bytes)
            current = open(WrittenItem(id("msg"), .message([])), to: &bytes)
        }
        let index = current!
        if items[index].parts!.last?.isRefusal != isRefusal { openPart(index, isRefusal: isRefusal, to: &bytes) }
        let members = place(index) + #","content_index":\#(items[index].parts!.count - 1)"#
        items[index].append(piece)
        if isRefusal {
            emit("response.refusal.delta", members, delta: piece, to: &bytes)
        } else {
            emit("response.output_text.delta", members, delta: piece, #","logprobs":[]"#, to: &bytes)
        }
    }

    private mutating func openPart(_ index: Int, isRefusal: Bool, to bytes: inout [UInt8]) {
        closePart(index, to: &bytes)
        let part = WrittenItem.Part(isRefusal: isRefusal)
        guard case .message(var parts) = items[index].content else { return }
        parts.append(part)
        items[index].content = .message(parts)
        emit(
            "response.content_part.added",
            [
                "output_index": .integer(index), "item_id": .string(items[index].id),
                "content_index": .integer(parts.count - 1), "part": part.json,
            ], to: &bytes)
    }

    private mutating func closePart(_ index: Int, to bytes: inout [UInt8]) {
        guard let parts = items[index].parts, let part = parts.last else { return }
        let (output, item, content): (JSONValue, JSONValue, JSONValue) = (
            .integer(index), .string(items[index].id), .integer(parts.count - 1)
        )
        if part.isRefusal {
            emit(
                "response.refusal.done",
                [
                    "output_index": output, "item_id": item, "content_index": content, "refusal": .string(part.text),
                ], to: &bytes)
        } else {
            emit(
                "response.output_text.done",
                [
                    "output_index": output, "item_id": item, "content_index": content, "text": .string(part.text),
                    "logprobs": [],
                ], to: &bytes)
        }
        emit(
            "response.content_part.done",
            ["output_index": output, "item_id": item, "content_index": content, "part": part.json], to: &bytes)
    }

    // MARK: Reasoning

    private mutating func think(_ piece: String, to bytes: inout [UInt8]) {
        guard !piece.isEmpty, let index = openThought(to: &bytes) else { return }
        if items[index].isSilent {
            emit(
                "response.reasoning_summary_part.added",
                [
                    "output_index": .integer(index), "item_id": .string(items[index].id), "summary_index": 0,
                    "part": WrittenItem.summary(""),
                ], to: &bytes)
        }
        items[index].append(piece)
        emit(
            "response.reasoning_summary_text.delta", place(index) + #","summary_index":0"#, delta: piece, to: &bytes)
    }

    /// The reasoning that goes on, or a new one.
    private mutating func openThought(to bytes: inout [UInt8]) -> Int? {
        if let current, items[current].isThought { return current }
        guard !isFull else { return nil }
        closeWholeCalls(to: &bytes)
        closeCurrent(to: &bytes)
        current = open(WrittenItem(id("rs"), .reasoning("", nil)), to: &bytes)
        return current
    }

    /// Ends the reasoning that it belongs to. Without any it is an item of its own, before the call that it proves.
    private mutating func mark(_ opaque: Opaque, to bytes: inout [UInt8]) {
        guard let index = openThought(to: &bytes) else { return flushHeld(to: &bytes) }
        if case .reasoning(let text, _) = items[index].content {
            items[index].content = .reasoning(text, opaque.carried(in: .openAI))
        }
        closeCurrent(to: &bytes)
        flushHeld(to: &bytes)
    }

    // MARK: Calls

    mutating func flushHeld(to bytes: inout [UInt8]) {
        guard let call = held else { return }
        held = nil
        closeCurrent(to: &bytes)
        closeWholeCalls(to: &bytes)
        let member = namespaces.member(called: call.name)
        let named = ToolCallHead(call.index, id: call.id, name: member?.name ?? call.name, kind: call.kind)
        let item = WrittenItem(
            id(call.kind == .custom ? "ctc" : "fc"), .call(named, namespace: member?.namespace, arguments: ""))
        openCalls[call.index] = open(item, to: &bytes)
    }

    private mutating func argue(_ call: Int, _ piece: String, to bytes: inout [UInt8]) {
        guard let index = openCalls[call], !piece.isEmpty else { return }
        let wasWhole = items[index].isWhole
        items[index].append(piece)
        if !wasWhole, items[index].isWhole { wholeCalls.append(call) }
        if items[index].isText {
            emit("response.custom_tool_call_input.delta", place(index), delta: piece, to: &bytes)
        } else {
            emit("response.function_call_arguments.delta", place(index), delta: piece, to: &bytes)
        }
    }

    /// More may come of the others.
    private mutating func closeWholeCalls(to bytes: inout [UInt8]) {
        guard !wholeCalls.isEmpty else { return }
        let places = wholeCalls.compactMap { openCalls.removeValue(forKey: $0) }.sorted()
        wholeCalls = []
        for index in places { close(index, to: &bytes) }
    }

    // MARK: Pictures

    /// The address of one that is elsewhere is a text.
    private mutating func show(_ url: Text, to bytes: inout [UInt8]) {
        guard let data = DataURL(url)?.base64 else {
            return say(OpenAIChat.markdown(url), isRefusal: false, to: &bytes)
        }
        guard !isFull else { return }
        closeWholeCalls(to: &bytes)
        closeCurrent(to: &bytes)
        let index = open(WrittenItem(id("ig"), .picture("")), to: &bytes)
        items[index].content = .picture(data)
        close(index, to: &bytes)
    }
}

// MARK: Opening and closing

extension OpenAIResponses.Writer {
    private mutating func open(_ item: WrittenItem, to bytes: inout [UInt8]) -> Int {
        items.append(item)
        let index = items.count - 1
        emit("response.output_item.added", ["output_index": .integer(index), "item": item.json], to: &bytes)
        return index
    }

    mutating func closeCurrent(to bytes: inout [UInt8]) {
        guard let index = current else { return }
        current = nil
        close(index, to: &bytes)
    }

    /// `isCut`: what is not complete ends so.
    mutating func closeAll(isCut: Bool, to bytes: inout [UInt8]) {
        flushHeld(to: &bytes)
        closeWholeCalls(to: &bytes)
        let open = (openCalls.values + (current.map { [$0] } ?? [])).sorted()
        (openCalls, current) = ([:], nil)
        for index in open {
            items[index].isCut = isCut
            close(index, to: &bytes)
        }
    }

    private mutating func close(_ index: Int, to bytes: inout [UInt8]) {
        switch items[index].content {
        case .message: closePart(index, to: &bytes)
        case .reasoning(let text, _): closeSummary(index, text, to: &bytes)
        case .call(let call, _, let arguments): closeArguments(index, call, arguments, to: &bytes)
        case .picture: break
        }
        items[index].isDone = true
        emit("response.output_item.done", ["output_index": .integer(index), "item": items[index].json], to: &bytes)
    }

    private mutating func closeSummary(_ index: Int, _ text: String, to bytes: inout [UInt8]) {
        guard !text.isEmpty else { return }
        let (output, item): (JSONValue, JSONValue) = (.integer(index), .string(items[index].id))
        emit(
            "response.reasoning_summary_text.done",
            ["output_index": output, "item_id": item, "summary_index": 0, "text": .string(text)], to: &bytes)
        emit(
            "response.reasoning_summary_part.done",
            ["output_index": output, "item_id": item, "summary_index": 0, "part": WrittenItem.summary(text)],
            to: &bytes)
    }

    private mutating func closeArguments(
        _ index: Int, _ call: ToolCallHead, _ arguments: String, to bytes: inout [UInt8]
    ) {
        let (output, item): (JSONValue, JSONValue) = (.integer(index), .string(items[index].id))
        if call.kind == .custom {
            emit(
                "response.custom_tool_call_input.done",
                ["output_index": output, "item_id": item, "input": .string(arguments)], to: &bytes)
        } else {
            emit(
                "response.function_call_arguments.done",
                [
                    "output_index": output, "item_id": item, "name": .string(call.name),
                    "arguments": .string(arguments),
                ], to: &bytes)
        }
    }

    /// What every piece says of where it belongs.
    private func place(_ index: Int) -> String {
        // An id of ours needs no escapes unless an upstream's is in it.
        #","output_index":\#(index),"item_id":\#(JSONValue.string(items[index].id).serialized)"#
    }
}

extension WrittenItem {
    fileprivate var parts: [Part]? { if case .message(let parts) = content { parts } else { nil } }
    /// Whether nothing was thought in it yet.
    fileprivate var isSilent: Bool { if case .reasoning("", _) = content { true } else { false } }
    fileprivate var isThought: Bool { if case .reasoning = content { true } else { false } }
    fileprivate var isText: Bool { if case .call(let call, _, _) = content { call.kind == .custom } else { false } }

    fileprivate mutating func append(_ piece: String) {
        switch content {
        case .message(var parts):
            content = .picture("")  // keeps the texts uniquely referenced
            parts[parts.count - 1].text += piece
            content = .message(parts)
        case .reasoning(var text, let opaque):
            content = .picture("")
            text += piece
            content = .reasoning(text, opaque)
        case .call(let call, let namespace, var arguments):
            content = .picture("")
            arguments += piece
            progress.read(piece)
            content = .call(call, namespace: namespace, arguments: arguments)
        case .picture: break
        }
    }

    /// Whether a call's arguments are complete. A text has no end that can be seen: what follows it ends it.
    fileprivate var isWhole: Bool {
        guard case .call(let call, _, let arguments) = content else { return false }
        return call.kind == .custom ? !arguments.isEmpty : progress.isWhole
    }
}
