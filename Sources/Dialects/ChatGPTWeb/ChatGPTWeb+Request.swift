public import Domain
public import JSON
internal import Wire

extension ChatGPTWeb {
    /// A new conversation with one message (mirror.md §B2), which holds all that was said so far.
    public func request(_ prompt: Prompt) throws(Inexpressible) -> JSONValue {
        try prompt.refuseForeignMeaning(to: .chatGPTWeb)
        try Self.refuse(prompt)
        let id = Self.uuid()
        let text = try Self.transcript(of: prompt, mark: Text(Substring(id.utf8.prefix(8))))
        return [
            "action": "next",
            "messages": [
                [
                    "id": .string(id), "author": ["role": "user"],
                    "content": ["content_type": "text", "parts": [.string(text)]], "metadata": [:],
                ]
            ],
            "parent_message_id": .string(Self.uuid()), "model": .string(prompt.model), "timezone_offset_min": 0,
            "history_and_training_disabled": true, "conversation_mode": ["kind": "primary_assistant"],
            // An answer that is handed over to a WebSocket is not read.
            "force_use_sse": true,
        ]
    }

    /// What an answer of this upstream cannot be asked for. Only values are refused that say something: clients send defaults all the time.
    private static func refuse(_ prompt: Prompt) throws(Inexpressible) {
        let sampling = prompt.sampling
        let isSaid: [(AskedField, Bool)] = [
            (.tools, !prompt.tools.isEmpty && prompt.toolChoice != ToolChoice.none),
            (.format, !(prompt.format == nil || prompt.format == .text)),
            (.stop, !sampling.stop.isEmpty), (.n, (sampling.n ?? 1) > 1), (.logprobs, sampling.logprobs ?? false),
            (.topLogprobs, (sampling.topLogprobs ?? 0) > 0),
            (.logitBias, sampling.logitBias?.members?.isEmpty == false),
            (.presencePenalty, (sampling.presencePenalty ?? 0) != 0),
            (.frequencyPenalty, (sampling.frequencyPenalty ?? 0) != 0),
        ]
        if let field = isSaid.first(where: \.1)?.0 { throw prompt.unsupported(field) }
    }

    /// Of version 4 (RFC 9562, §5.4).
    private static func uuid() -> Text {
        var bytes = (0..<16).map { _ in UInt8.random(in: .min ... .max) }
        bytes[6] = bytes[6] & 0x0F | 0x40
        bytes[8] = bytes[8] & 0x3F | 0x80
        let digits = Array(Hexadecimal.encode(bytes).utf8)
        let parts = [0..<8, 8..<12, 12..<16, 16..<20, 20..<32]
        return Text(parts.map { String(decoding: digits[$0], as: UTF8.self) }.joined(separator: "-"))
    }
}
