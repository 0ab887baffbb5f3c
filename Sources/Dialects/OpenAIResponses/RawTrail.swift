internal import JSON

/// What passed of an answer in its upstream's own events, so that it can be ended if the upstream does not: the response that was
/// begun, its items so far, and the last number.
struct RawTrail: Sendable {
    private var response: JSONValue?
    private var items: [Int64: JSONValue] = [:]
    /// The text of the part that is said.
    private var text = ""
    private var sequence: Int64 = -1

    var isEmpty: Bool { response == nil }

    mutating func note(_ event: JSONValue) {
        if response == nil { response = event["type"] == nil ? event : [:] }
        sequence = max(sequence, event["sequence_number"]?.integer ?? sequence)
        if let said = event["response"], said.members != nil { response = said }
        let index = event["output_index"]?.integer ?? 0
        switch event["type"]?.text {
        case nil: response = event
        case "response.output_item.added":
            items[index] = event["item"]
            text = ""
        case "response.output_item.done":
            items[index] = event["item"]
            text = ""
        case "response.output_text.delta": text += event["delta"]?.text?.string ?? ""
        default: break
        }
    }

    /// The answer as a whole.
    func whole(model: Text) -> JSONValue {
        var whole = response ?? [:]
        if whole["model"] != nil { whole["model"] = .string(model) }
        return whole
    }

    /// Ends the answer with a failure. Returns the event that says so.
    mutating func fail(_ error: JSONValue, model: Text) -> [UInt8] {
        var failed = whole(model: model)
        failed["status"] = "failed"
        failed["error"] = error
        failed["output"] = .array(items.sorted { $0.key < $1.key }.map { cut($0.value) })
        response = failed
        let event: JSONValue = [
            "type": "response.failed", "sequence_number": .integer(sequence + 1), "response": failed,
        ]
        var bytes = Array("event: response.failed\ndata: ".utf8)
        event.write(to: &bytes)
        return bytes + [10, 10]
    }

    /// An item that did not come to its end.
    private func cut(_ item: JSONValue) -> JSONValue {
        guard item["status"] == "in_progress" else { return item }
        var item = item
        item["status"] = "incomplete"
        if item["type"] == "message", !text.isEmpty {
            item["content"] = [
                ["type": "output_text", "text": .string(text), "annotations": [], "logprobs": []]
            ]
        }
        return item
    }
}
