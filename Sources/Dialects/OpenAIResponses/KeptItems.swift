public import JSON

/// What a request and its answer are as items that are kept, and as items that a later request begins with.
extension OpenAIResponses {
    /// A request's input as items, each complete and with an id, which is made of `seed` where it has none.
    public static func keptItems(of input: JSONValue?, seed: String) -> [JSONValue] {
        guard let input else { return [] }
        let items = input.array ?? [["role": "user", "content": input]]
        return items.enumerated().map { index, item in kept(item, "\(seed)_i\(index + 1)") }
    }

    private static func kept(_ item: JSONValue, _ seed: String) -> JSONValue {
        var item = item
        let type = item["type"]?.text ?? "message"
        item["type"] = .string(type)
        if item["id"]?.text?.isEmpty ?? true { item["id"] = .string("\(prefix(of: type))_\(seed)") }
        guard type == "message" else { return item }
        if item["status"]?.isNull ?? true { item["status"] = "completed" }
        if let text = item["content"]?.text {
            item["content"] =
                item["role"] == "assistant"
                ? [["type": "output_text", "text": .string(text), "annotations": []]]
                : [["type": "input_text", "text": .string(text)]]
        }
        return item
    }

    private static func prefix(of type: Text) -> String {
        switch type {
        case "message": "msg"
        case "reasoning": "rs"
        case "function_call": "fc"
        case "function_call_output": "fco"
        case "custom_tool_call": "ctc"
        case "custom_tool_call_output": "ctco"
        default: "item"
        }
    }

    /// Items as a later request says them: without what only the provider could look up, as nothing is kept there. Reasoning goes back
    /// when it can be read again (`encrypted_content`); a call that was cut off before its end is none.
    public static func replayed(_ items: [JSONValue]) -> [JSONValue] {
        items.filter(canBeReplayed).map { item in
            withoutID.contains(item["type"]?.text ?? "message") ? item.without(["id"]) : item
        }
    }

    private static func canBeReplayed(_ item: JSONValue) -> Bool {
        switch item["type"]?.text {
        case "reasoning": item["encrypted_content"]?.text?.isEmpty == false
        case "function_call", "custom_tool_call": item["status"] != "incomplete"
        default: true
        }
    }

    /// A provider that finds an id looks for what belongs to it.
    private static let withoutID: Set<Text> = [
        "message", "function_call", "function_call_output", "custom_tool_call", "custom_tool_call_output",
    ]

    /// A request as an upstream is sent it, which keeps nothing: what it goes on from stands in its input. `keeps`: its answer is to be
    /// gone on from, so what only its maker can read has to come with it.
    public static func request(_ body: JSONValue, goingOnFrom items: [JSONValue], keeps: Bool) -> JSONValue {
        var body = body.without(["previous_response_id", "conversation", "background"])
        if !items.isEmpty {
            var own = body["input"]?.array ?? []
            if let text = body["input"]?.text { own = [["role": "user", "content": .string(text)]] }
            body["input"] = .array(items + own)
        }
        body["store"] = false
        if keeps, let model = body["model"]?.text, !neverThinks(model.string) {
            let proof: JSONValue = "reasoning.encrypted_content"
            let included = body["include"]?.array ?? []
            if !included.contains(proof) { body["include"] = .array(included + [proof]) }
        }
        return body
    }
}
