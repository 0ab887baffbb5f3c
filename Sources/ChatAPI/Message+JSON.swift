import Domain
import JSON
import Web
import Wire

extension Message {
    /// The message in the shape of ChatGPT's web backend (mirror.md B1, B2.1).
    func json(in language: Language) -> JSONValue {
        [
            "id": .string(id.text), "author": ["role": .string(role.rawValue), "name": nil, "metadata": [:]],
            "create_time": createdAt.unixTime, "update_time": nil, "content": content,
            "status": .string(status.rawValue), "end_turn": endTurn, "weight": .number("1.0"),
            "metadata": metadata(in: language), "recipient": "all",
        ]
    }

    /// The message without what it says, which has to be asked for.
    var nameAlone: JSONValue {
        [
            "id": .string(id.text), "author": ["role": .string(role.rawValue), "name": nil, "metadata": [:]],
            "content": nil, "status": .string(status.rawValue),
            "metadata": ["parent_id": .string(parent?.text ?? Conversation.rootNode), "is_left_out": true],
        ]
    }

    private var content: JSONValue {
        switch kind {
        case .text where files.contains { $0.kind?.isImage == true }:
            [
                "content_type": "multimodal_text",
                "parts": .array(files.filter { $0.kind?.isImage == true }.map(\.pointer) + [.string(text)]),
            ]
        case .text: ["content_type": "text", "parts": [.string(text)]]
        case .thoughts:
            [
                "content_type": "thoughts", "thoughts": [["summary": "", "content": .string(text)]],
                "source_analysis_msg_id": nil,
            ]
        }
    }

    /// Is the turn over with this message? Null as long as nobody knows.
    var endTurn: JSONValue {
        guard role == .assistant, status != .inProgress else { return .null }
        return .bool(kind == .text)
    }

    func metadata(in language: Language) -> JSONValue {
        var metadata: JSONValue = [
            "model_slug": .string(model), "parent_id": .string(parent?.text ?? Conversation.rootNode),
            "turn_id": .string(turn.text),
        ]
        if let finishReason { metadata["finish_details"] = ["type": .string(finishReason)] }
        if let failure { metadata["error"] = failure.json(in: language) }
        if let continued {
            metadata["continued"] = ["account": .string(continued.account), "former": .string(continued.former)]
        }
        if !files.isEmpty { metadata["attachments"] = .array(files.map(\.attachment)) }
        if !work.isEmpty { metadata["tools"] = work.json }
        if summedUp > 0 { metadata["summed_up_messages"] = .integer(summedUp) }
        if omitted > 0 { metadata["omitted_messages"] = .integer(omitted) }
        return metadata
    }
}

extension TurnFailure {
    /// A code for programs, words for people.
    func json(in language: Language) -> JSONValue {
        ["code": .string(rawValue), "message": .string(words(in: language))]
    }
}
