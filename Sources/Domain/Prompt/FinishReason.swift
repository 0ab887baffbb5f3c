import JSON

/// Why the upstream stopped writing.
public enum FinishReason: String, Sendable {
    case stop, length, contentFilter = "content_filter", toolCalls = "tool_calls"
}
