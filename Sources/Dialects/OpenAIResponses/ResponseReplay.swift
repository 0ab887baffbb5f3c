internal import Domain
public import JSON

/// The events of a stream that would have come to a response: each part of it in one piece.
public struct ResponseReplay {
    private var bytes: [UInt8] = []
    private var sequence: Int64 = 0

    public static func events(of response: JSONValue) -> [UInt8] {
        var replay = ResponseReplay()
        replay.write(response)
        return replay.bytes
    }

    private mutating func write(_ response: JSONValue) {
        var begun = response
        begun["status"] = "in_progress"
        begun["output"] = []
        for member in ["usage", "error", "incomplete_details"] as [Text] where begun[member] != nil {
            begun[member] = .null
        }
        emit("response.created", ["response": begun])
        emit("response.in_progress", ["response": begun])
        for (index, item) in (response["output"]?.array ?? []).enumerated() { write(item, .integer(index)) }
        switch response["status"]?.text {
        case "completed": emit("response.completed", ["response": response])
        case "incomplete": emit("response.incomplete", ["response": response])
        default: emit("response.failed", ["response": response])
        }
    }

    private mutating func write(_ item: JSONValue, _ index: JSONValue) {
        var begun = item
        if begun["status"] != nil { begun["status"] = "in_progress" }
        for member in ["content", "summary"] as [Text] where begun[member]?.array != nil { begun[member] = [] }
        for member in ["arguments", "input"] as [Text] where begun[member]?.text != nil { begun[member] = "" }
        emit("response.output_item.added", ["output_index": index, "item": begun])
        let place: [JSONValue.Member] = [.init("output_index", index), .init("item_id", item["id"] ?? .null)]
        switch item["type"]?.text {
        case "message":
            for (number, part) in (item["content"]?.array ?? []).enumerated() {
                write(part, place + [.init("content_index", .integer(number))])
            }
        case "reasoning":
            for (number, part) in (item["summary"]?.array ?? []).enumerated() {
                writeSummary(part, place + [.init("summary_index", .integer(number))])
            }
        case "function_call":
            let text = JSONValue.Member("arguments", item["arguments"] ?? "")
            emit("response.function_call_arguments.delta", place + [.init("delta", text.value)])
            emit("response.function_call_arguments.done", place + [.init("name", item["name"] ?? ""), text])
        case "custom_tool_call":
            let text = JSONValue.Member("input", item["input"] ?? "")
            emit("response.custom_tool_call_input.delta", place + [.init("delta", text.value)])
            emit("response.custom_tool_call_input.done", place + [text])
        default: break
        }
        emit("response.output_item.done", ["output_index": index, "item": item])
    }

    private mutating func write(_ part: JSONValue, _ place: [JSONValue.Member]) {
        let isRefusal = part["type"] == "refusal"
        let name: Text = isRefusal ? "refusal" : "text"
        let text = part[name] ?? ""
        var begun = part
        begun[name] = ""
        if begun["annotations"] != nil { begun["annotations"] = [] }
        let logprobs: [JSONValue.Member] = isRefusal ? [] : [.init("logprobs", part["logprobs"] ?? [])]
        let kind: Text = isRefusal ? "response.refusal" : "response.output_text"
        emit("response.content_part.added", place + [.init("part", begun)])
        emit("\(kind).delta", place + [.init("delta", text)] + logprobs)
        emit("\(kind).done", place + [.init(name, text)] + logprobs)
        emit("response.content_part.done", place + [.init("part", part)])
    }

    private mutating func writeSummary(_ part: JSONValue, _ place: [JSONValue.Member]) {
        let text = part["text"] ?? ""
        emit("response.reasoning_summary_part.added", place + [.init("part", ["type": "summary_text", "text": ""])])
        emit("response.reasoning_summary_text.delta", place + [.init("delta", text)])
        emit("response.reasoning_summary_text.done", place + [.init("text", text)])
        emit("response.reasoning_summary_part.done", place + [.init("part", part)])
    }

    private mutating func emit(_ type: Text, _ members: KeyValuePairs<Text, JSONValue>) {
        emit(type, members.map { .init($0.key, $0.value) })
    }

    private mutating func emit(_ type: Text, _ members: [JSONValue.Member]) {
        bytes += Array("event: \(type)\ndata: ".utf8)
        let head: [JSONValue.Member] = [.init("type", .string(type)), .init("sequence_number", .integer(sequence))]
        JSONValue.object(head + members).write(to: &bytes)
        bytes += [10, 10]
        sequence += 1
    }
}
