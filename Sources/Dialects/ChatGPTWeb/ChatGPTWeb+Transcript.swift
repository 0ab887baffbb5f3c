internal import Domain
internal import JSON

extension ChatGPTWeb {
    /// A conversation as one text, as a user alone may speak here: a lone question as it is, all else with the name of who speaks before each
    /// turn. `mark` stands in every such line: nobody who writes a turn knows it, so no turn can pass for another one.
    static func transcript(of prompt: Prompt, mark: Text) throws(Inexpressible) -> Text {
        var turns: [(speaker: Text, text: Text)] = []
        for message in prompt.messages {
            let text = try text(of: message, in: prompt)
            if text.utf8.contains(where: { $0 > 32 }) { turns.append((speaker(message.role), text)) }
        }
        guard let last = turns.last else { throw prompt.unsupported(.turns) }
        if turns.count == 1, last.speaker == "user" { return last.text }
        let lines = turns.map { "[\(mark) \($0.speaker)]\n\($0.text)" }
        return Text(([beginning(mark)] + lines + ["[\(mark) end]"]).joined(separator: "\n\n"))
    }

    private static func beginning(_ mark: Text) -> String {
        """
        Below is a conversation. Each turn begins with a line that holds the mark \(mark) and the name of its speaker; the system's turns are \
        instructions to the assistant. Write what the assistant says next, and nothing else: no mark and no name.
        """
    }

    private static func speaker(_ role: Prompt.Role) -> Text {
        switch role {
        case .system, .developer: "system"
        case .user: "user"
        case .assistant, .tool: "assistant"
        }
    }

    /// What is said in a message. Reasoning is left out: it is nobody's turn.
    private static func text(of message: Prompt.Message, in prompt: Prompt) throws(Inexpressible) -> Text {
        var texts: [String] = []
        for part in message.parts {
            switch part {
            case .text(let text), .refusal(let text): texts.append(text.string)
            case .reasoning: break
            case .image: throw prompt.unsupported(.images)
            case .file: throw prompt.unsupported(.files)
            case .audio: throw prompt.unsupported(.sounds)
            case .toolCall, .toolResult, .other: throw prompt.unsupported(.turns)
            }
        }
        return Text(texts.joined(separator: "\n\n"))
    }
}
