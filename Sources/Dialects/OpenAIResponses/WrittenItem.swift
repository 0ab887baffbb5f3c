internal import Domain
internal import JSON

/// An item of an answer as it is written, with what was said in it so far.
struct WrittenItem: Sendable {
    let id: Text
    var content: Content
    var isDone = false
    /// Whether it ends before it is complete.
    var isCut = false
    /// How much of a call's arguments has come.
    var progress = ObjectProgress()

    enum Content: Sendable {
        /// Parts in their order; the last one may go on.
        case message([Part])
        case reasoning(String, Text?)
        case call(ToolCallHead, namespace: Text?, arguments: String)
        case picture(Text)
    }

    struct Part: Sendable {
        let isRefusal: Bool
        var text = ""

        var json: JSONValue {
            isRefusal
                ? ["type": "refusal", "refusal": .string(text)]
                : ["type": "output_text", "text": .string(text), "annotations": [], "logprobs": []]
        }
    }

    init(_ id: Text, _ content: Content) {
        self.id = id
        self.content = content
    }

    private var status: JSONValue { isCut ? "incomplete" : isDone ? "completed" : "in_progress" }

    var json: JSONValue {
        switch content {
        case .message(let parts):
            return [
                "type": "message", "id": .string(id), "role": "assistant", "status": status,
                "content": .array(parts.map(\.json)),
            ]
        case .reasoning(let text, let opaque):
            var item: JSONValue = ["type": "reasoning", "id": .string(id), "summary": []]
            if !text.isEmpty { item["summary"] = [Self.summary(text)] }
            item["encrypted_content"] = opaque.map { .string($0) }
            return item
        case .call(let call, let namespace, let arguments):
            let isText = call.kind == .custom
            var item: JSONValue = [
                "type": isText ? "custom_tool_call" : "function_call", "id": .string(id), "call_id": .string(call.id),
                "name": .string(call.name), isText ? "input" : "arguments": .string(arguments), "status": status,
            ]
            item["namespace"] = namespace.map { .string($0) }
            return item
        case .picture(let data):
            return ["type": "image_generation_call", "id": .string(id), "status": status, "result": .string(data)]
        }
    }

    static func summary(_ text: String) -> JSONValue { ["type": "summary_text", "text": .string(text)] }
}
