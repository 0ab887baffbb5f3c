internal import Domain
internal import JSON

/// What an event of a stream says.
enum ResponseEvent {
    /// A piece of a part, and a part as a whole.
    case said(ReplyItems.Place, Text)
    case whole(ReplyItems.Place, Text)
    /// An item begins, and is complete.
    case added(JSONValue, at: Int64?)
    case done(JSONValue, at: Int64?)
    /// The answer ended, with the status that the event's name has.
    case ended(JSONValue, Text)
    /// How much of what the account may do is used.
    case limits([UsageWindow])
    /// It says nothing of the answer.
    case other

    /// Nil for what the format does not call an event.
    init?(_ type: Text, _ value: JSONValue) {
        guard type.hasPrefix("response.") || type.hasPrefix("codex.") else { return nil }
        switch type {
        case "response.output_text.delta": self.init(piece: .text, in: value, "delta")
        case "response.function_call_arguments.delta": self.init(piece: .arguments, in: value, "delta")
        case "response.custom_tool_call_input.delta":
            self.init(piece: .arguments, in: value, "delta", isCustom: true)
        case "response.reasoning_summary_text.delta": self.init(piece: .summary, in: value, "delta")
        case "response.reasoning_text.delta": self.init(piece: .reasoning, in: value, "delta")
        case "response.refusal.delta": self.init(piece: .refusal, in: value, "delta")
        case "response.output_text.done": self.init(whole: .text, in: value, "text")
        case "response.function_call_arguments.done": self.init(whole: .arguments, in: value, "arguments")
        case "response.custom_tool_call_input.done":
            self.init(whole: .arguments, in: value, "input", isCustom: true)
        case "response.reasoning_summary_text.done": self.init(whole: .summary, in: value, "text")
        case "response.reasoning_text.done": self.init(whole: .reasoning, in: value, "text")
        case "response.refusal.done": self.init(whole: .refusal, in: value, "refusal")
        case "response.output_item.added": self = Self.item(in: value).map { .added($0.0, at: $0.1) } ?? .other
        case "response.output_item.done": self = Self.item(in: value).map { .done($0.0, at: $0.1) } ?? .other
        case "response.completed": self = .ended(value["response"] ?? [:], "completed")
        case "response.incomplete": self = .ended(value["response"] ?? [:], "incomplete")
        case "response.failed": self = .ended(value["response"] ?? [:], "failed")
        case "response.cancelled": self = .ended(value["response"] ?? [:], "cancelled")
        case "codex.rate_limits": self = .limits(Codex.windows(in: value))
        default: self = .other
        }
    }

    private init(piece kind: ReplyItems.Kind, in value: JSONValue, _ name: Text, isCustom: Bool = false) {
        guard let text = value[name]?.text, !text.isEmpty else {
            self = .other
            return
        }
        self = .said(ReplyItems.Place(kind, value, isCustom: isCustom), text)
    }

    private init(whole kind: ReplyItems.Kind, in value: JSONValue, _ name: Text, isCustom: Bool = false) {
        guard let text = value[name]?.text else {
            self = .other
            return
        }
        self = .whole(ReplyItems.Place(kind, value, isCustom: isCustom), text)
    }

    private static func item(in value: JSONValue) -> (JSONValue, Int64?)? {
        guard let item = value["item"], item.members != nil else { return nil }
        return (item, value["output_index"]?.integer)
    }
}
